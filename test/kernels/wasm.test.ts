import { describe, expect, it } from 'vitest'
import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import { ROLLING_STATISTICS, type RollingStatistic, type Rows } from '../../src/kernels/kernels.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { createWasmKernels } from '../../src/kernels/wasm.js'
import { bitsOf, haveSameBits, randomMatrix } from './random-matrix.js'

const wasm = createWasmKernels()
const STATISTICS = Object.keys(ROLLING_STATISTICS) as RollingStatistic[]
const UNTOUCHED = 12.5
const ROWS = 90

interface Call {
  readonly statistics: readonly RollingStatistic[]
  readonly windows: readonly number[]
  readonly rows: Rows
}

/** Outputs of all statistics at all windows, computed in one call per kind of input. */
function rolling(kernels: typeof wasm, x: Matrix, y: Matrix, { statistics, windows, rows }: Call): Float64Array[] {
  const all = statistics.flatMap((statistic) =>
    windows.map((window) => ({ statistic, window, out: createMatrix(x.rows, x.cols, UNTOUCHED) })),
  )
  kernels.rolling(
    [x],
    all.filter(({ statistic }) => ROLLING_STATISTICS[statistic].inputs === 1),
    rows,
  )
  kernels.rolling(
    [x, y],
    all.filter(({ statistic }) => ROLLING_STATISTICS[statistic].inputs === 2),
    rows,
  )
  return all.map(({ out }) => out.data)
}

function expectEqual(x: Matrix, y: Matrix, call: Call): void {
  const own = rolling(wasm, x, y, call)
  const specified = rolling(referenceKernels, x, y, call)
  const pairs = call.statistics.flatMap((statistic) => call.windows.map((window) => `${statistic} ${window}`))
  const different = pairs.filter((_, i) => !haveSameBits(own[i], specified[i]))
  expect(different).toEqual([])
}

const windowsOf = (statistic: RollingStatistic): number[] => {
  const { leastWindow } = ROLLING_STATISTICS[statistic]
  return Array.from({ length: 41 - leastWindow }, (_, i) => leastWindow + i)
}

describe.each(STATISTICS)('%s equals the reference to the last bit', (statistic) => {
  it('at every window from the least to 40, all at once, for every kind of value', () => {
    const [x, y] = [randomMatrix(ROWS, 8, 1), randomMatrix(ROWS, 8, 4)]
    expectEqual(x, y, { statistics: [statistic], windows: windowsOf(statistic), rows: { from: 0, to: ROWS } })
  })

  it('with the windows of one call each by itself', () => {
    const [x, y] = [randomMatrix(70, 2, 2), randomMatrix(70, 1, 3)]
    for (const window of windowsOf(statistic))
      expectEqual(x, y, { statistics: [statistic], windows: [window], rows: { from: 0, to: 70 } })
  })
})

describe('all statistics in one call equal the reference to the last bit', () => {
  const windows = [40, 5, 7, 21, 4]
  const ranges: readonly Rows[] = [
    { from: 0, to: ROWS },
    { from: ROWS - 1, to: ROWS },
    { from: 33, to: 71 },
    { from: 0, to: 1 },
    { from: 4, to: 5 },
    { from: 50, to: 50 },
  ]

  it.each([1, 2, 3, 11, 33])('%i columns, any rows, y a matrix or one column', (cols) => {
    const x = randomMatrix(ROWS, cols, cols)
    for (const y of [randomMatrix(ROWS, cols, cols + 1), randomMatrix(ROWS, 1, cols + 2)])
      for (const rows of ranges) expectEqual(x, y, { statistics: STATISTICS, windows, rows })
  })

  it('more columns than a block holds', () => {
    const cols = 1100
    const statistics = STATISTICS.filter((statistic) => !['median', 'medianDeviation', 'robustZ'].includes(statistic))
    const [x, y] = [randomMatrix(30, cols, 5), randomMatrix(30, cols, 6)]
    expectEqual(x, y, { statistics, windows: [5, 20], rows: { from: 25, to: 30 } })
    expectEqual(x, randomMatrix(30, 1, 6), { statistics, windows: [5, 20], rows: { from: 25, to: 30 } })
    expectEqual(randomMatrix(12_000, 11, 7), randomMatrix(12_000, 1, 8), {
      statistics: STATISTICS,
      windows: [5],
      rows: { from: 0, to: 12_000 },
    })
  })

  it('windows longer than there are rows', () => {
    const call = { statistics: STATISTICS, windows: [ROWS, ROWS + 1, 5000], rows: { from: 0, to: ROWS } }
    expectEqual(randomMatrix(ROWS, 3, 9), randomMatrix(ROWS, 1, 10), call)
  })

  it('values without a gap, at a window of a year', () => {
    const x = createMatrix(600, 3, 0)
    x.data.forEach((_, i) => (x.data[i] = Math.sin(i * i)))
    const y = createMatrix(600, 1, 0)
    y.data.forEach((_, i) => (y.data[i] = Math.cos(i * i)))
    expectEqual(x, y, { statistics: STATISTICS, windows: [252, 251, 63], rows: { from: 540, to: 600 } })
  })
})

describe('rows', () => {
  const x = randomMatrix(ROWS, 5, 11)
  const y = randomMatrix(ROWS, 1, 12)
  const windows = [4, 9, 21]

  it('computed one by one are those of the batch', () => {
    const batch = rolling(wasm, x, y, { statistics: STATISTICS, windows, rows: { from: 0, to: ROWS } })
    for (const row of [0, 3, 8, 20, 57, ROWS - 1]) {
      const single = rolling(wasm, x, y, { statistics: STATISTICS, windows, rows: { from: row, to: row + 1 } })
      single.forEach((values, i) =>
        expect(bitsOf(values.subarray(row * 5, row * 5 + 5))).toEqual(bitsOf(batch[i].subarray(row * 5, row * 5 + 5))),
      )
    }
  })

  it('outside the range are left alone, and so are the inputs', () => {
    const before = [x, y].map(({ data }) => bitsOf(data))
    const rows = { from: 30, to: 40 }
    for (const data of rolling(wasm, x, y, { statistics: STATISTICS, windows, rows })) {
      expect(data.subarray(0, 150).every((value) => value === UNTOUCHED)).toBe(true)
      expect(data.subarray(150, 200).includes(UNTOUCHED)).toBe(false)
      expect(data.subarray(200).every((value) => value === UNTOUCHED)).toBe(true)
    }
    expect([x, y].map(({ data }) => bitsOf(data))).toEqual(before)
  })

  it('and columns may be none', () => {
    const call = { statistics: STATISTICS, windows }
    for (const empty of [createMatrix(0, 3), createMatrix(3, 0)]) {
      const rows = { from: 0, to: empty.rows }
      expect(rolling(wasm, empty, empty, { ...call, rows }).every(({ length }) => length === 0)).toBe(true)
    }
  })
})
