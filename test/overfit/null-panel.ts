import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import { createRandom, type Random } from '../../src/core/random.js'
import type { CrossSectionFactor, SeriesFactor } from '../../src/overfit/factor-scan.js'
import type { Panel } from '../../src/panel/panel.js'
import { weekdays } from '../contracts/random-panel.js'

/** An AR(1) of unit variance. */
export function autoregression(n: number, persistence: number, random: Random): Float64Array {
  const out = new Float64Array(n)
  for (let t = 0; t < n; t++)
    out[t] =
      t === 0 ? random.normal() : persistence * out[t - 1] + Math.sqrt(1 - persistence * persistence) * random.normal()
  return out
}

/**
 * Assets and a benchmark that nothing can forecast: log returns are normal, of 1% a session, with a common part.
 * @param drift - what is added to the log return of an asset at a session
 */
export function nullPanel(
  seed: number,
  nDates: number,
  nAssets: number,
  drift: (row: number, col: number) => number = () => 0,
): Panel {
  const random = createRandom(seed, 'null-panel')
  const close = createMatrix(nDates, nAssets, 0)
  const benchmark = new Float64Array(nDates)
  const level = new Float64Array(nAssets).fill(Math.log(50))
  let market = Math.log(100)
  for (let row = 0; row < nDates; row++) {
    const common = 0.01 * random.normal()
    market += common
    benchmark[row] = Math.exp(market)
    for (let col = 0; col < nAssets; col++) {
      level[col] += common + 0.01 * random.normal() + drift(row, col)
      close.data[row * nAssets + col] = Math.exp(level[col])
    }
  }
  return {
    dates: weekdays(nDates),
    assets: Array.from({ length: nAssets }, (_, col) => `A${col}`),
    sectors: Array.from({ length: nAssets }, (_, col) => `sector-${col}`),
    benchmark: 'B',
    fields: { open: close, high: close, low: close, close, volume: createMatrix(nDates, nAssets, 1000) },
    series: { 'benchmark.close': benchmark },
    assetSeries: {},
    simulated: true,
  }
}

/** Factors that know nothing, from restless to persistent. */
export function noiseFactors(
  seed: number,
  { dates, assets }: Panel,
): { readonly crossSection: readonly CrossSectionFactor[]; readonly series: readonly SeriesFactor[] } {
  const random = createRandom(seed, 'noise-factors')
  const persistences = [0, 0.8, 0.95]
  const matrix = (persistence: number): Matrix => {
    const out = createMatrix(dates.length, assets.length)
    for (let col = 0; col < assets.length; col++)
      for (const [row, value] of autoregression(dates.length, persistence, random).entries())
        out.data[row * assets.length + col] = value
    return out
  }
  return {
    crossSection: persistences.map((persistence) => ({ name: `cross_${persistence}`, values: matrix(persistence) })),
    series: persistences.map((persistence) => ({
      name: `series_${persistence}`,
      values: autoregression(dates.length, persistence, random),
    })),
  }
}
