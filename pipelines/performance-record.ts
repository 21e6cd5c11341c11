import { join } from 'node:path'
import { z } from 'zod'
import { sessionTurnover } from '../src/backtest/annual-turnover.js'
import { assetProfits, type AssetProfits } from '../src/backtest/asset-profits.js'
import { NO_COSTS, type CostBreakdown } from '../src/backtest/costs.js'
import type { Performance } from '../src/backtest/performance.js'
import { formatSession } from '../src/core/calendar.js'
import { ArtifactError } from '../src/core/errors.js'
import { createMatrix, type Matrix } from '../src/core/matrix.js'
import { encodeRecord, type RecordArray } from '../src/core/records.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { Panel } from '../src/panel/panel.js'
import { readRecord, RUN_FILES, writeArtifact } from './artifacts.js'
import type { PortfolioResult, PortfolioResults } from './backtest.js'
import { bySymbol, hasOutcome } from './decisions/decision-log.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'

const KIND = 'performance'
/** Raised when what the record holds changes: an older one is to be written again, not misread. */
const LAYOUT = 2

/** Kinds of trading costs, in the order in which they are shown. */
const COST_KINDS = Object.keys(NO_COSTS) as (keyof CostBreakdown)[]

/** What a portfolio was to hold from a day on, and why. */
export const decisionSchema = z.object({
  date: z.iso.date(),
  reason: z.string(),
  /** Fractions of equity of what is not 0, by symbol. */
  weights: z.record(z.string(), z.number()),
})

/** The same, and whether a check before the trade blocked it. */
const recordedSchema = decisionSchema.extend({ blocked: z.boolean() })
export type RecordedDecision = z.infer<typeof recordedSchema>

/** What the portfolios did, session by session: what the third step of a run draws. Arrays are over the sessions of the backtest. */
export interface PerformanceRecord extends AssetProfits {
  readonly dates: Int32Array
  /** Panel rows at which the ensemble's portfolio was decided. */
  readonly decided: Int32Array
  readonly assets: readonly string[]
  readonly sectors: readonly string[]
  /** Equity after and before costs, by name of the portfolio. */
  readonly net: ReadonlyMap<string, Float64Array>
  readonly gross: ReadonlyMap<string, Float64Array>
  /** Portfolios whose holdings are recorded: all but equal weight and the benchmark, which the others are held against. */
  readonly followed: readonly string[]
  /** Of the portfolio that was asked for: one-way turnover as a fraction of equity, as the report counts it, costs of trading in currency by kind. */
  readonly turnover: Float64Array
  readonly costs: Readonly<Record<keyof CostBreakdown, Float64Array>>
  /** Its decisions; those of the ensemble's portfolio stand in the log of the run folder instead. */
  readonly decisions: readonly RecordedDecision[]
}

function costsByKind({ startIndex, equity, events }: Performance): PerformanceRecord['costs'] {
  const entries = COST_KINDS.map((kind) => {
    const paid = new Float64Array(equity.length)
    for (const { dateIndex, costs } of events) paid[dateIndex - startIndex] += costs[kind]
    return [kind, paid] as const
  })
  return Object.fromEntries(entries) as PerformanceRecord['costs']
}

/** The cells of a matrix that are not 0: most portfolios hold few of the assets. */
function sparse(name: string, { data }: Matrix): Record<string, RecordArray> {
  const cells = Int32Array.from([...data.keys()].filter((cell) => data[cell] !== 0))
  return { [`${name}-cells`]: cells, [name]: Float64Array.from(cells, (cell) => data[cell]) }
}

/** Holdings, turnover and costs of one portfolio. */
function portfolioArrays(name: string, { net }: PortfolioResult, close: Matrix): Record<string, RecordArray> {
  const { weights, contributions } = assetProfits(net, close)
  const costs = Object.entries(costsByKind(net)).map(([kind, paid]) => [`cost:${kind}:${name}`, paid] as const)
  return {
    ...sparse(`weights:${name}`, weights),
    ...sparse(`contributions:${name}`, contributions),
    [`turnover:${name}`]: sessionTurnover(net),
    ...Object.fromEntries(costs),
  }
}

function decisionsOf(
  { weights }: PortfolioResult,
  { dates, assets }: Pick<Panel, 'dates' | 'assets'>,
): RecordedDecision[] {
  return weights.map((decision) => ({
    date: formatSession(dates[decision.dateIndex]),
    reason: decision.reason,
    weights: bySymbol(decision.weights, assets),
    blocked: hasOutcome(decision, 'block'),
  }))
}

/**
 * Leaves the record in the run folder.
 * @param market - what the ledgers held, column by column; decisions are over its first columns
 * @param close - prices at which the ledgers valued holdings; nDates x nAssets
 */
export function writePerformance(
  folder: string,
  market: Pick<Panel, 'dates' | 'assets' | 'sectors'>,
  results: PortfolioResults,
  close: Matrix,
): void {
  const headline = results[ENSEMBLE]
  const { startIndex, equity } = headline.net
  const portfolios = Object.keys(results)
  const followed = portfolios.filter((name) => name !== EQUAL_WEIGHT && name !== BENCHMARK)
  const equities = portfolios.flatMap((name) =>
    (['net', 'gross'] as const).map((side) => [`${side}:${name}`, results[name][side].equity] as const),
  )
  const arrays: Record<string, RecordArray> = {
    dates: market.dates.slice(startIndex, startIndex + equity.length),
    decided: Int32Array.from(headline.weights, ({ dateIndex }) => dateIndex),
    ...Object.fromEntries(equities),
  }
  for (const name of followed) Object.assign(arrays, portfolioArrays(name, results[name], close))
  const record = {
    kind: KIND,
    header: {
      layout: LAYOUT,
      portfolios,
      followed,
      assets: market.assets,
      sectors: market.sectors,
      decisions: Object.fromEntries(
        followed.map((name) => [name, name === ENSEMBLE ? [] : decisionsOf(results[name], market)]),
      ),
    },
    arrays,
  }
  writeArtifact(folder, RUN_FILES.performance, encodeRecord(record))
}

const headerSchema = z.looseObject({
  layout: z.literal(LAYOUT),
  portfolios: z.array(z.string()),
  followed: z.array(z.string()),
  assets: z.array(z.string()),
  sectors: z.array(z.string()),
  decisions: z.record(z.string(), z.unknown()),
})

/**
 * What the second step left.
 * @param portfolio - whose holdings are wanted
 * @throws ConfigError when there is none, ArtifactError when it is damaged, not what this version writes or does not follow the portfolio
 */
export function readPerformance(folder: string, portfolio: string = ENSEMBLE): PerformanceRecord {
  const { header, arrays } = readRecord(folder, RUN_FILES.performance, KIND)
  const wrong = (what: string): ArtifactError => new ArtifactError(`${join(folder, RUN_FILES.performance)}: ${what}`)
  const lacks = (what: string): ArtifactError => wrong(`holds no ${what}`)
  const parsed = headerSchema.safeParse(header)
  if (!parsed.success)
    throw wrong(`is not of layout ${LAYOUT}, which this version reads: "sectorcast backtest ${folder}" writes it again`)
  const { portfolios, followed, assets, sectors, decisions } = parsed.data
  const { dates, decided } = arrays
  if (!(dates instanceof Int32Array && decided instanceof Int32Array)) throw lacks('dates')
  const numbers = (name: string, length = dates.length): Float64Array => {
    const values = arrays[name]
    if (!(values instanceof Float64Array && values.length === length)) throw lacks(`"${name}" of ${length} values`)
    return values
  }
  const perAsset = (name: string, rows: number): Matrix => {
    const cells = arrays[`${name}-cells`]
    const matrix = createMatrix(rows, assets.length, 0)
    if (!(cells instanceof Int32Array && cells.every((cell) => cell >= 0 && cell < matrix.data.length)))
      throw lacks(`"${name}" of ${rows} sessions`)
    const values = numbers(name, cells.length)
    for (const [i, cell] of cells.entries()) matrix.data[cell] = values[i]
    return matrix
  }
  const equityOf = (prefix: string): Map<string, Float64Array> =>
    new Map(portfolios.map((name) => [name, numbers(`${prefix}:${name}`)]))
  const decisionList = z.array(recordedSchema).safeParse(decisions[portfolio])
  if (!decisionList.success) throw lacks(`decisions of "${portfolio}"`)
  const costs = COST_KINDS.map((kind) => [kind, numbers(`cost:${kind}:${portfolio}`)] as const)
  return {
    dates,
    decided,
    assets,
    sectors,
    net: equityOf('net'),
    gross: equityOf('gross'),
    followed,
    weights: perAsset(`weights:${portfolio}`, dates.length),
    contributions: perAsset(`contributions:${portfolio}`, Math.max(0, dates.length - 1)),
    turnover: numbers(`turnover:${portfolio}`),
    costs: Object.fromEntries(costs) as PerformanceRecord['costs'],
    decisions: decisionList.data,
  }
}
