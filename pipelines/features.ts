import { basename, dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { printable } from '../datasets/text/quoted.js'
import { formatSession, type SessionDay } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import { rowOf } from '../src/core/matrix.js'
import { requireFeatures } from '../src/features/plan-outputs.js'
import { planStages, type Plan } from '../src/features/plan.js'
import { panelSources, sourceOf } from '../src/features/run-stages.js'
import { exampleStages, stageOf } from '../src/features/stage-families.js'
import type { Kernels } from '../src/kernels/kernels.js'
import type { Panel } from '../src/panel/panel.js'
import { hasArtifact, writeArtifactInParts } from './artifacts.js'
import { featureBlocks } from './feature-blocks.js'
import { tableFormatOf, type FeatureRows } from './feature-file.js'
import { summariseTable, type TableSummary } from './feature-summary.js'
import { counted } from './feature-text.js'
import type { Progress } from './progress.js'

/** A panel whose features are wanted. */
export interface FeatureSource {
  readonly panel: Panel
  /** Whether its prices are adjusted for splits and distributions here: features in units of price would tell of later ones. */
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

/** Numbers that are written at once: as text or with nulls they need several times the memory. */
const WRITTEN_NUMBERS = 2 ** 21

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

/** Every registered stage, at its example, that can be computed from the panel and is no column of nothing. */
function everyFeature(source: FeatureSource): string[] {
  const isEmpty = (input: string): boolean => sourceOf(source.panel, input)?.data.every(Number.isNaN) === true
  return exampleStages()
    .map(({ name }) => name)
    .filter((name) => planOfExample(name, source)?.stages.every(({ inputs }) => !inputs.some(isEmpty)) === true)
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

/** Rows of a table from (inclusive) to (exclusive). */
function partOf({ dates, symbols, sectors, seasoned, features }: FeatureRows, from: number, to: number): FeatureRows {
  return {
    dates: dates.subarray(from, to),
    symbols: symbols.slice(from, to),
    sectors: sectors.slice(from, to),
    seasoned: seasoned.slice(from, to),
    features: features.map((values) => values.subarray(from, to)),
  }
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
  const replaces = out !== undefined && hasArtifact(dirname(out), basename(out))
  const shape = [
    counted(plan.outputs.length, 'feature'),
    `of ${counted(panel.assets.length, 'symbol')}`,
    `x ${counted(end - first, 'session')}`,
  ]
  progress(`${shape.join(' ')}${replaces ? `; "${printable(out)}" is replaced` : ''}`)
  const summary = summariseTable(plan.outputs)
  const perPart = Math.ceil(WRITTEN_NUMBERS / plan.outputs.length)
  const eachPart = async (take: (rows: FeatureRows) => void): Promise<void> => {
    for await (const rows of featureBlocks(plan, panel, { from: first, to: end }, kernels))
      for (let row = 0; row < rows.dates.length; row += perPart) {
        const part = partOf(rows, row, row + perPart)
        summary.add(part)
        take(part)
        // A turn of the event loop, or an interrupt would wait for the end.
        await setImmediate()
      }
  }
  if (out === undefined || format === undefined) await eachPart(() => undefined)
  else
    await writeArtifactInParts(dirname(out), basename(out), async (append) => {
      const writer = format(plan.outputs, append)
      await eachPart((rows) => writer.write(rows))
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
