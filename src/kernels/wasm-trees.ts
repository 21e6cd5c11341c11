import type { Rows } from './kernels.js'
import { rowAt, type Scratch, type Side, type Step } from './wasm-block.js'
import type { Address, WasmInstance } from './wasm-instance.js'
import { windowTree, type WindowNode } from './window-tree.js'

/** Everything that planning the steps of a call adds to. */
export interface Program {
  readonly instance: WasmInstance
  readonly scratch: Scratch
  readonly steps: Step[]
}

/** Arrays of a node, by field: the moments of its rows, for example. */
type Fields = readonly Address[]

/** Runs of all lengths that one kind of statistic needs, joined from the shortest to the longest. */
export interface Tree {
  readonly side: Side
  readonly nodes: ReadonlyMap<number, WindowNode>
  /** Fields of the runs that are in memory. */
  readonly fields: Map<number, Fields>
  /** Number of fields of a run. */
  readonly count: (window: number) => number
  /** Adds the steps that join a run's fields from those of its parts in the given rows. */
  readonly join: (node: Join) => void
}

interface Join {
  readonly window: number
  readonly isEven: boolean
  /** Number of bytes from a row of the newer half to that of the older one. */
  readonly back: number
  readonly bytes: number
  readonly rows: Rows
  /** Addresses of the first row of the result. */
  readonly out: Fields
  /** Of an even run: addresses of the newer half; of an odd one: of the older rows. */
  readonly part: Fields
  /** Of an odd run: addresses of the newest row by itself. */
  readonly newest: Fields
}

type Joiner = (instance: WasmInstance, join: Join) => Step

/** Joins by a function of the older and the newer part, whatever their lengths. */
const eitherWay =
  (name: 'add' | 'larger' | 'smaller'): Joiner =>
  ({ run }, { isEven, out: [out], part: [part], newest: [x], back, bytes }) =>
    isEven ? () => run[name](out, part - back, part, bytes) : () => run[name](out, part, x, bytes)

const latest =
  (name: 'latestMax' | 'latestMin'): Joiner =>
  ({ run }, { isEven, out, part, newest, back, bytes, window }) =>
    isEven
      ? () => run[name](out[0], out[1], part[0] - back, part[1] - back, part[0], part[1], bytes, window / 2)
      : () => run[name](out[0], out[1], part[0], part[1], newest[0], newest[1], bytes, 1)

const moments: Joiner = ({ run }, { isEven, out, part, newest: [x], back, bytes, window }) => {
  const [mean, m2, m3, m4] = out
  const [partMean, partM2, partM3, partM4] = part
  if (isEven)
    return () => {
      run.momentsHalves(mean, m2, partMean, partM2, back, bytes, window / 2)
      if (m3 !== undefined) run.higherHalves(m3, m4, partMean, partM2, partM3, partM4, back, bytes, window / 2)
    }
  return () => {
    run.momentsNewest(mean, m2, partMean, partM2, x, bytes, window)
    if (m3 !== undefined) run.higherNewest(m3, m4, partMean, partM2, partM3, partM4, x, bytes, window)
  }
}

const trend: Joiner = (
  { run },
  { isEven, out: [mean, c], part: [partMean, partC], newest: [x], back, bytes, window },
) =>
  isEven
    ? () => run.trendHalves(mean, c, partMean, partC, back, bytes, window / 2)
    : () => run.trendNewest(mean, c, partMean, partC, x, bytes, window)

export const JOINERS = {
  sum: eitherWay('add'),
  max: eitherWay('larger'),
  min: eitherWay('smaller'),
  sinceMax: latest('latestMax'),
  sinceMin: latest('latestMin'),
  moments,
  trend,
} as const

/** Fields of a run of one row: the value, and 0 for all else. */
interface Leaf {
  readonly value: Address
  readonly zero: Address
}

const leafFields = ({ value, zero }: Leaf, count: number): Fields =>
  Array.from({ length: count }, (_, field) => (field === 0 ? value : zero))

const nodesOf = (windows: readonly number[], rows: Rows): Map<number, WindowNode> =>
  new Map(windowTree(windows, rows).map((node) => [node.window, node]))

const fieldsOf = (tree: Tree, window: number): Fields => {
  const fields = tree.fields.get(window)
  if (fields === undefined) throw new Error(`bug: the run of ${window} rows is not in memory`)
  return fields
}

const partOf = (window: number): number => (window % 2 === 0 ? window / 2 : window - 1)

/** What a tree over one input is made for. */
interface TreeTerms {
  readonly joiner: Joiner
  readonly side: Side
  readonly leaf: Leaf
  readonly windows: readonly number[]
  readonly rows: Rows
  readonly fields: number
  /** Windows whose runs have more fields, and how many. */
  readonly higher?: { readonly windows: readonly number[]; readonly fields: number }
}

/** A tree over one input. */
export function createTree({ instance, steps }: Program, terms: TreeTerms): Tree {
  const { joiner, side, leaf, windows, rows, fields, higher = { windows: [], fields } } = terms
  const high = nodesOf(higher.windows, rows)
  return {
    side,
    nodes: nodesOf(windows, rows),
    fields: new Map([[1, leafFields(leaf, higher.fields)]]),
    count: (window) => (high.has(window) ? higher.fields : fields),
    join: (join) => steps.push(joiner(instance, join)),
  }
}

/** The tree of sums of products of two inputs, over the trees of their moments. */
export function createPairTree(
  { instance: { run }, steps }: Program,
  x: Tree,
  y: Tree,
  leaf: Leaf,
  windows: readonly number[],
  rows: Rows,
): Tree {
  const { side } = x
  const { yStep, yRow } = stridesOf(x.side, y.side)
  return {
    side,
    nodes: nodesOf(windows, rows),
    fields: new Map([[1, [leaf.zero]]]),
    count: () => 1,
    join({ window, isEven, out: [out], part: [c], back, rows: { from, to } }) {
      const part = partOf(window)
      const mean = (tree: Tree, length: number, row: number): Address =>
        rowAt(tree.side, fieldsOf(tree, length)[0], row)
      const n = to - from
      const { rowBytes } = side
      if (isEven) {
        const [xMean, yMean] = [mean(x, part, from), mean(y, part, from)]
        const yBack = part * y.side.rowBytes
        steps.push(() => run.coHalves(out, c, xMean, yMean, back, yBack, n, rowBytes, yStep, yRow, part))
      } else {
        const [xMean, yMean] = [mean(x, part, from - 1), mean(y, part, from - 1)]
        const [xLeaf, yLeaf] = [mean(x, 1, from), mean(y, 1, from)]
        steps.push(() => run.coNewest(out, c, xMean, xLeaf, yMean, yLeaf, n, rowBytes, yStep, yRow, window))
      }
    },
  }
}

/** How y moves beside x: see `assembly/pairs.ts`. */
export function stridesOf(x: Side, y: Side): { readonly yStep: number; readonly yRow: number } {
  return x.rowBytes === y.rowBytes ? { yStep: 16, yRow: 0 } : { yStep: 0, yRow: 16 }
}

/** Adds the steps that make a tree's run of the given length, if it has one. */
export function growTree({ scratch }: Program, tree: Tree, window: number): void {
  const node = tree.nodes.get(window)
  if (node === undefined) return
  const { side } = tree
  const bytes = side.rows * side.rowBytes
  const out = Array.from({ length: tree.count(window) }, () => scratch.take(bytes))
  tree.fields.set(window, out)
  const isEven = window % 2 === 0
  const part = fieldsOf(tree, partOf(window))
  for (const rows of node.rows) {
    const at = (fields: Fields, row: number): Fields => fields.map((array) => rowAt(side, array, row))
    tree.join({
      window,
      isEven,
      back: (window / 2) * side.rowBytes,
      bytes: (rows.to - rows.from) * side.rowBytes,
      rows,
      out: at(out, rows.from),
      part: at(part, isEven ? rows.from : rows.from - 1),
      newest: at(fieldsOf(tree, 1), rows.from),
    })
  }
}

/** Gives back the memory of the runs that no run longer than `window` is made of. */
export function pruneTree({ scratch }: Program, tree: Tree, window: number): void {
  for (const [length, fields] of tree.fields) {
    if (tree.nodes.get(length)?.lastUse !== window) continue
    for (const array of fields) scratch.give(array, tree.side.rows * tree.side.rowBytes)
    tree.fields.delete(length)
  }
}
