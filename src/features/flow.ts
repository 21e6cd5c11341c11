import { appliedFamily } from './family.js'
import { cellwise, withLag } from './stage-compute.js'
import { appliedName, type StageFamily } from './stage.js'
import { shareOfSums } from './volume-balance.js'
import { windowedAppliedFamily } from './windowed.js'

const CHORDIA = 'Chordia, Roll and Subrahmanyam (2002), Journal of Financial Economics 65(1)'

/** Direction of a number: 1, 0 or -1; NaN stays NaN. */
const sign = appliedFamily('sign', ['feed.flow'], (x) => ({
  inputs: [x],
  lookback: 1,
  width: 'inputs',
  isLevel: 'inherited',
  formula: '1 where x[t] > 0, -1 where x[t] < 0, else 0',
  source: 'elementary arithmetic',
  compute: cellwise((value) => Math.sign(value)),
}))

/**
 * A flow in money (net buying of foreigners, net value), in the currency of the prices, as a share of what was traded meanwhile:
 * -1 ... 1 for what is part of the turnover. NaN where a session lacks either, or nothing was traded. A level where distributions are
 * adjusted here: a later one would rescale the turnover, and not the flow.
 */
const perTurnover = windowedAppliedFamily('per_turnover', 1, 21, ['feed.flow'], (window, x) => ({
  isLevel: 'inherited',
  formula: 'sum of x / sum of close x volume, both over the last window rows',
  source: CHORDIA,
  ...shareOfSums(x, 'dollar_volume', window),
}))

/**
 * The same of a flow in shares. A level where splits are adjusted here: the volume is then in shares of today and the feed in those of
 * its day, so that a later split would rescale the ratio.
 */
const perVolume = windowedAppliedFamily('per_volume', 1, 21, ['feed.flow'], (window, x) => ({
  isLevel: true,
  formula: 'sum of x / sum of volume, both over the last window rows',
  source: CHORDIA,
  ...shareOfSums(x, 'volume', window),
}))

/** Whether a flow keeps its direction: 1 for buying on every session, -1 for selling, near 0 for turning often. */
const flowPersistence = windowedAppliedFamily('flow_persistence', 1, 21, ['feed.flow'], (window, x) => ({
  inputs: [appliedName('sign', [], [x])],
  lookback: window,
  width: 'inputs',
  isLevel: 'inherited',
  formula: 'share of the last window rows with x > 0, less that with x < 0',
  source: "Froot, O'Connell and Seasholes (2001), Journal of Financial Economics 59(2)",
  rolling: { statistic: 'mean', window },
}))

/**
 * How an asset answers to a series (the oil price, a rate): the slope of its log return on the change of the series, per unit of x.
 * NaN where the series did not change in the window: a monthly one has 12 changes in 252 sessions.
 */
const sensitivity = windowedAppliedFamily('sensitivity', 2, 126, ['feed.macro'], (window, x) => ({
  inputs: ['momentum_1', appliedName('change', [1], [x])],
  lookback: window,
  width: 'asset',
  isLevel: 'inherited',
  formula: 'covariance of momentum_1 and x[t] - x[t-1] / variance of the latter, over the last window rows',
  source: 'Chen, Roll and Ross (1986), Journal of Business 59(3)',
  rolling: { statistic: 'beta', window },
}))

/** Growth of a series; NaN unless both values are positive, for there is no growth from a loss. */
const growth = windowedAppliedFamily(
  'growth',
  1,
  63,
  ['feed.macro'],
  (lag, x) => ({
    inputs: [x],
    lookback: lag + 1,
    width: 'inputs',
    isLevel: 'inherited',
    formula: 'x[t] / x[t-rows] - 1',
    source: 'elementary arithmetic',
    compute: withLag(lag, (now, before) => (now > 0 && before > 0 ? now / before - 1 : NaN)),
  }),
  'rows',
)

/**
 * A figure per share (earnings, book value, dividends) as a yield on the close; negative for losses, NaN without a positive close.
 * A level where splits are adjusted here: the close is then per share of today, the figure per share of its day.
 */
const yieldToPrice = appliedFamily('yield_to_price', ['feed.macro'], (x) => ({
  inputs: ['close', x],
  lookback: 1,
  width: 'asset',
  isLevel: true,
  formula: 'x[t] / close[t]',
  source: 'Basu (1977), Journal of Finance 32(3), for earnings',
  compute: cellwise((close, figure) => (close > 0 ? figure / close : NaN)),
}))

/** Flows and series against what was traded, and what prices make of them. */
export const flowStages: readonly StageFamily[] = [
  sign,
  perTurnover,
  perVolume,
  flowPersistence,
  sensitivity,
  growth,
  yieldToPrice,
]
