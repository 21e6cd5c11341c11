import type { Matrix } from '../core/matrix.js'
import { appliedFamily } from './family.js'
import { robustZ } from './robust-z.js'
import { cellwise, withLag } from './stage-compute.js'
import { appliedName, type StageFamily } from './stage.js'
import { windowedAppliedFamily } from './windowed.js'

/** Changes before the latest one that a surprise is measured against. */
const LEAST_CHANGES = 4

/**
 * Marks the sessions at which a series that is constant between releases moved. A release that repeats its last value is not seen;
 * NaN where either value is missing.
 */
const changed = appliedFamily('changed', ['feed.macro'], (x) => ({
  inputs: [x],
  lookback: 2,
  width: 'inputs',
  formula: '1 where x[t] differs from x[t-1], else 0',
  source: 'elementary arithmetic',
  compute: withLag(1, (now, before) => (Number.isNaN(now - before) ? NaN : now === before ? 0 : 1)),
}))

/** Age of what a series says, at most the window: a value that stands for long tells less. NaN where one of the values is missing. */
const sinceChange = windowedAppliedFamily('since_change', 1, 63, ['feed.macro'], (window, x) => ({
  inputs: ['rolling_since_max', 'rolling_max'].map((each) =>
    appliedName(each, [window], [appliedName('changed', [], [x])]),
  ),
  lookback: 1,
  width: 'inputs',
  formula: 'sessions since x last changed within the last window rows, window where it did not',
  source: 'elementary arithmetic',
  // Where nothing changed every row is a maximum.
  compute: cellwise((since, most) => (most === 0 ? window : since)),
}))

/** The latest change against those before it, rows end - window ... end of a column. */
function surpriseAt({ cols, data }: Matrix, window: number, end: number, col: number, changes: Float64Array): number {
  let n = 0
  for (let row = end; row > end - window; row--) {
    const change = data[row * cols + col] - data[(row - 1) * cols + col]
    if (Number.isNaN(change)) return NaN
    if (change !== 0) changes[n++] = change
  }
  return n > LEAST_CHANGES ? robustZ(changes[0], changes.subarray(1, n)) : NaN
}

/**
 * News of a series: its latest change against the earlier changes of the window, which takes the place of what was expected; it
 * stands until the next release. Sessions without a change do not count. NaN with under 4 earlier changes, where those are all
 * equal, and where a value is missing.
 */
const surprise = windowedAppliedFamily('surprise', LEAST_CHANGES + 1, 252, ['feed.macro'], (window, x) => ({
  inputs: [x],
  lookback: window + 1,
  width: 'inputs',
  formula: '(latest change of x - median) / (1.4826 MAD), both of its earlier changes over the last window rows',
  source: 'Balduzzi, Elton and Green (2001), Journal of Financial and Quantitative Analysis 36(4), standardised news',
  compute([series], out, rows) {
    const changes = new Float64Array(window)
    for (let row = Math.max(rows.from, window); row < rows.to; row++)
      for (let col = 0; col < out.cols; col++)
        out.data[row * out.cols + col] = surpriseAt(series, window, row, col, changes)
  },
}))

/** Series that are released now and then. */
export const releaseStages: readonly StageFamily[] = [changed, sinceChange, surprise]
