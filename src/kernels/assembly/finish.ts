// Statistics out of moments, in the order of operations of ../reference.ts.

export function deviation(out: usize, m2: usize, bytes: usize, share: f64): void {
  const scale = f64x2.splat(share)
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, f64x2.sqrt(f64x2.mul(v128.load(m2 + i), scale)))
}

export function zScore(out: usize, x: usize, mean: usize, m2: usize, bytes: usize, share: f64): void {
  const scale = f64x2.splat(share)
  for (let i: usize = 0; i < bytes; i += 16) {
    const spread = f64x2.sqrt(f64x2.mul(v128.load(m2 + i), scale))
    v128.store(out + i, f64x2.div(f64x2.sub(v128.load(x + i), v128.load(mean + i)), spread))
  }
}

export function skewness(out: usize, m2: usize, m3: usize, bytes: usize, factor: f64): void {
  const scale = f64x2.splat(factor)
  for (let i: usize = 0; i < bytes; i += 16) {
    const q = v128.load(m2 + i)
    const ratio = f64x2.div(v128.load(m3 + i), f64x2.mul(q, f64x2.sqrt(q)))
    v128.store(out + i, f64x2.mul(scale, ratio))
  }
}

export function kurtosis(out: usize, m2: usize, m4: usize, bytes: usize, factor: f64, normal: f64): void {
  const scale = f64x2.splat(factor)
  const shift = f64x2.splat(normal)
  for (let i: usize = 0; i < bytes; i += 16) {
    const q = v128.load(m2 + i)
    const ratio = f64x2.div(v128.load(m4 + i), f64x2.mul(q, q))
    v128.store(out + i, f64x2.sub(f64x2.mul(scale, ratio), shift))
  }
}

export function scaled(out: usize, c: usize, bytes: usize, factor: f64): void {
  const scale = f64x2.splat(factor)
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, f64x2.mul(v128.load(c + i), scale))
}

export function meanPlusScaled(out: usize, mean: usize, c: usize, bytes: usize, factor: f64): void {
  const scale = f64x2.splat(factor)
  for (let i: usize = 0; i < bytes; i += 16)
    v128.store(out + i, f64x2.add(v128.load(mean + i), f64x2.mul(v128.load(c + i), scale)))
}

/** (x - median) / (factor MAD), missing where the MAD is not positive. */
export function robustZ(out: usize, x: usize, median: usize, mad: usize, bytes: usize, factor: f64): void {
  const scale = f64x2.splat(factor)
  const zero = f64x2.splat(0)
  const missing = f64x2.splat(NaN)
  for (let i: usize = 0; i < bytes; i += 16) {
    const spread = f64x2.mul(scale, v128.load(mad + i))
    const z = f64x2.div(f64x2.sub(v128.load(x + i), v128.load(median + i)), spread)
    v128.store(out + i, v128.bitselect(z, missing, f64x2.gt(spread, zero)))
  }
}
