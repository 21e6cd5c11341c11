import { entriesOf, withBenchmark, type ConventionEntry } from './convention.js'
import { maxDrawdown, sampleUlcerIndex } from './drawdown.js'
import { commonSenseRatio, gainToPain, kellyFraction, omegaRatio, payoffRatio, profitFactor, winRate } from './gains.js'
import { cagr, cagrFromTotal, totalReturn } from './growth.js'
import type { MetricInput } from './metric.js'
import { sampleExcessKurtosis, sampleSkewness } from './moments.js'
import { riskFreePerPeriod } from './periods.js'
import { calmarRatio, informationRatio, recoveryFactor, sharpeRatio, sortinoRatio } from './ratios.js'
import { alpha, beta } from './regression.js'
import { gaussianExpectedShortfall, gaussianValueAtRisk, tailRatio } from './tail-risk.js'
import { volatility } from './volatility.js'

const entry = entriesOf('quantstats')
const older = entriesOf('quantstats-0.0.69')
const of2022 = entriesOf('quantstats-2022')

/** Growth over years counted as calendar days between the first and the last date, over so many days a year. */
function calendarGrowth({ returns, dates }: MetricInput, daysPerYear: number): number {
  const days = dates === undefined || dates.length < 2 ? 0 : dates[dates.length - 1] - dates[0]
  return days > 0 ? cagrFromTotal(totalReturn(returns), days / daysPerYear) : NaN
}

function overLargestLoss(growth: number, largest: number): number {
  return largest < 0 ? growth / Math.abs(largest) : NaN
}

/** Drawdown that knows no starting capital: the first period's close is the first peak, and a loss up to it is not seen. */
const drawdownFromFirstClose = ({ returns }: MetricInput): number => maxDrawdown(returns.subarray(1))

/** Mean of the returns below a value at risk that is not theirs but a normal distribution's. */
function meanBelowGaussian({ returns, tail }: MetricInput): number {
  const threshold = gaussianValueAtRisk(returns, tail)
  const below = returns.filter((value) => value < threshold)
  return below.length === 0 ? threshold : below.reduce((sum, value) => sum + value, 0) / below.length
}

function totalOver(size: number, { returns, riskFreeAnnual }: MetricInput): number {
  return size === 0 ? NaN : (totalReturn(returns) - riskFreeAnnual) / size
}

/** QuantStats 0.0.84, and what earlier versions had otherwise: a published number may come from any of them. */
export const QUANTSTATS: readonly ConventionEntry[] = [
  entry('totalReturn', 'comp', 'product of 1 + r, less 1', ({ returns }) => totalReturn(returns)),
  entry('cagr', 'cagr', '(1 + total return)^(1 / years) - 1, years = n / periods a year', (input) =>
    cagr(input.returns, input.periodsPerYear),
  ),
  entry('volatility', 'volatility', 'std(r), n - 1, times root of periods a year', ({ returns, periodsPerYear }) =>
    volatility(returns, periodsPerYear),
  ),
  entry('sharpe', 'sharpe', 'mean(excess) / std(excess), rate (1 + annual)^(1 / periods) - 1, times root', (input) =>
    sharpeRatio(input.returns, input),
  ),
  entry('sortino', 'sortino', 'mean(excess) / root of (sum of negative excess^2 / n), times root of periods', (input) =>
    sortinoRatio(input.returns, input),
  ),
  entry('calmar', 'calmar', 'cagr / |max_drawdown|', ({ returns, periodsPerYear }) =>
    calmarRatio(returns, periodsPerYear),
  ),
  entry('maxDrawdown', 'max_drawdown', 'least of equity / running peak - 1, a baseline of 1 put before', (input) =>
    maxDrawdown(input.returns),
  ),
  entry('ulcerIndex', 'ulcer_index', 'root of (sum of drawdown^2 / (n - 1))', ({ returns }) =>
    sampleUlcerIndex(returns),
  ),
  entry('martin', 'ulcer_performance_index', "(total return - rf) / ulcer_index: not a year's growth", (input) =>
    totalOver(sampleUlcerIndex(input.returns), input),
  ),
  entry('recoveryFactor', 'recovery_factor', '|sum of r - rf| / |max_drawdown|: the sign is dropped', (input) =>
    Math.abs(recoveryFactor(input.returns) - overLargestLoss(input.riskFreeAnnual, maxDrawdown(input.returns))),
  ),
  entry('valueAtRisk', 'value_at_risk', 'normal quantile with mean and std of r: not historical', ({ returns, tail }) =>
    gaussianValueAtRisk(returns, tail),
  ),
  entry('expectedShortfall', 'conditional_value_at_risk', 'mean - std phi(z) / tail of a normal', ({ returns, tail }) =>
    gaussianExpectedShortfall(returns, tail),
  ),
  entry('tailRatio', 'tail_ratio', '|quantile 0.95 / quantile 0.05|', ({ returns, tail }) => tailRatio(returns, tail)),
  entry('omega', 'omega', 'sum of excess gains / sum of excess losses over the rate of a period', (input) =>
    omegaRatio(input.returns, riskFreePerPeriod('omegaRatio', input)),
  ),
  entry('gainToPain', 'gain_to_pain_ratio', 'sum of r / |sum of negative r|', ({ returns }) => gainToPain(returns)),
  entry('profitFactor', 'profit_factor', 'sum of gains / sum of losses; infinite without losses', ({ returns }) =>
    profitFactor(returns),
  ),
  entry('payoff', 'payoff_ratio', 'mean gain / |mean loss|', ({ returns }) => payoffRatio(returns)),
  entry('winRate', 'win_rate', 'gains / periods that are not 0', ({ returns }) => winRate(returns)),
  entry('commonSense', 'common_sense_ratio', 'profit_factor * tail_ratio(0.95)', ({ returns }) =>
    commonSenseRatio(returns, 0.05),
  ),
  entry('kelly', 'kelly_criterion', 'win rate - (1 - win rate) / payoff', ({ returns }) => kellyFraction(returns)),
  entry('skewness', 'skew', 'pandas skew: sample estimate G1', ({ returns }) => sampleSkewness(returns)),
  entry('kurtosis', 'kurtosis', 'pandas kurtosis: sample estimate G2', ({ returns }) => sampleExcessKurtosis(returns)),
  entry(
    'beta',
    'greeks',
    'cov(r, b) / var(b)',
    withBenchmark((benchmark, { returns }) => beta(returns, benchmark)),
  ),
  entry(
    'alpha',
    'greeks',
    '(mean(r) - beta mean(b)) * periods a year, without any risk-free rate',
    withBenchmark((benchmark, { returns, periodsPerYear }) =>
      alpha(returns, benchmark, { riskFreeAnnual: 0, periodsPerYear }),
    ),
  ),
  entry(
    'informationRatio',
    'information_ratio',
    'mean(r - b) / std(r - b), not annualised',
    withBenchmark((benchmark, { returns }) => informationRatio(returns, benchmark, 1)),
    true,
  ),
  entry(
    'treynor',
    'treynor_ratio',
    "(total return - rf) / beta: not a year's",
    withBenchmark((benchmark, input) => totalOver(beta(input.returns, benchmark), input)),
  ),
  older('cagr', 'cagr, issue 458', 'years = calendar days / periods a year: 365 days count as 1.45 years', (input) =>
    calendarGrowth(input, input.periodsPerYear),
  ),
  older('calmar', 'calmar', 'that cagr at 252, whatever the periods, / |max_drawdown|', (input) =>
    overLargestLoss(calendarGrowth(input, 252), maxDrawdown(input.returns)),
  ),
  older(
    'expectedShortfall',
    'conditional_value_at_risk',
    'mean of the returns below the normal quantile',
    meanBelowGaussian,
  ),
  of2022('cagr', 'cagr, issue 225', 'years = calendar days between first and last date / 365', (input) =>
    calendarGrowth(input, 365),
  ),
  of2022('calmar', 'calmar', 'that cagr / |max_drawdown|', (input) =>
    overLargestLoss(calendarGrowth(input, 365), drawdownFromFirstClose(input)),
  ),
  of2022(
    'maxDrawdown',
    'max_drawdown',
    'running peak from the first close on: a first loss is not seen',
    drawdownFromFirstClose,
  ),
]
