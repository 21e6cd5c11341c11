import { rowOf, type Matrix } from '../core/matrix.js'

declare const knowledge: unique symbol

/**
 * Probabilities of states (sessions x states) that use nothing beyond their own session; a row sums to 1, or is NaN where nothing was
 * known. Only these may reach a decision: the brand keeps smoothed ones, which have the same shape, out of it at compile time.
 */
export type FilteredStates = Matrix & { readonly [knowledge]: 'filtered' }

/** Probabilities of states given the whole history, the future included: they describe the past and decide nothing. */
export type SmoothedStates = Matrix & { readonly [knowledge]: 'smoothed' }

/** One session of {@link FilteredStates}; shape [nStates]. */
export type FilteredProbabilities = Float64Array & { readonly [knowledge]: 'filtered' }

/** Declares that no row of the probabilities looks beyond its own session: whoever calls it answers for that. */
export function asFiltered(probabilities: Matrix): FilteredStates {
  return probabilities as FilteredStates
}

/** Declares that the probabilities look ahead. */
export function asSmoothed(probabilities: Matrix): SmoothedStates {
  return probabilities as SmoothedStates
}

/** View of one session. */
export function statesAt(states: FilteredStates, row: number): FilteredProbabilities {
  return rowOf(states, row) as FilteredProbabilities
}
