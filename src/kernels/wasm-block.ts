import type { Matrix } from '../core/matrix.js'
import type { Rows } from './kernels.js'
import type { Address, WasmInstance } from './wasm-instance.js'
import { SCRATCH } from './wasm-instance.js'

/** Columns that are computed at once: the first, and how many there are (the rest of the width is padded with NaN). */
export interface Columns {
  readonly first: number
  readonly count: number
}

/** Where rows of one input lie in scratch memory: row after row of `rowBytes`, the first being row `base` of the matrix. */
export interface Side {
  readonly base: number
  readonly rows: number
  readonly rowBytes: number
}

/** One call of the compiled kernels, or a copy into or out of their memory; addresses are the same for every block. */
export type Step = (columns: Columns) => void

/** Hands out scratch memory while steps are planned; what is given back is handed out again. */
export interface Scratch {
  take(bytes: number): Address
  give(address: Address, bytes: number): void
  /** Bytes in use at most. */
  size(): number
}

export function createScratch(): Scratch {
  const free = new Map<number, Address[]>()
  let end = 0
  return {
    take(bytes) {
      const again = free.get(bytes)?.pop()
      if (again !== undefined) return again
      end += bytes
      return SCRATCH + end - bytes
    },
    give(address, bytes) {
      free.set(bytes, [...(free.get(bytes) ?? []), address])
    },
    size: () => end,
  }
}

/** Address of a row in an array of a side. */
export function rowAt(side: Side, array: Address, row: number): Address {
  return array + (row - side.base) * side.rowBytes
}

/** Copies the columns of a block into scratch memory; a column that is not there is NaN. */
export function loadBlock(instance: WasmInstance, { cols, data }: Matrix, side: Side, to: Address): Step {
  const width = side.rowBytes / 8
  return ({ first, count }) => {
    const view = instance.view()
    let target = to / 8
    for (let row = side.base; row < side.base + side.rows; row++) {
      const source = row * cols + first
      for (let j = 0; j < count; j++) view[target + j] = data[source + j]
      for (let j = count; j < width; j++) view[target + j] = NaN
      target += width
    }
  }
}

/** Copies a matrix of one column into scratch memory, each value twice, so that a vector of it serves any two columns. */
export function loadColumn(instance: WasmInstance, { data }: Matrix, side: Side, to: Address): Step {
  return () => {
    const view = instance.view()
    for (let row = 0; row < side.rows; row++) view.fill(data[side.base + row], to / 8 + 2 * row, to / 8 + 2 * row + 2)
  }
}

/** Copies rows of a block from scratch memory to a matrix. */
export function storeBlock(
  instance: WasmInstance,
  side: Side,
  from: Address,
  { cols, data }: Matrix,
  rows: Rows,
): Step {
  const width = side.rowBytes / 8
  const start = rowAt(side, from, rows.from) / 8
  return ({ first, count }) => {
    const view = instance.view()
    let source = start
    for (let row = rows.from; row < rows.to; row++) {
      const target = row * cols + first
      for (let j = 0; j < count; j++) data[target + j] = view[source + j]
      source += width
    }
  }
}

/** Marks rows of a block of a matrix as missing. */
export function clearBlock({ cols, data }: Matrix, rows: Rows): Step {
  return ({ first, count }) => {
    for (let row = rows.from; row < rows.to; row++) data.fill(NaN, row * cols + first, row * cols + first + count)
  }
}
