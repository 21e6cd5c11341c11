import type { RollingStatistic, Rows } from './kernels.js'
import { rowAt, type Side, type Step } from './wasm-block.js'
import type { Address, WasmInstance } from './wasm-instance.js'
import { stridesOf, type Tree } from './wasm-trees.js'

/** Statistics that are made of joined runs. */
export type TreeStatistic = Exclude<RollingStatistic, 'rank' | 'median' | 'medianDeviation' | 'robustZ'>

export type TreeName = 'sum' | 'moments' | 'trend' | 'max' | 'min' | 'sinceMax' | 'sinceMin' | 'yMoments' | 'pairs'

/** Trees that each statistic is made of. */
export const TREES_OF: Readonly<Record<TreeStatistic, readonly TreeName[]>> = {
  sum: ['sum'],
  mean: ['moments'],
  deviation: ['moments'],
  z: ['moments'],
  skewness: ['moments'],
  kurtosis: ['moments'],
  weightedMean: ['trend'],
  slope: ['trend'],
  max: ['max'],
  min: ['min'],
  sinceMax: ['sinceMax'],
  sinceMin: ['sinceMin'],
  covariance: ['moments', 'yMoments', 'pairs'],
  correlation: ['moments', 'yMoments', 'pairs'],
  beta: ['moments', 'yMoments', 'pairs'],
}

/** What finishing reads and where it writes; addresses are of the first row. */
interface Finish {
  readonly instance: WasmInstance
  readonly n: number
  readonly x: Address
  /** Fields of the trees that the statistic is made of. */
  readonly fields: readonly (readonly Address[])[]
  readonly out: Address
  readonly bytes: number
  /** Rows, bytes of a row, and how y moves. */
  readonly shape: readonly [number, number, number, number]
}

/** Steps that make a statistic of a run's fields. Those that are a field as it is have none. */
const FINISHERS: Readonly<Partial<Record<TreeStatistic, (finish: Finish) => Step>>> = {
  deviation({ instance: { run }, n, fields: [[, m2]], out, bytes }) {
    return () => run.deviation(out, m2, bytes, 1 / (n - 1))
  },
  z({ instance: { run }, n, x, fields: [[mean, m2]], out, bytes }) {
    return () => run.zScore(out, x, mean, m2, bytes, 1 / (n - 1))
  },
  skewness({ instance: { run }, n, fields: [[, m2, m3]], out, bytes }) {
    return () => run.skewness(out, m2, m3, bytes, (n * Math.sqrt(n - 1)) / (n - 2))
  },
  kurtosis({ instance: { run }, n, fields: [[, m2, , m4]], out, bytes }) {
    const scale = (n * (n + 1) * (n - 1)) / ((n - 2) * (n - 3))
    const normal = (3 * (n - 1) * (n - 1)) / ((n - 2) * (n - 3))
    return () => run.kurtosis(out, m2, m4, bytes, scale, normal)
  },
  weightedMean({ instance: { run }, n, fields: [[mean, c]], out, bytes }) {
    return () => run.meanPlusScaled(out, mean, c, bytes, 1 / ((n * (n + 1)) / 2))
  },
  slope({ instance: { run }, n, fields: [[, c]], out, bytes }) {
    return () => run.scaled(out, c, bytes, 1 / ((n * (n * n - 1)) / 12))
  },
  sinceMax: ({ instance: { run }, fields: [[value, age]], out, bytes }) => {
    return () => run.present(out, value, age, bytes)
  },
  sinceMin: ({ instance: { run }, fields: [[value, age]], out, bytes }) => {
    return () => run.present(out, value, age, bytes)
  },
  covariance({ instance: { run }, n, fields: [, , [c]], out, bytes }) {
    return () => run.scaled(out, c, bytes, 1 / (n - 1))
  },
  correlation({ instance: { run }, fields: [[, xM2], [, yM2], [c]], out, shape }) {
    return () => run.correlation(out, c, xM2, yM2, ...shape)
  },
  beta({ instance: { run }, fields: [, [, yM2], [c]], out, shape }) {
    return () => run.beta(out, c, yM2, ...shape)
  },
}

/**
 * Steps that make a statistic of the last n rows, and where its array then lies.
 * @param trees - those of {@link TREES_OF}, in order, with the run of n rows in memory
 * @param stage - array to write to, if any is written
 */
export function finishStatistic(
  instance: WasmInstance,
  statistic: TreeStatistic,
  n: number,
  trees: readonly Tree[],
  x: Address,
  stage: Address,
  rows: Rows,
): { readonly array: Address; readonly steps: readonly Step[] } {
  const { side } = trees[0]
  const fields = trees.map((tree) => tree.fields.get(n) ?? [])
  const finisher = FINISHERS[statistic]
  if (finisher === undefined) return { array: fields[0][0], steps: [] }
  const at = (own: Side, array: Address): Address => rowAt(own, array, rows.from)
  const { yStep, yRow } = stridesOf(side, trees[1]?.side ?? side)
  const count = rows.to - rows.from
  const step = finisher({
    instance,
    n,
    x: at(side, x),
    fields: fields.map((own, tree) => own.map((array) => at(trees[tree].side, array))),
    out: at(side, stage),
    bytes: count * side.rowBytes,
    shape: [count, side.rowBytes, yStep, yRow],
  })
  return { array: stage, steps: [step] }
}
