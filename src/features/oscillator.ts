import { cellwise } from './stage-compute.js'
import { appliedName, requireAtLeast, stageName, type Stage, type StageFamily } from './stage.js'

type Terms = Pick<Stage, 'inputs' | 'formula' | 'source'>

/** A number without unit that depends on the last w sessions alone. */
function oscillator(
  family: string,
  example: string,
  terms: (window: number) => Terms,
  value: (window: number) => (a: number, b: number, c: number) => number,
): StageFamily {
  return {
    family,
    parameters: ['window'],
    example,
    create([window]) {
      requireAtLeast(family, 'window', window, 2)
      return {
        ...terms(window),
        name: stageName(family, window),
        lookback: 1,
        width: 'asset',
        compute: cellwise(value(window)),
      }
    },
  }
}

/** |x|, for sums of moves in either direction. */
const absolute: StageFamily = {
  family: 'absolute',
  parameters: [],
  operands: ['x'],
  example: 'absolute(momentum_1)',
  create: (_, operands) => ({
    name: appliedName('absolute', [], operands),
    inputs: operands,
    lookback: 1,
    width: 'inputs',
    isLevel: 'inherited',
    formula: '|x[t]|',
    source: 'elementary statistics',
    compute: cellwise((x) => Math.abs(x)),
  }),
}

/**
 * Where the close lies in its Bollinger bands, in deviations from the middle one. With the sample deviation (n - 1), as everywhere
 * here; Bollinger divides by n. Missing for flat prices.
 */
const bollinger: StageFamily = {
  family: 'bollinger',
  parameters: ['window'],
  example: 'bollinger_20',
  create([window]) {
    requireAtLeast('bollinger', 'window', window, 3)
    return {
      name: stageName('bollinger', window),
      inputs: ['close'],
      lookback: window,
      width: 'asset',
      formula: '(close[t] - mean) / sample deviation of the close over the last w sessions',
      source: 'Bollinger (2001), Bollinger on Bollinger Bands',
      rolling: { statistic: 'z', window },
    }
  },
}

/**
 * Relative strength index in Cutler's form, 0 ... 100: with simple averages, so that it depends on w + 1 closes. Wilder's (1978) own
 * averages are recursive: they depend on where history begins. Computed as 50 (1 + net / path), which is the same since gains less
 * losses are the net change, and gains and losses the path. Missing where nothing moved.
 */
const relativeStrengthIndex = oscillator(
  'rsi',
  'rsi_14',
  (window) => ({
    inputs: [
      appliedName('change', [window], ['close']),
      appliedName('rolling_sum', [window], [appliedName('absolute', [], [appliedName('change', [1], ['close'])])]),
    ],
    formula: '100 * gains / (gains + losses), sums of the changes of the close over the last w sessions',
    source: "Wilder (1978), New Concepts in Technical Trading Systems, in Cutler's form with simple averages",
  }),
  // Rounding may take a net change beyond the path that it is made of.
  () => (net, path) => 50 * (1 + (path > 0 ? Math.max(-1, Math.min(1, net / path)) : NaN)),
)

/** Aroon up less Aroon down, -100 ... 100: how much later the latest high came than the latest low. 0 for flat prices. */
const aroon = oscillator(
  'aroon',
  'aroon_25',
  (window) => ({
    inputs: [
      appliedName('rolling_since_max', [window + 1], ['high']),
      appliedName('rolling_since_min', [window + 1], ['low']),
    ],
    formula: '100 * (sessions since the lowest low - sessions since the highest high of the last w + 1) / w',
    source: 'Chande (1995), Technical Analysis of Stocks and Commodities 13(9)',
  }),
  (window) => (sinceHigh, sinceLow) => (100 * (sinceLow - sinceHigh)) / window,
)

/** Where the close lies between the lowest low (0) and the highest high (1). Missing for flat prices. */
const stochastic = oscillator(
  'stochastic',
  'stochastic_14',
  (window) => ({
    inputs: ['close', appliedName('rolling_min', [window], ['low']), appliedName('rolling_max', [window], ['high'])],
    formula: '(close[t] - min low) / (max high - min low), both over the last w sessions',
    source: 'Lane (1984), Technical Analysis of Stocks and Commodities 2(3): %K',
  }),
  () => (close, low, high) => (high > low ? (close - low) / (high - low) : NaN),
)

/** Oscillators of the price. */
export const oscillatorStages: readonly StageFamily[] = [absolute, bollinger, relativeStrengthIndex, aroon, stochastic]
