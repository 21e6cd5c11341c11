import type { Matrix } from '../../src/core/matrix.js'
import { matrixOver } from '../../src/core/matrix.js'
import { planStages } from '../../src/features/plan.js'
import { panelSources, runStages } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import type { Panel } from '../../src/panel/panel.js'
import { weekdays } from '../contracts/random-panel.js'

/** The column of a feature, with whatever it is computed from. */
export function computeColumn(name: string, panel: Panel): Matrix {
  const plan = planStages([name], panelSources(panel), stageOf)
  const column = runStages(plan, panel, referenceKernels).get(name)
  if (column === undefined) throw new Error(`bug: ${name} was not computed`)
  return column
}

/** A panel of closes given row by row; the benchmark's close is 1 and every volume 1000 unless told otherwise. */
export function panelOfCloses(
  closes: readonly (readonly number[])[],
  benchmark: readonly number[] = closes.map(() => 1),
  volumes: readonly (readonly number[])[] = closes.map((row) => row.map(() => 1000)),
): Panel {
  const nAssets = closes[0]?.length ?? 0
  const close = matrixOver(closes.length, nAssets, Float64Array.from(closes.flat()))
  const volume = matrixOver(closes.length, nAssets, Float64Array.from(volumes.flat()))
  const ofBenchmark = Float64Array.from(benchmark)
  return {
    dates: weekdays(closes.length),
    assets: Array.from({ length: nAssets }, (_, col) => `A${col}`),
    sectors: Array.from({ length: nAssets }, (_, col) => `sector-${col}`),
    benchmark: 'B',
    fields: { open: close, high: close, low: close, close, volume },
    series: Object.fromEntries(
      ['open', 'high', 'low', 'close', 'volume'].map((field) => [`benchmark.${field}`, ofBenchmark]),
    ),
    assetSeries: {},
    simulated: true,
  }
}

/** The panel with a value per session under a name, as a feed adds it. */
export function withSeries(panel: Panel, name: string, values: readonly number[]): Panel {
  return { ...panel, series: { ...panel.series, [name]: Float64Array.from(values) } }
}

/** The panel, of one asset, with a value per session of that asset. */
export function withAssetSeries(panel: Panel, name: string, values: readonly number[]): Panel {
  const column = matrixOver(values.length, 1, Float64Array.from(values))
  return { ...panel, assetSeries: { ...panel.assetSeries, [name]: column } }
}

/** The panel, of one asset, with highs and lows apart from the closes. */
export function withRange(panel: Panel, highs: readonly number[], lows: readonly number[]): Panel {
  const column = (values: readonly number[]): Matrix => matrixOver(values.length, 1, Float64Array.from(values))
  return { ...panel, fields: { ...panel.fields, high: column(highs), low: column(lows) } }
}
