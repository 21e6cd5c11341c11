import { ShapeError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'
import { fraction, type Fraction } from './units.js'

/**
 * Share of forecasts whose sign came true, over all sessions and sectors. A pair with a NaN is left out, and so is one with a
 * 0 on either side: it names no direction.
 * @param forecast - sessions x assets, scores whose sign is the direction
 * @param realised - same shape, what happened
 * @returns fraction in [0, 1]; NaN when no pair is left
 * @throws ShapeError when the shapes differ
 */
export function hitRate(forecast: Matrix, realised: Matrix): Fraction {
  if (forecast.rows !== realised.rows || forecast.cols !== realised.cols)
    throw new ShapeError(
      `hitRate: realised is ${realised.rows} x ${realised.cols}, expected ${forecast.rows} x ${forecast.cols}`,
    )
  let pairs = 0
  let hits = 0
  for (let i = 0; i < forecast.data.length; i++) {
    const product = Math.sign(forecast.data[i]) * Math.sign(realised.data[i])
    if (Number.isNaN(product) || product === 0) continue
    pairs++
    if (product > 0) hits++
  }
  return fraction(hits / pairs)
}
