// Order statistics down the columns: ranks by comparing, medians by a window that is kept sorted.

/** Adds to a pair of counts twice the values below and once the values equal to `newest` (-1 is a true lane). */
function compare(p: usize, newest: v128): v128 {
  const v = v128.load(p)
  return i64x2.add(f64x2.lt(v, newest), f64x2.le(v, newest))
}

/**
 * Rank of each row in its last `window` rows, for `count` ascending windows (i32 at `windows`), by one pass backwards.
 * @param x - [rows][width]; rows before `first` are history
 * @param out - [count][rows][width], `stride` bytes between windows
 * @param packed - room for [rows][2]
 */
export function rollingRank(
  x: usize,
  rows: i32,
  width: i32,
  first: i32,
  windows: usize,
  count: i32,
  out: usize,
  stride: usize,
  packed: usize,
): void {
  const rowBytes = <usize>width * 8
  const one = f64x2.splat(1)
  const half = f64x2.splat(0.5)
  const missing = f64x2.splat(NaN)
  const magic = i64x2.splat(0x4330000000000000)
  const magicValue = f64x2.splat(4503599627370496)
  for (let col: usize = 0; col < rowBytes; col += 16) {
    let run = f64x2.splat(0)
    for (let t = 0; t < rows; t++) {
      const newest = v128.load(x + col + <usize>t * rowBytes)
      const here = packed + <usize>t * 16
      v128.store(here, newest)
      run = v128.and(f64x2.add(run, one), f64x2.eq(newest, newest))
      if (t < first) continue
      let total = i64x2.splat(0)
      let p = here + 16
      let target = out + col + <usize>t * rowBytes
      for (let j = 0; j < count; j++) {
        const window = load<i32>(windows + <usize>j * 4)
        const oldest = t - window + 1
        const end = oldest < 0 ? packed : packed + <usize>oldest * 16
        while (p >= end + 64) {
          p -= 64
          const near = i64x2.add(compare(p + 48, newest), compare(p + 32, newest))
          const far = i64x2.add(compare(p + 16, newest), compare(p, newest))
          total = i64x2.sub(total, i64x2.add(near, far))
        }
        while (p > end) {
          p -= 16
          total = i64x2.sub(total, compare(p, newest))
        }
        const n = f64x2.splat(<f64>window)
        const doubled = f64x2.sub(v128.or(total, magic), magicValue)
        const rank = f64x2.div(f64x2.mul(f64x2.add(doubled, one), half), n)
        v128.store(target, v128.bitselect(rank, missing, f64x2.ge(run, n)))
        target += stride
      }
    }
  }
}

/** Whole numbers in the order of floats, -0 before 0; its own inverse. */
function sortable(bits: i64): i64 {
  return bits ^ ((bits >> 63) & 0x7fffffffffffffff)
}

function at(sorted: usize, i: i32): f64 {
  return reinterpret<f64>(sortable(load<i64>(sorted + ((<usize>i) << 3))))
}

/** Position of a value that is in the window. */
function find(sorted: usize, size: i32, key: i64): i32 {
  let low = 0
  let high = size - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (load<i64>(sorted + ((<usize>middle) << 3)) < key) low = middle + 1
    else high = middle
  }
  return low
}

/** Moves the free place at `p` to where `key` belongs, and fills it. */
function place(sorted: usize, size: i32, position: i32, key: i64): void {
  let p = sorted + ((<usize>position) << 3)
  const last = sorted + ((<usize>(size - 1)) << 3)
  while (p < last && load<i64>(p + 8) < key) {
    store<i64>(p, load<i64>(p + 8))
    p += 8
  }
  while (p > sorted && load<i64>(p - 8) > key) {
    store<i64>(p, load<i64>(p - 8))
    p -= 8
  }
  store<i64>(p, key)
}

function between(below: f64, above: f64): f64 {
  return above == below ? below : below + 0.5 * (above - below)
}

function medianOf(sorted: usize, n: i32): f64 {
  const middle = (n - 1) >> 1
  return (n & 1) == 1 ? at(sorted, middle) : between(at(sorted, middle), at(sorted, middle + 1))
}

/** The k-th smallest distance (from 0) to the centre: those up to it belong to k + 1 neighbours in order. */
function distance(sorted: usize, n: i32, k: i32, centre: f64): f64 {
  let low = 0
  let high = n - k - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (centre - at(sorted, middle) > at(sorted, middle + k + 1) - centre) low = middle + 1
    else high = middle
  }
  return max(abs(at(sorted, low) - centre), abs(at(sorted, low + k) - centre))
}

function medianDistance(sorted: usize, n: i32, centre: f64): f64 {
  const middle = (n - 1) >> 1
  const below = distance(sorted, n, middle, centre)
  return (n & 1) == 1 ? below : between(below, distance(sorted, n, middle + 1, centre))
}

/**
 * Median of the last n rows and, unless `mad` is 0, the median distance to it.
 * @param x - [rows][width]; rows before `first` are history
 * @param sorted - room for n whole numbers of 8 bytes
 */
export function rollingMedian(
  x: usize,
  rows: i32,
  width: i32,
  first: i32,
  n: i32,
  median: usize,
  mad: usize,
  sorted: usize,
): void {
  const rowBytes = <usize>width * 8
  const start = max(0, first - n + 1)
  for (let col: usize = 0; col < rowBytes; col += 8) {
    let size = 0
    for (let t = start; t < rows; t++) {
      const cell = col + <usize>t * rowBytes
      const value = load<f64>(x + cell)
      const key = sortable(reinterpret<i64>(value))
      let hole = -1
      if (t - n >= start) {
        const old = load<f64>(x + cell - <usize>n * rowBytes)
        if (old == old) hole = find(sorted, size, sortable(reinterpret<i64>(old)))
      }
      if (value == value) {
        if (hole < 0) hole = size++
        place(sorted, size, hole, key)
      } else if (hole >= 0) {
        size--
        const free = sorted + ((<usize>hole) << 3)
        memory.copy(free, free + 8, (<usize>(size - hole)) << 3)
      }
      if (t < first) continue
      const centre = size == n ? medianOf(sorted, n) : NaN
      store<f64>(median + cell, centre)
      if (mad != 0) store<f64>(mad + cell, size == n ? medianDistance(sorted, n, centre) : NaN)
    }
  }
}
