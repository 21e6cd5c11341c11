// Extremes of joined runs; a NaN in either run makes the value NaN, as in Math.max and Math.min.

export function larger(out: usize, a: usize, b: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, f64x2.max(v128.load(a + i), v128.load(b + i)))
}

export function smaller(out: usize, a: usize, b: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, f64x2.min(v128.load(a + i), v128.load(b + i)))
}

/** Value and age of the latest maximum of an older run a and a newer run b of `length` rows. */
export function latestMax(
  out: usize,
  ageOut: usize,
  a: usize,
  ageA: usize,
  b: usize,
  ageB: usize,
  bytes: usize,
  length: f64,
): void {
  const shift = f64x2.splat(length)
  for (let i: usize = 0; i < bytes; i += 16) {
    const older = v128.load(a + i)
    const newer = v128.load(b + i)
    const aged = f64x2.add(v128.load(ageA + i), shift)
    v128.store(ageOut + i, v128.bitselect(aged, v128.load(ageB + i), f64x2.gt(older, newer)))
    v128.store(out + i, f64x2.max(older, newer))
  }
}

export function latestMin(
  out: usize,
  ageOut: usize,
  a: usize,
  ageA: usize,
  b: usize,
  ageB: usize,
  bytes: usize,
  length: f64,
): void {
  const shift = f64x2.splat(length)
  for (let i: usize = 0; i < bytes; i += 16) {
    const older = v128.load(a + i)
    const newer = v128.load(b + i)
    const aged = f64x2.add(v128.load(ageA + i), shift)
    v128.store(ageOut + i, v128.bitselect(aged, v128.load(ageB + i), f64x2.lt(older, newer)))
    v128.store(out + i, f64x2.min(older, newer))
  }
}

/** The age, where its value is present. */
export function present(out: usize, value: usize, age: usize, bytes: usize): void {
  const missing = f64x2.splat(NaN)
  for (let i: usize = 0; i < bytes; i += 16) {
    const v = v128.load(value + i)
    v128.store(out + i, v128.bitselect(v128.load(age + i), missing, f64x2.eq(v, v)))
  }
}
