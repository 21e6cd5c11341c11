import { createMatrix, rowOf, type Matrix } from '../core/matrix.js'
import { logDensities, type HiddenMarkov } from './gaussian-emissions.js'
import { asFiltered, asSmoothed, type FilteredStates, type SmoothedStates } from './states.js'

/** What the forward pass leaves. */
export interface ForwardPass {
  readonly states: FilteredStates
  /** Log density of each row given those before it, [sessions]; 0 where the observation is not complete. */
  readonly logLikelihoods: Float64Array
}

/** Fills `predicted` with the probabilities of the states before a row is seen: those of the row before, moved on by a step. */
function moveOn({ nStates, transition }: HiddenMarkov, states: Matrix, before: number, predicted: Float64Array): void {
  predicted.fill(0)
  for (let from = 0; from < nStates; from++) {
    const probability = states.data[before * nStates + from]
    for (let to = 0; to < nStates; to++) predicted[to] += probability * transition[from * nStates + to]
  }
}

/**
 * The forward filter: probability of each state at each row given the observations up to and including it. Where an observation
 * is not complete the states are only moved on by a step.
 * @param observations - sessions x nVariables, NaN = missing
 * @see Hamilton (1989), Econometrica 57(2); scaled as in Rabiner (1989), Proceedings of the IEEE 77(2)
 */
export function filterForward(model: HiddenMarkov, observations: Matrix): ForwardPass {
  const { nStates } = model
  const densities = logDensities(model, observations)
  const states = createMatrix(observations.rows, nStates)
  const logLikelihoods = new Float64Array(observations.rows)
  const predicted = model.initial.slice()
  for (let row = 0; row < observations.rows; row++) {
    if (row > 0) moveOn(model, states, row - 1, predicted)
    const at = row * nStates
    // Relative to the best of the states that can be: an impossible state must not make all others vanish.
    let best = -Infinity
    for (let k = 0; k < nStates; k++) if (predicted[k] > 0) best = Math.max(best, densities.data[at + k])
    let total = 0
    for (let k = 0; k < nStates; k++) {
      const weight = predicted[k] > 0 ? predicted[k] * Math.exp(densities.data[at + k] - best) : 0
      states.data[at + k] = weight
      total += weight
    }
    for (let k = 0; k < nStates; k++) states.data[at + k] /= total
    logLikelihoods[row] = best + Math.log(total)
  }
  return { states: asFiltered(states), logLikelihoods }
}

/** What the backward pass leaves. */
export interface BackwardPass {
  readonly states: SmoothedStates
  /** [nStates * nStates], expected number of moves from row to column. */
  readonly moves: Float64Array
}

/**
 * The backward smoother on top of a forward pass: probability of each state given all observations. For description only.
 * @see Kim (1994), Journal of Econometrics 60: the smoother that needs the filtered probabilities alone
 */
export function smoothBackward(model: HiddenMarkov, { states: filtered }: ForwardPass): BackwardPass {
  const { nStates, transition } = model
  const { rows, data } = filtered
  const states = createMatrix(rows, nStates)
  const moves = new Float64Array(nStates * nStates)
  if (rows > 0) states.data.set(rowOf(filtered, rows - 1), (rows - 1) * nStates)
  const predicted = new Float64Array(nStates)
  for (let row = rows - 2; row >= 0; row--) {
    moveOn(model, filtered, row, predicted)
    for (let from = 0; from < nStates; from++) {
      let sum = 0
      for (let to = 0; to < nStates; to++) {
        if (predicted[to] === 0) continue
        const later = states.data[(row + 1) * nStates + to] / predicted[to]
        const joint = data[row * nStates + from] * transition[from * nStates + to] * later
        moves[from * nStates + to] += joint
        sum += joint
      }
      states.data[row * nStates + from] = sum
    }
  }
  return { states: asSmoothed(states), moves }
}

/**
 * The most likely path of states given all observations (Viterbi); ties go to the lower state. For description only.
 * @returns [sessions], states from 0
 * @see Viterbi (1967), IEEE Transactions on Information Theory 13(2)
 */
export function mostLikelyPath(model: HiddenMarkov, observations: Matrix): Int32Array {
  const { nStates, initial, transition } = model
  const { rows } = observations
  const densities = logDensities(model, observations)
  const cameFrom = new Int32Array(rows * nStates)
  let scores = initial.map((probability, k) => Math.log(probability) + (rows > 0 ? densities.data[k] : 0))
  for (let row = 1; row < rows; row++) {
    const next = new Float64Array(nStates).fill(-Infinity)
    for (let to = 0; to < nStates; to++)
      for (let from = 0; from < nStates; from++) {
        const score = scores[from] + Math.log(transition[from * nStates + to]) + densities.data[row * nStates + to]
        if (score <= next[to]) continue
        next[to] = score
        cameFrom[row * nStates + to] = from
      }
    scores = next
  }
  const path = new Int32Array(rows)
  if (rows > 0) path[rows - 1] = scores.indexOf(Math.max(...scores))
  for (let row = rows - 1; row > 0; row--) path[row - 1] = cameFrom[row * nStates + path[row]]
  return path
}
