import { createMatrix, viewRows, type Matrix } from '../core/matrix.js'
import { columnsOf, computeStages, stepsOf, type Columns } from '../features/compute-stages.js'
import { openFeatureStream, sessionOf } from '../features/feature-stream.js'
import type { Plan } from '../features/plan.js'
import { runStages, sourcesOf } from '../features/run-stages.js'
import type { Stage } from '../features/stage.js'
import type { Kernels } from '../kernels/kernels.js'
import { panelRows } from '../panel/panel-rows.js'
import type { Panel } from '../panel/panel.js'
import { changedElements } from './changed-elements.js'
import { perturbAfter, poisonBefore, poisonRows, PERTURBATIONS } from './perturb.js'

/** Number of values that changed, by stage; 0 for an honest one. */
export type Changes = ReadonlyMap<string, number>

/** What is demanded of stages, all of a plan at once: each question says how many values of each output changed. */
export interface StageAudit {
  /** After each row the future is changed in every way: values at or before the row must stay. */
  future(rows: readonly number[]): Changes
  /** The history begins later: values whose whole lookback lies behind the start must stay. */
  start(starts: readonly number[]): Changes
  /**
   * Row by row, when later rows do not exist yet, and session by session through the stream of live features: the values must be
   * those of the batch.
   */
  replay(): Changes
  /**
   * Rows before each cut hold nonsense, of the panel and then of the stage's own inputs: values whose lookback (the summed one, and
   * then its own) lies behind the cut must stay.
   */
  lookback(cuts: readonly number[]): Changes
}

const SEED = 20_240_229

function columnOf(columns: Columns, name: string): Matrix {
  const column = columns.get(name)
  if (column === undefined) throw new Error(`bug: ${name} was not computed`)
  return column
}

/** One stage from its inputs, all rows. */
function computeOne(stage: Stage, inputs: Columns, like: Matrix, kernels: Kernels): Matrix {
  const columns = new Map(inputs)
  const rows = { from: 0, to: like.rows }
  computeStages(
    stepsOf([stage]),
    columns,
    () => rows,
    () => kernels.allocate(like.rows, like.cols),
    kernels,
  )
  return columnOf(columns, stage.name)
}

/**
 * Opens the audit of a plan's outputs on a panel.
 * @param kernels - those that features are computed with
 */
export function auditStages(plan: Plan, panel: Panel, kernels: Kernels): StageAudit {
  const nRows = panel.dates.length
  const honest = runStages(plan, panel, kernels)
  const outputs = plan.stages.filter(({ name }) => plan.outputs.includes(name))

  function counting(count: (add: (name: string, changed: number) => void) => void): Changes {
    const changes = new Map(outputs.map(({ name }) => [name, 0]))
    count((name, changed) => changes.set(name, (changes.get(name) ?? 0) + changed))
    return changes
  }

  /** Elements of the honest column from `row` on that differ from those of another one, which begins at row `start`. */
  function changedFrom(name: string, other: Matrix, row: number, start = 0): number {
    const { cols, data } = columnOf(honest, name)
    return changedElements(data, other.data, Math.max(0, nRows - row) * cols, row * cols, (row - start) * cols)
  }

  /** Every stage, one row at a time, from sources that end with it. */
  function rowByRow(): Columns {
    const sources = sourcesOf(plan, panel)
    const steps = stepsOf(plan.stages)
    const made: Columns = new Map()
    for (let t = 0; t < nRows; t++) {
      const columns: Columns = new Map()
      for (const [name, matrix] of [...sources, ...made]) columns.set(name, viewRows(matrix, 0, t + 1))
      const make = (stage: Stage, inputs: readonly Matrix[]): Matrix => {
        const whole = createMatrix(nRows, columnsOf(stage, inputs, panel.assets.length))
        made.set(stage.name, whole)
        return viewRows(whole, 0, t + 1)
      }
      computeStages(steps, columns, () => ({ from: t, to: t + 1 }), make, kernels)
    }
    return made
  }

  /** Values of the outputs that a live stream has, from the first session on; it has no pairs. */
  function countStream(add: (name: string, changed: number) => void): void {
    const pairs = panel.assets.length ** 2
    const names = plan.outputs.filter((name) => pairs === 1 || columnOf(honest, name).cols !== pairs)
    const stream = openFeatureStream({ ...plan, outputs: names }, panelRows(panel, 0, 0), kernels)
    for (let t = 0; t < nRows; t++)
      for (const [i, values] of stream.append(sessionOf(panel, t)).values.entries()) {
        const { cols, data } = columnOf(honest, names[i])
        add(names[i], changedElements(data, values, cols, t * cols))
      }
  }

  return {
    future: (rows) =>
      counting((add) => {
        let computed: Columns | undefined
        for (const t of rows)
          for (const kind of PERTURBATIONS) {
            computed = runStages(plan, perturbAfter(panel, t, kind, SEED).panel, kernels, computed)
            for (const { name } of outputs) {
              const { cols, data } = columnOf(honest, name)
              add(name, changedElements(data, columnOf(computed, name).data, (t + 1) * cols))
            }
          }
      }),

    start: (starts) =>
      counting((add) => {
        for (const start of starts) {
          const computed = runStages(plan, panelRows(panel, start, nRows), kernels)
          for (const { name } of outputs) {
            const first = start + (plan.lookbacks.get(name) ?? 1) - 1
            add(name, changedFrom(name, columnOf(computed, name), first, start))
          }
        }
      }),

    replay: () =>
      counting((add) => {
        const made = rowByRow()
        for (const { name } of outputs) add(name, changedFrom(name, columnOf(made, name), 0))
        countStream(add)
      }),

    lookback: (cuts) =>
      counting((add) => {
        for (const cut of cuts) {
          const computed = runStages(plan, poisonBefore(panel, cut, SEED), kernels)
          for (const stage of outputs) {
            const { name, inputs, lookback } = stage
            add(name, changedFrom(name, columnOf(computed, name), cut + (plan.lookbacks.get(name) ?? 1) - 1))
            const poisoned: Columns = new Map(
              inputs.map((input) => [input, poisonRows(columnOf(honest, input), 0, SEED, cut)]),
            )
            add(
              name,
              changedFrom(name, computeOne(stage, poisoned, columnOf(honest, name), kernels), cut + lookback - 1),
            )
          }
        }
      }),
  }
}
