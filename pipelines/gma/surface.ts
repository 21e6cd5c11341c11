import { costRate } from '../../src/backtest/costs.js'
import { returnsOf } from '../../src/backtest/returns-of.js'
import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { sharpeSample, type SharpeSample } from '../../src/overfit/deflated-sharpe.js'
import { effectiveTrials } from '../../src/overfit/effective-trials.js'
import { searchedSharpe, type SearchedSharpe } from '../../src/overfit/searched-sharpe.js'
import { riskFreePerPeriod } from '../../src/risk/periods.js'
import { generalMovingAverages } from '../../src/switching/general-moving-average.js'
import { switchedGrowth, type Fill } from '../../src/switching/switched-growth.js'
import { runSwitching } from '../../src/switching/switching-rule.js'
import { counted } from '../feature-text.js'
import { firstStep, hasFlatFavourite, switchingTable, type GmaMarket } from './market.js'
import type { GmaParameters } from './parameters.js'
import { referencesOf, trackNumbers, type TrackNumbers } from './track.js'

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
  /** The hurdle is 0 at every step whatever the Factor, of which one is tried. */
  readonly flatHurdle: boolean
  readonly fill: Fill
  /** Annual rate of cash, which Sharpe ratios are over, as a fraction. */
  readonly cashRate: number
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

/** Fewer leave no two returns from step to step. */
const LEAST_STEPS = 3

const hasSharpe = (cell: SurfaceCell): boolean => Number.isFinite(cell.sharpe)

/** Every cell of the grid in order of x, y, M, factor; cells of equal holdings share their returns. */
function trialsOf(
  market: GmaMarket,
  parameters: GmaParameters,
  grid: SurfaceGrid,
  from: SessionDay | undefined,
  sessionsPerYear: number,
): { readonly trials: Trial[]; readonly first: number; readonly steps: readonly number[] } {
  const { select, tie, normalised, cashRate, costBps } = parameters
  const { rows, favourite, cash, closes, opens } = market
  const longest = Math.max(...grid.x)
  const averages = (x: number, y: number): ReturnType<typeof generalMovingAverages> =>
    generalMovingAverages(market.prices, { x, y }, normalised)
  const start = firstStep(market, averages(longest, 0), from)
  const held = favourite === 'current' ? cash : favourite
  const steps = rows.slice(start)
  const trading = { cash, costRate: costRate(costBps), opens }
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
            const returns = returnsOf({ equity: switchedGrowth(closes, { rows: steps, held: columns }, trading) })
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

function beating(cells: readonly SurfaceCell[], reference: TrackNumbers): BeatingShares {
  const share = (of: 'growth' | 'sharpe'): number =>
    cells.filter((cell) => cell[of] > reference[of]).length / cells.length
  return { growth: share('growth'), sharpe: share('sharpe') }
}

/**
 * The machine at every combination of the grid, over the sessions that the longest x leaves, with what the best cell is worth as
 * the best of so many: its deflated Sharpe ratio, over cash and over equal weight.
 * @throws ConfigError when the prices do not suffice for the longest x, or for steps to be compared
 */
export function gmaSurface(
  market: GmaMarket,
  parameters: GmaParameters,
  asked: SurfaceGrid,
  { from, sessionsPerYear }: { readonly from: SessionDay | undefined; readonly sessionsPerYear: number },
): GmaSurface {
  const { cashRate, factor, fill } = parameters
  const { dates } = market
  const flatHurdle = hasFlatFavourite(market)
  const grid = flatHurdle ? { ...asked, factor: [factor] } : asked
  const { trials, first, steps } = trialsOf(market, parameters, grid, from, sessionsPerYear)
  if (steps.length < LEAST_STEPS)
    throw new ConfigError(
      `--surface: ${counted(steps.length, 'step')} from the first decision of the longest x on, expected ${LEAST_STEPS} or more`,
    )
  const cells = trials.map(({ cell }) => cell)
  const references = referencesOf(market, first)
  const options = { sessionsPerYear, cashRate }
  const equalWeight = trackNumbers(references.equalWeight, options)
  const benchmark = trackNumbers(references.benchmark, options)

  const different = [...new Map(trials.map((trial) => [trial.key, trial])).values()]
  const varying = different.filter(({ cell }) => hasSharpe(cell))
  const ranked = trials.filter(({ cell }) => hasSharpe(cell)).sort((a, b) => b.cell.sharpe - a.cell.sharpe)
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
    return searchedSharpe(sampleOf(ranked[0]), { sharpes, count: cells.length, effective }, sessionsPerYear)
  }
  return {
    from: formatSession(dates[first]),
    to: formatSession(dates[dates.length - 1]),
    grid,
    flatHurdle,
    fill,
    cashRate,
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
