import type { SessionDay } from '../core/calendar.js'
import { mapRecord } from '../core/map-record.js'
import { rowOf, viewRows, type Matrix } from '../core/matrix.js'
import type { Kernels } from '../kernels/kernels.js'
import { mapPanel } from '../panel/map-panel.js'
import type { Panel } from '../panel/panel.js'
import { computeStages, stepsOf, type Columns } from './compute-stages.js'
import { keepRows, type KeptColumn } from './kept-rows.js'
import type { Plan } from './plan.js'
import { outputColumns, refusePairs, runStages } from './run-stages.js'
import { requireAfter, requireSameDay, sessionReader, type Session } from './session.js'

/** Features of one session. */
export interface FeatureRow {
  readonly date: SessionDay
  readonly names: readonly string[]
  /** One array [nAssets] per name, of the caller; NaN where the feature does not exist. */
  readonly values: readonly Float64Array[]
  /** [nAssets]: 1 where the asset and the benchmark were listed for the whole lookback of the plan, else 0. */
  readonly seasoned: Uint8Array
}

/**
 * Features session by session. A row is, bit by bit, that of `computeFeatures` over the whole history, and takes the same time
 * however long that is: only rows that a stage still looks back on are kept. A session that is refused changes nothing.
 */
export interface FeatureStream {
  /** @throws DataError when the session is not after the latest one, or lacks a source of the plan */
  append(session: Session): FeatureRow
  /**
   * Takes the place of the latest session: a bar that still runs, or a corrected close.
   * @throws DataError when it is of another day than the latest session, or lacks a source of the plan
   */
  amend(session: Session): FeatureRow
}

/** A row of a panel as a session of its own. */
export function sessionOf(panel: Panel, row: number): Session {
  const copy = (matrix: Matrix): Float64Array => rowOf(matrix, row).slice()
  return {
    date: panel.dates[row],
    fields: mapRecord(panel.fields, copy),
    series: mapRecord(panel.series, (values) => values[row]),
    assetSeries: mapRecord(panel.assetSeries, copy),
  }
}

/** What decides whether an asset is listed. */
const LISTING = ['close', 'benchmark.close'] as const

/** View (not a copy) of the last sessions of a panel. */
function lastRows(panel: Panel, count: number): Panel {
  const start = Math.max(0, panel.dates.length - count)
  return mapPanel(panel, (matrix) => viewRows(matrix, start, matrix.rows), panel.dates.subarray(start))
}

/** Each column with the rows that its consumers look back on. */
function keptColumns({ stages }: Plan, columns: Columns): KeptColumn[] {
  const keep = new Map<string, number>()
  for (const { inputs, lookback } of stages)
    for (const input of inputs) keep.set(input, Math.max(lookback, keep.get(input) ?? 1))
  return [...columns].map(([name, { cols }]) => ({ name, cols, keep: keep.get(name) ?? 1 }))
}

/** Sessions for which each asset has been listed beside the benchmark, up to the latest one and up to the one before it. */
interface Listed {
  readonly now: Int32Array
  readonly before: Int32Array
}

function countListed({ now, before }: Listed, closes: ArrayLike<number>, benchmark: number): void {
  for (let col = 0; col < now.length; col++)
    now[col] = Number.isNaN(closes[col]) || Number.isNaN(benchmark) ? 0 : before[col] + 1
}

function listedIn(panel: Panel): Listed {
  const nAssets = panel.assets.length
  const listed = { now: new Int32Array(nAssets), before: new Int32Array(nAssets) }
  for (let row = 0; row < panel.dates.length; row++) {
    listed.before.set(listed.now)
    const closes = panel.fields.close.data.subarray(row * nAssets, (row + 1) * nAssets)
    countListed(listed, closes, panel.series['benchmark.close'][row])
  }
  return listed
}

/**
 * A stream of features that goes on where a history ends.
 * @param history - at least its last rows, as many as the plan's lookback, if earlier ones are to count; may have no rows. It names
 *   the assets, their order and the sources, is not kept and not changed
 * @throws ConfigError when a source of the plan is missing; ShapeError when an output is a matrix of pairs
 */
export function openFeatureStream(plan: Plan, history: Panel, kernels: Kernels): FeatureStream {
  refusePairs(plan)
  const nAssets = history.assets.length
  const recent = lastRows(history, plan.lookback)
  const computed = runStages(plan, recent, kernels)
  outputColumns(plan, computed, nAssets)
  const kept = keepRows(keptColumns(plan, computed), computed, history.dates.length, kernels)
  const listed = listedIn(recent)
  const steps = stepsOf(plan.stages)
  const made = new Set(plan.stages.map(({ name }) => name))
  const sources = [...computed.keys()].filter((name) => !made.has(name))
  const readers = new Map([...sources, ...LISTING].map((name) => [name, sessionReader(name, history)]))
  let last: SessionDay | undefined = history.dates.at(-1)

  /** Computes a row of everything from a session that has all sources. */
  function compute(row: number, values: ReadonlyMap<string, ArrayLike<number>>): void {
    const columns = kept.columns()
    for (const name of sources) {
      const column = columns.get(name)
      column?.data.set(values.get(name) ?? [], row * column.cols)
    }
    const rows = { from: row, to: row + 1 }
    computeStages(
      steps,
      columns,
      () => rows,
      ({ name }) => {
        throw new Error(`bug: feature "${name}" has no column`)
      },
      kernels,
    )
  }

  function featuresAt(row: number, date: SessionDay): FeatureRow {
    const values = outputColumns(plan, kept.columns(), nAssets).map(({ cols, data }) =>
      cols === nAssets
        ? Float64Array.from(data.subarray(row * cols, (row + 1) * cols))
        : new Float64Array(nAssets).fill(data[row]),
    )
    return {
      date,
      names: plan.outputs,
      values,
      seasoned: Uint8Array.from(listed.now, (n) => (n >= plan.lookback ? 1 : 0)),
    }
  }

  const read = (session: Session): Map<string, ArrayLike<number>> =>
    new Map([...readers].map(([name, reader]) => [name, reader(session)]))

  return {
    append(session) {
      requireAfter(session, last)
      const values = read(session)
      kept.makeRoom()
      compute(kept.latest() + 1, values)
      kept.advance()
      listed.before.set(listed.now)
      countListed(listed, values.get('close') ?? [], values.get('benchmark.close')?.[0] ?? NaN)
      last = session.date
      return featuresAt(kept.latest(), session.date)
    },
    amend(session) {
      requireSameDay(session, last)
      const values = read(session)
      compute(kept.latest(), values)
      countListed(listed, values.get('close') ?? [], values.get('benchmark.close')?.[0] ?? NaN)
      return featuresAt(kept.latest(), session.date)
    },
  }
}
