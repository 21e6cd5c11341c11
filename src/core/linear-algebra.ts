import { ShapeError } from './errors.js'

/**
 * Solves A x = b for a symmetric positive definite A by Cholesky's factorisation; neither argument is changed.
 * @param a - [n * n], row-major; only the lower triangle is read
 * @param b - [n]
 * @returns x, [n]
 * @throws ShapeError when A is not positive definite
 */
export function solvePositiveDefinite(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k]
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum)
      else throw new ShapeError(`solvePositiveDefinite: pivot ${i} is "${sum}", expected a positive definite matrix`)
    }
  const x = Float64Array.from(b)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i * n + k] * x[k]
    x[i] /= lower[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= lower[k * n + i] * x[k]
    x[i] /= lower[i * n + i]
  }
  return x
}
