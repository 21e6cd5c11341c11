import fc from 'fast-check'
import { describe, it } from 'vitest'
import { createFeatureEngine } from '../../src/features/feature-engine.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { panelRows } from '../../src/panel/panel-rows.js'
import { changePanel, randomPanel } from '../contracts/random-panel.js'
import { edited, expectFresh } from './expect-fresh.js'
import { exampleNames, hardPanel, NAMES, planFor } from './hard-panel.js'
import { copyingKernels, KERNELS } from './kernels-under-test.js'

describe('an engine', () => {
  it.each([...KERNELS, ['copying', copyingKernels] as const])(
    'with %s kernels: any history of edits, appended and removed rows, other days and values gives what a fresh computation gives',
    (_, kernels) => {
      const whole = hardPanel(90, 12)
      const fields = ['open', 'high', 'low', 'close', 'volume', 'feed.flow', 'feed.macro']
      const value = fc.constantFrom(NaN, 0, 1, 250.75)
      const edit = fc.record({
        at: fc.nat(89),
        col: fc.integer({ min: -1, max: 3 }),
        field: fc.constantFrom(...fields),
        value,
      })
      const step = fc.record({
        from: fc.constantFrom(0, 0, 0, 0, 1, 13),
        to: fc.integer({ min: 13, max: 90 }),
        edits: fc.array(edit, { maxLength: 3 }),
        shift: fc.constantFrom(0, 0, 7),
      })
      const lasting = planFor(whole, [
        ...NAMES,
        ...exampleNames().filter((name) => planFor(whole, [name]).lookback <= 22),
      ])
      fc.assert(
        fc.property(fc.array(step, { minLength: 2, maxLength: 5 }), (steps) => {
          const engine = createFeatureEngine(lasting, kernels)
          let current = whole
          for (const { from, to, edits, shift } of steps) {
            current = changePanel(current, (old, row, col, field) => {
              const hit = edits.find((each) => each.at === row && each.col === col && each.field === field)
              return hit === undefined ? old : hit.value
            })
            const dates = current.dates.map((date, row) => (row < 40 ? date : date + shift))
            const next = panelRows({ ...current, dates }, from, to)
            expectFresh(engine.update(next), lasting, next)
          }
        }),
        { numRuns: 25 },
      )
    },
  )

  it('of every stage has the values of the batch, after an edit, an appended row and a removed one', () => {
    const names = exampleNames()
    const { lookback } = planFor(randomPanel(2, 1, 0), names)
    const whole = hardPanel(lookback + 60, 21)
    const every = planFor(whole, names)
    const engine = createFeatureEngine(every, referenceKernels)
    engine.update(panelRows(whole, 0, lookback + 30))
    const next = panelRows(edited(whole, lookback + 10, 0, 'close'), 0, lookback + 32)
    expectFresh(engine.update(next), every, next)
    const shorter = panelRows(edited(next, lookback + 20, 3, 'volume'), 0, lookback + 29)
    expectFresh(engine.update(shorter), every, shorter)
  })
})
