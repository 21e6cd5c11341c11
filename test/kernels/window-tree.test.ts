import { describe, expect, it } from 'vitest'
import { windowTree } from '../../src/kernels/window-tree.js'

const windowsOf = (windows: readonly number[], rows = { from: 0, to: 1000 }): number[] =>
  windowTree(windows, rows).map(({ window }) => window)

describe('windowTree', () => {
  it('joins an even run from halves and an odd one from all but the newest row', () => {
    expect(windowsOf([21])).toEqual([2, 4, 5, 10, 20, 21])
    expect(windowsOf([1])).toEqual([])
  })

  it('shares parts: windows of a week to a year are made of 17 runs', () => {
    expect(windowsOf([5, 21, 63, 126, 252])).toEqual([2, 3, 4, 5, 6, 7, 10, 14, 15, 20, 21, 30, 31, 62, 63, 126, 252])
  })

  it('computes the rows that a wanted row is made of and no others', () => {
    expect(windowTree([6], { from: 50, to: 51 })).toEqual([
      {
        window: 2,
        rows: [
          { from: 46, to: 47 },
          { from: 49, to: 50 },
        ],
        lastUse: 3,
      },
      {
        window: 3,
        rows: [
          { from: 47, to: 48 },
          { from: 50, to: 51 },
        ],
        lastUse: 6,
      },
      { window: 6, rows: [{ from: 50, to: 51 }], lastUse: 6 },
    ])
  })

  it('of a batch every run is computed over one stretch of rows, from the first that exists', () => {
    for (const { window, rows } of windowTree([5, 21, 252], { from: 0, to: 1000 })) {
      expect(rows).toHaveLength(1)
      expect(rows[0].from).toBe(window - 1)
      expect(rows[0].to).toBeGreaterThan(990 - 252)
    }
  })

  it('leaves out windows that no row has', () => {
    expect(windowsOf([4, 2000])).toEqual([2, 4])
    expect(windowsOf([4], { from: 0, to: 3 })).toEqual([])
    expect(windowsOf([4], { from: 9, to: 9 })).toEqual([])
  })
})
