import { costRate } from '../../src/backtest/costs.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { mean, standardDeviation } from '../../src/core/statistics.js'
import { formationScores, rotationRows } from '../../src/kernels/reference-sweep.js'
import { deflatedSharpeRatio, sharpeSample } from '../../src/overfit/deflated-sharpe.js'
import { effectiveTrials } from '../../src/overfit/effective-trials.js'
import { bootstrapInterval, type BootstrapInterval } from '../../src/overfit/stationary-bootstrap.js'
import { activeReturns } from '../../src/risk/active.js'
import { maxDrawdown } from '../../src/risk/drawdown.js'
import { cagr } from '../../src/risk/growth.js'
import { sharpeRatio } from '../../src/risk/ratios.js'
import { volatility } from '../../src/risk/volatility.js'
import { loadData } from '../load-data.js'
import type { Progress } from '../progress.js'
import type { DataProvenance } from '../provenance.js'
import { heldRows, monthEndsOf, monthText, scoresFrom } from './months.js'
import type { ParsedSweep } from './schema.js'

const MONTHS_A_YEAR = 12
/** What a monthly portfolio came to, after costs. */
export interface MonthlyFigures {
  /** Compounded, a year. */
  readonly cagr: number
  readonly volatility: number
  /** Over the flat rate of the experiment. */
  readonly sharpe: number
  /** Fraction in [-1, 0]. */
  readonly maxDrawdown: number
  /** One-way, a year: half of the changes of weights, the first purchase left out. */
  readonly turnover: number
}

/** One rotation. */
export interface RotationFigures extends MonthlyFigures {
  /** Months of momentum, ascending; of several the mean of the returns. */
  readonly lookbacks: readonly number[]
  readonly top: number
  /** Mean return over equal weight, a year, and its interval by the stationary bootstrap. */
  readonly activeReturn: BootstrapInterval
}

/** The rotation with the highest Sharpe ratio over equal weight, and what is left of it after the search. */
export interface BestRotation {
  readonly lookbacks: readonly number[]
  readonly top: number
  /** Mean over deviation of the returns over equal weight, a year. */
  readonly informationRatio: number
  readonly trials: number
  /** As many independent trials are these, by the eigenvalues of their correlations. */
  readonly effectiveTrials: number
  /** Probability that the true information ratio is above 0, given the search; at least 0.95 passes the usual test. */
  readonly deflated: number
}

export interface RotationSweepDocument {
  readonly name: string
  readonly hypothesis: string
  /** First and last month held, YYYY-MM, and how many there are. */
  readonly from: string
  readonly to: string
  readonly months: number
  readonly riskFree: number
  readonly costBps: number
  readonly level: number
  readonly rows: readonly RotationFigures[]
  readonly equalWeight: MonthlyFigures
  readonly best: BestRotation
  readonly data: DataProvenance
}

/** Returns of the months held, each after the cost of the decision before it, and what is traded in them. */
interface HeldMonths {
  readonly returns: Float64Array
  readonly turnover: number
}

function hold(prices: Matrix, scores: Matrix, top: number, [start, end]: readonly number[], rate: number): HeldMonths {
  const { returns, traded } = rotationRows(prices, scores, { top, every: 1, costRate: 0 })
  const months = end - start
  const changes = traded.subarray(start, end - 1).reduce((sum, change) => sum + change, 0)
  return {
    returns: returns.slice(start, end).map((r, i) => Math.max(-1, r - rate * traded[start + i - 1])),
    turnover: months > 1 ? (changes / 2 / (months - 1)) * MONTHS_A_YEAR : NaN,
  }
}

function figuresOf({ returns, turnover }: HeldMonths, riskFreeAnnual: number): MonthlyFigures {
  return {
    cagr: cagr(returns, MONTHS_A_YEAR),
    volatility: volatility(returns, MONTHS_A_YEAR),
    sharpe: sharpeRatio(returns, { riskFreeAnnual, periodsPerYear: MONTHS_A_YEAR }),
    maxDrawdown: maxDrawdown(returns),
    turnover,
  }
}

function bestOf(
  rows: readonly Pick<RotationFigures, 'lookbacks' | 'top'>[],
  active: readonly Float64Array[],
): BestRotation {
  const samples = active.map(sharpeSample)
  const ratios = samples.map(({ sharpe }) => sharpe)
  const at = ratios.reduce((best, ratio, i) => (Number.isNaN(ratios[best]) || ratio > ratios[best] ? i : best), 0)
  const { byEigenvalues } = effectiveTrials(active)
  const trials = { count: Math.max(1, byEigenvalues), variance: active.length > 1 ? standardDeviation(ratios) ** 2 : 0 }
  const { lookbacks, top } = rows[at]
  return {
    lookbacks,
    top,
    informationRatio: ratios[at] * Math.sqrt(MONTHS_A_YEAR),
    trials: rows.length,
    effectiveTrials: byEigenvalues,
    deflated: deflatedSharpeRatio(samples[at], trials),
  }
}

/**
 * Momentum rotations on month ends: ranked on the compounded return of the months before (of several lookbacks on the mean of their
 * returns), the best held over the next month in equal weights, beside all that are listed. Ties go to the earlier column.
 * @param folder - of the data files
 * @throws ConfigError naming file, line and field; DataError for bad files
 */
export async function runRotationSweep(
  parsed: ParsedSweep,
  folder: string | undefined,
  progress: Progress,
): Promise<RotationSweepDocument> {
  const { document, experiment, source } = parsed
  const { sweep, report, seed } = document
  const { panel, provenance } = await loadData(experiment, { folder }, progress)
  const ends = monthEndsOf(panel, parsed)
  const { closes, prices, first } = ends
  const held = heldRows(ends, parsed)
  const nAssets = panel.assets.length
  for (const [i, top] of sweep.tops.entries())
    if (top > nAssets) throw source.errorAt(['sweep', 'tops', i], `"${top}": there are ${nAssets} assets`)
  const rate = costRate(sweep.costBps)
  const isListed = matrixOver(
    closes.rows,
    nAssets,
    closes.data.map((close) => (Number.isNaN(close) ? NaN : 1)),
  )
  const equalWeight = hold(prices, scoresFrom(isListed, held[0] - 1), nAssets, held, rate)
  const formations = sweep.lookbacks.map((lookback) => [lookback].flat().sort((a, b) => a - b))
  progress(`holding ${formations.length * sweep.tops.length} rotations`)
  const options = { samples: report.bootstrapSamples, meanBlock: report.bootstrapBlock, level: report.level, seed }
  const tried = formations.flatMap((lookbacks) => {
    const scores = scoresFrom(formationScores(closes, lookbacks), held[0] - 1)
    return [...sweep.tops]
      .sort((a, b) => a - b)
      .map((top) => {
        const months = hold(prices, scores, top, held, rate)
        const active = activeReturns(months.returns, equalWeight.returns)
        const annual = (series: Float64Array): number => mean(series) * MONTHS_A_YEAR
        const activeReturn = bootstrapInterval(active, annual, options)
        return { active, row: { lookbacks, top, ...figuresOf(months, report.riskFree), activeReturn } }
      })
  })
  const rows = tried.map(({ row }) => row)
  return {
    name: document.name,
    hypothesis: document.hypothesis,
    from: monthText(first + held[0]),
    to: monthText(first + held[1] - 1),
    months: held[1] - held[0],
    riskFree: report.riskFree,
    costBps: sweep.costBps,
    level: report.level,
    rows,
    equalWeight: figuresOf(equalWeight, report.riskFree),
    best: bestOf(
      rows,
      tried.map(({ active }) => active),
    ),
    data: provenance,
  }
}
