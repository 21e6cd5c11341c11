// The natural logarithm as JavaScript engines compute it: fdlibm's e_log.c (Sun Microsystems, 1993), two lanes at a time. Its
// branches become selections; where k is 0 the general form gives the same bits.

// Both lanes of each constant in memory: there are more of them than registers, and making one takes longer than loading it.
const LN2_HI = memory.data<f64>([6.9314718036912381649e-1, 6.9314718036912381649e-1], 16)
const LN2_LO = memory.data<f64>([1.90821492927058770002e-10, 1.90821492927058770002e-10], 16)
const LG1 = memory.data<f64>([6.66666666666673513e-1, 6.66666666666673513e-1], 16)
const LG2 = memory.data<f64>([3.999999999940941908e-1, 3.999999999940941908e-1], 16)
const LG3 = memory.data<f64>([2.857142874366239149e-1, 2.857142874366239149e-1], 16)
const LG4 = memory.data<f64>([2.222219843214978396e-1, 2.222219843214978396e-1], 16)
const LG5 = memory.data<f64>([1.818357216161805012e-1, 1.818357216161805012e-1], 16)
const LG6 = memory.data<f64>([1.531383769920937332e-1, 1.531383769920937332e-1], 16)
const LG7 = memory.data<f64>([1.479819860511658591e-1, 1.479819860511658591e-1], 16)
const LEAST_NORMAL = memory.data<f64>([2.2250738585072014e-308, 2.2250738585072014e-308], 16)
const TWO_54 = memory.data<f64>([18014398509481984, 18014398509481984], 16)
const ONE = memory.data<f64>([1, 1], 16)
const TWO_52 = memory.data<f64>([4503599627370496, 4503599627370496], 16)
const BIAS_SMALL = memory.data<f64>([1077, 1077], 16)
const BIAS = memory.data<f64>([1023, 1023], 16)
const TWO = memory.data<f64>([2, 2], 16)
const HALF = memory.data<f64>([0.5, 0.5], 16)
const THIRD = memory.data<f64>([0.33333333333333333, 0.33333333333333333], 16)
const FRACTION = memory.data<i64>([0xfffff, 0xfffff], 16)
const ROUND_UP = memory.data<i64>([0x95f64, 0x95f64], 16)
const CARRY = memory.data<i64>([0x100000, 0x100000], 16)
const ONE_HIGH = memory.data<i64>([0x3ff00000, 0x3ff00000], 16)
const LOW_WORD = memory.data<i64>([0xffffffff, 0xffffffff], 16)
const TWO_52_BITS = memory.data<i64>([0x4330000000000000, 0x4330000000000000], 16)
const INNER_FROM = memory.data<i64>([0x61479, 0x61479], 16)
const INNER_TO = memory.data<i64>([0x6b852, 0x6b852], 16)
const TWO_BITS = memory.data<i64>([2, 2], 16)
const THREE_BITS = memory.data<i64>([3, 3], 16)

function term(z: v128, coefficient: v128, rest: v128): v128 {
  return f64x2.add(coefficient, f64x2.mul(z, rest))
}

/** Logarithm of positive finite lanes. */
function logarithm(x: v128): v128 {
  const isSmall = f64x2.lt(x, v128.load(LEAST_NORMAL))
  x = v128.bitselect(f64x2.mul(x, v128.load(TWO_54)), x, isSmall)
  const high = i64x2.shr_u(x, 32)
  const fraction = v128.and(high, v128.load(FRACTION))
  const carry = v128.and(i64x2.add(fraction, v128.load(ROUND_UP)), v128.load(CARRY))
  const head = v128.or(fraction, v128.xor(carry, v128.load(ONE_HIGH)))
  const f = f64x2.sub(v128.or(i64x2.shl(head, 32), v128.and(x, v128.load(LOW_WORD))), v128.load(ONE))
  // The exponent as stored, 0 or more: as the last bits of 2^52 it is a float but for that 2^52.
  const exponent = i64x2.add(i64x2.shr_u(high, 20), i64x2.shr_u(carry, 20))
  const biased = f64x2.sub(v128.or(exponent, v128.load(TWO_52_BITS)), v128.load(TWO_52))
  const bias = v128.bitselect(v128.load(BIAS_SMALL), v128.load(BIAS), isSmall)
  const k = f64x2.sub(biased, bias)

  const kHigh = f64x2.mul(k, v128.load(LN2_HI))
  const kLow = f64x2.mul(k, v128.load(LN2_LO))
  const s = f64x2.div(f, f64x2.add(v128.load(TWO), f))
  const z = f64x2.mul(s, s)
  const w = f64x2.mul(z, z)
  const even = f64x2.mul(w, term(w, v128.load(LG2), term(w, v128.load(LG4), v128.load(LG6))))
  const odd = f64x2.mul(z, term(w, v128.load(LG1), term(w, v128.load(LG3), term(w, v128.load(LG5), v128.load(LG7)))))
  const r = f64x2.add(odd, even)
  const halfSquare = f64x2.mul(f64x2.mul(v128.load(HALF), f), f)

  const inner = f64x2.sub(halfSquare, f64x2.add(f64x2.mul(s, f64x2.add(halfSquare, r)), kLow))
  const outer = f64x2.sub(f64x2.mul(s, f64x2.sub(f, r)), kLow)
  // i = (fraction - 0x6147a) | (0x6b851 - fraction) is positive only if neither is negative and they are not both 0.
  const isInner = v128.and(i64x2.gt_s(fraction, v128.load(INNER_FROM)), i64x2.lt_s(fraction, v128.load(INNER_TO)))
  const cubic = f64x2.sub(v128.load(HALF), f64x2.mul(v128.load(THIRD), f))
  const tiny = f64x2.sub(f64x2.mul(f64x2.mul(f, f), cubic), kLow)
  const isTiny = i64x2.lt_s(
    v128.and(i64x2.add(fraction, v128.load(TWO_BITS)), v128.load(FRACTION)),
    v128.load(THREE_BITS),
  )
  const rest = v128.bitselect(tiny, v128.bitselect(inner, outer, isInner), isTiny)
  return f64x2.sub(kHigh, f64x2.sub(rest, f))
}

/** log(above / below), or of `above` alone where `below` is 0; NaN unless that is positive and finite. In place of `above`. */
export function logRatio(above: usize, below: usize, bytes: usize): void {
  const zero = f64x2.splat(0)
  const infinity = f64x2.splat(Infinity)
  const missing = f64x2.splat(NaN)
  for (let i: usize = 0; i < bytes; i += 16) {
    let ratio = v128.load(above + i)
    if (below != 0) ratio = f64x2.div(ratio, v128.load(below + i))
    const isValid = v128.and(f64x2.gt(ratio, zero), f64x2.lt(ratio, infinity))
    v128.store(above + i, v128.bitselect(logarithm(ratio), missing, isValid))
  }
}
