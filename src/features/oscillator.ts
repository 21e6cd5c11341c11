import { appliedFamily } from './family.js'
import { cellwise } from './stage-compute.js'
import { appliedName, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** |x|, for sums of moves in either direction. */
const absolute = appliedFamily('absolute', ['momentum_1'], (x) => ({
  inputs: [x],
  lookback: 1,
  width: 'inputs',
  isLevel: 'inherited',
  formula: '|x[t]|',
  source: 'elementary statistics',
  compute: cellwise((value) => Math.abs(value)),
}))

/**
 * Relative strength index in Cutler's form, 0 ... 100: with simple averages, so that it depends on w + 1 closes. Wilder's (1978) own
 * averages are recursive: they depend on where history begins. Computed as 50 (1 + net / path), which is the same since gains less
 * losses are the net change, and gains and losses the path. Missing where nothing moved.
 */
const relativeStrengthIndex = windowedFamily('rsi', 2, 14, (window) => ({
  inputs: [
    appliedName('change', [window], ['close']),
    appliedName('rolling_sum', [window], [appliedName('absolute', [], [appliedName('change', [1], ['close'])])]),
  ],
  lookback: 1,
  width: 'asset',
  formula: '100 * gains / (gains + losses), sums of the changes of the close over the last w sessions',
  source: "Wilder (1978), New Concepts in Technical Trading Systems, in Cutler's form with simple averages",
  // Rounding may take a net change beyond the path that it is made of.
  compute: cellwise((net, path) => 50 * (1 + (path > 0 ? Math.max(-1, Math.min(1, net / path)) : NaN))),
}))

/** Aroon up less Aroon down, -100 ... 100: how much later the latest high came than the latest low. 0 for flat prices. */
const aroon = windowedFamily('aroon', 2, 25, (window) => ({
  inputs: [
    appliedName('rolling_since_max', [window + 1], ['high']),
    appliedName('rolling_since_min', [window + 1], ['low']),
  ],
  lookback: 1,
  width: 'asset',
  formula: '100 * (sessions since the lowest low - sessions since the highest high of the last w + 1) / w',
  source: 'Chande (1995), Technical Analysis of Stocks and Commodities 13(9)',
  compute: cellwise((sinceHigh, sinceLow) => (100 * (sinceLow - sinceHigh)) / window),
}))

/** Where the close lies between the lowest low (0) and the highest high (1). Missing for flat prices. */
const stochastic = windowedFamily('stochastic', 2, 14, (window) => ({
  inputs: ['close', appliedName('rolling_min', [window], ['low']), appliedName('rolling_max', [window], ['high'])],
  lookback: 1,
  width: 'asset',
  formula: '(close[t] - min low) / (max high - min low), both over the last w sessions',
  source: 'Lane (1984), Technical Analysis of Stocks and Commodities 2(3): %K',
  compute: cellwise((close, low, high) => (high > low ? (close - low) / (high - low) : NaN)),
}))

/** Oscillators of the price. */
export const oscillatorStages: readonly StageFamily[] = [absolute, relativeStrengthIndex, aroon, stochastic]
