import { setImmediate } from 'node:timers/promises'
import type { Matrix } from '../src/core/matrix.js'
import { columnsOf, computeStages, stepsOf, type Columns } from '../src/features/compute-stages.js'
import { widthOf } from '../src/features/plan-outputs.js'
import type { Plan } from '../src/features/plan.js'
import { featuresOf, sourcesOf } from '../src/features/run-stages.js'
import type { Kernels, Rows } from '../src/kernels/kernels.js'
import { panelRows } from '../src/panel/panel-rows.js'
import type { Panel } from '../src/panel/panel.js'
import type { FeatureRows } from './feature-file.js'

/** Numbers that the columns of a block may hold at any time: 128 MB. */
const BLOCK_NUMBERS = 2 ** 24
/** Rows before a block that its lookback may cost for every row of it. */
const MOST_REPEATED = 4

/** A step of a plan, as a block computes it. */
interface BlockStep {
  readonly step: ReturnType<typeof stepsOf>[number]
  /** Rows before the first one wanted that others need of it. */
  readonly before: number
  /** Columns that nobody reads after it. */
  readonly released: readonly string[]
}

/** Steps of a plan, and the most numbers per session that their columns hold at once. */
function blockSteps(plan: Plan, nAssets: number): { readonly steps: readonly BlockStep[]; readonly most: number } {
  const steps = stepsOf(plan.stages)
  const lastRead = new Map<string, number>()
  for (const [i, step] of steps.entries())
    for (const { name, inputs } of step) for (const read of [name, ...inputs]) lastRead.set(read, i)
  const before = new Map<string, number>()
  // Consumers stand behind what they read. All of a step have the same rows, or they would not be computed together.
  const befores = steps.map(() => 0)
  for (let i = steps.length - 1; i >= 0; i--) {
    for (const { name } of steps[i]) befores[i] = Math.max(befores[i], before.get(name) ?? 0)
    for (const { inputs, lookback } of steps[i])
      for (const input of inputs) before.set(input, Math.max(before.get(input) ?? 0, befores[i] + lookback - 1))
  }
  const made = new Map(plan.stages.map(({ name }) => [name, widthOf(plan, name) === 'session' ? 1 : nAssets]))
  let [held, most] = [0, 0]
  const blockSteps = steps.map((step, i) => {
    for (const { name } of step) held += made.get(name) ?? 0
    most = Math.max(most, held)
    const released = [...made.keys()].filter((name) => lastRead.get(name) === i)
    for (const name of released) held -= made.get(name) ?? 0
    return { step, before: befores[i], released }
  })
  return { steps: blockSteps, most }
}

/** Sessions of a block: few enough for memory, enough that the lookback before it is not most of the work. */
function blockSessions(plan: Plan, most: number, nAssets: number, rows: number, budget: number): number {
  const lookback = Math.min(plan.lookback, rows)
  const fitting = Math.floor((budget - most * lookback) / (most + plan.outputs.length * nAssets))
  return Math.min(rows, Math.max(Math.ceil(lookback / MOST_REPEATED), fitting, 1))
}

/** Matrices of one height, used again when nobody reads them any more. */
function matrixPool(
  rows: number,
  kernels: Kernels,
): { readonly take: (cols: number) => Matrix; readonly give: (matrix: Matrix) => void } {
  const spare = new Map<number, Matrix[]>()
  return {
    take: (cols) => spare.get(cols)?.pop() ?? kernels.allocate(rows, cols),
    give: (matrix) => {
      const others = spare.get(matrix.cols)
      if (others === undefined) spare.set(matrix.cols, [matrix])
      else others.push(matrix)
    },
  }
}

/** Cells of rows in which the asset traded. */
function tradedCells({ close }: Panel['fields'], { from, to }: Rows): Int32Array {
  const cells: number[] = []
  for (let i = from * close.cols; i < to * close.cols; i++) if (!Number.isNaN(close.data[i])) cells.push(i)
  return Int32Array.from(cells)
}

/** Values of the cells of a panel from a column that begins with its row `start`; a value per session stands for every asset. */
function valuesAt(cells: Int32Array, column: Matrix, start: number, nAssets: number): Float64Array {
  const { cols, data } = column
  const out = new Float64Array(cells.length)
  for (let i = 0; i < out.length; i++) {
    const cell = cells[i] - start * nAssets
    out[i] = data[cols === 1 ? Math.floor(cell / nAssets) : cell]
  }
  return out
}

/**
 * Features of rows of a panel as rows of a table, of symbols that traded, block after block in the order of the sessions. A block
 * holds no more columns at once than still are read, in memory that the next one uses again; between its steps others have
 * their turn, or an interrupt would wait for the end.
 * @param plan - its outputs have a value per asset or per session
 * @param budget - numbers that a block may hold; more where the lookback alone is longer
 */
export async function* featureBlocks(
  plan: Plan,
  panel: Panel,
  wanted: Rows,
  kernels: Kernels,
  budget = BLOCK_NUMBERS,
): AsyncGenerator<FeatureRows> {
  const { assets, sectors, dates } = panel
  const nAssets = assets.length
  const { steps, most } = blockSteps(plan, nAssets)
  const wants = new Set(plan.outputs)
  const perBlock = blockSessions(plan, most, nAssets, wanted.to, budget)
  const rows = Math.min(wanted.to, plan.lookback - 1 + perBlock)
  const pool = matrixPool(rows, kernels)
  const { seasoned } = featuresOf({ ...plan, outputs: [] }, panel, new Map())
  let sources: Columns = new Map()
  for (let from = wanted.from; from < wanted.to; from += perBlock) {
    const to = Math.min(wanted.to, from + perBlock)
    // All blocks have one height, so that their memory serves the next.
    const start = Math.max(0, to - rows)
    const cells = tradedCells(panel.fields, { from, to })
    const found = new Map<string, Float64Array>()
    const keep = (name: string, column: Matrix): void => {
      if (wants.has(name)) found.set(name, valuesAt(cells, column, start, nAssets))
    }
    const shared: Columns = new Map()
    for (const [name, source] of sourcesOf(plan, panelRows(panel, start, start + rows))) {
      const column = kernels.share(source, sources.get(name))
      shared.set(name, column)
      keep(name, column)
    }
    sources = shared
    const columns: Columns = new Map(shared)
    for (const { step, before, released } of steps) {
      computeStages(
        [step],
        columns,
        () => ({ from: Math.max(0, from - start - before), to: to - start }),
        (stage, inputs) => pool.take(columnsOf(stage, inputs, nAssets)),
        kernels,
      )
      for (const { name } of step) keep(name, columnNamed(columns, name))
      for (const name of released) {
        pool.give(columnNamed(columns, name))
        columns.delete(name)
      }
      await setImmediate()
    }
    yield {
      dates: cells.map((cell) => dates[Math.floor(cell / nAssets)]),
      symbols: Array.from(cells, (cell) => assets[cell % nAssets]),
      sectors: Array.from(cells, (cell) => (sectors[cell % nAssets] === '' ? null : sectors[cell % nAssets])),
      seasoned: Array.from(cells, (cell) => seasoned[cell] === 1),
      features: plan.outputs.map((name) => {
        const values = found.get(name)
        if (values === undefined) throw new Error(`bug: feature "${name}" was not computed`)
        return values
      }),
    }
  }
}

function columnNamed(columns: Columns, name: string): Matrix {
  const column = columns.get(name)
  if (column === undefined) throw new Error(`bug: column "${name}" was not computed`)
  return column
}
