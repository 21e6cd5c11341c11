import type { Rows } from './kernels.js'

/** A window length whose values are needed, as a request's own or as a part of longer ones. */
export interface WindowNode {
  readonly window: number
  /** Rows in which it is needed and exists: disjoint, ascending. */
  readonly rows: readonly Rows[]
  /** The longest window that is made of this one; itself where none is. */
  readonly lastUse: number
}

/** Sorted, with those that touch made one. */
function united(all: readonly Rows[]): Rows[] {
  const out: Rows[] = []
  for (const { from, to } of [...all].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1)
    if (last !== undefined && from <= last.to) out[out.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else out.push({ from, to })
  }
  return out
}

const shifted = (rows: readonly Rows[], by: number): Rows[] =>
  rows.map(({ from, to }) => ({ from: from + by, to: to + by }))

/**
 * The runs that windows are joined from (see `moments.ts`): an even one from its halves, an odd one from all but its newest row.
 * They share their parts, and only rows that a wanted row is made of are computed: all of a batch, a few dozen of a single row.
 * @param windows - lengths that are wanted
 * @param rows - rows in which they are wanted; rows before window - 1 do not exist
 * @returns ascending by window, from 2: the run of one row is the input itself
 */
export function windowTree(windows: readonly number[], rows: Rows): readonly WindowNode[] {
  const needed = new Map<number, Rows[]>()
  const lastUse = new Map<number, number>()
  const need = (window: number, more: readonly Rows[], by: number): void => {
    needed.set(window, [...(needed.get(window) ?? []), ...more])
    lastUse.set(window, Math.max(lastUse.get(window) ?? 0, by))
  }
  for (const window of windows) {
    const from = Math.max(rows.from, window - 1)
    if (from < rows.to) need(window, [{ from, to: rows.to }], window)
  }
  const nodes: WindowNode[] = []
  // Parts are shorter than what they make up, so nothing is added to a length once it is reached from above.
  for (let window = Math.max(0, ...needed.keys()); window > 1; window--) {
    const all = needed.get(window)
    if (all === undefined) continue
    const own = united(all)
    nodes.push({ window, rows: own, lastUse: lastUse.get(window) ?? window })
    if (window % 2 === 0) need(window / 2, [...own, ...shifted(own, -window / 2)], window)
    else need(window - 1, shifted(own, -1), window)
  }
  return nodes.reverse()
}
