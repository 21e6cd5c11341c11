import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../src/core/matrix.js'
import { switchReason } from '../../src/switching/switch-reason.js'
import { runSwitching, type SwitchingRule, type SwitchStep } from '../../src/switching/switching-rule.js'

const RULE: SwitchingRule = { magic: 1, factor: 1, favourite: 0, select: 'largest', tie: 'keep' }

interface Given {
  readonly candidates?: readonly number[]
  readonly prices?: readonly (readonly number[])[]
  readonly held?: number
  readonly cash?: number
}

/** Runs the machine over rows of gMA, every column priced unless told otherwise. */
function run(gma: readonly (readonly number[])[], rule: Partial<SwitchingRule>, given: Given = {}): SwitchStep[] {
  const cols = gma[0].length
  const over = (rows: readonly (readonly number[])[]): ReturnType<typeof matrixOver> =>
    matrixOver(rows.length, cols, Float64Array.from(rows.flat()))
  const prices = given.prices ?? gma.map((row) => row.map(() => 1))
  const candidates = given.candidates ?? gma[0].map((_, col) => col)
  const table = { prices: over(prices), gma: over(gma), candidates, cash: given.cash ?? 0 }
  return runSwitching(table, { ...RULE, ...rule }, { row: 0, held: given.held ?? 0 })
}
const heldIn = (steps: readonly SwitchStep[]): number[] => steps.map(({ held }) => held)
/** What is held after one step from column 0, over gMA of column 0 (the Favourite) and column 1. */
const after = (favourite: number, other: number, rule: Partial<SwitchingRule>): number =>
  run([[favourite, other]], rule)[0].held

describe('M = 1: buy high, sell higher', () => {
  it('switches where the largest gMA is above Factor times that of the Favourite', () => {
    expect(after(2, 3.01, { factor: 1.5 })).toBe(1)
    expect(after(2, 3, { factor: 1.5 })).toBe(0)
    expect(after(2, 2.9, { factor: 1.5 })).toBe(0)
  })

  it('a negative gMA of the Favourite turns a Factor above 1 into an easier hurdle, and says so', () => {
    const [step] = run([[-2, -1]], { factor: 3 })
    expect(step).toMatchObject({ hurdle: -6, held: 1, isEasier: true })
    // Even the Favourite itself passes the hurdle that is made of it.
    expect(run([[-2, -5]], { factor: 3 }, { held: 1 })[0]).toMatchObject({ held: 0, isEasier: true })
    expect(run([[2, 7]], { factor: 3 })[0].isEasier).toBe(false)
    expect(run([[-2, -1]], { factor: 1 })[0].isEasier).toBe(false)
    expect(run([[-2, -1]], { factor: 3, magic: -1 })[0].isEasier).toBe(false)
  })
})

describe('M = -1: wait until the most active sector slows down', () => {
  it('is exactly gMA(Largest) < Factor gMA(Favourite), the largest being the largest all the same', () => {
    const values = [-3, -1.5, -1, 0, 0.5, 1, 1.5, 2, 3]
    let switched = 0
    for (const favourite of values)
      for (const other of values)
        for (const factor of [-1, 0.5, 1, 2]) {
          const [step] = run([[favourite, other]], { magic: -1, factor })
          const largest = other > favourite ? 1 : 0
          expect(step.selected).toBe(largest)
          const isBelow = Math.max(favourite, other) < factor * favourite
          expect(step.held, `${favourite} ${other} ${factor}`).toBe(isBelow ? largest : 0)
          if (step.held === 1) switched++
        }
    expect(switched).toBeGreaterThan(10)
  })

  it('is not what buys the smallest: that is a selection of its own', () => {
    const rows = [
      [1, 5, -3],
      [1, 1.5, -4],
      [1, 0.5, 0.2],
    ]
    expect(heldIn(run(rows, { magic: -1, factor: 2 }))).toEqual([0, 1, 0])
    expect(heldIn(run(rows, { magic: -1, factor: 2, select: 'smallest' }))).toEqual([2, 2, 2])
    expect(run(rows, { magic: -1, select: 'smallest' }).map(({ selected }) => selected)).toEqual([2, 2, 2])
  })
})

describe('the claim that cash, with a positive Factor, is sure to satisfy gMA(Cash) < Factor gMA(Cash)', () => {
  // Cash is the only column: the largest and the Favourite at once. Held is the other one, without a gMA.
  const isSatisfied = (gma: number, factor: number, tie: 'keep' | 'switch' = 'keep'): boolean =>
    run([[gma, NaN]], { magic: -1, factor, tie }, { held: 1 })[0].held === 0

  it.each([
    [0.5, -1, true],
    [0.5, 0, false],
    [0.5, 1, false],
    [1, -1, false],
    [1, 0, false],
    [1, 1, false],
    [2, -1, false],
    [2, 0, false],
    [2, 1, true],
  ])('Factor %d, gMA(Cash) %d: %s', (factor, gma, expected) => {
    expect(isSatisfied(gma, factor)).toBe(expected)
  })

  it('never holds for cash at a constant price, unless a tie switches', () => {
    for (const factor of [0.5, 1, 2, 100]) {
      expect(isSatisfied(0, factor)).toBe(false)
      expect(isSatisfied(0, factor, 'switch')).toBe(true)
    }
  })
})

describe('what the machine does otherwise', () => {
  it('takes the earlier column of equals', () => {
    expect(run([[0, 4, 4]], {})[0].selected).toBe(1)
    expect(run([[0, -4, -4]], { select: 'smallest', magic: -1 })[0]).toMatchObject({ selected: 1, held: 1 })
  })

  it('a tie at the hurdle is kept, or switches where that is asked for', () => {
    expect(after(2, 4, { factor: 2 })).toBe(0)
    expect(after(2, 4, { factor: 2, tie: 'switch' })).toBe(1)
    expect(after(2, 3.9, { factor: 2, tie: 'switch' })).toBe(0)
  })

  it('a column without a gMA, or no candidate, is never selected', () => {
    expect(run([[1, NaN, 3]], {})[0].selected).toBe(2)
    expect(run([[1, 9, 3]], {}, { candidates: [0, 2] })[0].selected).toBe(2)
  })

  it('keeps what is held where nothing, or not the Favourite, has a gMA', () => {
    const [nothing] = run([[NaN, NaN]], {}, { held: 1 })
    expect(nothing).toMatchObject({ outcome: 'no-candidate', selected: undefined, held: 1 })
    const [noHurdle] = run([[NaN, 5, 1]], { tie: 'switch' }, { held: 2 })
    expect(noHurdle).toMatchObject({ outcome: 'no-hurdle', selected: 1, held: 2, hurdle: NaN })
  })

  it('a holding without a price is cash when the rule decides', () => {
    const prices = [
      [1, 1, 1],
      [1, NaN, 1],
      [1, NaN, 1],
    ]
    const gma = [
      [0, 5, 1],
      [0, NaN, -1],
      [0, NaN, 2],
    ]
    const steps = run(gma, {}, { prices })
    expect(steps.map(({ held, isPaidOut }) => [held, isPaidOut])).toEqual([
      [1, false],
      [0, true],
      [2, false],
    ])
  })

  it('the Favourite "current" is what is held', () => {
    const rows = [
      [0, 2, 1],
      [0, 2, 3.9],
      [0, 2, 4.1],
      [0, 9, 4.1],
    ]
    const steps = run(rows, { favourite: 'current', factor: 2 })
    expect(steps.map(({ favourite, hurdle, held }) => [favourite, hurdle, held])).toEqual([
      [0, 0, 1],
      [1, 4, 1],
      [1, 4, 2],
      [2, 8.2, 1],
    ])
  })

  it('refuses another M and a Factor that is no number', () => {
    expect(() => run([[1]], { magic: 2 as 1 })).toThrow('M "2", expected 1 or -1')
    expect(() => run([[1]], { factor: NaN })).toThrow('factor "NaN"')
  })
})

describe('the story of oil', () => {
  const names = ['Cash', 'Oil', 'Software', 'Biotech']
  // Cash earns a little; M = -1 waits until the most active sector has slowed down to twice that.
  const gma = [
    [1, 1.8, 1.1, 0.5],
    [1, 1.9, 1.2, 0.6],
    [1, 1.5, 6, 2.5],
    [1, 0.4, 0.9, 0.7],
    [1, -0.5, 0.2, 0.9],
    [1, 0.1, 1.2, 7.5],
    [1, 1.7, 1.3, 1.6],
  ]
  const rule: SwitchingRule = { ...RULE, magic: -1, factor: 2 }
  const steps = run(gma, rule)
  const reasons = steps.map((step, i) =>
    switchReason(step, gma[i][step.selected ?? 0], rule, { nameOf: (col) => names[col], numberOf: String }),
  )

  it('is held as told', () => {
    expect(heldIn(steps).map((col) => names[col])).toEqual(['Oil', 'Oil', 'Oil', 'Cash', 'Cash', 'Cash', 'Oil'])
  })

  it('for the reasons told: at the third step the largest fails the condition, so that oil is kept', () => {
    expect(steps.map(({ outcome }) => outcome)).toEqual([
      'switched',
      'held',
      'kept',
      'switched',
      'held',
      'kept',
      'switched',
    ])
    expect(reasons).toEqual([
      'Oil has the largest gMA, and 1.8 is below the hurdle 2 (Factor 2 x gMA of Cash): switch to it from Cash',
      'Oil has the largest gMA, and 1.9 is below the hurdle 2 (Factor 2 x gMA of Cash): it is held already',
      'Software has the largest gMA, but 6 is above the hurdle 2 (Factor 2 x gMA of Cash), not below it: Oil is kept',
      'Cash has the largest gMA, and 1 is below the hurdle 2 (Factor 2 x gMA of Cash): switch to it from Oil',
      'Cash has the largest gMA, and 1 is below the hurdle 2 (Factor 2 x gMA of Cash): it is held already',
      'Biotech has the largest gMA, but 7.5 is above the hurdle 2 (Factor 2 x gMA of Cash), not below it: Cash is kept',
      'Oil has the largest gMA, and 1.7 is below the hurdle 2 (Factor 2 x gMA of Cash): switch to it from Cash',
    ])
  })

  it('the largest may be what is held and fail all the same: it is kept, for another reason', () => {
    const [, step] = run([gma[0], [1, 5, 0, 0]], rule)
    expect(step).toMatchObject({ outcome: 'kept', held: 1, selected: 1 })
    expect(switchReason(step, 5, rule, { nameOf: (col) => names[col], numberOf: String })).toBe(
      'Oil has the largest gMA, but 5 is above the hurdle 2 (Factor 2 x gMA of Cash), not below it: it is held already and kept',
    )
  })

  it('a holding that was paid out, and steps without a number, are told', () => {
    const told = (rows: number[][], prices: number[][]): string => {
      const all = run(rows, rule, { prices, held: 1 })
      const step = all[0]
      return switchReason(step, rows[0][step.selected ?? 0], rule, { nameOf: (col) => names[col], numberOf: String })
    }
    expect(told([[1, NaN, 1.5]], [[1, NaN, 1]])).toBe(
      'Oil has no price any more and is paid out; Software has the largest gMA, and 1.5 is below the hurdle 2 (Factor 2 x gMA of Cash): switch to it',
    )
    expect(told([[NaN, NaN]], [[1, 1]])).toBe('nothing has a gMA: Oil is kept')
    expect(told([[NaN, 2]], [[1, 1]])).toBe('Cash, the Favourite, has no gMA to compare with: Oil is kept')
  })
})
