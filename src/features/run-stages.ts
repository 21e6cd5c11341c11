import { ConfigError, ShapeError } from '../core/errors.js'
import { createMatrix, matrixOver, type Matrix } from '../core/matrix.js'
import type { Kernels } from '../kernels/kernels.js'
import { BAR_FIELDS, type Panel } from '../panel/panel.js'
import type { Plan } from './plan.js'
import type { Stage } from './stage.js'

/** Features of every asset at every session. */
export interface FeaturePanel {
  readonly dates: Int32Array
  readonly assets: readonly string[]
  readonly sectors: readonly string[]
  readonly names: readonly string[]
  /** One nDates x nAssets matrix per name; NaN where the feature does not exist. */
  readonly values: readonly Matrix[]
  /** nDates * nAssets: 1 where the asset and the benchmark were listed for the whole lookback of the plan, else 0. */
  readonly seasoned: Uint8Array
}

/** Names that stages may use as inputs without a stage of that name. */
export function panelSources(panel: Panel): string[] {
  return [...BAR_FIELDS, ...Object.keys(panel.series), ...Object.keys(panel.assetSeries)]
}

function widthOf(stage: Stage, nAssets: number): number {
  return stage.width === 'asset' ? nAssets : stage.width === 'pair' ? nAssets * nAssets : 1
}

/** Computes all stages of the plan; the result holds every stage and every source by name. */
export function runStages(plan: Plan, panel: Panel, kernels: Kernels): Map<string, Matrix> {
  const nDates = panel.dates.length
  const columns = new Map<string, Matrix>()
  for (const field of BAR_FIELDS) columns.set(field, panel.fields[field])
  for (const [name, values] of Object.entries(panel.series)) columns.set(name, matrixOver(nDates, 1, values))
  for (const [name, values] of Object.entries(panel.assetSeries)) columns.set(name, values)
  for (const stage of plan.stages) {
    const inputs = stage.inputs.map((name) => {
      const input = columns.get(name)
      if (input === undefined) throw new ConfigError(`feature "${stage.name}" needs "${name}", which the panel has not`)
      return input
    })
    const out = createMatrix(nDates, widthOf(stage, panel.assets.length))
    stage.compute(inputs, out, kernels)
    columns.set(stage.name, out)
  }
  return columns
}

/** Whether each asset has been listed, beside the benchmark, over the last `lookback` sessions; [nDates * nAssets]. */
function seasonedMask(panel: Panel, lookback: number): Uint8Array {
  const close = panel.fields.close
  const benchmark = panel.series['benchmark.close']
  const mask = new Uint8Array(close.data.length)
  const listed = new Int32Array(close.cols)
  for (let row = 0; row < close.rows; row++)
    for (let col = 0; col < close.cols; col++) {
      const i = row * close.cols + col
      listed[col] = Number.isNaN(close.data[i]) || Number.isNaN(benchmark[row]) ? 0 : listed[col] + 1
      mask[i] = listed[col] >= lookback ? 1 : 0
    }
  return mask
}

/**
 * Computes the plan's outputs as features.
 * @throws ShapeError when an output is not one value per asset or per session (a pair matrix)
 */
export function computeFeatures(plan: Plan, panel: Panel, kernels: Kernels): FeaturePanel {
  const columns = runStages(plan, panel, kernels)
  const nAssets = panel.assets.length
  const values = plan.outputs.map((name) => {
    const column = columns.get(name)
    if (column === undefined) throw new Error(`bug: output "${name}" was not planned`)
    const stage = plan.stages.find((candidate) => candidate.name === name)
    if (stage?.width === 'pair') throw new ShapeError(`feature "${name}" has a value per pair, expected one per asset`)
    if (stage?.width !== 'session' && column.cols === nAssets) return column
    const spread = createMatrix(column.rows, nAssets)
    for (let row = 0; row < column.rows; row++) spread.data.fill(column.data[row], row * nAssets, (row + 1) * nAssets)
    return spread
  })
  const { dates, assets, sectors } = panel
  return { dates, assets, sectors, names: plan.outputs, values, seasoned: seasonedMask(panel, plan.lookback) }
}
