import { createMatrix, type Matrix } from '../core/matrix.js'
import { symmetricEigen } from '../core/symmetric-eigen.js'

/** A hidden Markov model whose state k emits a multivariate normal. Plain data. */
export interface HiddenMarkov {
  readonly nStates: number
  readonly nVariables: number
  /** [nStates], probabilities of the first row. */
  readonly initial: Float64Array
  /** [nStates * nStates], row-major: from row to column; each row sums to 1. */
  readonly transition: Float64Array
  /** [nStates * nVariables] */
  readonly means: Float64Array
  /** [nStates * nVariables * nVariables] */
  readonly covariances: Float64Array
}

function isComplete({ cols, data }: Matrix, row: number): boolean {
  for (let i = row * cols; i < (row + 1) * cols; i++) if (!Number.isFinite(data[i])) return false
  return true
}

/** Rows whose observation is complete; one with a missing value says nothing about the state. */
export function completeRows(observations: Matrix): number[] {
  const rows: number[] = []
  for (let row = 0; row < observations.rows; row++) if (isComplete(observations, row)) rows.push(row)
  return rows
}

/** What turns an observation into the log density of a state. */
interface Whitening {
  readonly mean: Float64Array
  /** [nVariables * nVariables], row j is eigenvector j over the deviation along it. */
  readonly axes: Float64Array
  readonly logNorm: number
}

function whiteningOf({ nVariables: d, means, covariances }: HiddenMarkov, state: number): Whitening {
  const { values, vectors } = symmetricEigen(covariances.slice(state * d * d, (state + 1) * d * d), d)
  const axes = vectors.map((component, i) => component / Math.sqrt(values[Math.floor(i / d)]))
  const logNorm = values.reduce((sum, value) => sum - 0.5 * Math.log(2 * Math.PI * value), 0)
  return { mean: means.subarray(state * d, (state + 1) * d), axes, logNorm }
}

/**
 * Log density of every observation in every state; 0 in all states where the observation is not complete, so that it moves nothing.
 * @param observations - sessions x nVariables
 * @returns sessions x nStates
 */
export function logDensities(model: HiddenMarkov, observations: Matrix): Matrix {
  const { nStates, nVariables: d } = model
  const out = createMatrix(observations.rows, nStates, 0)
  const whitenings = Array.from({ length: nStates }, (_, state) => whiteningOf(model, state))
  const x = observations.data
  for (const row of completeRows(observations))
    for (let state = 0; state < nStates; state++) {
      const { mean, axes, logNorm } = whitenings[state]
      let squares = 0
      for (let j = 0; j < d; j++) {
        let z = 0
        for (let i = 0; i < d; i++) z += axes[j * d + i] * (x[row * d + i] - mean[i])
        squares += z * z
      }
      out.data[row * nStates + state] = logNorm - 0.5 * squares
    }
  return out
}

/** Sessions that must belong to a state before its moments are looked at. */
const LEAST_WEIGHT = 1e-9

/** How covariances are estimated. */
export interface CovarianceShape {
  readonly covariance: 'diagonal' | 'full'
  /** Least variance in any direction, above 0. */
  readonly floor: number
}

/**
 * The most likely covariance among those whose variance is at least the floor in every direction: eigenvalues below it are raised to
 * it, so that the likelihood still can not fall. Changes the argument in place.
 */
function raiseToFloor(covariance: Float64Array, d: number, { covariance: kind, floor }: CovarianceShape): void {
  if (kind === 'diagonal') {
    for (let i = 0; i < d * d; i++) covariance[i] = i % (d + 1) === 0 ? Math.max(covariance[i], floor) : 0
    return
  }
  const { values, vectors } = symmetricEigen(covariance, d)
  if (values[d - 1] >= floor) return
  covariance.fill(0)
  for (let k = 0; k < d; k++)
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++)
        covariance[i * d + j] += Math.max(values[k], floor) * vectors[k * d + i] * vectors[k * d + j]
}

/**
 * Means and covariances of the states from weighted observations; a state that nothing belongs to keeps what it had.
 * @param weights - sessions x nStates
 */
export function weightedMoments(
  model: HiddenMarkov,
  observations: Matrix,
  weights: Matrix,
  shape: CovarianceShape,
): Pick<HiddenMarkov, 'means' | 'covariances'> {
  const { nStates, nVariables: d } = model
  const means = model.means.slice()
  const covariances = model.covariances.slice()
  const rows = completeRows(observations)
  for (let state = 0; state < nStates; state++) {
    let total = 0
    for (const row of rows) total += weights.data[row * nStates + state]
    if (total < LEAST_WEIGHT) continue
    const mean = means.subarray(state * d, (state + 1) * d).fill(0)
    const covariance = covariances.subarray(state * d * d, (state + 1) * d * d).fill(0)
    for (const row of rows) {
      const weight = weights.data[row * nStates + state] / total
      for (let i = 0; i < d; i++) mean[i] += weight * observations.data[row * d + i]
    }
    for (const row of rows) {
      const weight = weights.data[row * nStates + state] / total
      for (let i = 0; i < d; i++) {
        const scaled = weight * (observations.data[row * d + i] - mean[i])
        for (let j = 0; j <= i; j++) covariance[i * d + j] += scaled * (observations.data[row * d + j] - mean[j])
      }
    }
    for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) covariance[j * d + i] = covariance[i * d + j]
    raiseToFloor(covariance, d, shape)
  }
  return { means, covariances }
}
