import { createMatrix, rowOf, type Matrix } from '../core/matrix.js'
import type { Random } from '../core/random.js'
import { weightedMoments, type HiddenMarkov } from './gaussian-emissions.js'

/** What a start depends on. */
interface StartOptions {
  readonly nStates: number
  readonly covariance: 'diagonal' | 'full'
  readonly orderBy: 'mean' | 'variance'
  readonly varianceFloor: number
}

/** Probability of staying in a state that every start begins from. */
const STAY = 0.9

/** Persistent states that all emit the same standard normal. */
function equalStates(k: number, d: number): HiddenMarkov {
  const leave = k === 1 ? 0 : (1 - STAY) / (k - 1)
  return {
    nStates: k,
    nVariables: d,
    initial: new Float64Array(k).fill(1 / k),
    transition: Float64Array.from({ length: k * k }, (_, i) => (i % (k + 1) === 0 ? 1 - leave * (k - 1) : leave)),
    means: new Float64Array(k * d),
    covariances: Float64Array.from({ length: k * d * d }, (_, i) => ((i % (d * d)) % (d + 1) === 0 ? 1 : 0)),
  }
}

/**
 * Parts the rows into equal groups by what the states are numbered by, the size of the first variable or of its deviation.
 * @param z - z-scores, sessions x nVariables
 * @param complete - rows without a missing value
 */
export function groupedStart(z: Matrix, complete: readonly number[], options: StartOptions): HiddenMarkov {
  const { nStates: k, orderBy, covariance, varianceFloor } = options
  const keyOf = (row: number): number => (orderBy === 'mean' ? z.data[row * z.cols] : Math.abs(z.data[row * z.cols]))
  const ordered = [...complete].sort((a, b) => keyOf(a) - keyOf(b) || a - b)
  const groups = createMatrix(z.rows, k, 0)
  for (const [i, row] of ordered.entries()) groups.data[row * k + Math.floor((i * k) / ordered.length)] = 1
  const equal = equalStates(k, z.cols)
  return { ...equal, ...weightedMoments(equal, z, groups, { covariance, floor: varianceFloor }) }
}

/**
 * States by lot, by what they are numbered by: means at rows of the data, or one mean and variances that differ.
 * @param z - z-scores, sessions x nVariables
 * @param complete - rows without a missing value
 */
export function randomStart(
  z: Matrix,
  complete: readonly number[],
  options: StartOptions,
  random: Random,
): HiddenMarkov {
  const { nStates: k, orderBy } = options
  const d = z.cols
  const equal = equalStates(k, d)
  if (orderBy === 'variance') {
    const factors = Array.from({ length: k }, () => 4 ** random.normal())
    return { ...equal, covariances: equal.covariances.map((value, i) => value * factors[Math.floor(i / (d * d))]) }
  }
  const means = new Float64Array(k * d)
  for (let state = 0; state < k; state++) means.set(rowOf(z, complete[random.integer(complete.length)]), state * d)
  return { ...equal, means }
}
