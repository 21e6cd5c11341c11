/**
 * Moments of a run of rows around its own mean, and what it takes to join neighbouring runs (Chan, Golub and LeVeque 1983; Pébay
 * 2008). A window is always joined in one order, which depends on its length alone: an even one from its two halves, an odd one
 * from all but its newest row and that row. So a row's value depends on its window to the last bit and on nothing else, windows
 * share their parts, rounding grows with the logarithm of the length, and equal values have a variance of exactly 0.
 */
export interface Moments {
  readonly n: number
  readonly mean: number
  /** Sum of (x - mean)^2. */
  readonly m2: number
  /** Sum of (x - mean)^3. */
  readonly m3: number
  /** Sum of (x - mean)^4. */
  readonly m4: number
}

function joinHalves(a: Moments, b: Moments): Moments {
  const n = 2 * a.n
  const d = b.mean - a.mean
  const d2 = d * d
  return {
    n,
    mean: (a.mean + b.mean) * 0.5,
    m2: a.m2 + b.m2 + d2 * (a.n / 2),
    m3: a.m3 + b.m3 + d * (b.m2 - a.m2) * 1.5,
    m4: a.m4 + b.m4 + d2 * d2 * (a.n / 8) + d2 * (a.m2 + b.m2) * 1.5 + d * (b.m3 - a.m3) * 2,
  }
}

function joinNewest(a: Moments, x: number): Moments {
  const n = a.n + 1
  const d = x - a.mean
  const d2 = d * d
  return {
    n,
    mean: a.mean + d * (1 / n),
    m2: a.m2 + d2 * (a.n / n),
    m3: a.m3 + d2 * d * ((a.n * (a.n - 1)) / (n * n)) - d * a.m2 * (3 / n),
    m4: a.m4 + d2 * d2 * ((a.n * (n * n - 3 * n + 3)) / (n * n * n)) + d2 * a.m2 * (6 / (n * n)) - d * a.m3 * (4 / n),
  }
}

/** Moments of x[from] ... x[to - 1]; at least one value. */
export function momentsOf(x: Float64Array, from = 0, to = x.length): Moments {
  const n = to - from
  if (n === 1) return { n, mean: x[from], m2: 0, m3: 0, m4: 0 }
  if (n % 2 === 1) return joinNewest(momentsOf(x, from, to - 1), x[to - 1])
  return joinHalves(momentsOf(x, from, from + n / 2), momentsOf(x, from + n / 2, to))
}

/** Means of x and y and the sum of their products around them. */
export interface CoMoments {
  readonly n: number
  readonly meanX: number
  readonly meanY: number
  /** Sum of (x - meanX) (y - meanY). */
  readonly c: number
}

/** Co-moments of x and y, joined in the order of {@link Moments}. */
export function coMomentsOf(x: Float64Array, y: Float64Array, from = 0, to = x.length): CoMoments {
  const n = to - from
  if (n === 1) return { n, meanX: x[from], meanY: y[from], c: 0 }
  const isOdd = n % 2 === 1
  const middle = isOdd ? to - 1 : from + n / 2
  const a = coMomentsOf(x, y, from, middle)
  const b = coMomentsOf(x, y, middle, to)
  const dx = b.meanX - a.meanX
  const dy = b.meanY - a.meanY
  if (isOdd)
    return {
      n,
      meanX: a.meanX + dx * (1 / n),
      meanY: a.meanY + dy * (1 / n),
      c: a.c + dx * dy * (a.n / n),
    }
  return {
    n,
    meanX: (a.meanX + b.meanX) * 0.5,
    meanY: (a.meanY + b.meanY) * 0.5,
    c: a.c + b.c + dx * dy * (a.n / 2),
  }
}

/** Mean of x, and the sum of (k - mean k) x[k] over the row number k. */
export interface Trend {
  readonly n: number
  readonly mean: number
  readonly c: number
}

/** Co-moment of x with the row number, joined in the order of {@link Moments}. */
export function trendOf(x: Float64Array, from = 0, to = x.length): Trend {
  const n = to - from
  if (n === 1) return { n, mean: x[from], c: 0 }
  const isOdd = n % 2 === 1
  const middle = isOdd ? to - 1 : from + n / 2
  const a = trendOf(x, from, middle)
  const b = trendOf(x, middle, to)
  const d = b.mean - a.mean
  // The centres of two neighbouring runs are half their joint length apart.
  if (isOdd) return { n, mean: a.mean + d * (1 / n), c: a.c + d * ((a.n * b.n) / 2) }
  return { n, mean: (a.mean + b.mean) * 0.5, c: a.c + b.c + d * ((a.n * b.n) / 2) }
}

/** Sum of x[from] ... x[to - 1], joined in the order of {@link Moments}. */
export function sumOf(x: Float64Array, from = 0, to = x.length): number {
  const n = to - from
  if (n === 1) return x[from]
  if (n % 2 === 1) return sumOf(x, from, to - 1) + x[to - 1]
  return sumOf(x, from, from + n / 2) + sumOf(x, from + n / 2, to)
}
