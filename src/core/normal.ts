/** Rational approximations of AS 241, one for the centre, the tails and the far tails: coefficients from the constant up. */
const CENTRE_ABOVE = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
]
const CENTRE_BELOW = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
]
const TAIL_ABOVE = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
]
const TAIL_BELOW = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
]
const FAR_ABOVE = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
]
const FAR_BELOW = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
]

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0
  for (let k = coefficients.length - 1; k >= 0; k--) value = value * x + coefficients[k]
  return value
}

/**
 * Inverse of the standard normal distribution function, to about 1e-15 of its value.
 * @param probability - 0 gives -Infinity and 1 Infinity; NaN beyond them
 * @see Wichura (1988), Applied Statistics 37(3), algorithm AS 241, routine PPND16
 */
export function inverseNormal(probability: number): number {
  const q = probability - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(CENTRE_ABOVE, r)) / polynomial(CENTRE_BELOW, r)
  }
  const tail = q < 0 ? probability : 1 - probability
  if (tail === 0) return q < 0 ? -Infinity : Infinity
  const r = Math.sqrt(-Math.log(tail))
  const distance =
    r <= 5
      ? polynomial(TAIL_ABOVE, r - 1.6) / polynomial(TAIL_BELOW, r - 1.6)
      : polynomial(FAR_ABOVE, r - 5) / polynomial(FAR_BELOW, r - 5)
  return q < 0 ? -distance : distance
}

/** Beyond this distance the tail is a continued fraction: its own relative accuracy is kept. */
const TAIL_FROM = 3
const TAIL_TERMS = 120

/**
 * Standard normal distribution function: to about 1e-15, in the lower tail to about 1e-13 of its value.
 * @returns in [0, 1]; NaN for NaN
 * @see Marsaglia (2004), Journal of Statistical Software 11(4), for the centre; Abramowitz and Stegun 26.2.14 for the tails
 */
export function cumulativeNormal(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  const distance = Math.abs(z)
  if (distance > TAIL_FROM) {
    let fraction = distance
    for (let k = TAIL_TERMS; k >= 1; k--) fraction = distance + k / fraction
    return z < 0 ? density / fraction : 1 - density / fraction
  }
  let term = z
  let sum = z
  for (let k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
    term *= (z * z) / (2 * k + 1)
    sum += term
  }
  return 0.5 + density * sum
}
