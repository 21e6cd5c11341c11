// Joins of neighbouring runs, lane by lane, in the order of operations of ../moments.ts. Addresses are of the newest row of the
// newer run; the older run of an even window lies `back` bytes before. Every array is flat: rows of all columns of a block.

export function add(out: usize, a: usize, b: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, f64x2.add(v128.load(a + i), v128.load(b + i)))
}

export function momentsHalves(
  meanOut: usize,
  m2Out: usize,
  mean: usize,
  m2: usize,
  back: usize,
  bytes: usize,
  half: f64,
): void {
  const weight = f64x2.splat(half / 2)
  const middle = f64x2.splat(0.5)
  for (let i: usize = 0; i < bytes; i += 16) {
    const a = v128.load(mean + i - back)
    const b = v128.load(mean + i)
    const d = f64x2.sub(b, a)
    const both = f64x2.add(v128.load(m2 + i - back), v128.load(m2 + i))
    v128.store(meanOut + i, f64x2.mul(f64x2.add(a, b), middle))
    v128.store(m2Out + i, f64x2.add(both, f64x2.mul(f64x2.mul(d, d), weight)))
  }
}

export function momentsNewest(
  meanOut: usize,
  m2Out: usize,
  mean: usize,
  m2: usize,
  x: usize,
  bytes: usize,
  n: f64,
): void {
  const share = f64x2.splat(1 / n)
  const weight = f64x2.splat((n - 1) / n)
  for (let i: usize = 0; i < bytes; i += 16) {
    const a = v128.load(mean + i)
    const d = f64x2.sub(v128.load(x + i), a)
    v128.store(meanOut + i, f64x2.add(a, f64x2.mul(d, share)))
    v128.store(m2Out + i, f64x2.add(v128.load(m2 + i), f64x2.mul(f64x2.mul(d, d), weight)))
  }
}

/** Third and fourth moments; to be called beside {@link momentsHalves}. */
export function higherHalves(
  m3Out: usize,
  m4Out: usize,
  mean: usize,
  m2: usize,
  m3: usize,
  m4: usize,
  back: usize,
  bytes: usize,
  half: f64,
): void {
  const eighth = f64x2.splat(half / 8)
  const threeHalves = f64x2.splat(1.5)
  const two = f64x2.splat(2)
  for (let i: usize = 0; i < bytes; i += 16) {
    const d = f64x2.sub(v128.load(mean + i), v128.load(mean + i - back))
    const d2 = f64x2.mul(d, d)
    const q = v128.load(m2 + i - back)
    const r = v128.load(m2 + i)
    const c = v128.load(m3 + i - back)
    const e = v128.load(m3 + i)
    const third = f64x2.mul(f64x2.mul(d, f64x2.sub(r, q)), threeHalves)
    v128.store(m3Out + i, f64x2.add(f64x2.add(c, e), third))
    let fourth = f64x2.add(v128.load(m4 + i - back), v128.load(m4 + i))
    fourth = f64x2.add(fourth, f64x2.mul(f64x2.mul(d2, d2), eighth))
    fourth = f64x2.add(fourth, f64x2.mul(f64x2.mul(d2, f64x2.add(q, r)), threeHalves))
    v128.store(m4Out + i, f64x2.add(fourth, f64x2.mul(f64x2.mul(d, f64x2.sub(e, c)), two)))
  }
}

export function higherNewest(
  m3Out: usize,
  m4Out: usize,
  mean: usize,
  m2: usize,
  m3: usize,
  m4: usize,
  x: usize,
  bytes: usize,
  n: f64,
): void {
  const a = n - 1
  const cube = f64x2.splat((a * (a - 1)) / (n * n))
  const three = f64x2.splat(3 / n)
  const square = f64x2.splat((a * (n * n - 3 * n + 3)) / (n * n * n))
  const six = f64x2.splat(6 / (n * n))
  const four = f64x2.splat(4 / n)
  for (let i: usize = 0; i < bytes; i += 16) {
    const d = f64x2.sub(v128.load(x + i), v128.load(mean + i))
    const d2 = f64x2.mul(d, d)
    const q = v128.load(m2 + i)
    const c = v128.load(m3 + i)
    const third = f64x2.add(c, f64x2.mul(f64x2.mul(d2, d), cube))
    v128.store(m3Out + i, f64x2.sub(third, f64x2.mul(f64x2.mul(d, q), three)))
    let fourth = f64x2.add(v128.load(m4 + i), f64x2.mul(f64x2.mul(d2, d2), square))
    fourth = f64x2.add(fourth, f64x2.mul(f64x2.mul(d2, q), six))
    v128.store(m4Out + i, f64x2.sub(fourth, f64x2.mul(f64x2.mul(d, c), four)))
  }
}

export function trendHalves(
  meanOut: usize,
  cOut: usize,
  mean: usize,
  c: usize,
  back: usize,
  bytes: usize,
  half: f64,
): void {
  const weight = f64x2.splat((half * half) / 2)
  const middle = f64x2.splat(0.5)
  for (let i: usize = 0; i < bytes; i += 16) {
    const a = v128.load(mean + i - back)
    const b = v128.load(mean + i)
    const both = f64x2.add(v128.load(c + i - back), v128.load(c + i))
    v128.store(meanOut + i, f64x2.mul(f64x2.add(a, b), middle))
    v128.store(cOut + i, f64x2.add(both, f64x2.mul(f64x2.sub(b, a), weight)))
  }
}

export function trendNewest(meanOut: usize, cOut: usize, mean: usize, c: usize, x: usize, bytes: usize, n: f64): void {
  const share = f64x2.splat(1 / n)
  const weight = f64x2.splat((n - 1) / 2)
  for (let i: usize = 0; i < bytes; i += 16) {
    const a = v128.load(mean + i)
    const d = f64x2.sub(v128.load(x + i), a)
    v128.store(meanOut + i, f64x2.add(a, f64x2.mul(d, share)))
    v128.store(cOut + i, f64x2.add(v128.load(c + i), f64x2.mul(d, weight)))
  }
}
