import { cellwise, withLag } from './stage-compute.js'
import { appliedName, requireAtLeast, type StageFamily } from './stage.js'

const CHORDIA = 'Chordia, Roll and Subrahmanyam (2002), Journal of Financial Economics 65(1)'

/** Direction of a number: 1, 0 or -1; NaN stays NaN. */
const sign: StageFamily = {
  family: 'sign',
  parameters: [],
  operands: ['x'],
  example: 'sign(feed.flow)',
  create: (_, operands) => ({
    name: appliedName('sign', [], operands),
    inputs: operands,
    lookback: 1,
    width: 'inputs',
    isLevel: 'inherited',
    formula: '1 where x[t] > 0, -1 where x[t] < 0, else 0',
    source: 'elementary arithmetic',
    compute: cellwise((x) => Math.sign(x)),
  }),
}

/** The sum of a flow as a share of what was traded meanwhile; NaN where a session lacks either, or nothing was traded. */
function flowFamily(
  family: string,
  traded: string,
  isLevel: boolean | 'inherited',
  formula: string,
  source: string,
): StageFamily {
  return {
    family,
    parameters: ['window'],
    operands: ['x'],
    example: appliedName(family, [21], ['feed.flow']),
    create([window], operands) {
      requireAtLeast(family, 'window', window, 1)
      const sum = (column: string): string => appliedName('rolling_sum', [window], [column])
      return {
        name: appliedName(family, [window], operands),
        inputs: [sum(operands[0]), sum(traded)],
        lookback: 1,
        width: 'asset',
        isLevel,
        formula,
        source,
        compute: cellwise((flow, all) => (all > 0 ? flow / all : NaN)),
      }
    },
  }
}

/** A flow in money (net buying of foreigners, net value), in the currency of the prices: -1 ... 1 for what is part of the turnover. */
const perTurnover = flowFamily(
  'per_turnover',
  'dollar_volume',
  'inherited',
  'sum of x / sum of close x volume, both over the last window rows',
  CHORDIA,
)

/**
 * A flow in shares. A level where splits are adjusted here: the volume is then in shares of today and the feed in those of its day,
 * so that a later split would rescale the ratio.
 */
const perVolume = flowFamily(
  'per_volume',
  'volume',
  true,
  'sum of x / sum of volume, both over the last window rows',
  CHORDIA,
)

/** Whether a flow keeps its direction: 1 for buying on every session, -1 for selling, near 0 for turning often. */
const flowPersistence: StageFamily = {
  family: 'flow_persistence',
  parameters: ['window'],
  operands: ['x'],
  example: 'flow_persistence_21(feed.flow)',
  create([window], operands) {
    requireAtLeast('flow_persistence', 'window', window, 1)
    return {
      name: appliedName('flow_persistence', [window], operands),
      inputs: [appliedName('sign', [], operands)],
      lookback: window,
      width: 'inputs',
      isLevel: 'inherited',
      formula: 'share of the last window rows with x > 0, less that with x < 0',
      source: "Froot, O'Connell and Seasholes (2001), Journal of Financial Economics 59(2)",
      rolling: { statistic: 'mean', window },
    }
  },
}

/**
 * How an asset answers to a series (the oil price, a rate): the slope of its log return on the change of the series, per unit of x.
 * NaN where the series did not change in the window: a monthly one has 12 changes in 252 sessions.
 */
const sensitivity: StageFamily = {
  family: 'sensitivity',
  parameters: ['window'],
  operands: ['x'],
  example: 'sensitivity_126(feed.macro)',
  create([window], operands) {
    requireAtLeast('sensitivity', 'window', window, 2)
    return {
      name: appliedName('sensitivity', [window], operands),
      inputs: ['momentum_1', appliedName('change', [1], operands)],
      lookback: window,
      width: 'asset',
      isLevel: 'inherited',
      formula: 'covariance of momentum_1 and x[t] - x[t-1] / variance of the latter, over the last window rows',
      source: 'Chen, Roll and Ross (1986), Journal of Business 59(3)',
      rolling: { statistic: 'beta', window },
    }
  },
}

/** Growth of a series; NaN unless both values are positive, for there is no growth from a loss. */
const growth: StageFamily = {
  family: 'growth',
  parameters: ['rows'],
  operands: ['x'],
  example: 'growth_63(feed.macro)',
  create([lag], operands) {
    requireAtLeast('growth', 'rows', lag, 1)
    return {
      name: appliedName('growth', [lag], operands),
      inputs: operands,
      lookback: lag + 1,
      width: 'inputs',
      isLevel: 'inherited',
      formula: 'x[t] / x[t-rows] - 1',
      source: 'elementary arithmetic',
      compute: withLag(lag, (now, before) => (now > 0 && before > 0 ? now / before - 1 : NaN)),
    }
  },
}

/**
 * A figure per share (earnings, book value, dividends) as a yield on the close; negative for losses, NaN without a positive close.
 * A level where splits are adjusted here: the close is then per share of today, the figure per share of its day.
 */
const yieldToPrice: StageFamily = {
  family: 'yield_to_price',
  parameters: [],
  operands: ['x'],
  example: 'yield_to_price(feed.macro)',
  create: (_, operands) => ({
    name: appliedName('yield_to_price', [], operands),
    inputs: ['close', ...operands],
    lookback: 1,
    width: 'asset',
    isLevel: true,
    formula: 'x[t] / close[t]',
    source: 'Basu (1977), Journal of Finance 32(3), for earnings',
    compute: cellwise((close, x) => (close > 0 ? x / close : NaN)),
  }),
}

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
