import { plainFamily } from './family.js'
import { difference, logRatio } from './kernel-compute.js'
import { cellwise } from './stage-compute.js'
import { appliedName, type StageFamily } from './stage.js'
import { rollingOf, windowedFamily } from './windowed.js'

const LEVY = 'Levy (1967), Journal of Finance 22(4)'

/** Log of an asset's price over the benchmark's: the relative strength line. */
const relativePrice = plainFamily('relative_price', {
  inputs: ['close', 'benchmark.close'],
  lookback: 1,
  width: 'asset',
  isLevel: true,
  formula: 'log(close[t] / benchmark.close[t])',
  source: LEVY,
  compute: logRatio(0),
})

/** Change of the relative strength line: the asset's log return less the benchmark's. Zero for the benchmark itself. */
const relativeStrength = windowedFamily(
  'relative_strength',
  1,
  63,
  (lookback) => ({
    inputs: ['relative_price'],
    lookback: lookback + 1,
    width: 'asset',
    formula: 'relative_price[t] - relative_price[t-lookback]',
    source: LEVY,
    compute: difference(lookback),
  }),
  'lookback',
)

/** Trend of the relative strength line: the slope of its least-squares line, log units per session. */
const relativeStrengthSlope = rollingOf('relative_strength_slope', 'slope', ['relative_price'], 63, {
  formula: 'least-squares slope of relative_price over the last window rows',
  source: 'ordinary least squares on the session number',
})

/** The relative strength line as charts draw it: price over the benchmark's price; missing unless positive and finite. */
const relativePriceRatio = plainFamily('relative_price_ratio', {
  inputs: ['close', 'benchmark.close'],
  lookback: 1,
  width: 'asset',
  isLevel: true,
  formula: 'close[t] / benchmark.close[t]',
  source: 'Weinstein (1988), Secrets for Profiting in Bull and Bear Markets',
  compute: cellwise((close, benchmark) => {
    const ratio = close / benchmark
    return ratio > 0 && ratio < Infinity ? ratio : NaN
  }),
})

/** Mansfield's relative strength in its daily form: percent by which the line lies above its own average; 0 for a flat line. */
const mansfield = windowedFamily('mansfield', 2, 252, (window) => ({
  inputs: ['relative_price_ratio', appliedName('rolling_mean', [window], ['relative_price_ratio'])],
  lookback: 1,
  width: 'asset',
  formula: '100 * (relative_price_ratio[t] / mean over the last w rows - 1)',
  source: 'Mansfield charts (52 weeks), in Weinstein (1988), Secrets for Profiting in Bull and Bear Markets',
  compute: cellwise((line, mean) => 100 * (line / mean - 1)),
}))

/** Nearness of the relative strength line to its highest value of the last w sessions: 1 at a new high or where it is flat. */
const relativeHighNearness = windowedFamily('relative_high_nearness', 2, 252, (window) => ({
  inputs: ['relative_price_ratio', appliedName('rolling_max', [window], ['relative_price_ratio'])],
  lookback: 1,
  width: 'asset',
  formula: 'relative_price_ratio[t] / its highest value of the last w rows',
  source: 'George and Hwang (2004), Journal of Finance 59(5), of the price relative to the benchmark',
  compute: cellwise((line, high) => line / high),
}))

/** The price against the benchmark. */
export const relativeStrengthStages: readonly StageFamily[] = [
  relativePrice,
  relativeStrength,
  relativeStrengthSlope,
  relativePriceRatio,
  mansfield,
  relativeHighNearness,
]
