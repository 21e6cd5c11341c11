import { describe, expect, it } from 'vitest'
import { auditMarket, ofSectors } from '../../pipelines/audit-market.js'
import { auditRows } from '../../src/audit/audit.js'
import { auditStages } from '../../src/audit/audit-stages.js'
import { planStages } from '../../src/features/plan.js'
import { panelSources } from '../../src/features/run-stages.js'
import { exampleStages, stageOf } from '../../src/features/stage-families.js'
import { createWasmKernels } from '../../src/kernels/wasm.js'

/** The audit of the command line has 200 dates; these few are for every run of the tests. */
describe('every registered stage', () => {
  const names = exampleStages().map(({ name }) => name)
  const { lookback } = planStages(names, panelSources(auditMarket()), stageOf)
  const panel = ofSectors(auditMarket(lookback + 120), ['energy', 'financials', 'real-estate', 'utilities'])
  const plan = planStages(names, panelSources(panel), stageOf)
  const audit = auditStages(plan, panel, createWasmKernels())
  const leaks = (changes: ReadonlyMap<string, number>): string[] =>
    [...changes].flatMap(([name, changed]) => (changed === 0 ? [] : [`${name}: ${changed}`]))

  it('are all audited', () => {
    expect([...audit.start([]).keys()].sort()).toEqual([...names].sort())
    expect(names.length).toBeGreaterThan(100)
  })

  it.each([
    ['knows nothing of the future', () => audit.future(auditRows(lookback - 60, lookback + 119, 5))],
    ['does not depend on where the history starts', () => audit.start(auditRows(1, 118, 2))],
    ['is the same session by session', () => audit.replay()],
    ['looks no further back than it says', () => audit.lookback(auditRows(1, 118, 2))],
  ])('%s', (_, look) => {
    expect(leaks(look())).toEqual([])
  })
})
