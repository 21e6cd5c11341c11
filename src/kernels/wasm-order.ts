import { MAD_TO_DEVIATION } from '../core/statistics.js'
import type { RollingRequest, Rows } from './kernels.js'
import { rowAt, storeBlock, type Side } from './wasm-block.js'
import type { Address } from './wasm-instance.js'
import type { Program } from './wasm-trees.js'

const withStatistic = (
  requests: readonly RollingRequest[],
  ...statistics: readonly RollingRequest['statistic'][]
): readonly RollingRequest[] => requests.filter(({ statistic }) => statistics.includes(statistic))

/** Adds the steps of all ranks within windows: one pass over nested windows. */
export function addRanks(
  { instance, scratch, steps }: Program,
  all: readonly RollingRequest[],
  side: Side,
  x: Address,
  rows: Rows,
): void {
  const requests = withStatistic(all, 'rank')
  const windows = [...new Set(requests.map(({ window }) => window))]
    .filter((window) => window <= rows.to)
    .sort((a, b) => a - b)
  if (windows.length === 0) return
  const stride = side.rows * side.rowBytes
  const list = scratch.take(Math.ceil(windows.length / 2) * 8)
  const packed = scratch.take(side.rows * 16)
  const ranks = scratch.take(windows.length * stride)
  const first = rows.from - side.base
  const width = side.rowBytes / 8
  steps.push(() => {
    new Int32Array(instance.view().buffer, list, windows.length).set(windows)
    instance.run.rollingRank(x, side.rows, width, first, list, windows.length, ranks, stride, packed)
  })
  for (const { window, out } of requests) {
    const wanted = { from: Math.max(rows.from, window - 1), to: rows.to }
    const array = ranks + windows.indexOf(window) * stride
    if (wanted.from < wanted.to) steps.push(storeBlock(instance, side, array, out, wanted))
  }
}

/** Adds the steps of medians, of distances to them, and of robust z-scores, whose window ends a row earlier. */
export function addMedians(
  { instance, scratch, steps }: Program,
  all: readonly RollingRequest[],
  side: Side,
  x: Address,
  rows: Rows,
): void {
  const requests = withStatistic(all, 'median', 'medianDeviation', 'robustZ').filter(({ window }) => window <= rows.to)
  if (requests.length === 0) return
  const bytes = side.rows * side.rowBytes
  const [median, distance, stage] = [0, 1, 2].map(() => scratch.take(bytes))
  const lengthOf = ({ statistic, window }: RollingRequest): number => (statistic === 'robustZ' ? window - 1 : window)
  const width = side.rowBytes / 8
  for (const n of new Set(requests.map(lengthOf))) {
    const own = requests.filter((request) => lengthOf(request) === n)
    const isLate = own.some(({ statistic }) => statistic !== 'robustZ')
    const isEarly = own.some(({ statistic }) => statistic === 'robustZ')
    const mad = own.some(({ statistic }) => statistic !== 'median') ? distance : 0
    const first = Math.max(side.base, rows.from - (isEarly ? 1 : 0)) - side.base
    const count = side.rows - (isLate ? 0 : 1)
    const sorted = scratch.take(n * 8)
    steps.push(() => instance.run.rollingMedian(x, count, width, first, n, median, mad, sorted))
    for (const { statistic, window, out } of own) {
      const wanted = { from: Math.max(rows.from, window - 1), to: rows.to }
      if (wanted.from >= wanted.to) continue
      if (statistic === 'robustZ') {
        const at = (array: Address, row: number): Address => rowAt(side, array, row)
        const { from, to } = wanted
        const [z, value, centre, spread] = [at(stage, from), at(x, from), at(median, from - 1), at(distance, from - 1)]
        const length = (to - from) * side.rowBytes
        steps.push(() => instance.run.robustZ(z, value, centre, spread, length, MAD_TO_DEVIATION))
      }
      const array = statistic === 'robustZ' ? stage : statistic === 'median' ? median : distance
      steps.push(storeBlock(instance, side, array, out, wanted))
    }
  }
}
