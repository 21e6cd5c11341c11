import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver, rowOf, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { bestColumns, rotationRows } from '../../src/kernels/reference-sweep.js'
import { SWEEP_COLUMNS, sweepRow, sweepRows, type Sweep } from '../../src/kernels/sweep.js'
import { createWasmKernels } from '../../src/kernels/wasm.js'
import { randomListings } from '../backtest/random-listings.js'

const wasm = createWasmKernels()

/** Largest difference in units of max(1, |expected|). */
function largestDifference(actual: Matrix, expected: Matrix): number {
  expect([actual.rows, actual.cols]).toEqual([expected.rows, expected.cols])
  return expected.data.reduce((worst, value, i) => {
    const difference = Math.abs(actual.data[i] - value) / Math.max(1, Math.abs(value))
    return Math.max(worst, Number.isNaN(difference) ? Infinity : difference)
  }, 0)
}

/** Prices in few steps, so that many scores are equal, some of them missing. */
function steppedCloses(seed: number, nDates: number, nAssets: number): Matrix {
  const random = createRandom(seed, 'steps')
  const closes = createMatrix(nDates, nAssets)
  for (let i = 0; i < closes.data.length; i++) if (random.uniform() > 0.1) closes.data[i] = 1 + random.integer(3)
  return closes
}

const distinct = (most: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: most }), { minLength: 1, maxLength: 4 })
    .map((list) => list.sort((a, b) => a - b))

function sweeps(closesOf: (seed: number, nDates: number, nAssets: number) => Matrix, mostAssets: number) {
  return fc
    .record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      nDates: fc.integer({ min: 1, max: 300 }),
      nAssets: fc.integer({ min: 1, max: mostAssets }),
    })
    .chain(({ seed, nDates, nAssets }) =>
      fc.record({
        closes: fc.constant(closesOf(seed, nDates, nAssets)),
        formations: fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }), {
          minLength: 1,
          maxLength: 3,
        }),
        tops: distinct(nAssets),
        everies: distinct(50),
        costRate: fc.constantFrom(0, 0.0005, 0.1),
      }),
    )
}

describe('a sweep in WebAssembly is its specification to 1e-12', () => {
  it.each([
    [
      'few assets, listed late and dying early',
      (seed: number, n: number, m: number) => randomListings(seed, n, m).close,
      12,
    ],
    ['many assets', (seed: number, n: number, m: number) => randomListings(seed, n, m).close, 80],
    ['few assets with equal scores and gaps', steppedCloses, 12],
    ['many assets with equal scores and gaps', steppedCloses, 80],
  ])('%s', (_, closesOf, mostAssets) => {
    fc.assert(
      fc.property(sweeps(closesOf, mostAssets), (sweep) => {
        expect(largestDifference(wasm.sweep(sweep), referenceKernels.sweep(sweep))).toBeLessThanOrEqual(1e-12)
      }),
      { numRuns: 60 },
    )
  })

  it('over 6,000 rows', () => {
    const sweep: Sweep = {
      closes: randomListings(5, 6000, 11, 0.008).close,
      formations: [[5], [250], [21, 63, 126]],
      tops: [1, 2, 3, 7, 11],
      everies: [1, 21],
      costRate: 0.0005,
    }
    expect(largestDifference(wasm.sweep(sweep), referenceKernels.sweep(sweep))).toBeLessThanOrEqual(1e-11)
  })

  it('leaves nothing behind: the same bytes after another sweep, and what it is given unchanged', () => {
    const one: Sweep = {
      closes: steppedCloses(1, 200, 40),
      formations: [[3], [9]],
      tops: [2, 5],
      everies: [2, 3],
      costRate: 0.01,
    }
    const other: Sweep = { ...one, closes: steppedCloses(2, 90, 7), tops: [7] }
    const before = structuredClone(one)
    const first = wasm.sweep(one)
    wasm.sweep(other)
    expect(wasm.sweep(one)).toEqual(first)
    expect(one).toEqual(before)
  })

  it('nothing comes of nothing', () => {
    const empty: Sweep = { closes: createMatrix(0, 3), formations: [[1]], tops: [1], everies: [1], costRate: 0 }
    expect(wasm.sweep({ ...empty, formations: [] }).data).toHaveLength(0)
    const unlisted = { ...empty, closes: createMatrix(5, 3) }
    expect([...wasm.sweep(unlisted).data]).toEqual([1, 1, 0, 0, 0])
  })
})

describe('the specification of a rotation', () => {
  it('three assets over five rows by hand', () => {
    // Growths of rows 1 to 4: 1.5, 1, 0.5; then 1, 2, 1; then 1.5, 1, 1.5; then 1, 1, 0.5.
    const closes = matrixOver(5, 3, Float64Array.of(4, 4, 4, 6, 4, 2, 6, 8, 2, 9, 8, 3, 9, 8, 1.5))
    const sweep: Sweep = { closes, formations: [[1]], tops: [1, 2], everies: [1, 2], costRate: 0.01 }
    const out = referenceKernels.sweep(sweep)
    const equityOf = (top: number, every: number): number =>
      rowOf(out, sweepRow(sweep, 0, top, every))[SWEEP_COLUMNS.indexOf('equity')]
    // Best one: the first at row 1 (-1%), the second at row 2 (-2%), of two equal ones the first at row 3 (-2%) and at row 4.
    expect(equityOf(0, 0)).toBeCloseTo(0.99 * 0.98 * 0.98, 12)
    // Every second row: nothing to rank at row 0, the second at row 2 (-1%), the first at row 4 (-2%).
    expect(equityOf(0, 1)).toBeCloseTo(0.99 * 0.98, 12)
    // Best two: first and second at row 1 (-1%), the same at row 2 (+50%), first and third at row 3 (+25% - 1%), first and second
    // at row 4 (-25% - 1%).
    expect(equityOf(1, 0)).toBeCloseTo(0.99 * 1.5 * 1.24 * 0.74, 12)
  })

  it('holds all that have a score where they are fewer, and cash where none has', () => {
    const scores = matrixOver(3, 3, Float64Array.of(NaN, 1, 2, NaN, NaN, NaN, 1, 1, 1))
    expect(bestColumns(rowOf(scores, 0), 3)).toEqual([2, 1])
    expect(bestColumns(rowOf(scores, 2), 2)).toEqual([0, 1])
    const closes = matrixOver(3, 3, Float64Array.of(1, 1, 1, 1, 2, 2, 1, 4, 4))
    const { returns, traded } = rotationRows(closes, scores, { top: 3, every: 1, costRate: 0 })
    expect([...returns]).toEqual([0, 1, 0])
    expect([...traded]).toEqual([1, 1, 1])
  })

  it('an asset that dies is paid out at its last price, and one whose price comes back is not held over the gap', () => {
    const closes = matrixOver(4, 1, Float64Array.of(1, 2, NaN, 5))
    const scores = createMatrix(4, 1, 1)
    expect([...rotationRows(closes, scores, { top: 1, every: 10, costRate: 0 }).returns]).toEqual([0, 1, 0, 0])
  })

  it('more than all can not be lost', () => {
    const closes = matrixOver(3, 2, Float64Array.of(1, 1, 1e-9, 1, 1e-9, 1))
    const scores = matrixOver(3, 2, Float64Array.of(2, 1, 1, 2, 1, 2))
    const { returns } = rotationRows(closes, scores, { top: 1, every: 1, costRate: 0.1 })
    expect(returns[1]).toBe(-1)
    const sweep: Sweep = { closes, formations: [[1]], tops: [1], everies: [1], costRate: 0.1 }
    expect(sweepRows(sweep)).toBe(1)
  })
})
