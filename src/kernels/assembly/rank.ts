// Ranks across a row: a radix sort of the values' leading 33 bits, put right by insertion, or by a heap where that is long.

const DIGITS: i32 = 2048
/** Columns up to which every pair is compared. */
const FEW: i32 = 32
/** Moves of insertion per value after which the leading bits have told too little. */
const PATIENCE: i32 = 24

function indexAt(p: usize): usize {
  return <usize>(load<i64>(p) & 0x7fffffff)
}

function valueAt(x: usize, p: usize): f64 {
  return load<f64>(x + (indexAt(p) << 3))
}

/** Sorts entries (33 leading bits, 31 of index) by their upper bits. @returns where they are now: `from` or `to` */
function radixSort(from: usize, to: usize, n: i32, counts: usize): usize {
  memory.fill(counts, 0, <usize>(3 * DIGITS * 4))
  for (let i = 0; i < n; i++) {
    const entry = load<u64>(from + ((<usize>i) << 3))
    for (let digit: usize = 0; digit < 3; digit++) {
      const p = counts + ((digit << 11) + ((<usize>(entry >> (31 + 11 * <u64>digit))) & 2047)) * 4
      store<i32>(p, load<i32>(p) + 1)
    }
  }
  for (let digit: usize = 0; digit < 3; digit++) {
    const own = counts + digit * <usize>(DIGITS * 4)
    const shift = 31 + 11 * <u64>digit
    const firstDigit = (<usize>(load<u64>(from) >> shift)) & 2047
    if (load<i32>(own + firstDigit * 4) == n) continue
    let sum = 0
    for (let i: usize = 0; i < <usize>(DIGITS * 4); i += 4) {
      const count = load<i32>(own + i)
      store<i32>(own + i, sum)
      sum += count
    }
    for (let i = 0; i < n; i++) {
      const entry = load<u64>(from + ((<usize>i) << 3))
      const p = own + ((<usize>(entry >> shift)) & 2047) * 4
      const place = load<i32>(p)
      store<i32>(p, place + 1)
      store<u64>(to + ((<usize>place) << 3), entry)
    }
    const swap = from
    from = to
    to = swap
  }
  return from
}

/** @returns whether it ended within `patience` moves */
function insertionSort(x: usize, entries: usize, n: i32, patience: i32): bool {
  const end = entries + ((<usize>n) << 3)
  for (let p = entries + 8; p < end; p += 8) {
    const value = valueAt(x, p)
    if (!(valueAt(x, p - 8) > value)) continue
    const entry = load<u64>(p)
    let q = p
    while (q > entries && valueAt(x, q - 8) > value) {
      store<u64>(q, load<u64>(q - 8))
      q -= 8
      patience--
    }
    store<u64>(q, entry)
    if (patience < 0) return false
  }
  return true
}

function siftDown(x: usize, entries: usize, root: i32, n: i32): void {
  const entry = load<u64>(entries + ((<usize>root) << 3))
  const value = load<f64>(x + ((<usize>(entry & 0x7fffffff)) << 3))
  while (true) {
    let child = 2 * root + 1
    if (child >= n) break
    let p = entries + ((<usize>child) << 3)
    if (child + 1 < n && valueAt(x, p + 8) > valueAt(x, p)) {
      child++
      p += 8
    }
    if (!(valueAt(x, p) > value)) break
    store<u64>(entries + ((<usize>root) << 3), load<u64>(p))
    root = child
  }
  store<u64>(entries + ((<usize>root) << 3), entry)
}

function heapSort(x: usize, entries: usize, n: i32): void {
  for (let root = (n >> 1) - 1; root >= 0; root--) siftDown(x, entries, root, n)
  for (let last = n - 1; last > 0; last--) {
    const p = entries + ((<usize>last) << 3)
    const entry = load<u64>(p)
    store<u64>(p, load<u64>(entries))
    store<u64>(entries, entry)
    siftDown(x, entries, 0, last)
  }
}

function rankRow(x: usize, cols: i32, out: usize, scratch: usize): void {
  const counts = scratch
  const first = scratch + <usize>(3 * DIGITS * 4)
  let entries = first
  let n = 0
  for (let col: usize = 0; col < <usize>cols; col++) {
    const value = load<f64>(x + (col << 3))
    store<f64>(out + (col << 3), NaN)
    if (value != value) continue
    const bits = reinterpret<i64>(value)
    // The order of floats as that of unsigned whole numbers: negative ones upside down, below the positive ones.
    const key = <u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE))
    store<u64>(entries + ((<usize>n) << 3), (key & 0xffffffff80000000) | (<u64>col))
    n++
  }
  if (n == 0) return
  if (n > 48) entries = radixSort(entries, entries + ((<usize>cols) << 3), n, counts)
  if (!insertionSort(x, entries, n, PATIENCE * n)) heapSort(x, entries, n)
  const share = <f64>n
  for (let start = 0; start < n;) {
    const value = valueAt(x, entries + ((<usize>start) << 3))
    let end = start + 1
    while (end < n && valueAt(x, entries + ((<usize>end) << 3)) == value) end++
    const rank = <f64>(start + 1 + end) / 2 / share
    for (let k = start; k < end; k++) store<f64>(out + (indexAt(entries + ((<usize>k) << 3)) << 3), rank)
    start = end
  }
}

/** As rankRow, by comparing every pair: for few values that takes less time than the branches of a sort. */
function rankFew(x: usize, cols: i32, out: usize, scratch: usize): void {
  const end = scratch + ((<usize>cols) << 3)
  memory.copy(scratch, x, (<usize>cols) << 3)
  store<f64>(end, NaN)
  let present = i64x2.splat(0)
  for (let p = scratch; p < end; p += 16) {
    const v = v128.load(p)
    present = i64x2.sub(present, f64x2.eq(v, v))
  }
  const share = <f64>(i64x2.extract_lane(present, 0) + i64x2.extract_lane(present, 1))
  for (let col: usize = 0; col < <usize>cols; col++) {
    const value = load<f64>(scratch + (col << 3))
    const all = f64x2.splat(value)
    let total = i64x2.splat(0)
    for (let p = scratch; p < end; p += 16) {
      const v = v128.load(p)
      total = i64x2.sub(total, i64x2.add(f64x2.lt(v, all), f64x2.le(v, all)))
    }
    // Values below twice, and equal ones once: the first of them and the last are at the mean of both.
    const doubled = <f64>(i64x2.extract_lane(total, 0) + i64x2.extract_lane(total, 1))
    store<f64>(out + (col << 3), value == value ? (doubled + 1) / 2 / share : NaN)
  }
}

/** @param scratch - room for 24 KiB and two times [cols] values */
export function rankRows(x: usize, rows: i32, cols: i32, out: usize, scratch: usize): void {
  const rowBytes = (<usize>cols) << 3
  for (let row: usize = 0; row < <usize>rows; row++) {
    if (cols <= FEW) rankFew(x + row * rowBytes, cols, out + row * rowBytes, scratch)
    else rankRow(x + row * rowBytes, cols, out + row * rowBytes, scratch)
  }
}
