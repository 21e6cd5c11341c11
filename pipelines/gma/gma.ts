import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { costRate } from '../../src/backtest/costs.js'
import { returnsOf } from '../../src/backtest/returns-of.js'
import { ConfigError } from '../../src/core/errors.js'
import { rowOf, type Matrix } from '../../src/core/matrix.js'
import { NOTICE } from '../../src/export/notice.js'
import { minimumTrackRecord, probabilisticSharpeRatio, sharpeSample } from '../../src/overfit/deflated-sharpe.js'
import { riskFreePerPeriod } from '../../src/risk/periods.js'
import { generalMovingAverages } from '../../src/switching/general-moving-average.js'
import { switchReason } from '../../src/switching/switch-reason.js'
import { switchedGrowth } from '../../src/switching/switched-growth.js'
import { mayBeUnfinished } from '../../src/switching/switching-steps.js'
import {
  checkRule,
  runSwitching,
  selectedAt,
  type SwitchingRule,
  type SwitchOutcome,
  type SwitchStep,
} from '../../src/switching/switching-rule.js'
import { firstStep, gmaMarket, missingOpens, sessionsPerYearOf, switchingTable, type GmaMarket } from './market.js'
import { gmaNotes } from './notes.js'
import { fillText, type GmaParameters } from './parameters.js'
import type { GmaSource } from './source.js'
import { gmaSurface, type GmaSurface, type SurfaceGrid } from './surface.js'
import { referencesOf, trackNumbers, type TrackNumbers } from './track.js'

/** What is asked of the prices. */
export interface GmaQuestion extends Omit<GmaParameters, 'costBps' | 'cashRate'> {
  /** Those of the source when absent. */
  readonly costBps: number | undefined
  readonly cashRate: number | undefined
  readonly symbols: readonly string[] | undefined
  /** First decision and last session. */
  readonly from: SessionDay | undefined
  readonly to: SessionDay | undefined
  /** Grid of a sensitivity surface; none when absent. */
  readonly surface: SurfaceGrid | undefined
}

/** One step as it is told. */
export interface GmaStep {
  readonly date: string
  /** Symbol of the largest gMA; null where nothing has one. */
  readonly largest: string | null
  /** Symbol that could be switched to: the largest, or the smallest with `select: smallest`. */
  readonly selected: string | null
  /** gMA by symbol; NaN where there is none. */
  readonly gma: Readonly<Record<string, number>>
  /** Factor times gMA of the Favourite. */
  readonly hurdle: number
  readonly switched: boolean
  /** What is held from the fill on. */
  readonly held: string
  /** The session whose open or close it is filled at; null while there is none. */
  readonly fillDate: string | null
  readonly outcome: SwitchOutcome
  readonly reason: string
  /** M = 1, Factor > 1 and a negative gMA of the Favourite: the factor makes the hurdle easier. */
  readonly easierHurdle: boolean
  /** Growth of 1 at the step's close, net of costs. */
  readonly growth: number
}

/** What `sectorcast gma --json` prints; `growth` to `maxDrawdown` are net of costs. */
export interface GmaDocument extends TrackNumbers {
  readonly name: string
  /** True when the prices were made by a simulation. */
  readonly simulated: boolean
  readonly symbols: readonly string[]
  /** First decision and last session. */
  readonly from: string
  readonly to: string
  /** The fill in words, as {@link fillText} says it. */
  readonly parameters: Omit<GmaParameters, 'fill'> & { readonly fill: string; readonly sessionsPerYear: number }
  readonly gross: TrackNumbers
  readonly equalWeight: TrackNumbers
  readonly benchmark: TrackNumbers & { readonly symbol: string }
  readonly switches: number
  /** Probability that the true Sharpe ratio exceeds 0, if this were the only setting ever tried. */
  readonly probabilisticSharpe: number
  /** Sessions after which that probability would reach 95%; Infinity (null in JSON) where the ratio is not above 0. */
  readonly minimumTrackRecord: number
  /** The last step. */
  readonly now: { readonly date: string; readonly hold: string; readonly reason: string; readonly unfinished: boolean }
  readonly notes: readonly string[]
  readonly steps: readonly GmaStep[]
  readonly surface?: GmaSurface
  readonly notice: string
}

/** A run with what its pictures need. */
export interface GmaRun {
  readonly document: GmaDocument
  readonly market: GmaMarket
  readonly trace: readonly SwitchStep[]
  /** Row of the first decision's session. */
  readonly first: number
  /** Growth of 1 at each close from `first` on. */
  readonly net: Float64Array
  readonly gross: Float64Array
}

/** A number of gMA for people: enough digits for prices and for fractions. */
function numberOf(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : 'n/a'
}

function stepsOf(
  market: GmaMarket,
  gma: Matrix,
  rule: SwitchingRule,
  { trace, net, first }: Pick<GmaRun, 'trace' | 'net' | 'first'>,
): GmaStep[] {
  const { names, rows, dates, candidates } = market
  const nameOf = (col: number): string => names[col]
  const table = switchingTable(market, gma)
  return trace.map((step): GmaStep => {
    const [row, filled] = [rows[step.row], rows[step.row] + 1]
    const values = rowOf(gma, step.row)
    const largest = selectedAt(table, step.row, 1)
    const { selected } = step
    return {
      date: formatSession(dates[row]),
      largest: largest === undefined ? null : names[largest],
      selected: selected === undefined ? null : names[selected],
      gma: Object.fromEntries(candidates.map((col) => [names[col], values[col]])),
      hurdle: step.hurdle,
      switched: step.held !== step.before,
      held: names[step.held],
      fillDate: filled < dates.length ? formatSession(dates[filled]) : null,
      outcome: step.outcome,
      reason: switchReason(step, selected === undefined ? NaN : values[selected], rule, { nameOf, numberOf }),
      easierHurdle: step.isEasier,
      growth: net[row - first],
    }
  })
}

/**
 * Runs the gMA machine over the prices of a source, and its surface where one is asked for.
 * @throws ConfigError for parameters out of range, unknown symbols, or prices that do not suffice for one step
 */
export function runGma(source: GmaSource, question: GmaQuestion): GmaRun {
  const { symbols, from, to, surface: grid, ...asked } = question
  const parameters: GmaParameters = {
    ...asked,
    costBps: question.costBps ?? source.costBps,
    cashRate: question.cashRate ?? source.riskFree,
  }
  const { x, y, M: magic, factor, select, tie, normalised, every, fill, costBps, cashRate } = parameters
  if (!(cashRate > -1 && cashRate <= 1))
    throw new ConfigError(`gma: cash rate "${cashRate}", expected a fraction a year above -1 and up to 1`)
  const market = gmaMarket(source.panel, { symbols, favourite: parameters.favourite, every, cashRate, fill, to })
  const rule: SwitchingRule = { magic, factor, favourite: market.favourite, select, tie }
  checkRule(rule)
  const gma = generalMovingAverages(market.prices, { x, y }, normalised)
  const start = firstStep(market, gma, from)
  const { favourite, cash, rows, dates, names, closes, opens } = market
  const trace = runSwitching(switchingTable(market, gma), rule, {
    row: start,
    held: favourite === 'current' ? cash : favourite,
  })
  const decisions = { rows: rows.slice(start), held: trace.map(({ held }) => held) }
  const grow = (rate: number): Float64Array => switchedGrowth(closes, decisions, { cash, costRate: rate, opens })
  const [net, gross] = [grow(costRate(costBps)), grow(0)]
  const first = rows[start]
  const sessionsPerYear = sessionsPerYearOf(dates, source.sessionsPerYear)
  const options = { sessionsPerYear, cashRate }
  const returns = returnsOf({ equity: net })
  const references = referencesOf(market, first)
  const rate = riskFreePerPeriod('gma', { riskFreeAnnual: cashRate, periodsPerYear: sessionsPerYear })
  const sample = sharpeSample(returns.map((value) => value - rate))
  const steps = stepsOf(market, gma, rule, { trace, net, first })
  const latest = steps[steps.length - 1]
  const easier = steps.filter(({ easierHurdle }) => easierHurdle).length
  const unopened = missingOpens(market, start)
  const last = dates[dates.length - 1]
  const unfinished = mayBeUnfinished(last, every, source.exchange)
  const document: GmaDocument = {
    name: source.name,
    simulated: source.panel.simulated,
    symbols: market.sectors.map((col) => names[col]),
    from: formatSession(dates[first]),
    to: formatSession(last),
    parameters: { ...parameters, fill: fillText(fill), sessionsPerYear },
    ...trackNumbers(returns, options),
    gross: trackNumbers(returnsOf({ equity: gross }), options),
    equalWeight: trackNumbers(references.equalWeight, options),
    benchmark: { symbol: market.benchmark.symbol, ...trackNumbers(references.benchmark, options) },
    switches: steps.filter(({ switched }) => switched).length,
    probabilisticSharpe: probabilisticSharpeRatio(sample),
    minimumTrackRecord: minimumTrackRecord(sample),
    now: { date: latest.date, hold: latest.held, reason: latest.reason, unfinished },
    notes: [
      ...source.notes,
      ...gmaNotes(market, parameters, { easier, unopened, sessions: returns.length, sessionsPerYear, unfinished }),
    ],
    steps,
    ...(grid === undefined ? {} : { surface: gmaSurface(market, parameters, grid, { from, sessionsPerYear }) }),
    notice: NOTICE,
  }
  return { document, market, trace, first, net, gross }
}
