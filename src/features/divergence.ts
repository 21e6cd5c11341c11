import { cellwise } from './stage-compute.js'
import { appliedName, requireAtLeast, stageName, type ComputedStage, type StageFamily } from './stage.js'

/** Correlation with the session number below which a trend is rounding noise: of sums such as 0.1 - 0.3 + 0.2. */
const NO_TREND = 1e-9
/** Deviation, as a fraction of the mean, below which a series is flat but for the last bits of its values. */
const NO_SPREAD = 1e-12

/**
 * Direction of a trend: 1 up, -1 down, 0 flat. Flat is a window of equal values, and one whose slope is rounding noise: correlation
 * with the session number within 1e-9, or a deviation within 1e-12 of the mean. Neither the unit of x nor a split changes it. NaN
 * where one of the values is.
 */
const trendSign: StageFamily = {
  family: 'trend_sign',
  parameters: ['window'],
  operands: ['x'],
  example: 'trend_sign_63(close)',
  create([window], operands) {
    requireAtLeast('trend_sign', 'window', window, 2)
    // Sample deviation of the row numbers 1 ... window: slope times it, over the deviation of x, is the correlation.
    const spread = Math.sqrt((window * (window + 1)) / 12)
    return {
      name: appliedName('trend_sign', [window], operands),
      inputs: ['rolling_slope', 'rolling_deviation', 'rolling_mean'].map((family) =>
        appliedName(family, [window], operands),
      ),
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
  },
}

/** One stage for divergences from a column that is given, and from volume. */
function divergenceStage(name: string, window: number, x: string, source: string): ComputedStage {
  const trend = (column: string): string => appliedName('trend_sign', [window], [column])
  return {
    name,
    inputs: [trend('close'), trend(x)],
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
const divergence: StageFamily = {
  family: 'divergence',
  parameters: ['window'],
  operands: ['x'],
  example: 'divergence_63(benchmark.close)',
  create([window], operands) {
    requireAtLeast('divergence', 'window', window, 2)
    const name = appliedName('divergence', [window], operands)
    return divergenceStage(name, window, operands[0], 'Murphy (1991), Intermarket Technical Analysis')
  },
}

/** 1 where the price rises on shrinking volume, -1 where it falls on growing volume; NaN where a session had no volume. */
const priceVolumeDivergence: StageFamily = {
  family: 'price_volume_divergence',
  parameters: ['window'],
  example: 'price_volume_divergence_21',
  create([window]) {
    requireAtLeast('price_volume_divergence', 'window', window, 2)
    const name = stageName('price_volume_divergence', window)
    return divergenceStage(name, window, 'log_volume', "Dow's theory: volume confirms the trend; Rhea (1932)")
  },
}

/**
 * How far the price stands from x, each in deviations from its own mean; NaN where one of them did not vary in the window or has
 * a missing value.
 */
const divergenceStrength: StageFamily = {
  family: 'divergence_strength',
  parameters: ['window'],
  operands: ['x'],
  example: 'divergence_strength_63(benchmark.close)',
  create([window], operands) {
    requireAtLeast('divergence_strength', 'window', window, 2)
    const z = (column: string): string => appliedName('rolling_z', [window], [column])
    return {
      name: appliedName('divergence_strength', [window], operands),
      inputs: [z('close'), z(operands[0])],
      lookback: 1,
      width: 'asset',
      formula: 'z of close[t] - z of x[t], each over the last window rows',
      source:
        'Gatev, Goetzmann and Rouwenhorst (2006), Review of Financial Studies 19(3), a spread of normalised prices',
      compute: cellwise((own, other) => own - other),
    }
  },
}

/** Prices that part from each other or from their volume. */
export const divergenceStages: readonly StageFamily[] = [
  trendSign,
  divergence,
  priceVolumeDivergence,
  divergenceStrength,
]
