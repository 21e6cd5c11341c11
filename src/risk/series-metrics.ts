import type { Period } from '../core/calendar.js'
import { calendarReturns } from './calendar-returns.js'
import {
  averageUnderWater,
  longestUnderWater,
  maxDrawdown,
  painIndex,
  sampleUlcerIndex,
  ulcerIndex,
} from './drawdown.js'
import { commonSenseRatio, gainToPain, kellyFraction, omegaRatio, payoffRatio, profitFactor, winRate } from './gains.js'
import { cagr, growthStability, totalReturn } from './growth.js'
import { loss, ofTail, pure, share, time, written, type MetricInput } from './metric.js'
import { excessKurtosis, sampleExcessKurtosis, sampleSkewness, skewness } from './moments.js'
import { riskFreePerPeriod } from './periods.js'
import {
  calmarRatio,
  martinRatio,
  painRatio,
  recoveryFactor,
  returnOverMaxDrawdown,
  sharpeFromCagr,
  sharpeRatio,
  sortinoFromCagr,
  sortinoRatio,
} from './ratios.js'
import {
  conditionalDrawdownAtRisk,
  cornishFisherValueAtRisk,
  expectedShortfall,
  gaussianExpectedShortfall,
  gaussianValueAtRisk,
  tailRatio,
  valueAtRisk,
} from './tail-risk.js'
import { fraction, type Fraction } from './units.js'
import { downsideDeviation, downsideVolatility, volatility } from './volatility.js'

/** Best or worst compounded return of a year or month; NaN without dates. */
function extreme({ returns, dates }: MetricInput, period: Period, pick: (a: number, b: number) => number): Fraction {
  if (dates === undefined || returns.length === 0) return fraction(NaN)
  const all: number[] = calendarReturns(returns, dates, period).map((part) => part.return)
  return fraction(all.reduce((found, value) => pick(found, value)))
}

/** What several metrics are made of. */
export const growthOf = ({ returns, periodsPerYear }: MetricInput): Fraction => cagr(returns, periodsPerYear)
export const volatilityOf = ({ returns, periodsPerYear }: MetricInput): Fraction => volatility(returns, periodsPerYear)
export const lossesOf = ({ returns, periodsPerYear }: MetricInput): Fraction =>
  downsideVolatility(returns, periodsPerYear)
const rateOf = ({ riskFreeAnnual }: MetricInput): Fraction => fraction(riskFreeAnnual)

/** Metrics of one series, by name. A further one is one more entry: reports, JSON and pages follow. */
export const SERIES_METRICS = {
  totalReturn: share('Total return', 'higher', 'product of 1 + r, less 1', ({ returns }) => totalReturn(returns)),
  cagr: share('CAGR', 'higher', 'compound annual growth: (1 + total return)^(1 / years) - 1', growthOf),
  volatility: share('Volatility', 'lower', 'sample deviation of the periodic returns, per year', volatilityOf),
  downsideVolatility: share('Downside volatility', 'lower', 'sample deviation of the negative returns alone', lossesOf),
  downsideDeviation: share(
    'Downside deviation',
    'lower',
    'root mean square of what fell below 0, over all periods, per year',
    ({ returns, periodsPerYear }) => downsideDeviation(returns, { target: 0, periodsPerYear }),
  ),
  sharpe: pure('Sharpe ratio', 'higher', 'mean excess return over its deviation, per year', (input) =>
    sharpeRatio(input.returns, input),
  ),
  sharpeFromCagr: pure('Sharpe ratio of fact sheets', 'higher', '(CAGR - risk-free) / volatility', (input) =>
    sharpeFromCagr(growthOf(input), volatilityOf(input), rateOf(input)),
  ),
  sortino: pure('Sortino ratio', 'higher', 'mean excess return over the downside deviation around the rate', (input) =>
    sortinoRatio(input.returns, input),
  ),
  sortinoFromCagr: pure('Sortino ratio of fact sheets', 'higher', '(CAGR - risk-free) / downside volatility', (input) =>
    sortinoFromCagr(growthOf(input), lossesOf(input), rateOf(input)),
  ),
  calmar: pure('Calmar ratio', 'higher', 'CAGR over the largest drawdown', ({ returns, periodsPerYear }) =>
    calmarRatio(returns, periodsPerYear),
  ),
  returnOverMaxDrawdown: pure(
    'Return over max. drawdown',
    'higher',
    'total return over the largest drawdown',
    ({ returns }) => returnOverMaxDrawdown(returns),
  ),
  recoveryFactor: pure('Recovery factor', 'higher', 'sum of returns over the largest drawdown', ({ returns }) =>
    recoveryFactor(returns),
  ),
  maxDrawdown: loss('Max. drawdown', 'higher', 'largest loss from a running peak', ({ returns }) =>
    maxDrawdown(returns),
  ),
  conditionalDrawdown: ofTail(
    'drawdowns',
    loss('CDaR', 'higher', 'mean of the deepest part of all drawdowns', ({ returns, tail }) =>
      conditionalDrawdownAtRisk(returns, tail),
    ),
  ),
  ulcerIndex: written(
    2,
    share('Ulcer index', 'lower', 'root mean square of the drawdowns, n in the denominator', ({ returns }) =>
      ulcerIndex(returns),
    ),
  ),
  sampleUlcerIndex: written(
    2,
    share('Ulcer index (n - 1)', 'lower', 'the same with n - 1 in the denominator', ({ returns }) =>
      sampleUlcerIndex(returns),
    ),
  ),
  painIndex: written(
    2,
    share('Pain index', 'lower', 'mean size of the drawdowns', ({ returns }) => painIndex(returns)),
  ),
  martin: pure('Martin ratio (UPI)', 'higher', '(CAGR - risk-free) / ulcer index', (input) =>
    martinRatio(input.returns, input),
  ),
  pain: pure('Pain ratio', 'higher', '(CAGR - risk-free) / pain index', (input) => painRatio(input.returns, input)),
  longestUnderWater: time('Longest under water', 'lower', 'longest time from a peak to its recovery', ({ returns }) =>
    longestUnderWater(returns),
  ),
  averageUnderWater: time('Average under water', 'lower', 'mean time from a peak to its recovery', ({ returns }) =>
    averageUnderWater(returns),
  ),
  valueAtRisk: ofTail(
    'periods',
    loss('VaR', 'higher', 'quantile of the returns', ({ returns, tail }) => valueAtRisk(returns, tail)),
  ),
  gaussianValueAtRisk: ofTail(
    'periods',
    loss('VaR (Gaussian)', 'higher', 'mean + z deviation', ({ returns, tail }) => gaussianValueAtRisk(returns, tail)),
  ),
  cornishFisherValueAtRisk: ofTail(
    'periods',
    loss(
      'VaR (Cornish-Fisher)',
      'higher',
      'mean + z deviation, z corrected for skewness and kurtosis',
      ({ returns, tail }) => cornishFisherValueAtRisk(returns, tail),
    ),
  ),
  expectedShortfall: ofTail(
    'periods',
    loss('CVaR', 'higher', 'mean of the worst part of the returns', ({ returns, tail }) =>
      expectedShortfall(returns, tail),
    ),
  ),
  gaussianExpectedShortfall: ofTail(
    'periods',
    loss('CVaR (Gaussian)', 'higher', 'that of a normal distribution', ({ returns, tail }) =>
      gaussianExpectedShortfall(returns, tail),
    ),
  ),
  tailRatio: ofTail(
    'periods',
    pure('Tail ratio', 'higher', 'size of the upper quantile over that of the lower', ({ returns, tail }) =>
      tailRatio(returns, tail),
    ),
  ),
  omega: pure('Omega ratio', 'higher', 'what exceeded the risk-free rate over what fell short', (input) =>
    omegaRatio(input.returns, riskFreePerPeriod('omegaRatio', input)),
  ),
  gainToPain: pure('Gain to pain', 'higher', 'sum of returns over the sum of losses', ({ returns }) =>
    gainToPain(returns),
  ),
  profitFactor: pure('Profit factor', 'higher', 'sum of gains over the sum of losses', ({ returns }) =>
    profitFactor(returns),
  ),
  payoff: pure('Payoff ratio', 'higher', 'mean gain over mean loss', ({ returns }) => payoffRatio(returns)),
  winRate: share('Win rate', 'higher', 'gains among the periods that moved', ({ returns }) => winRate(returns)),
  commonSense: ofTail(
    'periods',
    pure('Common-sense ratio', 'higher', 'profit factor times tail ratio', ({ returns, tail }) =>
      commonSenseRatio(returns, tail),
    ),
  ),
  kelly: share('Kelly fraction', 'higher', 'win rate - (1 - win rate) / payoff ratio', ({ returns }) =>
    kellyFraction(returns),
  ),
  stability: pure('Stability', 'neither', 'R2 of log equity over time', ({ returns }) => growthStability(returns)),
  skewness: pure('Skewness', 'higher', 'third standardised moment g1', ({ returns }) => skewness(returns)),
  sampleSkewness: pure('Skewness (sample)', 'higher', 'its sample estimate G1', ({ returns }) =>
    sampleSkewness(returns),
  ),
  kurtosis: pure('Excess kurtosis', 'lower', 'fourth standardised moment less 3, g2', ({ returns }) =>
    excessKurtosis(returns),
  ),
  sampleKurtosis: pure('Excess kurtosis (sample)', 'lower', 'its sample estimate G2', ({ returns }) =>
    sampleExcessKurtosis(returns),
  ),
  bestYear: share('Best year', 'higher', 'highest compounded return of a calendar year', (input) =>
    extreme(input, 'yearly', Math.max),
  ),
  worstYear: share('Worst year', 'higher', 'lowest compounded return of a calendar year', (input) =>
    extreme(input, 'yearly', Math.min),
  ),
  bestMonth: share('Best month', 'higher', 'highest compounded return of a calendar month', (input) =>
    extreme(input, 'monthly', Math.max),
  ),
  worstMonth: share('Worst month', 'higher', 'lowest compounded return of a calendar month', (input) =>
    extreme(input, 'monthly', Math.min),
  ),
} as const
