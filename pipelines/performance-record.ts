import { join } from 'node:path'
import { z } from 'zod'
import { assetProfits, type AssetProfits } from '../src/backtest/asset-profits.js'
import { NO_COSTS, type CostBreakdown } from '../src/backtest/costs.js'
import type { Performance } from '../src/backtest/performance.js'
import { ArtifactError } from '../src/core/errors.js'
import { matrixOver, type Matrix } from '../src/core/matrix.js'
import { encodeRecord } from '../src/core/records.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { Panel } from '../src/panel/panel.js'
import { readRecord, RUN_FILES, writeArtifact } from './artifacts.js'
import type { PortfolioResults } from './backtest.js'

const KIND = 'performance'

/** Kinds of trading costs, in the order in which they are shown. */
const COST_KINDS = Object.keys(NO_COSTS) as (keyof CostBreakdown)[]

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
  /** Of the ensemble's portfolio: traded value as a fraction of equity, and costs of trading in currency by kind. */
  readonly traded: Float64Array
  readonly costs: Readonly<Record<keyof CostBreakdown, Float64Array>>
}

function costsByKind({ startIndex, equity, events }: Performance): PerformanceRecord['costs'] {
  const entries = COST_KINDS.map((kind) => {
    const paid = new Float64Array(equity.length)
    for (const { dateIndex, costs } of events) paid[dateIndex - startIndex] += costs[kind]
    return [kind, paid] as const
  })
  return Object.fromEntries(entries) as PerformanceRecord['costs']
}

function keyed(prefix: string, entries: readonly (readonly [string, Float64Array])[]): Record<string, Float64Array> {
  return Object.fromEntries(entries.map(([name, values]) => [`${prefix}:${name}`, values]))
}

/**
 * Leaves the record in the run folder.
 * @param close - prices at which the ledgers valued holdings; nDates x nAssets
 */
export function writePerformance(folder: string, panel: Panel, results: PortfolioResults, close: Matrix): void {
  const headline = results[ENSEMBLE]
  const { startIndex, equity, traded } = headline.net
  const portfolios = Object.keys(results)
  const { weights, contributions } = assetProfits(headline.net, close)
  const record = {
    kind: KIND,
    header: { portfolios, assets: panel.assets, sectors: panel.sectors },
    arrays: {
      dates: panel.dates.slice(startIndex, startIndex + equity.length),
      decided: Int32Array.from(headline.weights, ({ dateIndex }) => dateIndex),
      weights: weights.data,
      contributions: contributions.data,
      traded,
      ...keyed('cost', Object.entries(costsByKind(headline.net))),
      ...keyed(
        'net',
        portfolios.map((name) => [name, results[name].net.equity]),
      ),
      ...keyed(
        'gross',
        portfolios.map((name) => [name, results[name].gross.equity]),
      ),
    },
  }
  writeArtifact(folder, RUN_FILES.performance, encodeRecord(record))
}

const headerSchema = z.looseObject({
  portfolios: z.array(z.string()),
  assets: z.array(z.string()),
  sectors: z.array(z.string()),
})

/**
 * What the second step left.
 * @throws ConfigError when there is none, ArtifactError when it is damaged or not what this version writes
 */
export function readPerformance(folder: string): PerformanceRecord {
  const { header, arrays } = readRecord(folder, RUN_FILES.performance, KIND)
  const lacks = (what: string): ArtifactError =>
    new ArtifactError(`${join(folder, RUN_FILES.performance)}: holds no ${what}`)
  const parsed = headerSchema.safeParse(header)
  if (!parsed.success) throw lacks('names of portfolios')
  const { portfolios, assets, sectors } = parsed.data
  const { dates, decided } = arrays
  if (!(dates instanceof Int32Array && decided instanceof Int32Array)) throw lacks('dates')
  const numbers = (name: string, length = dates.length): Float64Array => {
    const values = arrays[name]
    if (!(values instanceof Float64Array && values.length === length)) throw lacks(`"${name}" of ${length} values`)
    return values
  }
  const perAsset = (name: string, rows: number): Matrix =>
    matrixOver(rows, assets.length, numbers(name, rows * assets.length))
  const equityOf = (prefix: string): Map<string, Float64Array> =>
    new Map(portfolios.map((name) => [name, numbers(`${prefix}:${name}`)]))
  return {
    dates,
    decided,
    assets,
    sectors,
    net: equityOf('net'),
    gross: equityOf('gross'),
    weights: perAsset('weights', dates.length),
    contributions: perAsset('contributions', Math.max(0, dates.length - 1)),
    traded: numbers('traded'),
    costs: Object.fromEntries(COST_KINDS.map((kind) => [kind, numbers(`cost:${kind}`)])) as PerformanceRecord['costs'],
  }
}
