// Rotations into the best assets, every number of them at once: the returns of a day are added up in the order of rank, so that the
// sum after k of them is the portfolio of the best k. An order lists byte offsets into a row of returns, best first; after the
// last asset that has a score it goes on with the offset of a column of zeros, up to an even number of `slots`.
//
// returns   rows x (assets, then at least one 0)       f64
// orders    one per decision row x slots               u32, byte offsets
// counts    one per decision row: assets with a score  u32, at most the longest portfolio
// lanes     pairs of portfolios, an odd last one twice: see the addresses below
import { ORDER } from './rotation-orders'

/** Days that are added up before the portfolios are carried on: they stay in the first cache. */
const CHUNK: usize = 128
/** Bytes of what is known of a pair of portfolios: seven vectors. */
const LANE: usize = 112
// Offsets within it.
const EQUITY: usize = 0
const PEAK: usize = 16
const WORST: usize = 32
const SUM: usize = 48
const SQUARES: usize = 64
const TRADED: usize = 80
const SHARE: usize = 96

/** Returns of the best 1, 2, ... of some days, added up: buffer[day][k]. */
function addUp(buffer: usize, returns: usize, rowBytes: usize, order: usize, slots: usize, days: usize): void {
  const end = order + (slots << 2)
  const stride = slots << 3
  // Two days at once: where an asset stands is looked up once.
  for (; days >= 2; days -= 2) {
    let sum: f64 = 0
    let later: f64 = 0
    for (let at = order; at < end; at += 8) {
      const a = returns + load<u32>(at)
      const b = returns + load<u32>(at, 4)
      const first = sum + load<f64>(a)
      const firstLater = later + load<f64>(a + rowBytes)
      sum = first + load<f64>(b)
      later = firstLater + load<f64>(b + rowBytes)
      store<f64>(buffer, first)
      store<f64>(buffer, sum, 8)
      store<f64>(buffer + stride, firstLater)
      store<f64>(buffer + stride, later, 8)
      buffer += 16
    }
    buffer += stride
    returns += rowBytes << 1
  }
  if (days == 0) return
  let sum: f64 = 0
  for (let at = order; at < end; at += 8) {
    const first = sum + load<f64>(returns + load<u32>(at))
    sum = first + load<f64>(returns + load<u32>(at, 4))
    store<f64>(buffer, first)
    store<f64>(buffer, sum, 8)
    buffer += 16
  }
}

/** Carries every pair of portfolios over the days of the buffer. */
function carry(buffer: usize, days: usize, slots: usize, tops: usize, lanes: usize, nPairs: usize): void {
  const one = f64x2.splat(1)
  const ruin = f64x2.splat(-1)
  const stride = slots << 3
  const end = buffer + days * stride
  for (let pair: usize = 0; pair < nPairs; pair++) {
    const lane = lanes + pair * LANE
    const share = v128.load(lane, SHARE)
    let equity = v128.load(lane, EQUITY)
    let peak = v128.load(lane, PEAK)
    let worst = v128.load(lane, WORST)
    let sum = v128.load(lane, SUM)
    let squares = v128.load(lane, SQUARES)
    const second = (load<u32>(tops + (pair << 3), 4) - 1) << 3
    const apart = second - ((load<u32>(tops + (pair << 3)) - 1) << 3)
    for (let at = buffer + second; at < end; at += stride) {
      const added = v128.load64_lane(at, v128.load64_zero(at - apart), 1)
      // More than all can not be lost.
      const r = f64x2.pmax(f64x2.mul(added, share), ruin)
      sum = f64x2.add(sum, r)
      squares = f64x2.add(squares, f64x2.mul(r, r))
      equity = f64x2.mul(equity, f64x2.add(one, r))
      peak = f64x2.pmax(peak, equity)
      // A new low is rare: only then the division is worth its time. The store keeps it a branch.
      if (i64x2.bitmask(f64x2.lt(equity, f64x2.mul(worst, peak))) != 0) {
        worst = f64x2.pmin(worst, f64x2.div(equity, peak))
        v128.store(lane, worst, WORST)
      }
    }
    v128.store(lane, equity, EQUITY)
    v128.store(lane, peak, PEAK)
    v128.store(lane, sum, SUM)
    v128.store(lane, squares, SQUARES)
  }
}

function least(a: u32, b: u32): u32 {
  return a < b ? a : b
}

/** Sum of |weight - weight held| between equal weights of `held` and of `next` assets, of which `both` are the same. */
function turnover(held: u32, next: u32, both: u32): f64 {
  const sold = held == 0 ? 0 : <f64>(held - both) / <f64>held
  const bought = next == 0 ? 0 : <f64>(next - both) / <f64>next
  return sold + bought + (both == 0 ? 0 : <f64>both * Math.abs(1 / <f64>held - 1 / <f64>next))
}

function isSame(held: usize, next: usize, slots: usize): bool {
  for (let at: usize = 0; at < slots << 2; at += 8) if (load<u64>(held + at) != load<u64>(next + at)) return false
  return true
}

/** Marks the assets at one rank of two orders. @returns how many have the marks of both orders now that had not before */
function mark(places: usize, a: u32, b: u32, isHeld: bool, isNext: bool): u32 {
  store<u8>(places + a, load<u8>(places + a) | (<u8>isHeld))
  store<u8>(places + b, load<u8>(places + b) | ((<u8>isNext) << 1))
  const x = <u32>load<u8>(places + a)
  const y = <u32>load<u8>(places + b)
  return (x & (x >> 1)) + (y & (y >> 1) & (<u32>(a != b)))
}

/**
 * Takes what a decision costs from the last day of the buffer, `day`: what its returns are multiplied by is the share of an asset
 * that is held up to then.
 */
function charge(
  day: usize,
  held: usize,
  next: usize,
  nHeld: u32,
  nNext: u32,
  slots: usize,
  places: usize,
  isNarrow: bool,
  tops: usize,
  lanes: usize,
  nTops: usize,
  rate: f64,
): void {
  let both: u32 = 0
  let k: u32 = 0
  const heldSets = held + (slots << 2)
  const nextSets = next + (slots << 2)
  for (let i: usize = 0; i < nTops; i++) {
    const top = load<u32>(tops + (i << 2))
    if (isNarrow) both = <u32>popcnt(load<u64>(heldSets + ((top - 1) << 3)) & load<u64>(nextSets + ((top - 1) << 3)))
    else
      for (; k < top; k++) {
        const a = load<u32>(held + (k << 2)) >> 3
        const b = load<u32>(next + (k << 2)) >> 3
        both += mark(places, a, b, k < nHeld, k < nNext)
      }
    const before = least(top, nHeld)
    const after = least(top, nNext)
    const lane = lanes + (i >> 1) * LANE + ((i & 1) << 3)
    const traded =
      before == after ? <f64>((before - both) << 1) * load<f64>(lane, SHARE) : turnover(before, after, both)
    store<f64>(lane, load<f64>(lane, TRADED) + traded, TRADED)
    const at = day + ((top - 1) << 3)
    store<f64>(at, load<f64>(at) - rate * traded * <f64>(before == 0 ? 1 : before))
  }
  if (isNarrow) return
  for (k = 0; k < nHeld; k++) store<u8>(places + (load<u32>(held + (k << 2)) >> 3), 0)
  for (k = 0; k < nNext; k++) store<u8>(places + (load<u32>(next + (k << 2)) >> 3), 0)
}

/**
 * One rotation per portfolio length: at every `every`-th row the best are held from the next row on, their weights kept equal from
 * day to day. Changes of the weights cost `rate` of them, on the day of the decision.
 * @param step - rows between two orders; `every` is a multiple of it
 * @param tops - lengths of the portfolios, ascending, an odd last one twice; u32
 * @param lanes - per pair of them: equity, peak, worst equity over peak, sum of returns and of squares, weights traded, the share of one asset
 * @param places - a zero per asset, u8; zeros again afterwards
 * @param nothing - an order of zeros alone: what is held before the first decision
 * @param buffer - CHUNK x slots, f64
 */
export function rotate(
  returns: usize,
  rowBytes: usize,
  rows: usize,
  orders: usize,
  counts: usize,
  slots: usize,
  step: usize,
  every: usize,
  tops: usize,
  nTops: usize,
  lanes: usize,
  places: usize,
  nothing: usize,
  buffer: usize,
  isNarrow: bool,
  rate: f64,
): void {
  const stride = slots << 3
  const nPairs = (nTops + 1) >> 1
  for (let pair: usize = 0; pair < nPairs; pair++) {
    const lane = lanes + pair * LANE
    for (let at: usize = 0; at < LANE; at += 16) v128.store(lane + at, f64x2.splat(at >= SUM && at < SHARE ? 0 : 1))
  }
  let held = nothing
  let nHeld: u32 = 0
  addUp(buffer, returns, rowBytes, held, slots, 1)
  let filled: usize = 1
  let next = orders
  const apart = every / step
  for (let row: usize = 0; row < rows;) {
    const nNext = load<u32>(counts)
    if (nHeld != nNext || !isSame(held, next, slots)) {
      charge(
        buffer + (filled - 1) * stride,
        held,
        next,
        nHeld,
        nNext,
        slots,
        places,
        isNarrow,
        tops,
        lanes,
        nTops,
        rate,
      )
    }
    if (nHeld != nNext) {
      carry(buffer, filled, slots, tops, lanes, nPairs)
      filled = 0
      for (let i: usize = 0; i < nPairs << 1; i++) {
        const n = least(load<u32>(tops + (i << 2)), nNext)
        store<f64>(lanes + (i >> 1) * LANE + ((i & 1) << 3), n == 0 ? 1 : 1 / <f64>n, SHARE)
      }
    }
    held = next
    nHeld = nNext
    const end = row + every + 1 < rows ? row + every + 1 : rows
    for (let day = row + 1; day < end;) {
      if (filled == CHUNK) {
        carry(buffer, filled, slots, tops, lanes, nPairs)
        filled = 0
      }
      const room = CHUNK - filled
      const days = end - day < room ? end - day : room
      addUp(buffer + filled * stride, returns + day * rowBytes, rowBytes, held, slots, days)
      filled += days
      day += days
    }
    row += every
    next += apart * slots * ORDER
    counts += apart << 2
  }
  carry(buffer, filled, slots, tops, lanes, nPairs)
}
