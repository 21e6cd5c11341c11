import type { Matrix } from '../core/matrix.js'
import type { RollingRequest, Rows } from './kernels.js'
import { clearBlock, createScratch, loadBlock, loadColumn, storeBlock, type Side } from './wasm-block.js'
import { finishStatistic, TREES_OF, type TreeName, type TreeStatistic } from './wasm-finish.js'
import type { WasmInstance } from './wasm-instance.js'
import { addMedians, addRanks } from './wasm-order.js'
import { createPairTree, createTree, growTree, JOINERS, pruneTree, type Program, type Tree } from './wasm-trees.js'
import type { Work } from './work.js'

/** Size of an array of a block, about: enough columns to read whole lines of memory, few enough to stay in the cache. */
const ARRAY_BYTES = 655_360
/** Cells of a narrow input from which on it is divided. */
const LEAST_SHARED = 32_768
/** Columns of a cache line. */
const LINE = 8
const MOST_COLUMNS = 1024

/** Columns of a block: even, and whole cache lines where there are several blocks. */
function widthOf(rows: number, cols: number): number {
  const fitting = Math.min(MOST_COLUMNS, Math.floor(ARRAY_BYTES / (8 * Math.max(1, rows))))
  // Two blocks at least where there is work for two threads.
  if (cols <= fitting) return rows * cols < LEAST_SHARED ? cols + (cols % 2) : 2 * Math.ceil(cols / 4)
  return fitting < LINE ? Math.max(2, fitting - (fitting % 2)) : fitting - (fitting % LINE)
}

const isTreeStatistic = (statistic: string): statistic is TreeStatistic => Object.hasOwn(TREES_OF, statistic)

type TreeRequest = RollingRequest & { readonly statistic: TreeStatistic }

/** Windows of the requests that need a tree. */
function windowsOf(requests: readonly TreeRequest[], name: TreeName): readonly number[] {
  return requests.filter(({ statistic }) => TREES_OF[statistic].includes(name)).map(({ window }) => window)
}

/** The trees that the requests are made of; those of two inputs last, since they are made of the others. */
function plantTrees(
  program: Program,
  requests: readonly TreeRequest[],
  sides: readonly Side[],
  values: readonly number[],
  rows: Rows,
): ReadonlyMap<TreeName, Tree> {
  const zero = program.scratch.take(sides[0].rows * sides[0].rowBytes)
  program.steps.push(() => program.instance.view().fill(0, zero / 8, (zero + sides[0].rows * sides[0].rowBytes) / 8))
  const trees = new Map<TreeName, Tree>()
  const [x, y] = values.map((value) => ({ value, zero }))
  const plant = (name: keyof typeof JOINERS, fields: number): void => {
    const terms = { joiner: JOINERS[name], side: sides[0], leaf: x, windows: windowsOf(requests, name), rows, fields }
    if (terms.windows.length > 0) trees.set(name, createTree(program, terms))
  }
  for (const name of ['sum', 'max', 'min'] as const) plant(name, 1)
  for (const name of ['sinceMax', 'sinceMin', 'trend'] as const) plant(name, 2)
  const windows = windowsOf(requests, 'moments')
  if (windows.length === 0) return trees
  const higher = requests.filter(({ statistic }) => statistic === 'skewness' || statistic === 'kurtosis')
  const xTree = createTree(program, {
    joiner: JOINERS.moments,
    side: sides[0],
    leaf: x,
    windows,
    rows,
    fields: 2,
    higher: { windows: higher.map(({ window }) => window), fields: 4 },
  })
  trees.set('moments', xTree)
  const pairs = windowsOf(requests, 'pairs')
  if (pairs.length === 0) return trees
  const yTree = createTree(program, {
    joiner: JOINERS.moments,
    side: sides[1],
    leaf: y,
    windows: pairs,
    rows,
    fields: 2,
  })
  trees.set('yMoments', yTree)
  trees.set('pairs', createPairTree(program, xTree, yTree, x, pairs, rows))
  return trees
}

/** Adds the steps of all statistics that are made of joined runs, from the shortest window to the longest. */
function addTrees(
  program: Program,
  all: readonly RollingRequest[],
  sides: readonly Side[],
  values: readonly number[],
  rows: Rows,
): void {
  const { instance, scratch, steps } = program
  const requests = all.filter((request): request is TreeRequest => isTreeStatistic(request.statistic))
  if (requests.length === 0) return
  const [side] = sides
  const trees = plantTrees(program, requests, sides, values, rows)
  const stage = scratch.take(side.rows * side.rowBytes)
  const windows = new Set([...trees.values()].flatMap(({ nodes }) => [...nodes.keys()]))
  for (const { window } of requests) windows.add(window)
  for (const window of [...windows].sort((a, b) => a - b)) {
    for (const tree of trees.values()) growTree(program, tree, window)
    for (const { statistic, out } of requests.filter((request) => request.window === window)) {
      const wanted = { from: Math.max(rows.from, window - 1), to: rows.to }
      if (wanted.from >= wanted.to) continue
      const own = TREES_OF[statistic].flatMap((name) => trees.get(name) ?? [])
      const finished = finishStatistic(instance, statistic, window, own, values[0], stage, wanted)
      steps.push(...finished.steps, storeBlock(instance, side, finished.array, out, wanted))
    }
    for (const tree of trees.values()) pruneTree(program, tree, window)
  }
}

/**
 * Rolling statistics, a block being some columns. Steps are planned once; each block runs them at the same addresses.
 * @param inputs - as of `Kernels.rolling`
 */
export function rollingWork(
  instance: WasmInstance,
  inputs: readonly Matrix[],
  requests: readonly RollingRequest[],
  rows: Rows,
): Work {
  const [x, y] = inputs
  if (x.cols === 0 || rows.to <= rows.from || requests.length === 0) return { blocks: 0, compute: () => undefined }
  const longest = Math.max(...requests.map(({ window }) => window))
  const base = Math.max(0, rows.from - longest + 1)
  const program: Program = { instance, scratch: createScratch(), steps: [] }
  const { scratch, steps } = program
  const width = widthOf(rows.to - base, x.cols)
  const sides = inputs.map((input, index) => ({
    base,
    rows: rows.to - base,
    rowBytes: 8 * (index > 0 && input.cols === 1 ? 2 : width),
  }))
  const values = sides.map((side) => scratch.take(side.rows * side.rowBytes))
  steps.push(loadBlock(instance, x, sides[0], values[0]))
  if (y !== undefined) steps.push((y.cols === 1 ? loadColumn : loadBlock)(instance, y, sides[1], values[1]))
  for (const { window, out } of requests)
    if (rows.from < window - 1) steps.push(clearBlock(out, { from: rows.from, to: Math.min(rows.to, window - 1) }))
  addTrees(program, requests, sides, values, rows)
  addRanks(program, requests, sides[0], values[0], rows)
  addMedians(program, requests, sides[0], values[0], rows)
  return {
    blocks: Math.ceil(x.cols / width),
    compute(block) {
      instance.reserve(scratch.size())
      const columns = { first: block * width, count: Math.min(width, x.cols - block * width) }
      for (const step of steps) step(columns)
    },
  }
}
