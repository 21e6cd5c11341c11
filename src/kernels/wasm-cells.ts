import type { Matrix } from '../core/matrix.js'
import type { Lagged, Rows } from './kernels.js'
import { SCRATCH, type WasmInstance } from './wasm-instance.js'
import type { Work } from './work.js'

/** Cells of a block, about. */
const BLOCK_CELLS = 65_536
/** Cells that pass through scratch memory at once: they stay in the first cache. */
const CHUNK_CELLS = 1024

/** Whole rows, as many as make up the cells of a block. */
function byRows(cols: number, rows: Rows, compute: (rows: Rows) => void): Work {
  const step = Math.max(1, Math.floor(BLOCK_CELLS / Math.max(1, cols)))
  return {
    blocks: cols === 0 ? 0 : Math.max(0, Math.ceil((rows.to - rows.from) / step)),
    compute(block) {
      const from = rows.from + block * step
      compute({ from, to: Math.min(rows.to, from + step) })
    },
  }
}

/** Copies cells from ... to - 1 of a matrix of `cols` columns, as they were `lag` rows earlier. */
function readLagged({ matrix, lag }: Lagged, cols: number, from: number, to: number, target: Float64Array): void {
  const shift = lag * cols
  if (matrix.cols === cols && from >= shift) {
    target.set(matrix.data.subarray(from - shift, to - shift))
    return
  }
  for (let cell = from; cell < to;) {
    const row = Math.floor(cell / cols) - lag
    const end = Math.min(to, (row + lag + 1) * cols)
    if (row < 0 || matrix.cols === 1) target.fill(row < 0 ? NaN : matrix.data[row], cell - from, end - from)
    else target.set(matrix.data.subarray(cell - shift, end - shift), cell - from)
    cell = end
  }
}

/** Logarithms of ratios, a block being some rows. */
export function logRatioWork(
  instance: WasmInstance,
  numerator: Lagged,
  denominator: Lagged | undefined,
  out: Matrix,
  rows: Rows,
): Work {
  const { cols } = out
  const [above, below] = [SCRATCH, SCRATCH + CHUNK_CELLS * 8]
  return byRows(cols, rows, (part) => {
    instance.reserve(2 * CHUNK_CELLS * 8)
    const view = instance.view()
    const [first, second] = [above, below].map((address) => view.subarray(address / 8, address / 8 + CHUNK_CELLS))
    for (let from = part.from * cols; from < part.to * cols; from += CHUNK_CELLS) {
      const to = Math.min(part.to * cols, from + CHUNK_CELLS)
      readLagged(numerator, cols, from, to, first)
      if (denominator !== undefined) readLagged(denominator, cols, from, to, second)
      instance.run.logRatio(above, denominator === undefined ? 0 : below, 8 * (to - from))
      out.data.set(to - from === CHUNK_CELLS ? first : first.subarray(0, to - from), from)
    }
  })
}

/** Differences over `lag` rows, a block being some rows. */
export function differenceWork(input: Matrix, lag: number, out: Matrix, rows: Rows): Work {
  const { cols, data } = out
  const shift = lag * cols
  return byRows(cols, rows, ({ from, to }) => {
    const start = Math.min(to, Math.max(from, lag))
    data.fill(NaN, from * cols, start * cols)
    const source = input.data
    if (input.cols === cols) for (let i = start * cols; i < to * cols; i++) data[i] = source[i] - source[i - shift]
    else for (let row = start; row < to; row++) data.fill(source[row] - source[row - lag], row * cols, (row + 1) * cols)
  })
}

/** Ranks across the columns, a block being some rows. */
export function rankWork(instance: WasmInstance, input: Matrix, out: Matrix, rows: Rows): Work {
  const { cols } = input
  const COUNTS = 24_576
  return byRows(cols, rows, ({ from, to }) => {
    const cells = (to - from) * cols
    const [values, ranks] = [SCRATCH, SCRATCH + 8 * cells]
    instance.reserve(16 * cells + COUNTS + 16 * cols)
    const view = instance.view()
    view.set(input.data.subarray(from * cols, to * cols), values / 8)
    instance.run.rankRows(values, to - from, cols, ranks, ranks + 8 * cells)
    out.data.set(view.subarray(ranks / 8, ranks / 8 + cells), from * cols)
  })
}

/** Numbers of a page of memory. */
const PAGE = 512
/** Pages of a block. */
const TOUCHED = 512

/** A write to every page of a matrix, in order: asked for column by column, fresh pages cost several times as much. */
export function touchWork({ data }: Matrix): Work {
  const size = PAGE * TOUCHED
  return {
    blocks: Math.ceil(data.length / size),
    compute(block) {
      for (let i = block * size; i < Math.min(data.length, (block + 1) * size); i += PAGE) data[i] = 0
    },
  }
}
