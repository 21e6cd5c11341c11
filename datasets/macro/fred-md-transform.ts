/** The second row of a FRED-MD file. */
export type TransformCode = 1 | 2 | 3 | 4 | 5 | 6 | 7

function difference(values: Float64Array): Float64Array {
  return values.map((value, i) => (i === 0 ? NaN : value - values[i - 1]))
}

/** Logarithms exist of positive numbers only. */
function logarithm(values: Float64Array): Float64Array {
  return values.map((value) => (value > 0 ? Math.log(value) : NaN))
}

function growth(values: Float64Array): Float64Array {
  return values.map((value, i) => (i === 0 || values[i - 1] === 0 ? NaN : value / values[i - 1] - 1))
}

const TRANSFORMS: Readonly<Record<TransformCode, (values: Float64Array) => Float64Array>> = {
  1: (values) => values.slice(),
  2: difference,
  3: (values) => difference(difference(values)),
  4: logarithm,
  5: (values) => difference(logarithm(values)),
  6: (values) => difference(difference(logarithm(values))),
  7: (values) => difference(growth(values)),
}

/**
 * Makes a series stationary in the way FRED-MD recommends for it: 1 level, 2 first difference, 3 second difference, 4 log, 5
 * first difference of logs, 6 second difference of logs, 7 first difference of the growth rate x[t] / x[t-1] - 1.
 * @param values - regularly spaced, all of one vintage, NaN = missing; [n]
 * @returns [n]; NaN where a value it needs is missing or has no logarithm
 * @see McCracken and Ng (2016), FRED-MD: A Monthly Database for Macroeconomic Research, appendix
 */
export function transformFredMd(values: Float64Array, code: TransformCode): Float64Array {
  return TRANSFORMS[code](values)
}
