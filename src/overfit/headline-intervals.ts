import { ShapeError } from '../core/errors.js'
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

/** A variance below this part of the mean square is the rounding of a constant series. */
const ROUNDING = 1e-13

/** Sample variance out of sums; 0 for a constant series. */
function varianceOf(sum: number, squares: number, n: number): number {
  const centred = squares - (sum * sum) / n
  return n > 1 && centred > ROUNDING * squares ? centred / (n - 1) : 0
}

/**
 * The headline metrics in the order of {@link HEADLINES}. The functions of `src/risk` are the specification; this goes once through
 * both series, since thousands of resamples are measured. A test holds the two together to 1e-9.
 * @param returns - simple returns per period, without NaN; shape [nPeriods]
 * @param benchmark - of the same periods
 * @param rate - risk-free rate of one period
 */
function measure(returns: Float64Array, benchmark: Float64Array, rate: number, periodsPerYear: number): number[] {
  const n = returns.length
  let [sumX, sumXX, sumY, sumYY, sumXY, shortfall] = [0, 0, 0, 0, 0, 0]
  let [equity, peak, worst, losses] = [1, 1, 0, 0]
  for (let i = 0; i < n; i++) {
    const x = returns[i] - rate
    const y = benchmark[i] - rate
    sumX += x
    sumXX += x * x
    sumY += y
    sumYY += y * y
    sumXY += x * y
    if (x < 0) shortfall += x * x
    equity *= 1 + returns[i]
    if (equity > peak) peak = equity
    const loss = equity / peak - 1
    if (loss < worst) worst = loss
    losses += loss * loss
  }
  const [root, meanX, meanY] = [Math.sqrt(periodsPerYear), sumX / n, sumY / n]
  const [varianceX, varianceY] = [varianceOf(sumX, sumXX, n), varianceOf(sumY, sumYY, n)]
  const activeVariance = varianceOf(sumX - sumY, sumXX - 2 * sumXY + sumYY, n)
  const growth = equity < 0 ? NaN : Math.pow(equity, periodsPerYear / n) - 1
  const sharpe = rewardOver(meanX * root, Math.sqrt(varianceX))
  const beta = rewardOver((sumXY - sumX * meanY) / (n - 1), varianceY)
  return [
    growth,
    Math.sqrt(varianceX) * root,
    sharpe,
    rewardOver(meanX * root, Math.sqrt(shortfall / n)),
    worst,
    rewardOver(growth, -worst),
    Math.sqrt(losses / n),
    rewardOver((meanX - meanY) * root, Math.sqrt(activeVariance)),
    beta,
    (meanX - beta * meanY) * periodsPerYear,
    sharpe - rewardOver(meanY * root, Math.sqrt(varianceY)),
  ]
}

/** An interval for each headline metric; the estimate is the metric of the series itself. */
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
