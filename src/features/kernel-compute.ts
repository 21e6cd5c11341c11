import type { ComputedStage } from './stage.js'

type Compute = ComputedStage['compute']

/** Natural log of the input; missing unless that is positive and finite. */
export const logarithm: Compute = ([x], out, rows, kernels) => {
  kernels.logRatio({ matrix: x, lag: 0 }, undefined, out, rows)
}

/** Log of the first input over the second one (over itself where there is but one) `lag` rows earlier; missing unless positive. */
export function logRatio(lag: number): Compute {
  return ([above, below = above], out, rows, kernels) => {
    kernels.logRatio({ matrix: above, lag: 0 }, { matrix: below, lag }, out, rows)
  }
}

/** The input less itself `lag` rows earlier. */
export function difference(lag: number): Compute {
  return ([x], out, rows, kernels) => {
    kernels.difference(x, lag, out, rows)
  }
}
