import { describe, expect, it } from 'vitest'
import { addProduct, addTransposedProduct, transpose } from '../../../models/lstm/matrix-products.js'
import { createRandom } from '../../../src/core/random.js'

const random = createRandom(3, 'products')
const normals = (size: number): Float64Array => Float64Array.from({ length: size }, () => random.normal())

function plainProduct(a: Float64Array, b: Float64Array, rows: number, inner: number, cols: number): Float64Array {
  const out = new Float64Array(rows * cols)
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < cols; j++)
      for (let k = 0; k < inner; k++) out[i * cols + j] += a[i * inner + k] * b[k * cols + j]
  return out
}

function worstDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0)
}

describe('matrix products', () => {
  it('add A B to C as the plain triple loop does, to 1e-13, for every remainder of rows and terms', () => {
    for (let rows = 0; rows <= 5; rows++)
      for (let inner = 0; inner <= 9; inner++)
        for (const cols of [1, 2, 7]) {
          const [a, b, c] = [normals(rows * inner + 3), normals(inner * cols), normals(rows * cols + 2)]
          const expected = Float64Array.from(c)
          plainProduct(a.subarray(3), b, rows, inner, cols).forEach((value, i) => (expected[2 + i] += value))
          addProduct(c, 2, a, 3, b, rows, inner, cols)
          expect(worstDifference(c, expected)).toBeLessThan(1e-13)
        }
  })

  it('add the transpose of A times B to C, to 1e-13, for every remainder of columns and terms', () => {
    for (let inner = 0; inner <= 9; inner++)
      for (let aCols = 1; aCols <= 5; aCols++) {
        const cols = 6
        const [a, b, c] = [normals(inner * aCols + 1), normals(inner * cols), normals(aCols * cols)]
        const transposed = new Float64Array(inner * aCols)
        transpose(transposed, a.subarray(1), inner, aCols)
        const expected = plainProduct(transposed, b, aCols, inner, cols).map((value, i) => value + c[i])
        addTransposedProduct(c, a, 1, b, inner, aCols, cols)
        expect(worstDifference(c, expected)).toBeLessThan(1e-13)
      }
  })

  it('give a row the same bits whatever rows are computed beside it', () => {
    const [rows, inner, cols] = [5, 11, 6]
    const [a, b] = [normals(rows * inner), normals(inner * cols)]
    const together = new Float64Array(rows * cols)
    addProduct(together, 0, a, 0, b, rows, inner, cols)
    for (let row = 0; row < rows; row++) {
      const alone = new Float64Array(cols)
      addProduct(alone, 0, a, row * inner, b, 1, inner, cols)
      expect([...alone]).toEqual([...together.subarray(row * cols, (row + 1) * cols)])
    }
  })
})
