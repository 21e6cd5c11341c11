import { sampleCovariance } from './covariance.js'
import type { Matrix } from './matrix.js'
import { symmetricEigen } from './symmetric-eigen.js'

/** Eigenvalues below this part of the largest are rounding: nearly equal columns. */
const LEAST_EIGENVALUE = 1e-12

const ROOT = Math.sqrt(5)

/** Epanechnikov's kernel. */
const kernel = (x: number): number => (3 / (4 * ROOT)) * Math.max(0, 1 - (x * x) / 5)

/** From here on the closed form is a small difference of large numbers. */
const FAR = 20

/** Its Hilbert transform; far from the kernel the series of its moments, which are 3 5^k / ((2k + 1) (2k + 3)). */
function hilbert(x: number): number {
  if (Math.abs(x) > FAR) {
    let sum = 0
    for (let k = 8; k >= 0; k--) sum = sum * (5 / (x * x)) + 3 / ((2 * k + 1) * (2 * k + 3))
    return -sum / (Math.PI * x)
  }
  const linear = (-3 * x) / (10 * Math.PI)
  if (Math.abs(x) === ROOT) return linear
  return linear + (3 / (4 * ROOT * Math.PI)) * (1 - (x * x) / 5) * Math.log(Math.abs((ROOT - x) / (ROOT + x)))
}

/** What stands for the eigenvalues that are 0 because there are more columns than degrees of freedom. */
function nullEigenvalue(positive: Float64Array, degrees: number, nNull: number): number {
  const h = degrees ** (-1 / 3)
  const inverses = positive.reduce((sum, value) => sum + 1 / value, 0) / positive.length
  const log = Math.log((1 + ROOT * h) / (1 - ROOT * h))
  const transform = (3 / (10 * h * h) + (3 / (4 * ROOT * h)) * (1 - 1 / (5 * h * h)) * log) * (inverses / Math.PI)
  return 1 / ((Math.PI * nNull * transform) / degrees)
}

/**
 * Sample covariance with every eigenvalue corrected by what the density of eigenvalues around it tells of its bias: the analytical nonlinear
 * shrinkage.
 * @param returns - without NaN, 13 rows or more
 * @returns [cols * cols], symmetric
 * @see Ledoit and Wolf (2020), Annals of Statistics 48(5)
 */
export function nonlinearCovariance(returns: Matrix): Float64Array {
  const { cols: n, rows } = returns
  const degrees = rows - 1
  const { values, vectors } = symmetricEigen(sampleCovariance(returns), n)
  const positive = values.slice(0, Math.min(n, degrees)).map((value) => Math.max(value, LEAST_EIGENVALUE * values[0]))
  const bandwidth = degrees ** (-1 / 3)
  const concentration = n / degrees
  const corrected = positive.map((value) => {
    let density = 0
    let transform = 0
    for (const other of positive) {
      const x = (value - other) / (bandwidth * other)
      density += kernel(x) / (bandwidth * other) / positive.length
      transform += hilbert(x) / (bandwidth * other) / positive.length
    }
    if (n > degrees) return 1 / (Math.PI ** 2 * value * (density ** 2 + transform ** 2))
    const scaled = Math.PI * concentration * value
    return value / ((scaled * density) ** 2 + (1 - concentration - scaled * transform) ** 2)
  })
  const rest = n > degrees ? nullEigenvalue(positive, degrees, n - degrees) : NaN
  const out = new Float64Array(n * n)
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        out[i * n + j] += (k < corrected.length ? corrected[k] : rest) * vectors[k * n + i] * vectors[k * n + j]
  return out
}
