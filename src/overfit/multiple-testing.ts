/** Positions of the p-values that are present, the smallest first. */
function ascending(pValues: ArrayLike<number>): number[] {
  const order = Array.from(pValues, (_, i) => i).filter((i) => !Number.isNaN(pValues[i]))
  return order.sort((a, b) => pValues[a] - pValues[b] || a - b)
}

/** Step-up q-values: the least p x m x factor / rank over this and all larger p-values, at most 1. */
function stepUp(pValues: ArrayLike<number>, factorOf: (tests: number) => number): Float64Array {
  const order = ascending(pValues)
  const m = order.length
  const factor = factorOf(m)
  const out = new Float64Array(pValues.length).fill(NaN)
  let least = 1
  for (let rank = m; rank >= 1; rank--) {
    const i = order[rank - 1]
    least = Math.min(least, (pValues[i] * m * factor) / rank)
    out[i] = least
  }
  return out
}

/**
 * q-values of Benjamini and Hochberg: calling every test with q <= fdr a discovery keeps the expected share of false ones among
 * them at or below fdr, for independent tests and for those that depend on each other positively.
 * @param pValues - NaN is no test: its q-value is NaN and it is not counted
 * @returns shape of `pValues`, in [0, 1]
 * @see Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1)
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
  return stepUp(pValues, () => 1)
}

/**
 * q-values of Benjamini and Yekutieli, which hold under any dependence at the price of a factor 1 + 1/2 + ... + 1/m.
 * @param pValues - NaN is no test, as for {@link benjaminiHochberg}
 * @see Benjamini and Yekutieli (2001), Annals of Statistics 29(4)
 */
export function benjaminiYekutieli(pValues: ArrayLike<number>): Float64Array {
  return stepUp(pValues, (tests) => {
    let harmonic = 0
    for (let k = 1; k <= tests; k++) harmonic += 1 / k
    return harmonic
  })
}

/**
 * Bonferroni's p-values: calling a test with p <= level a discovery keeps the probability of a single false one at or below it.
 * @param pValues - NaN is no test, as for {@link benjaminiHochberg}
 */
export function bonferroni(pValues: ArrayLike<number>): Float64Array {
  const tests = ascending(pValues).length
  return Float64Array.from(pValues, (p) => Math.min(1, p * tests))
}
