import { battingAverage, trackingError } from './active.js'
import { captureRatio, type MarketSide } from './capture.js'
import { pure, share, type MetricInput } from './metric.js'
import { informationRatio, mSquared, treynorRatio } from './ratios.js'
import { alpha, alphaTest, beta, neweyWestLag, type AlphaTest } from './regression.js'
import type { Ratio } from './units.js'

type ActiveInput = MetricInput & { readonly benchmark: Float64Array }

/** NaN where there is no benchmark. */
const against =
  <Value extends number>(measure: (input: ActiveInput) => Value) =>
  (input: MetricInput): Value =>
    input.benchmark === undefined ? (NaN as Value) : measure({ ...input, benchmark: input.benchmark })

const testOf = (input: ActiveInput): AlphaTest =>
  alphaTest(input.returns, input.benchmark, { ...input, lag: neweyWestLag(input.returns.length) })

const capture = (side: MarketSide): ((input: MetricInput) => Ratio) =>
  against(({ returns, benchmark }) => captureRatio(returns, benchmark, { side, periodsPerYear: 1 }))

/** Metrics of a series against its benchmark, by name. */
export const ACTIVE_METRICS = {
  trackingError: share(
    'Tracking error',
    'neither',
    'sample deviation of the active returns, per year',
    against(({ returns, benchmark, periodsPerYear }) => trackingError(returns, benchmark, periodsPerYear)),
  ),
  informationRatio: pure(
    'Information ratio',
    'higher',
    'mean active return over its deviation, per year',
    against(({ returns, benchmark, periodsPerYear }) => informationRatio(returns, benchmark, periodsPerYear)),
  ),
  beta: pure(
    'Beta',
    'neither',
    "slope of the returns on the benchmark's",
    against(({ returns, benchmark }) => beta(returns, benchmark)),
  ),
  alpha: share(
    'Alpha',
    'higher',
    'constant of the regression of excess returns, times the periods of a year',
    against((input) => alpha(input.returns, input.benchmark, input)),
  ),
  alphaT: pure(
    'Alpha, t',
    'higher',
    'Newey-West t statistic of alpha',
    against((input) => testOf(input).t),
  ),
  alphaLow: share(
    'Alpha, from',
    'higher',
    'lower end of its Newey-West interval, of 95% unless another level is asked for',
    against((input) => testOf(input).low),
  ),
  alphaHigh: share(
    'Alpha, to',
    'higher',
    'upper end of the same',
    against((input) => testOf(input).high),
  ),
  treynor: share(
    'Treynor ratio',
    'higher',
    'mean excess return a year per unit of beta',
    against((input) => treynorRatio(input.returns, input.benchmark, input)),
  ),
  mSquared: share(
    'M2',
    'higher',
    "mean return a year at the benchmark's volatility",
    against((input) => mSquared(input.returns, input.benchmark, input)),
  ),
  upCapture: pure('Up capture', 'higher', "geometric mean return over the benchmark's where that rose", capture('up')),
  downCapture: pure('Down capture', 'lower', 'the same where the benchmark fell', capture('down')),
  battingAverage: share(
    'Batting average',
    'higher',
    'periods that returned more than the benchmark',
    against(({ returns, benchmark }) => battingAverage(returns, benchmark)),
  ),
} as const
