import { createMatrix, matrixOver, type Matrix } from '../../../src/core/matrix.js'
import { createRandom } from '../../../src/core/random.js'
import type { Weighed } from '../../../src/decide/decision-step.js'
import { weighers } from '../../../src/decide/weighers.js'
import { contextOf } from '../decision-fixture.js'

/** Prices that begin at 1 and have these returns. */
export function closesOf({ rows, cols, data }: Matrix): Matrix {
  const closes = createMatrix(rows + 1, cols, 1)
  for (let k = 0; k < data.length; k++) closes.data[k + cols] = closes.data[k] * (1 + data[k])
  return closes
}

/** Normal returns with a factor in common, deviations of 1% and more by column. */
export function normalReturns(seed: number, rows: number, n: number): Matrix {
  const random = createRandom(seed, 'normal-returns')
  const scales = Array.from({ length: n }, () => 0.005 + 0.02 * random.uniform())
  const loadings = Array.from({ length: n }, () => random.uniform())
  const returns = createMatrix(rows, n)
  for (let row = 0; row < rows; row++) {
    const market = random.normal()
    for (let i = 0; i < n; i++)
      returns.data[row * n + i] = 0.0003 + scales[i] * (loadings[i] * market + random.normal())
  }
  return returns
}

/** Rows of returns as they stand. */
export function returnsOf(rows: readonly (readonly number[])[]): Matrix {
  return matrixOver(rows.length, rows[0].length, Float64Array.from(rows.flat()))
}

/** What a registered weigher makes of returns, every asset chosen unless it is said. */
export function weighReturns(
  name: string,
  returns: Matrix,
  params: object = {},
  { shares, scores }: { readonly shares?: readonly number[]; readonly scores?: readonly number[] } = {},
): Weighed {
  const weigher = weighers.find((candidate) => candidate.name === name)
  if (weigher === undefined) throw new Error(`no weigher ${name}`)
  const { cols, rows } = returns
  const known = scores ?? Array.from({ length: cols }, (_, i) => i)
  const context = { ...contextOf({ scores: known }), returns: (): Matrix => returns }
  const complete = { ...(weigher.defaults as object), lookback: rows, least: Math.min(rows, 13), ...params }
  weigher.check(complete)
  return weigher.weigh(context, { shares: Float64Array.from(shares ?? known.map(() => 1)), note: '' }, complete)
}
