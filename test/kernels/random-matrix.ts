import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { createRandom, type Random } from '../../src/core/random.js'

/** Kinds of value that arithmetic and order treat unlike; each column keeps to one of them. */
const KINDS: readonly ((random: Random) => number)[] = [
  (random) => random.normal() * 0.01,
  (random) => random.integer(5),
  (random) => [-0, 0, 1, -1][random.integer(4)],
  (random) => random.normal() * 10 ** (random.integer(60) - 30),
  (random) => 1 + random.integer(4) * Number.EPSILON,
  (random) => (random.uniform() < 0.9 ? 100 : random.uniform() * 1e9),
  (random) => random.normal() * 1e-310,
  (random) => random.normal() * 1e306,
]

/** Columns of every kind with stretches that are flat or missing, and single gaps; the same for the same seed. */
export function randomMatrix(rows: number, cols: number, seed: number): Matrix {
  const random = createRandom(seed, 'kernels', rows, cols)
  const data = new Float64Array(rows * cols)
  for (let col = 0; col < cols; col++) {
    const value = KINDS[(col + seed) % KINDS.length]
    let flat = 0
    let missing = 0
    let last = value(random)
    for (let row = 0; row < rows; row++) {
      const event = random.uniform()
      if (event < 0.01) flat = random.integer(20)
      else if (event < 0.02) missing = random.integer(6)
      if (flat-- <= 0) last = value(random)
      data[row * cols + col] = missing-- > 0 ? NaN : last
    }
  }
  return matrixOver(rows, cols, data)
}

/** Numbers as they are stored, any NaN being the same: what `Object.is` tells apart differs here. */
export function bitsOf(values: Float64Array): BigUint64Array {
  return new BigUint64Array(Float64Array.from(values, (value) => (Number.isNaN(value) ? NaN : value)).buffer)
}

/** Whether all numbers are stored alike, any NaN being the same. */
export function haveSameBits(a: Float64Array, b: Float64Array): boolean {
  const [bitsA, bitsB] = [bitsOf(a), bitsOf(b)]
  return bitsA.length === bitsB.length && bitsA.every((bits, i) => bits === bitsB[i])
}
