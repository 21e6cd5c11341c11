import type { Matrix } from '../core/matrix.js'
import { fraction, type Fraction } from './units.js'

/**
 * Share of sector-sessions whose sign was forecast. Cells without a forecast or an outcome are left out, and so are forecasts
 * and outcomes of exactly 0, which have no sign.
 * @param forecasts - nDates x nAssets
 * @param outcomes - nDates x nAssets
 * @returns in [0, 1]; NaN when no cell counts
 */
export function hitRate(forecasts: Matrix, outcomes: Matrix): Fraction {
  let hits = 0
  let count = 0
  for (let i = 0; i < forecasts.data.length; i++) {
    const agreement = Math.sign(forecasts.data[i]) * Math.sign(outcomes.data[i])
    if (agreement === 1) hits++
    if (agreement === 1 || agreement === -1) count++
  }
  return fraction(hits / count)
}
