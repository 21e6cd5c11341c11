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
