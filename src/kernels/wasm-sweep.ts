import { heldReturn, SWEEP_COLUMNS, sweepRow, type Sweep } from './sweep.js'
import type { Matrix } from '../core/matrix.js'
import { SCRATCH, type Address, type WasmInstance } from './wasm-instance.js'
import type { Work } from './work.js'

/** As in assembly/rotation.ts: days of its buffer, and bytes of a pair of portfolios. */
const CHUNK = 128
const LANE_BYTES = 112
const ORDER_BYTES = 12
const FEW = 32

const even = (count: number): number => count + (count % 2)

/** Largest number of rows that all steps are multiples of. */
function commonStep(everies: readonly number[]): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
  return everies.reduce(divisor)
}

/** Where the parts of a sweep lie in the memory of an instance. */
function layoutOf({ closes: { rows, cols }, tops, everies }: Sweep) {
  const step = commonStep(everies)
  const orderRows = Math.ceil(rows / step)
  const most = tops[tops.length - 1]
  const slots = even(most)
  const nPairs = even(tops.length) / 2
  let end: Address = SCRATCH
  const take = (bytes: number): Address => {
    const at = end
    end += 16 * Math.ceil(bytes / 16)
    return at
  }
  return {
    step,
    most,
    slots,
    nPairs,
    rowBytes: 8 * even(cols + 1),
    closes: take(8 * even(rows * cols)),
    returns: take(8 * rows * even(cols + 1)),
    scores: take(8 * (rows * cols + 1)),
    orders: take(ORDER_BYTES * orderRows * slots),
    counts: take(4 * orderRows),
    assets: take(4 * even(cols)),
    spare: take(8 * even(cols + 1)),
    tops: take(8 * nPairs),
    lanes: take(LANE_BYTES * nPairs),
    places: take(cols + 1),
    nothing: take(ORDER_BYTES * slots),
    buffer: take(8 * CHUNK * slots),
    bytes: end - SCRATCH,
  }
}

/** Prices and returns into the memory of an instance, with whatever does not depend on the formation. */
function load(instance: WasmInstance, { closes, tops }: Sweep, at: ReturnType<typeof layoutOf>): void {
  instance.reserve(at.bytes)
  const { rows, cols, data } = closes
  const view = instance.view()
  const words = new Uint32Array(view.buffer)
  view.set(data, at.closes / 8)
  view.fill(0, at.returns / 8, at.scores / 8)
  for (let row = 1; row < rows; row++) {
    const target = (at.returns + row * at.rowBytes) / 8
    for (let col = 0; col < cols; col++)
      view[target + col] = heldReturn(data[(row - 1) * cols + col], data[row * cols + col])
  }
  for (let asset = 0; asset < cols; asset++) words[at.assets / 4 + asset] = asset
  for (let i = 0; i < 2 * at.nPairs; i++) words[at.tops / 4 + i] = tops[Math.min(i, tops.length - 1)]
  words.fill(0, at.places / 4, at.nothing / 4)
  words.fill(8 * cols, at.nothing / 4, at.nothing / 4 + at.slots)
  words.fill(0, at.nothing / 4 + at.slots, at.buffer / 4)
}

/** A sweep divided into its formations: their assets are ranked once, for all that is held and all steps. */
export function sweepWork(instance: WasmInstance, sweep: Sweep, out: Matrix): Work {
  const { closes, formations, tops, everies, costRate } = sweep
  const { rows, cols } = closes
  const at = layoutOf(sweep)
  const { run } = instance
  let loaded = false

  function rank(formation: readonly number[]): void {
    const longest = Math.min(rows, Math.max(...formation))
    const view = instance.view()
    view.fill(NaN, at.scores / 8, at.scores / 8 + longest * cols)
    view.fill(0, at.scores / 8 + longest * cols, at.scores / 8 + rows * cols)
    const from = 8 * longest * cols
    for (const lookback of formation)
      run.addGrowth(
        at.scores + from,
        at.closes + from,
        at.closes + from - 8 * lookback * cols,
        8 * (rows - longest) * cols,
      )
    run.rankTop(at.orders, at.counts, at.scores, at.assets, at.spare, rows, at.step, cols, at.most, at.slots)
  }

  function store(formation: number, every: number): void {
    const view = instance.view()
    for (let top = 0; top < tops.length; top++) {
      const lane = (at.lanes + LANE_BYTES * (top >> 1)) / 8 + (top & 1)
      const target = sweepRow(sweep, formation, top, every) * SWEEP_COLUMNS.length
      // equity, peak, worst, sum, squares, traded: two numbers each
      const [equity, , worst, sum, squares, traded] = [0, 2, 4, 6, 8, 10].map((offset) => view[lane + offset])
      out.data.set([equity, worst, sum, squares, traded], target)
    }
  }

  return {
    blocks: rows === 0 || cols === 0 ? 0 : formations.length,
    compute(formation) {
      if (!loaded) load(instance, sweep, at)
      loaded = true
      rank(formations[formation])
      for (const [i, every] of everies.entries()) {
        run.rotate(
          ...[at.returns, at.rowBytes, rows, at.orders, at.counts, at.slots, at.step, every],
          ...[at.tops, tops.length, at.lanes, at.places, at.nothing, at.buffer, Number(cols <= FEW), costRate],
        )
        store(formation, i)
      }
    },
  }
}
