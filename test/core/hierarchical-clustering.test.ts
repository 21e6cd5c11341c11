import { describe, expect, it } from 'vitest'
import { hierarchicalClustering, leavesInOrder, LINKAGES } from '../../src/core/hierarchical-clustering.js'

/** Distances of points on a line. */
function onLine(points: readonly number[]): Float64Array {
  return Float64Array.from(points.flatMap((a) => points.map((b) => Math.abs(a - b))))
}

describe('hierarchicalClustering', () => {
  // 0, 1 and 3 are near each other, 10 and 14 far off.
  const points = [10, 0, 1, 14, 3]
  const distances = onLine(points)

  it.each([
    ['single', [1, 2, 4, 7]],
    ['complete', [1, 3, 4, 14]],
    ['average', [1, 2.5, 4, 32 / 3]],
    // Means of the clusters 1/2 and 4/3, 12: the root of 2 ab / (a + b) times their distance.
    ['ward', [1, Math.sqrt((2 * 2 * 1) / 3) * 2.5, 4, Math.sqrt((2 * 3 * 2) / 5) * (12 - 4 / 3)]],
  ] as const)('%s linkage by hand', (linkage, expected) => {
    const merges = hierarchicalClustering(distances, 5, linkage)
    expect(merges.map(({ left, right }) => [left, right])).toEqual([
      [1, 2],
      [4, 5],
      [0, 3],
      [6, 7],
    ])
    for (const [k, { distance }] of merges.entries()) expect(distance).toBeCloseTo(expected[k], 13)
    expect(leavesInOrder(merges, 5)).toEqual([4, 1, 2, 0, 3])
  })

  it.each(LINKAGES)('%s: of equal distances the lowest numbers are first', (linkage) => {
    const merges = hierarchicalClustering(new Float64Array(16).fill(1), 4, linkage)
    expect([merges[0].left, merges[0].right]).toEqual([0, 1])
    expect(leavesInOrder(merges, 4).sort()).toEqual([0, 1, 2, 3])
  })

  it('one item and none', () => {
    expect(leavesInOrder(hierarchicalClustering(Float64Array.of(0), 1, 'single'), 1)).toEqual([0])
    expect(leavesInOrder([], 0)).toEqual([])
  })
})
