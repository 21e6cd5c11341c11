import { createMatrix, viewRows, type Matrix } from '../core/matrix.js'
import { completeRows } from './gaussian-emissions.js'
import { fitHiddenMarkov, type HiddenMarkovOptions } from './hidden-markov.js'
import { filterForward } from './hidden-states.js'
import { asFiltered, type FilteredStates } from './states.js'

/** Fewest complete rows per state from which a refit is taken seriously. */
const LEAST_ROWS_PER_STATE = 20

/**
 * Filtered states of a model that is estimated again at stated rows: row t speaks of the observations up to t, under a model estimated
 * on rows before the latest refit alone. Before the first refit that has enough history the states are not known (NaN).
 * @param refits - rows of the refits, ascending
 * @returns sessions x nStates
 */
export function expandingFilter(
  observations: Matrix,
  refits: readonly number[],
  options: HiddenMarkovOptions,
): FilteredStates {
  const { nStates } = options
  const states = createMatrix(observations.rows, nStates)
  for (const [i, refit] of refits.entries()) {
    const end = refits[i + 1] ?? observations.rows
    const past = viewRows(observations, 0, refit)
    if (completeRows(past).length < LEAST_ROWS_PER_STATE * nStates) continue
    const { model } = fitHiddenMarkov(past, options)
    const filtered = filterForward(model, viewRows(observations, 0, end)).states
    states.data.set(filtered.data.subarray(refit * nStates), refit * nStates)
  }
  return asFiltered(states)
}
