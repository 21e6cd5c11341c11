import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { planStages, type Plan } from '../../src/features/plan.js'
import { panelSources } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import type { Panel } from '../../src/panel/panel.js'
import { doubles, workload } from './peers.js'

const WINDOWS = [5, 21, 63, 126, 252]

/** The peers' outputs by their own names, and the features that they are. */
export const PEER_FEATURES: readonly (readonly [peer: string, feature: string])[] = WINDOWS.flatMap(
  (w): [string, string][] => [
    [`mean_${w}`, `rolling_mean_${w}(momentum_1)`],
    [`std_${w}`, `rolling_deviation_${w}(momentum_1)`],
    [`z_${w}`, `rolling_z_${w}(momentum_1)`],
    [`max_${w}`, `rolling_max_${w}(momentum_1)`],
    [`min_${w}`, `rolling_min_${w}(momentum_1)`],
    [`corr_${w}`, `rolling_correlation_${w}(momentum_1,benchmark_return)`],
    [`rank_${w}`, `rolling_rank_${w}(momentum_1)`],
    [`vz_${w}`, `rolling_z_${w}(log_volume)`],
    [`rs_${w}`, `relative_strength_${w}`],
    [`csr_${w}`, `rank(relative_strength_${w})`],
  ],
)

/** Symbol by symbol to session by session. */
function transposed(values: Float64Array, symbols: number, sessions: number): Matrix {
  const data = new Float64Array(values.length)
  for (let symbol = 0; symbol < symbols; symbol++)
    for (let row = 0; row < sessions; row++) data[row * symbols + symbol] = values[symbol * sessions + row]
  return matrixOver(sessions, symbols, data)
}

/** The panel of a workload of the peers; it has closes and volumes alone. */
export function workloadPanel(name: string): Panel {
  const { S: symbols, T: sessions } = workload(name)
  const close = transposed(doubles(`${name}_close`), symbols, sessions)
  const volume = transposed(doubles(`${name}_volume`), symbols, sessions)
  return {
    dates: Int32Array.from({ length: sessions }, (_, row) => row),
    assets: Array.from({ length: symbols }, (_, col) => `S${col}`),
    sectors: Array.from({ length: symbols }, (_, col) => `sector-${col % 11}`),
    benchmark: 'B',
    fields: { open: close, high: close, low: close, close, volume },
    series: { 'benchmark.close': doubles(`${name}_bench`) },
    assetSeries: {},
    simulated: true,
  }
}

/** The plan of features on a panel. */
export function planOf(names: readonly string[], panel: Panel): Plan {
  return planStages(names, panelSources(panel), stageOf)
}

/** Three hundred features over thirty windows, none twice. */
export const THREE_HUNDRED: readonly string[] = Array.from({ length: 30 }, (_, i) => 5 + 8 * i).flatMap((w) => [
  `momentum_${w}`,
  `volatility_${w}`,
  `rolling_z_${w}(momentum_1)`,
  `rolling_rank_${w}(momentum_1)`,
  `rolling_max_${w}(close)`,
  `rolling_slope_${w}(relative_price)`,
  `rolling_correlation_${w}(momentum_1,benchmark_return)`,
  `volume_anomaly_${w}`,
  `momentum_differential_mean_${w}`,
  `rank(relative_strength_${w})`,
])
