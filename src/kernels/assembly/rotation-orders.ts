// The assets of every decision in order, best first: what `rotation.ts` carries portfolios by.

/** Bytes of an order per slot: the offset of an asset, and where assets are few the set of all up to it. */
export const ORDER: usize = 12

/** Adds what prices grew by: out += newer / older. */
export function addGrowth(out: usize, newer: usize, older: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16)
    v128.store(out + i, f64x2.add(v128.load(out + i), f64x2.div(v128.load(newer + i), v128.load(older + i))))
}

function isBetter(scores: usize, a: u32, b: u32): bool {
  const x = load<f64>(scores + ((<usize>a) << 3))
  const y = load<f64>(scores + ((<usize>b) << 3))
  return x > y || (x == y && a < b)
}

/** So many assets are ranked by comparing each with each, without a branch. */
const FEW: usize = 32

/** Ranks few assets: how many are better. `values` and `assets` have room for an even number. @returns how many have a score */
function rankFew(order: usize, scores: usize, values: usize, assets: usize, nAssets: usize, slots: usize): u32 {
  let n: u32 = 0
  store<f64>(values + (nAssets << 3), -Infinity)
  for (let i: usize = 0; i < nAssets; i++) {
    const value = load<f64>(scores + (i << 3))
    n += <u32>(value == value)
    store<f64>(values + (i << 3), value == value ? value : -Infinity)
  }
  const end = values + (nAssets << 3)
  let asset: u32 = 0
  for (let own = values; own < end; own += 16) {
    const x = v128.load64_splat(own)
    const y = v128.load64_splat(own, 8)
    let betterX = i64x2.splat(0)
    let betterY = i64x2.splat(0)
    let other = values
    // An equal one that stands earlier is better.
    for (; other < own; other += 16) {
      const pair = v128.load(other)
      betterX = i64x2.add(betterX, f64x2.ge(pair, x))
      betterY = i64x2.add(betterY, f64x2.ge(pair, y))
    }
    const both = v128.load(own)
    betterX = i64x2.add(betterX, f64x2.gt(both, x))
    betterY = i64x2.add(betterY, f64x2.ge(both, y))
    for (other = own + 16; other < end; other += 16) {
      const pair = v128.load(other)
      betterX = i64x2.add(betterX, f64x2.gt(pair, x))
      betterY = i64x2.add(betterY, f64x2.gt(pair, y))
    }
    // True is -1. The second one has counted itself.
    const rankX = -(i64x2.extract_lane(betterX, 0) + i64x2.extract_lane(betterX, 1))
    const rankY = -(i64x2.extract_lane(betterY, 0) + i64x2.extract_lane(betterY, 1)) - 1
    store<u32>(assets + ((<usize>rankX) << 2), asset)
    store<u32>(assets + ((<usize>rankY) << 2), asset + 8)
    asset += 16
  }
  let set: u64 = 0
  for (let k: usize = 0; k < slots; k++) {
    const at = k < n ? load<u32>(assets + (k << 2)) : <u32>(nAssets << 3)
    set |= (<u64>(k < n)) << (at >> 3)
    store<u32>(order + (k << 2), at)
    store<u64>(order + (slots << 2) + (k << 3), set)
  }
  return n
}

/**
 * The best assets of every `step`-th row, ties to the earlier column. `assets` holds 0 ... nAssets - 1 in any order and keeps the
 * latest one, which is nearly that of the next row.
 * @param spare - room for an even number of scores
 */
export function rankTop(
  orders: usize,
  counts: usize,
  scores: usize,
  assets: usize,
  spare: usize,
  rows: usize,
  step: usize,
  nAssets: usize,
  most: usize,
  slots: usize,
): void {
  for (let row: usize = 0; row < rows; row += step) {
    const values = scores + row * nAssets * 8
    if (nAssets <= FEW) {
      store<u32>(counts, min(rankFew(orders, values, spare, assets, nAssets, slots), <u32>most))
      orders += slots * ORDER
      counts += 4
      continue
    }
    let n: usize = 0
    for (let i: usize = 0; i < nAssets; i++) {
      const asset = load<u32>(assets + (i << 2))
      const value = load<f64>(values + ((<usize>asset) << 3))
      if (value != value) continue
      let free = n
      if (n == most) {
        if (!isBetter(values, asset, load<u32>(assets + ((n - 1) << 2)))) continue
        free = n - 1
      } else n++
      // Whoever must make room goes to where the asset was.
      store<u32>(assets + (i << 2), load<u32>(assets + (free << 2)))
      while (free > 0 && isBetter(values, asset, load<u32>(assets + ((free - 1) << 2)))) {
        store<u32>(assets + (free << 2), load<u32>(assets + ((free - 1) << 2)))
        free--
      }
      store<u32>(assets + (free << 2), asset)
    }
    for (let k: usize = 0; k < slots; k++)
      store<u32>(orders + (k << 2), k < n ? load<u32>(assets + (k << 2)) << 3 : <u32>(nAssets << 3))
    store<u32>(counts, <u32>n)
    orders += slots * ORDER
    counts += 4
  }
}
