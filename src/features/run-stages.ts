import { ConfigError, ShapeError } from '../core/errors.js'
import { createMatrix, matrixOver, type Matrix } from '../core/matrix.js'
import type { Kernels } from '../kernels/kernels.js'
import { BAR_FIELDS, type Panel } from '../panel/panel.js'
import { columnsOf, computeStages, stepsOf, type Columns } from './compute-stages.js'
import { widthOf } from './plan-outputs.js'
import type { Plan } from './plan.js'

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

/** Position of each asset's sector among the sectors in order, so that stages can tell who belongs together. */
export function sectorCodes(sectors: readonly string[]): Float64Array {
  const order = [...new Set(sectors)].sort()
  return Float64Array.from(sectors, (sector) => order.indexOf(sector))
}

/** A source of a panel by name: a field, a series, the days ("date") or the sectors of the assets ("sector"). */
export function sourceOf(panel: Panel, name: string): Matrix | undefined {
  const nDates = panel.dates.length
  if (name === 'date') return matrixOver(nDates, 1, Float64Array.from(panel.dates))
  if (name === 'sector') {
    const codes = sectorCodes(panel.sectors)
    const out = createMatrix(nDates, codes.length)
    for (let row = 0; row < nDates; row++) out.data.set(codes, row * codes.length)
    return out
  }
  const field = BAR_FIELDS.find((candidate) => candidate === name)
  if (field !== undefined) return panel.fields[field]
  if (Object.hasOwn(panel.series, name)) return matrixOver(nDates, 1, panel.series[name])
  return Object.hasOwn(panel.assetSeries, name) ? panel.assetSeries[name] : undefined
}

/** Sources that the plan's stages and outputs are made of, as far as the panel has them. */
export function sourcesOf(plan: Plan, panel: Panel): Columns {
  const made = new Set(plan.stages.map(({ name }) => name))
  const names = new Set([...plan.stages.flatMap(({ inputs }) => inputs), ...plan.outputs])
  const columns: Columns = new Map()
  for (const name of names) {
    const source = made.has(name) ? undefined : sourceOf(panel, name)
    if (source !== undefined) columns.set(name, source)
  }
  return columns
}

/**
 * Computes all stages of the plan; the result holds every stage and every source that it is made of, by name.
 * @param recycled - an earlier result of the same plan that is no longer needed: its memory is used again
 */
export function runStages(plan: Plan, panel: Panel, kernels: Kernels, recycled: Columns = new Map()): Columns {
  const nDates = panel.dates.length
  const columns: Columns = new Map()
  for (const [name, source] of sourcesOf(plan, panel)) columns.set(name, kernels.share(source, recycled.get(name)))
  computeStages(
    stepsOf(plan.stages),
    columns,
    () => ({ from: 0, to: nDates }),
    (stage, inputs) => {
      const cols = columnsOf(stage, inputs, panel.assets.length)
      const spare = recycled.get(stage.name)
      return spare?.rows === nDates && spare.cols === cols ? spare : kernels.allocate(nDates, cols)
    },
    kernels,
  )
  return columns
}

/** Whether each asset has been listed, beside the benchmark, over the last `lookback` sessions; [nDates * nAssets]. */
function seasonedMask(panel: Panel, lookback: number): Uint8Array {
  const { rows, cols, data } = panel.fields.close
  const benchmark = panel.series['benchmark.close']
  const mask = new Uint8Array(data.length)
  /** First row at which each asset can be seasoned, as far as is known. */
  const seasonedFrom = new Int32Array(cols).fill(lookback - 1)
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(benchmark[row])) {
      seasonedFrom.fill(row + lookback)
      continue
    }
    const start = row * cols
    for (let col = 0; col < cols; col++) {
      if (Number.isNaN(data[start + col])) seasonedFrom[col] = row + lookback
      else if (row >= seasonedFrom[col]) mask[start + col] = 1
    }
  }
  return mask
}

/**
 * The plan's outputs among the columns, each with one column per asset or a single one.
 * @throws ConfigError when a source that is asked for is not there; ShapeError when an output is a matrix of pairs
 */
export function outputColumns(plan: Plan, columns: Columns, nAssets: number): Matrix[] {
  return plan.outputs.map((name) => {
    const column = columns.get(name)
    if (column === undefined) throw new ConfigError(`feature "${name}" is asked for, which the panel has not`)
    if (column.cols !== 1 && column.cols !== nAssets) throw pairError(name)
    return column
  })
}

/** A value of the session, standing for every asset. */
function spread({ rows, data }: Matrix, nAssets: number): Matrix {
  const out = createMatrix(rows, nAssets, 0)
  for (let row = 0; row < rows; row++) out.data.fill(data[row], row * nAssets, (row + 1) * nAssets)
  return out
}

/**
 * The plan's outputs as features; those of one value per asset are the columns themselves.
 * @throws ConfigError or ShapeError as {@link outputColumns}
 */
export function featuresOf(plan: Plan, panel: Panel, columns: Columns): FeaturePanel {
  const { dates, assets, sectors } = panel
  const values = outputColumns(plan, columns, assets.length).map((column) =>
    column.cols === assets.length ? column : spread(column, assets.length),
  )
  return { dates, assets, sectors, names: plan.outputs, values, seasoned: seasonedMask(panel, plan.lookback) }
}

function pairError(name: string): ShapeError {
  return new ShapeError(`feature "${name}" has a value per pair, expected one per asset`)
}

/** Refuses a pair matrix among the outputs before anything is computed. @throws ShapeError */
export function refusePairs(plan: Plan): void {
  const pair = plan.outputs.find((name) => widthOf(plan, name) === 'pair')
  if (pair !== undefined) throw pairError(pair)
}

/**
 * Computes the plan's outputs as features.
 * @throws ShapeError when an output is not one value per asset or per session (a pair matrix)
 */
export function computeFeatures(plan: Plan, panel: Panel, kernels: Kernels): FeaturePanel {
  refusePairs(plan)
  return featuresOf(plan, panel, runStages(plan, panel, kernels))
}
