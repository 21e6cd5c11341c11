import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import type { Kernels } from '../../src/kernels/kernels.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { createWasmKernels } from '../../src/kernels/wasm.js'
import { bitsOf, haveSameBits, randomMatrix } from './random-matrix.js'

const wasm = createWasmKernels()
const UNTOUCHED = 12.5

/** What both kernels make of the same call; the shape is that of the output. */
function both(rows: number, cols: number, call: (kernels: Kernels, out: Matrix) => void): Float64Array[] {
  return [wasm, referenceKernels].map((kernels) => {
    const out = createMatrix(rows, cols, UNTOUCHED)
    call(kernels, out)
    return out.data
  })
}

function expectEqual(rows: number, cols: number, call: (kernels: Kernels, out: Matrix) => void): void {
  const [own, specified] = both(rows, cols, call)
  expect(haveSameBits(own, specified)).toBe(true)
}

/** Bit patterns drawn at random are floats of all magnitudes; `lowest` and `highest` bound their upper halves. */
function randomBits(n: number, seed: number, lowest: number, highest: number): Float64Array {
  const random = createRandom(seed, 'bits')
  const words = new Uint32Array(2 * n)
  for (let i = 0; i < n; i++) {
    words[2 * i] = Math.floor(random.uniform() * 2 ** 32)
    words[2 * i + 1] = lowest + Math.floor(random.uniform() * (highest - lowest))
  }
  return new Float64Array(words.buffer)
}

describe('logarithms equal those of the engine to the last bit', () => {
  const N = 400_000
  const cases: [string, Float64Array][] = [
    ['all positive magnitudes', randomBits(N, 1, 0, 0x7ff00000)],
    ['numbers near 1', randomBits(N, 2, 0x3fe80000, 0x3ff80000)],
    ['numbers next to 1', randomBits(N, 3, 0x3feffff0, 0x3ff00010)],
    ['numbers where one branch meets the next', randomBits(N, 6, 0x3ff6b84e, 0x3ff6b856)],
    ['numbers where the last branch meets the first', randomBits(N, 7, 0x3ff61476, 0x3ff6147e)],
    ['numbers below the normal ones', randomBits(N, 4, 0, 0x00100000)],
    ['negative and invalid numbers', randomBits(N, 5, 0x7fe00000, 0xffffffff)],
    [
      'powers of two and their neighbours',
      Float64Array.from({ length: 6300 }, (_, i) => {
        const power = 2 ** (Math.floor(i / 3) - 1075)
        return power * [1, 1 + Number.EPSILON, 1 - Number.EPSILON / 2][i % 3]
      }),
    ],
    ['edges', Float64Array.of(0, -0, 1, -1, Infinity, -Infinity, NaN, Number.MIN_VALUE, Number.MAX_VALUE)],
  ]

  it.each(cases)('%s', (_, values) => {
    const data = Float64Array.from(values)
    const matrix = matrixOver(data.length, 1, data)
    const out = createMatrix(data.length, 1, UNTOUCHED)
    wasm.logRatio({ matrix, lag: 0 }, undefined, out, { from: 0, to: data.length })
    const expected = data.map((value) => (value > 0 && value < Infinity ? Math.log(value) : NaN))
    expect(haveSameBits(out.data, expected)).toBe(true)
  })
})

describe.each([1, 2, 3, 11, 600])('%i columns', (cols) => {
  const ROWS = 80
  const x = randomMatrix(ROWS, cols, 1)
  const y = randomMatrix(ROWS, cols, 2)
  const session = randomMatrix(ROWS, 1, 5)
  const ranges = [
    { from: 0, to: ROWS },
    { from: ROWS - 1, to: ROWS },
    { from: 3, to: 50 },
    { from: 7, to: 7 },
  ]

  it('log ratios of lagged matrices, of a value per session, and of one matrix', () => {
    for (const rows of ranges)
      for (const lag of [0, 1, 5, ROWS + 1]) {
        const past = { matrix: y, lag }
        const now = { matrix: x, lag: 0 }
        expectEqual(ROWS, cols, (kernels, out) => kernels.logRatio(now, past, out, rows))
        expectEqual(ROWS, cols, (kernels, out) => kernels.logRatio(past, now, out, rows))
        expectEqual(ROWS, cols, (kernels, out) => kernels.logRatio(past, undefined, out, rows))
        expectEqual(ROWS, cols, (kernels, out) => kernels.logRatio(now, { matrix: session, lag }, out, rows))
        expectEqual(ROWS, cols, (kernels, out) => kernels.logRatio({ matrix: session, lag }, now, out, rows))
      }
  })

  it('differences over a lag', () => {
    for (const rows of ranges)
      for (const lag of [0, 1, 5, ROWS - 1, ROWS + 1]) {
        expectEqual(ROWS, cols, (kernels, out) => kernels.difference(x, lag, out, rows))
        expectEqual(ROWS, cols, (kernels, out) => kernels.difference(session, lag, out, rows))
      }
  })

  it('ranks across the columns', () => {
    for (const rows of ranges) expectEqual(ROWS, cols, (kernels, out) => kernels.rank(x, out, rows))
  })
})

describe('ranks across many columns', () => {
  const COLS = 700
  const random = createRandom(3, 'rank')
  const kinds: [string, (col: number) => number][] = [
    ['heavy tails', () => random.normal() ** 9],
    ['all but one equal', (col) => (col === 5 ? 2 : 1)],
    ['ties of both zeros', (col) => [0, -0, 1, -1][col % 4]],
    ['neighbours that differ in their last bits alone, descending', (col) => 1 + (COLS - col) * Number.EPSILON],
    ['neighbours in their last bits, at random', () => -1 - random.integer(1000) * Number.EPSILON],
    ['infinite ones', (col) => [Infinity, -Infinity, col, NaN][col % 4]],
    ['none present', () => NaN],
    ['one present', (col) => (col === 600 ? 3 : NaN)],
    ['geometric', (col) => 0.5 ** (col * 1.3)],
  ]

  it.each(kinds)('%s', (_, value) => {
    const input = matrixOver(
      1,
      COLS,
      Float64Array.from({ length: COLS }, (__, col) => value(col)),
    )
    const before = bitsOf(input.data)
    expectEqual(1, COLS, (kernels, out) => kernels.rank(input, out, { from: 0, to: 1 }))
    expect(bitsOf(input.data)).toEqual(before)
  })
})
