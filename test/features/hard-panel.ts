import type { Columns } from '../../src/features/compute-stages.js'
import { planStages, type Plan } from '../../src/features/plan.js'
import { panelSources } from '../../src/features/run-stages.js'
import { exampleStages, stageOf } from '../../src/features/stage-families.js'
import type { Panel } from '../../src/panel/panel.js'
import { changePanel, randomPanel } from '../contracts/random-panel.js'

/**
 * Random bars of four assets with what is hard: one listed late, one delisted, sessions without volume, flat prices, holes in bars,
 * benchmark and feeds. What is flat or dry recurs, so that the end of a long panel has it too.
 */
export function hardPanel(nDates: number, seed: number): Panel {
  return changePanel(randomPanel(nDates, 4, seed), (value, row, col, field) => {
    if (col === 1 && row < Math.min(9, nDates / 4)) return NaN
    if (col === 2 && row >= nDates - 6) return NaN
    const phase = row % 53
    if (field === 'volume') return phase === 7 && col === 0 ? 0 : value
    if (field.startsWith('feed.')) return phase === 19 ? NaN : value
    if (col === 3 && phase >= 20 && phase < 32) return 41.5
    if (col === 0 && row % 211 === 100) return NaN
    return col === -1 && row % 197 === 90 ? NaN : value
  })
}

/** A few features of every make: chains, shared inputs, across assets, two inputs, of feeds, and sources themselves. */
export const NAMES = [
  'rolling_mean_5(momentum_2)',
  'rolling_mean_3(momentum_2)',
  'momentum_differential_rank_4',
  'volume_anomaly_6',
  'rolling_beta_7(momentum_1,benchmark_return)',
  'gma_5_2',
  'lag_3(feed.flow)',
  'volume',
  'benchmark.close',
]

/** Names of the examples of all families that give one value per asset or session. */
export function exampleNames(): string[] {
  return exampleStages()
    .filter(({ width }) => width !== 'pair')
    .map(({ name }) => name)
}

/** A plan for the panel. */
export function planFor(panel: Panel, outputs: readonly string[]): Plan {
  return planStages(outputs, panelSources(panel), stageOf)
}

/** Values of a column that has to be there. */
export function dataOf(columns: Columns, name: string): Float64Array {
  const column = columns.get(name)
  if (column === undefined) throw new Error(`bug: no column "${name}"`)
  return column.data
}
