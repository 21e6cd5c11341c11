import { describe, expect, it } from 'vitest'
import { firstIndices, subsample } from '../../../models/gradient-boosting/subsample.js'
import { createRandom } from '../../../src/core/random.js'

describe('subsample', () => {
  it('takes all without a draw when the fraction is 1', () => {
    const random = createRandom(1)
    expect([...subsample(4, 1, random)]).toEqual([0, 1, 2, 3])
    expect(random.uniform()).toBe(createRandom(1).uniform())
  })

  it('takes the rounded share, ascending, without repetition, and at least one', () => {
    const random = createRandom(2)
    const chosen = subsample(1000, 0.3, random)
    expect(chosen).toHaveLength(300)
    expect([...chosen]).toEqual([...new Set(chosen)].sort((a, b) => a - b))
    expect(chosen[299]).toBeLessThan(1000)
    expect(subsample(3, 0.01, random)).toHaveLength(1)
    expect(subsample(0, 0.5, random)).toHaveLength(0)
  })

  it('takes every item about equally often', () => {
    const random = createRandom(3)
    const counts = new Int32Array(10)
    for (let i = 0; i < 10000; i++) for (const item of subsample(10, 0.3, random)) counts[item]++
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(230) // five standard deviations
  })
})

describe('firstIndices', () => {
  it('counts from 0', () => {
    expect([...firstIndices(3)]).toEqual([0, 1, 2])
    expect(firstIndices(0)).toHaveLength(0)
  })
})
