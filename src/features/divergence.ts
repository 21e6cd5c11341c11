import type { Terms } from './family.js'
import { cellwise } from './stage-compute.js'
import { appliedName, type StageFamily } from './stage.js'
import { windowedAppliedFamily, windowedFamily } from './windowed.js'

/** Correlation with the session number below which a trend is rounding noise: of sums such as 0.1 - 0.3 + 0.2. */
const NO_TREND = 1e-9
/** Deviation, as a fraction of the mean, below which a series is flat but for the last bits of its values. */
const NO_SPREAD = 1e-12

/**
 * Direction of a trend: 1 up, -1 down, 0 flat. Flat is a window of equal values, and one whose slope is rounding noise: correlation
 * with the session number within 1e-9, or a deviation within 1e-12 of the mean. Neither the unit of x nor a split changes it. NaN
 * where one of the values is.
 */
const trendSign = windowedAppliedFamily('trend_sign', 2, 63, ['close'], (window, x) => {
  // Sample deviation of the row numbers 1 ... window: slope times it, over the deviation of x, is the correlation.
  const spread = Math.sqrt((window * (window + 1)) / 12)
  return {
    inputs: ['rolling_slope', 'rolling_deviation', 'rolling_mean'].map((family) => appliedName(family, [window], [x])),
    lookback: 1,
    width: 'inputs',
    formula: 'sign of the least-squares slope of x over the last window rows',
    source: 'ordinary least squares on the session number',
    compute: cellwise((slope, deviation, mean) => {
      if (Number.isNaN(slope)) return NaN
      const isFlat =
        Math.abs(slope) * spread <= NO_TREND * deviation || deviation <= NO_SPREAD * Math.abs(mean) || slope === 0
      return isFlat ? 0 : Math.sign(slope)
    }),
  }
})

/** Divergence of the close from a column, the same of one that is given and of volume. */
function divergenceFrom(x: string, window: number, source: string): Terms {
  return {
    inputs: ['close', x].map((column) => appliedName('trend_sign', [window], [column])),
    lookback: 1,
    width: 'asset',
    formula: `(sign of the slope of close - sign of the slope of ${x}) / 2, both over the last window rows`,
    source,
    compute: cellwise((own, other) => (own - other) / 2),
  }
}

/**
 * Intermarket divergence: 1 where the price rises while x falls, -1 the reverse, 0 where they agree, a half where one of them has
 * no trend (a monthly series within a month). NaN where either has a missing value in the window.
 */
const divergence = windowedAppliedFamily('divergence', 2, 63, ['benchmark.close'], (window, x) =>
  divergenceFrom(x, window, 'Murphy (1991), Intermarket Technical Analysis'),
)

/** 1 where the price rises on shrinking volume, -1 where it falls on growing volume; NaN where a session had no volume. */
const priceVolumeDivergence = windowedFamily('price_volume_divergence', 2, 21, (window) =>
  divergenceFrom('log_volume', window, "Dow's theory: volume confirms the trend; Rhea (1932)"),
)

/**
 * How far the price stands from x, each in deviations from its own mean; NaN where one of them did not vary in the window or has
 * a missing value.
 */
const divergenceStrength = windowedAppliedFamily('divergence_strength', 2, 63, ['benchmark.close'], (window, x) => ({
  inputs: ['close', x].map((column) => appliedName('rolling_z', [window], [column])),
  lookback: 1,
  width: 'asset',
  formula: 'z of close[t] - z of x[t], each over the last window rows',
  source: 'Gatev, Goetzmann and Rouwenhorst (2006), Review of Financial Studies 19(3), a spread of normalised prices',
  compute: cellwise((own, other) => own - other),
}))

/** Prices that part from each other or from their volume. */
export const divergenceStages: readonly StageFamily[] = [
  trendSign,
  divergence,
  priceVolumeDivergence,
  divergenceStrength,
]
