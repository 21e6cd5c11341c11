import { expect } from 'vitest'
import type { UpdatedFeatures } from '../../src/features/feature-engine.js'
import type { Plan } from '../../src/features/plan.js'
import { computeFeatures } from '../../src/features/run-stages.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import type { Panel } from '../../src/panel/panel.js'
import { changePanel, differences } from '../contracts/random-panel.js'

/** That an update is, bit by bit, what a fresh computation gives. */
export function expectFresh(updated: UpdatedFeatures, plan: Plan, panel: Panel): void {
  const { recomputed, ...features } = updated
  const { values, ...rest } = computeFeatures(plan, panel, referenceKernels)
  expect({ ...features, values: [] }).toEqual({ ...rest, values: [] })
  const differing = rest.names.filter((_, i) => differences(features.values[i].data, values[i].data) > 0)
  expect(differing, JSON.stringify([...recomputed])).toEqual([])
}

/** The panel with one cell changed; column -1 is the benchmark's. */
export const edited = (of: Panel, at: number, col: number, field: string): Panel =>
  changePanel(of, (value, row, c, f) => (row === at && c === col && f === field ? 7.5 : value))
