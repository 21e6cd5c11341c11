import { costRate } from '../../src/backtest/costs.js'
import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { standardDeviation } from '../../src/core/statistics.js'
import {
  deflatedSharpeRatio,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpeRatio,
  sharpeSample,
  type SharpeSample,
} from '../../src/overfit/deflated-sharpe.js'
import { effectiveTrials, type EffectiveTrials } from '../../src/overfit/effective-trials.js'
import { riskFreePerPeriod } from '../../src/risk/periods.js'
import { generalMovingAverages } from '../../src/switching/general-moving-average.js'
import { switchedGrowth } from '../../src/switching/switched-growth.js'
import { runSwitching } from '../../src/switching/switching-rule.js'
import { firstStep, switchingTable, type GmaMarket } from './market.js'
import type { GmaParameters } from './parameters.js'
import { changesOf, referencesOf, trackNumbers, type TrackNumbers } from './track.js'

/** Values of the parameters whose combinations are tried; pairs with y above x are left out. */
export interface SurfaceGrid {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly M: readonly (1 | -1)[]
  readonly factor: readonly number[]
}

/** What one combination came to, net of costs; NaN ratios where it never left cash. */
export interface SurfaceCell extends TrackNumbers {
  readonly x: number
  readonly y: number
  readonly M: 1 | -1
  readonly factor: number
  readonly switches: number
}

/** The best of a search, deflated for a number of trials. */
export interface Deflated {
  readonly trials: number
  /** Largest Sharpe ratio a year that luck alone is expected to find in as many trials. */
  readonly expectedMaximumSharpe: number
  readonly deflatedSharpe: number
}

/** What a Sharpe ratio that was searched for is worth. */
export interface SearchedSharpe {
  /** Per year. */
  readonly sharpe: number
  readonly skewness: number
  readonly kurtosis: number
  readonly sessions: number
  /** As if it had been the only trial. */
  readonly probabilisticSharpe: number
  /** Sessions; Infinity where the ratio is not above 0. */
  readonly minimumTrackRecord: number
  /** With every cell counted as a trial of its own: the strictest, and the one that the verdict is about. */
  readonly deflatedSharpe: number
  readonly byCells: Deflated
  /** Average correlation of the cells that differ. */
  readonly averageCorrelation: number
  /** With the effective number of trials that it leaves. */
  readonly byCorrelation: Deflated
  /** With that from the eigenvalues of their correlations: the mildest. */
  readonly byEigenvalues: Deflated
}

/** Shares of the cells that do better, 0 to 1. */
export interface BeatingShares {
  readonly growth: number
  readonly sharpe: number
}

/** The machine over a grid of parameters, all cells over the same sessions. */
export interface GmaSurface {
  readonly from: string
  readonly to: string
  readonly grid: SurfaceGrid
  readonly cells: readonly SurfaceCell[]
  /** Cells that made a difference: those with the same holdings throughout are one. */
  readonly distinct: number
  /** Cells that never left cash at a constant price; they have no Sharpe ratio. */
  readonly idle: number
  /** The cell of the largest Sharpe ratio, never without what the search makes of it; null where all are idle. */
  readonly best: (SurfaceCell & { readonly searched: SearchedSharpe; readonly active: SearchedSharpe }) | null
  /** The cell in the middle by Sharpe ratio. */
  readonly median: SurfaceCell | null
  readonly beating: { readonly equalWeight: BeatingShares; readonly benchmark: BeatingShares }
  readonly equalWeight: TrackNumbers
  readonly benchmark: TrackNumbers
}

/** A combination with its returns. */
interface Trial {
  readonly cell: SurfaceCell
  /** Holdings, as a key. */
  readonly key: string
  /** Net returns per session. */
  readonly returns: Float64Array
}

const isPlain = (cell: SurfaceCell): boolean => Number.isFinite(cell.sharpe)

/** Every cell of the grid in order of x, y, M, factor; cells of equal holdings share their returns. */
function trialsOf(
  market: GmaMarket,
  parameters: GmaParameters,
  grid: SurfaceGrid,
  from: SessionDay | undefined,
  sessionsPerYear: number,
): { readonly trials: Trial[]; readonly first: number; readonly steps: readonly number[] } {
  const { select, tie, normalised, cashRate, costBps } = parameters
  const { rows, favourite, cash } = market
  const longest = Math.max(...grid.x)
  const averages = (x: number, y: number): ReturnType<typeof generalMovingAverages> =>
    generalMovingAverages(market.prices, { x, y }, normalised)
  const start = firstStep(market, averages(longest, 0), from)
  const held = favourite === 'current' ? cash : favourite
  const steps = rows.slice(start)
  const trading = { cash, costRate: costRate(costBps) }
  const known = new Map<string, Pick<Trial, 'returns'> & { readonly numbers: TrackNumbers }>()
  const trials: Trial[] = []
  for (const x of grid.x)
    for (const y of grid.y) {
      if (y > x) continue
      const table = switchingTable(market, averages(x, y))
      for (const M of grid.M)
        for (const factor of grid.factor) {
          const trace = runSwitching(table, { magic: M, factor, favourite, select, tie }, { row: start, held })
          const columns = trace.map((step) => step.held)
          const key = columns.join()
          let made = known.get(key)
          if (made === undefined) {
            const returns = changesOf(switchedGrowth(market.closes, { rows: steps, held: columns }, trading))
            made = { returns, numbers: trackNumbers(returns, { sessionsPerYear, cashRate }) }
            known.set(key, made)
          }
          const switches = trace.filter((step) => step.held !== step.before).length
          trials.push({ cell: { x, y, M, factor, ...made.numbers, switches }, key, returns: made.returns })
        }
    }
  return { trials, first: rows[start], steps }
}

/** Compounded returns from step to step, so that correlations take as long as there are steps and not sessions. */
function stepReturns(returns: Float64Array, steps: readonly number[]): Float64Array {
  const out = new Float64Array(steps.length - 1).fill(1)
  for (let k = 0; k + 1 < steps.length; k++) {
    for (let row = steps[k]; row < steps[k + 1]; row++) out[k] *= 1 + returns[row - steps[0]]
    out[k] -= 1
  }
  return out
}

function searched(
  best: SharpeSample,
  sharpes: readonly number[],
  cells: number,
  effective: EffectiveTrials,
  sessionsPerYear: number,
): SearchedSharpe {
  const annual = Math.sqrt(sessionsPerYear)
  const deviation = sharpes.length > 1 ? standardDeviation(sharpes) : 0
  const deflated = (count: number): Deflated => {
    const trials = { count, variance: deviation * deviation }
    return {
      trials: count,
      expectedMaximumSharpe: expectedMaximumSharpe(trials) * annual,
      deflatedSharpe: deflatedSharpeRatio(best, trials),
    }
  }
  const byCells = deflated(cells)
  return {
    sharpe: best.sharpe * annual,
    skewness: best.skewness,
    kurtosis: best.kurtosis,
    sessions: best.periods,
    probabilisticSharpe: probabilisticSharpeRatio(best),
    minimumTrackRecord: minimumTrackRecord(best),
    deflatedSharpe: byCells.deflatedSharpe,
    byCells,
    averageCorrelation: effective.averageCorrelation,
    byCorrelation: deflated(effective.byCorrelation),
    byEigenvalues: deflated(effective.byEigenvalues),
  }
}

function beating(cells: readonly SurfaceCell[], reference: TrackNumbers): BeatingShares {
  const share = (of: 'growth' | 'sharpe'): number =>
    cells.filter((cell) => cell[of] > reference[of]).length / cells.length
  return { growth: share('growth'), sharpe: share('sharpe') }
}

/**
 * The machine at every combination of the grid, over the sessions that the longest x leaves, with what the best cell is worth as
 * the best of so many: its deflated Sharpe ratio, over cash and over equal weight.
 * @throws ConfigError when the prices do not suffice for the longest x
 */
export function gmaSurface(
  market: GmaMarket,
  parameters: GmaParameters,
  grid: SurfaceGrid,
  { from, sessionsPerYear }: { readonly from: SessionDay | undefined; readonly sessionsPerYear: number },
): GmaSurface {
  const { cashRate } = parameters
  const { dates } = market
  const { trials, first, steps } = trialsOf(market, parameters, grid, from, sessionsPerYear)
  const cells = trials.map(({ cell }) => cell)
  const references = referencesOf(market, first)
  const options = { sessionsPerYear, cashRate }
  const equalWeight = trackNumbers(references.equalWeight, options)
  const benchmark = trackNumbers(references.benchmark, options)

  const different = [...new Map(trials.map((trial) => [trial.key, trial])).values()]
  const varying = different.filter(({ cell }) => isPlain(cell))
  const ranked = trials.filter(({ cell }) => isPlain(cell)).sort((a, b) => b.cell.sharpe - a.cell.sharpe)
  const rate = riskFreePerPeriod('gma', { riskFreeAnnual: cashRate, periodsPerYear: sessionsPerYear })
  /** The best of the ranking over a reference: a rate, or returns per session. */
  const judged = (reference: Float64Array): SearchedSharpe => {
    const excess = (returns: Float64Array): Float64Array => returns.map((value, i) => value - reference[i])
    const samples = new Map(varying.map(({ key, returns }) => [key, sharpeSample(excess(returns))]))
    const sampleOf = ({ key }: Trial): SharpeSample => samples.get(key) ?? sharpeSample(new Float64Array(0))
    const sharpes = ranked.map((trial) => Number(sampleOf(trial).sharpe)).filter(Number.isFinite)
    const referenceSteps = stepReturns(reference, steps)
    const effective = effectiveTrials(
      varying.map(({ returns }) => stepReturns(returns, steps).map((value, k) => value - referenceSteps[k])),
    )
    return searched(sampleOf(ranked[0]), sharpes, cells.length, effective, sessionsPerYear)
  }
  return {
    from: formatSession(dates[first]),
    to: formatSession(dates[dates.length - 1]),
    grid,
    cells,
    distinct: different.length,
    idle: cells.length - ranked.length,
    best:
      ranked.length === 0
        ? null
        : {
            ...ranked[0].cell,
            searched: judged(references.equalWeight.map(() => rate)),
            active: judged(references.equalWeight),
          },
    median: ranked.length === 0 ? null : ranked[Math.floor((ranked.length - 1) / 2)].cell,
    beating: { equalWeight: beating(cells, equalWeight), benchmark: beating(cells, benchmark) },
    equalWeight,
    benchmark,
  }
}
