import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver, rowOf } from '../../src/core/matrix.js'
import { changedRows, joinRows, rowHashes } from '../../src/features/row-hashes.js'

const bits = fc.double().chain((value) => fc.constantFrom(value, -value, 0, -0, NaN, Infinity, 1))

describe('rowHashes', () => {
  it('a changed value always shows, in its own row alone', () => {
    const cells = fc.array(bits, { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(cells, fc.nat(11), bits, (values, at, value) => {
        const before = rowHashes(matrixOver(4, 3, Float64Array.from(values)))
        const after = rowHashes(matrixOver(4, 3, Float64Array.from(values.with(at, value))))
        const row = Math.floor(at / 3)
        const expected = Object.is(values[at], value) ? { from: 0, to: 0 } : { from: row, to: row + 1 }
        const { from, to } = changedRows(before, after)
        expect(to - from).toBe(expected.to - expected.from)
        if (from < to) expect({ from, to }).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('the last bit, the sign of zero, a swap of neighbours and a missing value show', () => {
    const base = [1, 2, 3, 0]
    const hash = (values: number[]): string => rowHashes(matrixOver(1, 4, Float64Array.from(values))).join()
    const changed = [
      [1 + Number.EPSILON, 2, 3, 0],
      [1, 2, 3, -0],
      [2, 1, 3, 0],
      [1, 3, 2, 0],
      [1, 2, NaN, 0],
    ]
    expect(new Set([base, ...changed].map(hash)).size).toBe(6)
  })

  it('every NaN is the same, wherever its bits come from', () => {
    const odd = createMatrix(1, 2)
    new Uint32Array(odd.data.buffer).set([7, 0xfff80001])
    expect(odd.data).toEqual(Float64Array.of(NaN, NaN))
    expect(rowHashes(odd)).toEqual(rowHashes(createMatrix(1, 2)))
  })

  it('reads a part of a larger array, and rows of no columns', () => {
    const whole = matrixOver(3, 2, Float64Array.of(1, 2, 3, 4, 5, 6))
    const last = matrixOver(1, 2, rowOf(whole, 2))
    expect(rowHashes(last)).toEqual(rowHashes(whole).subarray(4))
    expect(rowHashes(createMatrix(2, 0))).toHaveLength(4)
  })

  it('a hundred thousand rows that differ in one small number are all different', () => {
    const hashes = rowHashes(
      matrixOver(
        100_000,
        1,
        Float64Array.from({ length: 100_000 }, (_, i) => i / 100),
      ),
    )
    const seen = new Set(Array.from({ length: 100_000 }, (_, row) => `${hashes[2 * row]} ${hashes[2 * row + 1]}`))
    expect(seen.size).toBe(100_000)
  })
})

describe('changedRows', () => {
  const hashesOf = (...values: number[]): Int32Array =>
    rowHashes(matrixOver(values.length, 1, Float64Array.from(values)))

  it.each([
    ['an edit', [1, 2, 3, 4], [1, 9, 3, 4], 1, 2],
    ['two edits and what lies between', [1, 2, 3, 4], [9, 2, 9, 4], 0, 3],
    ['new rows', [1, 2], [1, 2, 3, 4], 2, 4],
    ['an edit and new rows', [1, 2, 3], [1, 9, 3, 4], 1, 4],
    ['an edit of fewer rows', [1, 2, 3, 4], [1, 9], 1, 2],
    ['a row put in between', [1, 2, 3, 4], [1, 2, 9, 3, 4], 2, 5],
    ['a row taken out', [1, 2, 3, 4], [1, 3, 4], 1, 3],
    ['everything, after nothing', [], [1, 2], 0, 2],
  ])('%s', (_, before, after, from, to) => {
    expect(changedRows(hashesOf(...before), hashesOf(...after))).toEqual({ from, to })
  })

  it('nothing: the same, or fewer of the same', () => {
    for (const after of [[1, 2, 3], [1], []]) {
      const { from, to } = changedRows(hashesOf(1, 2, 3), hashesOf(...after))
      expect(to).toBe(from)
    }
  })
})

describe('joinRows', () => {
  it('is the least that holds both, an empty one adding nothing', () => {
    expect(joinRows({ from: 2, to: 4 }, { from: 7, to: 8 })).toEqual({ from: 2, to: 8 })
    expect(joinRows({ from: 2, to: 2 }, { from: 7, to: 8 })).toEqual({ from: 7, to: 8 })
    expect(joinRows({ from: 7, to: 8 }, { from: 0, to: 0 })).toEqual({ from: 7, to: 8 })
  })
})
