import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'

/** A planted chain of states and what each emits: a normal of its own mean and deviation. */
export interface PlantedChain {
  readonly seed: number
  readonly rows: number
  /** Probability of staying in a state; the others are equally likely. */
  readonly stay: number
  /** Per state, of every variable. */
  readonly means: readonly number[]
  readonly deviations: readonly number[]
  readonly nVariables?: number
}

/** States and observations of a planted chain. */
export function plantedChain(chain: PlantedChain): { readonly states: Int32Array; readonly observations: Matrix } {
  const { seed, rows, stay, means, deviations, nVariables = 1 } = chain
  const random = createRandom(seed, 'chain')
  const states = new Int32Array(rows)
  const observations = createMatrix(rows, nVariables)
  let state = random.integer(means.length)
  for (let row = 0; row < rows; row++) {
    if (random.uniform() >= stay) state = (state + 1 + random.integer(means.length - 1)) % means.length
    states[row] = state
    for (let i = 0; i < nVariables; i++)
      observations.data[row * nVariables + i] = means[state] + deviations[state] * random.normal()
  }
  return { states, observations }
}

/** Share of rows, from a row on, whose most probable state is the planted one. */
export function agreementWith(states: Int32Array, probabilities: Matrix, from = 0): number {
  let right = 0
  for (let row = from; row < states.length; row++) {
    const own = probabilities.data.subarray(row * probabilities.cols, (row + 1) * probabilities.cols)
    if (own.indexOf(Math.max(...own)) === states[row]) right++
  }
  return right / (states.length - from)
}
