import { ShapeError } from '../core/errors.js'
import { createMatrix, matrixOver, setColumn, type Matrix } from '../core/matrix.js'
import { decideRotation } from '../decide/decide-rotation.js'
import type { Policy } from '../decide/policy.js'
import type { Weights } from '../decide/weights.js'
import type { Margin } from './backtest-options.js'
import { simulate, type Market } from './simulate.js'

/** Several strategies as one portfolio. */
export interface CombinedStrategies {
  /** Weights of the assets: each strategy's, times its part. */
  readonly weights: Weights
  /** Parts of the strategies by decision; [nStrategies] each, in the order of the names. */
  readonly allocations: Weights
  /** Equity of each strategy alone, before costs; nDates x nStrategies, NaN before the first decision. */
  readonly curves: Matrix
}

/** What the parts are decided on. */
export interface CombineOptions {
  /** How the parts are decided: strategies are its assets, their equity its prices, and all have the same score. */
  readonly allocator: Policy
  readonly sessionsPerYear: number
  /** What strategies that sell short are carried out under; long only without. */
  readonly margin?: Margin | undefined
}

/** Growth of 1 in each strategy before costs; nDates x nStrategies. */
function curvesOf(market: Market, strategies: readonly Weights[], margin: Margin | undefined): Matrix {
  const { rows } = market.close
  const curves = createMatrix(rows, strategies.length)
  for (const [s, weights] of strategies.entries()) {
    const terms = { fill: 'close', costBps: 0, capital: 1, ...(margin === undefined ? {} : { margin }) } as const
    const { startIndex, equity } = simulate(market, weights, terms)
    const column = new Float64Array(rows).fill(NaN)
    column.set(equity, startIndex)
    setColumn(curves, s, column)
  }
  return curves
}

/**
 * Strategies that decide at the same sessions, in one portfolio. The parts are decided by the same kind of policy as sectors are, from
 * what each strategy earned up to that close.
 * @param strategies - decisions by name, all at the same rows
 * @throws ShapeError when they decide at different rows
 */
export function combineStrategies(
  market: Market,
  strategies: ReadonlyMap<string, Weights>,
  { allocator, sessionsPerYear, margin }: CombineOptions,
): CombinedStrategies {
  const names = [...strategies.keys()]
  const decided = [...strategies.values()]
  const rows = decided[0].map(({ dateIndex }) => dateIndex)
  for (const [s, weights] of decided.entries())
    if (weights.length !== rows.length || weights.some(({ dateIndex }, i) => dateIndex !== rows[i]))
      throw new ShapeError(`combineStrategies: "${names[s]}" decides at other sessions than "${names[0]}"`)
  const curves = curvesOf(market, decided, margin)
  const ones = matrixOver(curves.rows, curves.cols, new Float64Array(curves.data.length).fill(1))
  const allocations = decideRotation(ones, rows, {
    policy: allocator,
    assets: names,
    sectors: names,
    benchmarkWeights: new Float64Array(names.length).fill(1),
    closes: curves,
    sessionsPerYear,
    costRate: 0,
  })
  const weights = allocations.map(({ dateIndex, weights: parts, reason }, d) => {
    const total = new Float64Array(market.close.cols)
    for (const [s, own] of decided.entries())
      for (let i = 0; i < total.length; i++) total[i] += parts[s] * own[d].weights[i]
    const shares = names.map((name, s) => `${(100 * parts[s]).toFixed(0)}% ${name}`)
    return { dateIndex, weights: total, reason: [...shares, reason].filter((part) => part !== '').join('; ') }
  })
  return { weights, allocations, curves }
}
