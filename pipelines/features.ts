import { basename, dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { formatSession, type SessionDay } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import { rowOf } from '../src/core/matrix.js'
import { requireFeatures, widthOf } from '../src/features/plan-outputs.js'
import { planStages, type Plan } from '../src/features/plan.js'
import { computeFeatures, panelSources, type FeaturePanel } from '../src/features/run-stages.js'
import { exampleStages, stageOf } from '../src/features/stage-families.js'
import type { Kernels } from '../src/kernels/kernels.js'
import { panelRows } from '../src/panel/panel-rows.js'
import type { Panel } from '../src/panel/panel.js'
import { writeArtifactInParts } from './artifacts.js'
import { tableFormatOf, type FeatureRows } from './feature-file.js'
import { summariseTable, type TableSummary } from './feature-summary.js'
import type { Progress } from './progress.js'

/** A panel whose features are wanted. */
export interface FeatureSource {
  readonly panel: Panel
  /** Whether its prices are adjusted for splits here: features in units of price would tell of later splits. */
  readonly isRaw: boolean
  /** What a reader of the features should know about the data. */
  readonly notes: readonly string[]
}

/** What is wanted of a panel. */
export interface FeatureQuestion {
  /** Names of features; every registered one that the panel has the inputs of, when absent. */
  readonly names: readonly string[] | undefined
  /** First and last session of the rows; sessions before them serve the lookbacks. */
  readonly from: SessionDay | undefined
  readonly to: SessionDay | undefined
  /** File to be written: Parquet, CSV or Arrow by its ending; none when absent. */
  readonly out: string | undefined
}

/** What `sectorcast features DIR --json` prints. */
export interface FeatureDocument extends TableSummary {
  readonly benchmark: string
  /** True when the prices were made by a simulation. */
  readonly simulated: boolean
  /** Sessions that the features need, the current one included. */
  readonly lookback: number
  readonly notes: readonly string[]
  /** The file that was written. */
  readonly out: string | null
}

/** Numbers that a block of sessions may have in all its columns: about half a gigabyte. */
const BLOCK_NUMBERS = 2 ** 26

/** Plan of one registered stage; undefined where the panel lacks an input, or it is no column of the table. */
function planOfExample(name: string, { panel, isRaw }: FeatureSource): Plan | undefined {
  try {
    const plan = planStages([name], panelSources(panel), stageOf)
    requireFeatures(plan, isRaw)
    return plan
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}

function hasField(panel: Panel, name: string): boolean {
  const matrix = (panel.fields as Readonly<Record<string, { readonly data: Float64Array } | undefined>>)[name]
  const values = matrix?.data ?? (Object.hasOwn(panel.series, name) ? panel.series[name] : undefined)
  return values?.every(Number.isNaN) !== true
}

/** Every registered stage, at its example, that can be computed from the panel and is no column of nothing. */
function everyFeature(source: FeatureSource): string[] {
  return exampleStages()
    .map(({ name }) => name)
    .filter((name) => {
      const plan = planOfExample(name, source)
      return plan?.stages.every(({ inputs }) => inputs.every((input) => hasField(source.panel, input))) === true
    })
}

/**
 * Plan of the features that were asked for.
 * @throws ConfigError for an unknown one (naming the nearest), one per pair, or one in units of raw prices
 */
function planOfFeatures(source: FeatureSource, names: readonly string[] | undefined): Plan {
  const plan = planStages(names ?? everyFeature(source), panelSources(source.panel), stageOf)
  requireFeatures(plan, source.isRaw)
  return plan
}

/** Features of rows from (inclusive) to (exclusive), from as much of the panel as they need. */
function featuresOf(plan: Plan, panel: Panel, from: number, to: number, kernels: Kernels): [FeaturePanel, number] {
  const first = Math.max(0, from - plan.lookback + 1)
  return [computeFeatures(plan, panelRows(panel, first, to), kernels), from - first]
}

/** Rows of a table: the symbols that traded, session by session, from row `skip` of the features on. */
function tableRows({ close }: Panel['fields'], features: FeaturePanel, first: number, skip: number): FeatureRows {
  const { dates, assets, sectors, values, seasoned } = features
  const nAssets = assets.length
  const traded: number[] = []
  for (let i = skip * nAssets; i < dates.length * nAssets; i++)
    if (!Number.isNaN(close.data[(first - skip) * nAssets + i])) traded.push(i)
  const cells = Int32Array.from(traded)
  return {
    dates: cells.map((i) => dates[Math.floor(i / nAssets)]),
    symbols: traded.map((i) => assets[i % nAssets]),
    sectors: traded.map((i) => (sectors[i % nAssets] === '' ? null : sectors[i % nAssets])),
    seasoned: traded.map((i) => seasoned[i] === 1),
    features: values.map(({ data }) => {
      const column = new Float64Array(cells.length)
      for (let row = 0; row < column.length; row++) column[row] = data[cells[row]]
      return column
    }),
  }
}

/** Sessions of a block: few enough for memory, enough that the lookback before it is not most of the work. */
function blockSessions(plan: Plan, nAssets: number): number {
  const perSession = plan.stages.reduce(
    (sum, { name }) => sum + { pair: nAssets * nAssets, asset: nAssets, session: 1 }[widthOf(plan, name)],
    plan.outputs.length * nAssets,
  )
  return Math.max(plan.lookback, Math.floor(BLOCK_NUMBERS / perSession))
}

/**
 * Rows of the panel in the range in which at least one symbol traded, first (inclusive) to end (exclusive): a benchmark may be older.
 * @throws ConfigError when there is none
 */
function rowsWanted({ dates, fields: { close } }: Panel, from: number, to: number): { first: number; end: number } {
  const isWanted = (date: number, row: number): boolean =>
    date >= from && date <= to && !rowOf(close, row).every(Number.isNaN)
  const [first, last] = [dates.findIndex(isWanted), dates.findLastIndex(isWanted)]
  if (first >= 0) return { first, end: last + 1 }
  const range = [
    Number.isFinite(from) ? formatSession(from) : 'the first',
    Number.isFinite(to) ? formatSession(to) : 'the last',
  ]
  throw new ConfigError(
    `no session from ${range.join(' to ')}: the data have ${formatSession(dates[0])} to ${formatSession(dates[dates.length - 1])}`,
  )
}

/**
 * Computes features of a panel and, where a file is asked for, writes them as a long table: one row per session and symbol that
 * traded, with date, symbol, sector, seasoned and one column per feature.
 * @throws ConfigError for features as {@link planOfFeatures}, for a range without a session, and when the file can not be written
 */
export async function writeFeatures(
  source: FeatureSource,
  { names, from = -Infinity, to = Infinity, out }: FeatureQuestion,
  kernels: Kernels,
  progress: Progress,
): Promise<FeatureDocument> {
  const { panel, notes } = source
  const format = out === undefined ? undefined : tableFormatOf(out)
  const plan = planOfFeatures(source, names)
  const { first, end } = rowsWanted(panel, from, to)
  progress(`${plan.outputs.length} features of ${panel.assets.length} symbols x ${end - first} sessions`)
  const summary = summariseTable(plan.outputs)
  const perBlock = blockSessions(plan, panel.assets.length)
  const eachBlock = async (take: (rows: FeatureRows) => void): Promise<void> => {
    for (let row = first; row < end; row += perBlock) {
      const [features, skip] = featuresOf(plan, panel, row, Math.min(end, row + perBlock), kernels)
      const rows = tableRows(panel.fields, features, row, skip)
      summary.add(rows)
      take(rows)
      // A turn of the event loop, or an interrupt would wait for the end.
      await setImmediate()
    }
  }
  if (out === undefined || format === undefined) await eachBlock(() => undefined)
  else
    await writeArtifactInParts(dirname(out), basename(out), async (append) => {
      const writer = format(plan.outputs, append)
      await eachBlock((rows) => writer.write(rows))
      writer.finish()
    })
  return {
    ...summary.summary(),
    benchmark: panel.benchmark,
    simulated: panel.simulated,
    lookback: plan.lookback,
    notes,
    out: out ?? null,
  }
}
