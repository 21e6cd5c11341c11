import { ShapeError } from '../core/errors.js'
import { isRounding } from '../core/statistics.js'
import { rewardOver } from '../risk/gains.js'
import { riskFreePerPeriod, type AnnualOptions } from '../risk/periods.js'
import { bootstrapIntervals, type BootstrapInterval, type BootstrapOptions } from './stationary-bootstrap.js'

/** What a headline metric is measured in a resample; those of `src/risk` by the same name, and the gain over the benchmark's Sharpe ratio. */
export const HEADLINES = [
  'cagr',
  'volatility',
  'sharpe',
  'sortino',
  'maxDrawdown',
  'calmar',
  'ulcerIndex',
  'informationRatio',
  'beta',
  'alpha',
  'sharpeDifference',
] as const

export type Headline = (typeof HEADLINES)[number]

/** Sample deviation out of sums of differences from one of the values: exactly 0 for a constant series. */
function deviationOf(sum: number, squares: number, n: number): number {
  return n > 1 ? Math.sqrt(Math.max(0, squares - (sum * sum) / n) / (n - 1)) : 0
}

/**
 * The headline metrics in the order of {@link HEADLINES}. The functions of `src/risk` are the specification; this goes once through
 * both series, since thousands of resamples are measured. A test holds the two together to 1e-9. Sums are of differences from the first
 * value: squares of the values themselves would drown a variance that is small beside the mean, and that of active returns.
 * @param returns - simple returns per period, without NaN; shape [nPeriods]
 * @param benchmark - of the same periods
 * @param rate - risk-free rate of one period
 */
function measure(returns: Float64Array, benchmark: Float64Array, rate: number, periodsPerYear: number): number[] {
  const n = returns.length
  const firstActive = returns[0] - benchmark[0]
  let [sumX, sumXX, sumY, sumYY, sumXY, sumD, sumDD] = [0, 0, 0, 0, 0, 0, 0]
  let [shortfall, largestX, largestY] = [0, 0, 0]
  let [equity, peak, worst, losses] = [1, 1, 0, 0]
  for (let i = 0; i < n; i++) {
    const x = returns[i] - returns[0]
    const y = benchmark[i] - benchmark[0]
    const d = returns[i] - benchmark[i] - firstActive
    const excess = returns[i] - rate
    sumX += x
    sumXX += x * x
    sumY += y
    sumYY += y * y
    sumXY += x * y
    sumD += d
    sumDD += d * d
    if (excess < 0) shortfall += excess * excess
    largestX = Math.max(largestX, Math.abs(returns[i]))
    largestY = Math.max(largestY, Math.abs(benchmark[i]))
    equity *= 1 + returns[i]
    if (equity > peak) peak = equity
    const loss = equity / peak - 1
    if (loss < worst) worst = loss
    losses += loss * loss
  }
  const root = Math.sqrt(periodsPerYear)
  const [meanX, meanY] = [returns[0] - rate + sumX / n, benchmark[0] - rate + sumY / n]
  const [deviationX, deviationY] = [deviationOf(sumX, sumXX, n), deviationOf(sumY, sumYY, n)]
  const over = (mean: number, deviation: number, largest: number): number =>
    isRounding(deviation, largest) ? NaN : (mean / deviation) * root
  const growth = equity < 0 ? NaN : Math.pow(equity, periodsPerYear / n) - 1
  const sharpe = over(meanX, deviationX, largestX)
  const covariance = (sumXY - (sumX * sumY) / n) / (n - 1)
  const beta = isRounding(deviationY, largestY) ? NaN : covariance / (deviationY * deviationY)
  return [
    growth,
    deviationX * root,
    sharpe,
    rewardOver(meanX * root, Math.sqrt(shortfall / n)),
    worst,
    rewardOver(growth, -worst),
    Math.sqrt(losses / n),
    over(firstActive + sumD / n, deviationOf(sumD, sumDD, n), largestX),
    beta,
    (meanX - beta * meanY) * periodsPerYear,
    sharpe - over(meanY, deviationY, largestY),
  ]
}

/**
 * An interval for each headline metric; the estimate is the metric of the series itself. It need not lie in its interval: resampling breaks
 * the path up, so that a drawdown that grew over years is rarely met again, and a percentile interval of an extreme (`maxDrawdown`, with it
 * `calmar` and `ulcerIndex`) tells how deep such returns usually fall, not how far the estimate may be off.
 */
export type HeadlineIntervals = Readonly<Record<Headline, BootstrapInterval>>

/**
 * Bootstrap intervals of the headline metrics of a portfolio beside its benchmark, both resampled with the same blocks.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param benchmark - of the same periods; shape [nPeriods]. Absent, what needs one is NaN.
 * @returns NaN where a metric of the series is not known, and throughout when a series is empty or holds a NaN
 * @throws ConfigError when an option is out of range; ShapeError when the lengths differ
 */
export function headlineIntervals(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number> | undefined,
  options: BootstrapOptions & AnnualOptions,
): HeadlineIntervals {
  if (benchmark !== undefined && benchmark.length !== returns.length)
    throw new ShapeError(`headlineIntervals: ${benchmark.length} benchmark returns, expected ${returns.length}`)
  const rate = riskFreePerPeriod('headlineIntervals', options)
  // A benchmark that never moves has no beta and no Sharpe ratio; its active returns would be the portfolio's own.
  const market = benchmark ?? new Float64Array(returns.length).fill(rate)
  const intervals = bootstrapIntervals(
    [returns, market],
    ([own, other]) => measure(own, other, rate, options.periodsPerYear),
    options,
  )
  const unknown = { estimate: NaN, low: NaN, high: NaN }
  const entries = HEADLINES.map((name, i) => [
    name,
    benchmark === undefined && name === 'informationRatio' ? unknown : intervals[i],
  ])
  return Object.fromEntries(entries) as HeadlineIntervals
}
