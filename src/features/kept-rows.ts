import { viewRows, type Matrix } from '../core/matrix.js'
import type { Kernels } from '../kernels/kernels.js'
import type { Columns } from './compute-stages.js'

/** A column of which the latest rows are kept. */
export interface KeptColumn {
  readonly name: string
  readonly cols: number
  /** Rows that its consumers look back on, the latest included; 1 or more. */
  readonly keep: number
}

/**
 * The latest rows of many columns, as matrices in which the same session is the same row. A column keeps its own number of rows
 * and no more: its matrix begins where row 0 would be, within the memory of its neighbours, and rows older than it keeps are
 * those of others. Stages read no further back than their lookbacks and write the latest row alone, so none sees or harms them.
 */
interface KeptRows {
  /** One matrix per column; made anew now and then, so to be taken after `makeRoom`. */
  columns(): Columns
  /** Row of the latest session in the matrices; -1 before the first. Below the longest lookback it is the session's own number. */
  latest(): number
  /** Sees to it that the matrices have a row after the latest one. */
  makeRoom(): void
  /** Makes the row after the latest one the latest. */
  advance(): void
}

interface Place extends KeptColumn {
  readonly arena: Matrix
  /** First row of the arena that is the column's own. */
  readonly start: number
  /** Row of the arena that is row 0 of the column's matrix. */
  zero: number
}

/** Rows between two moves of everything to the front. */
const ROOM = 32

/** Places in one arena per width, so that few large pieces of memory are asked for; row 0 of no matrix lies before its arena. */
function placesOf(columns: readonly KeptColumn[], longest: number, kernels: Kernels): Place[] {
  const places: Place[] = []
  for (const width of new Set(columns.map(({ cols }) => cols))) {
    const ofWidth = columns.filter(({ cols }) => cols === width)
    const rows = ofWidth.reduce((sum, { keep }) => sum + keep + ROOM, longest - 1)
    const arena = kernels.allocate(rows, width)
    let start = longest - 1
    for (const column of ofWidth) {
      places.push({ ...column, arena, start, zero: start })
      start += column.keep + ROOM
    }
  }
  return places
}

/**
 * Keeps the end of a history, and what will follow.
 * @param history - the columns so far, all of the same length; their last `keep` rows are copied
 * @param nSessions - sessions before now, of which `history` may be the end
 */
export function keepRows(
  columns: readonly KeptColumn[],
  history: Columns,
  nSessions: number,
  kernels: Kernels,
): KeptRows {
  const longest = columns.reduce((most, { keep }) => Math.max(most, keep), 1)
  const places = placesOf(columns, longest, kernels)
  let count = nSessions
  let latest = -1
  let left = 0
  let matrices: Columns = new Map()

  /** Number of rows of a column that there are to keep. */
  const held = (keep: number): number => Math.min(count, keep)

  /** Numbers the rows anew, those that are kept standing at the front. */
  function renumber(): void {
    latest = Math.min(count, longest) - 1
    left = ROOM
    matrices = new Map()
    for (const place of places) {
      const { name, keep, arena, start } = place
      place.zero = start + held(keep) - 1 - latest
      const end = start + keep + ROOM
      matrices.set(name, viewRows(arena, place.zero, end))
    }
  }

  for (const { name, cols, keep, arena, start } of places) {
    const data = history.get(name)?.data
    if (data === undefined) throw new Error(`bug: column "${name}" has no history`)
    arena.data.set(data.subarray(data.length - held(keep) * cols), start * cols)
  }
  renumber()

  return {
    columns: () => matrices,
    latest: () => latest,
    makeRoom() {
      if (left > 0) return
      for (const { cols, keep, arena, start, zero } of places) {
        const end = zero + latest + 1
        arena.data.copyWithin(start * cols, (end - held(keep)) * cols, end * cols)
      }
      renumber()
    },
    advance() {
      latest++
      count++
      left--
    },
  }
}
