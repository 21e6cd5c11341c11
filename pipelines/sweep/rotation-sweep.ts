import { costRate } from '../../src/backtest/costs.js'
import { matrixOver } from '../../src/core/matrix.js'
import { mean } from '../../src/core/statistics.js'
import { sharpeSample } from '../../src/overfit/deflated-sharpe.js'
import { effectiveTrials } from '../../src/overfit/effective-trials.js'
import { searchedSharpe, type SearchedSharpe } from '../../src/overfit/searched-sharpe.js'
import { bootstrapInterval, type BootstrapInterval } from '../../src/overfit/stationary-bootstrap.js'
import { activeReturns } from '../../src/risk/active.js'
import { maxDrawdown } from '../../src/risk/drawdown.js'
import { cagr } from '../../src/risk/growth.js'
import { sharpeRatio } from '../../src/risk/ratios.js'
import { volatility } from '../../src/risk/volatility.js'
import { loadData } from '../load-data.js'
import type { Progress } from '../progress.js'
import type { DataProvenance } from '../provenance.js'
import { bootstrapTerms } from '../bootstrap-terms.js'
import { holdMonths, type HeldMonths } from './hold.js'
import { heldRows, monthEndsOf, monthText, rankingScores } from './months.js'
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
  /** One-way, a year: half of what is traded, rebalancing to equal weights included, the first purchase left out. */
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

/** The rotation with the highest Sharpe ratio over equal weight. */
export interface BestRotation {
  readonly lookbacks: readonly number[]
  readonly top: number
  /** What is left, after the search, of its information ratio: mean over deviation of the returns over equal weight. */
  readonly active: SearchedSharpe
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
  /** Null where every rotation is equal weight. */
  readonly best: BestRotation | null
  readonly notes: readonly string[]
  readonly data: DataProvenance
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

/** A rotation with its returns over equal weight. */
interface Tried {
  readonly row: RotationFigures
  readonly active: Float64Array
}

function bestOf(tried: readonly Tried[]): BestRotation | null {
  const different = tried
    .map((one) => ({ ...one, sample: sharpeSample(one.active) }))
    .filter(({ sample }) => Number.isFinite(sample.sharpe))
  if (different.length === 0) return null
  const { row, sample } = different.reduce((best, one) => (one.sample.sharpe > best.sample.sharpe ? one : best))
  const search = {
    sharpes: different.map((one) => one.sample.sharpe),
    count: tried.length,
    effective: effectiveTrials(different.map(({ active }) => active)),
  }
  return { lookbacks: row.lookbacks, top: row.top, active: searchedSharpe(sample, search, MONTHS_A_YEAR) }
}

/**
 * Momentum rotations on month ends: ranked on the compounded return of the months before (of several lookbacks on the mean of their
 * returns), the best held over the next month in equal weights, beside all that are listed. Ties go to the earlier column. Costs are on everything that is traded, keeping weights equal included.
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
  const equalWeight = holdMonths(prices, isListed, nAssets, held, rate)
  const formations = sweep.lookbacks.map((lookback) => [lookback].flat().sort((a, b) => a - b))
  progress(`holding ${formations.length * sweep.tops.length} rotations`)
  const options = bootstrapTerms({ seed, report })
  const tried = formations.flatMap((lookbacks): Tried[] => {
    const scores = rankingScores(closes, lookbacks)
    return [...sweep.tops]
      .sort((a, b) => a - b)
      .map((top) => {
        const months = holdMonths(prices, scores, top, held, rate)
        const active = activeReturns(months.returns, equalWeight.returns)
        const annual = (series: Float64Array): number => mean(series) * MONTHS_A_YEAR
        const activeReturn = bootstrapInterval(active, annual, options)
        return { active, row: { lookbacks, top, ...figuresOf(months, report.riskFree), activeReturn } }
      })
  })
  const months = held[1] - held[0]
  return {
    name: document.name,
    hypothesis: document.hypothesis,
    from: monthText(first + held[0]),
    to: monthText(first + held[1] - 1),
    months,
    riskFree: report.riskFree,
    costBps: sweep.costBps,
    level: report.level,
    rows: tried.map(({ row }) => row),
    equalWeight: figuresOf(equalWeight, report.riskFree),
    best: bestOf(tried),
    notes: [
      ...(months < MONTHS_A_YEAR ? [`${months} months are less than a year: figures a year are extrapolated`] : []),
      ...(provenance.notes ?? []),
    ],
    data: provenance,
  }
}
