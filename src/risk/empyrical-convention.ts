import { captureRatio } from './capture.js'
import { entriesOf, withBenchmark, type ConventionEntry } from './convention.js'
import { maxDrawdown } from './drawdown.js'
import { omegaRatio } from './gains.js'
import { cagr, growthStability, totalReturn } from './growth.js'
import { areKnown } from './known-returns.js'
import type { MetricInput } from './metric.js'
import { excessKurtosis, skewness } from './moments.js'
import { riskFreePerPeriod } from './periods.js'
import { calmarRatio, informationRatio, sharpeRatio, sortinoRatio } from './ratios.js'
import { alpha, beta } from './regression.js'
import { tailRatio, valueAtRisk } from './tail-risk.js'
import { downsideDeviation, volatility } from './volatility.js'

const entry = entriesOf('empyrical')

/** Mean of the worst floor((n - 1) tail) + 1 returns: whole returns, unlike the project's own. */
function worstMean({ returns, tail }: MetricInput): number {
  if (!areKnown(returns)) return NaN
  const count = Math.floor((returns.length - 1) * tail) + 1
  const worst = returns.slice().sort().subarray(0, count)
  return worst.reduce((sum, value) => sum + value, 0) / count
}

/** The mean residual of a period compounded to a year, where the project multiplies it. */
function compoundedAlpha(benchmark: Float64Array, input: MetricInput): number {
  return Math.pow(1 + alpha(input.returns, benchmark, input) / input.periodsPerYear, input.periodsPerYear) - 1
}

/**
 * empyrical 0.5.5. Its risk-free rate is one of a period: it is given the one that compounds to the annual rate. The annual rate
 * itself, passed as it is, would be charged every session.
 */
export const EMPYRICAL: readonly ConventionEntry[] = [
  entry('totalReturn', 'cum_returns_final', 'product of 1 + r, less 1', ({ returns }) => totalReturn(returns)),
  entry('cagr', 'annual_return', '(product of 1 + r)^(periods a year / n) - 1', ({ returns, periodsPerYear }) =>
    cagr(returns, periodsPerYear),
  ),
  entry(
    'volatility',
    'annual_volatility',
    'std(r), n - 1, times root of periods a year',
    ({ returns, periodsPerYear }) => volatility(returns, periodsPerYear),
  ),
  entry('downsideDeviation', 'downside_risk', 'root of mean(min(r, 0)^2), times root of periods a year', (input) =>
    downsideDeviation(input.returns, { target: 0, periodsPerYear: input.periodsPerYear }),
  ),
  entry('sharpe', 'sharpe_ratio', 'mean(r - rate of a period) / std, times root of periods a year', (input) =>
    sharpeRatio(input.returns, input),
  ),
  entry('sortino', 'sortino_ratio', 'mean(r - rate of a period) * periods a year / downside_risk around it', (input) =>
    sortinoRatio(input.returns, input),
  ),
  entry('calmar', 'calmar_ratio', 'annual_return / |max_drawdown|', ({ returns, periodsPerYear }) =>
    calmarRatio(returns, periodsPerYear),
  ),
  entry('maxDrawdown', 'max_drawdown', 'least of equity / running peak - 1, from the starting capital on', (input) =>
    maxDrawdown(input.returns),
  ),
  entry('valueAtRisk', 'value_at_risk', 'percentile of r', ({ returns, tail }) => valueAtRisk(returns, tail)),
  entry(
    'expectedShortfall',
    'conditional_value_at_risk',
    'mean of the worst floor((n - 1) tail) + 1 returns',
    worstMean,
  ),
  entry('tailRatio', 'tail_ratio', '|percentile 95| / |percentile 5|, whatever the tail', ({ returns }) =>
    tailRatio(returns, 0.05),
  ),
  entry('omega', 'omega_ratio', 'sum of excess gains / sum of excess losses over the rate of a period', (input) =>
    omegaRatio(input.returns, riskFreePerPeriod('omegaRatio', input)),
  ),
  entry('stability', 'stability_of_timeseries', 'R2 of cumulative log1p(r) over time', ({ returns }) =>
    growthStability(returns),
  ),
  entry('skewness', 'scipy.stats.skew', 'third standardised moment', ({ returns }) => skewness(returns)),
  entry('kurtosis', 'scipy.stats.kurtosis', 'fourth standardised moment less 3', ({ returns }) =>
    excessKurtosis(returns),
  ),
  entry(
    'beta',
    'beta',
    'cov(r, b) / var(b)',
    withBenchmark((benchmark, { returns }) => beta(returns, benchmark)),
  ),
  entry(
    'alpha',
    'alpha',
    '(1 + mean of r - rate - beta (b - rate))^(periods a year) - 1',
    withBenchmark(compoundedAlpha),
  ),
  entry(
    'informationRatio',
    'excess_sharpe',
    'mean(r - b) / std(r - b), not annualised',
    withBenchmark((benchmark, { returns }) => informationRatio(returns, benchmark, 1)),
    true,
  ),
  entry(
    'upCapture',
    'up_capture',
    'annual_return(r) / annual_return(b) over the periods in which b > 0',
    withBenchmark((benchmark, { returns, periodsPerYear }) =>
      captureRatio(returns, benchmark, { side: 'up', periodsPerYear }),
    ),
  ),
  entry(
    'downCapture',
    'down_capture',
    'annual_return(r) / annual_return(b) over the periods in which b < 0',
    withBenchmark((benchmark, { returns, periodsPerYear }) =>
      captureRatio(returns, benchmark, { side: 'down', periodsPerYear }),
    ),
  ),
]
