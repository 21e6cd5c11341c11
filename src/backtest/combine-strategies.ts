import { ShapeError } from '../core/errors.js'
import { createMatrix, setColumn, type Matrix } from '../core/matrix.js'
import { decideRotation } from '../decide/decide-rotation.js'
import type { Policy } from '../decide/policy.js'
import { tradedDecisions, type WeightDecision, type Weights } from '../decide/weights.js'
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
  /** How the parts are decided: strategies are its assets, their equity its prices, what they grew by lately their scores. */
  readonly allocator: Policy
  readonly sessionsPerYear: number
  /** What strategies that sell short are carried out under; long only without. */
  readonly margin?: Margin | undefined
}

/** Sessions that the score of a strategy looks back: about a year. */
const SCORE_SESSIONS = 252

/** Growth of 1 in each strategy before costs; nDates x nStrategies. */
function curvesOf(market: Market, strategies: readonly Weights[], margin: Margin | undefined): Matrix {
  const { rows } = market.close
  const curves = createMatrix(rows, strategies.length)
  for (const [s, weights] of strategies.entries()) {
    const terms = { fill: 'close', costBps: 0, capital: 1, ...(margin === undefined ? {} : { margin }) } as const
    const { startIndex, equity } = simulate(market, tradedDecisions(weights), terms)
    const column = new Float64Array(rows).fill(NaN)
    column.set(equity, startIndex)
    setColumn(curves, s, column)
  }
  return curves
}

/**
 * What steps that want a score go by: each strategy's total return over the last {@link SCORE_SESSIONS} sessions, or since the first
 * decision where that is later. At the first decision nothing is known and all are 0; a strategy that has lost everything has -1.
 */
function scoresOf({ rows, cols, data }: Matrix, first: number): Matrix {
  const scores = createMatrix(rows, cols)
  for (let row = first; row < rows; row++) {
    const base = Math.max(first, row - SCORE_SESSIONS) * cols
    for (let s = 0; s < cols; s++) {
      const before = data[base + s]
      scores.data[row * cols + s] = before > 0 ? data[row * cols + s] / before - 1 : -1
    }
  }
  return scores
}

/** Whether a decision leaves a position as it is: it is kept, or there was none and is none. */
function leaves(decisions: Weights, d: number, i: number): boolean {
  const { holds, kept, weights } = decisions[d]
  return d > 0 && (holds === true || kept?.[i] === 1 || (weights[i] === 0 && decisions[d - 1].weights[i] === 0))
}

/**
 * What the portfolio leaves as it is: assets whose every strategy leaves them, where the part of that strategy is left too.
 * @param weights - [nAssets] of the portfolio
 */
function leftAlone(
  decided: readonly Weights[],
  allocations: Weights,
  d: number,
  weights: Float64Array,
): Pick<WeightDecision, 'holds' | 'kept'> {
  const isOut = (s: number): boolean => d > 0 && [d - 1, d].every((at) => allocations[at].weights[s] === 0)
  const left = Uint8Array.from(weights, (_, i) =>
    decided.every((own, s) => isOut(s) || (leaves(allocations, d, s) && leaves(own, d, i))) ? 1 : 0,
  )
  const kept = left.map((isLeft, i) => (weights[i] === 0 ? 0 : isLeft))
  return { ...(left.includes(0) ? {} : { holds: true }), ...(kept.includes(1) ? { kept } : {}) }
}

/**
 * Strategies that decide at the same sessions, in one portfolio. The parts are decided by the same kind of policy as sectors are, from
 * what each strategy earned before costs up to that close; steps that want scores have its growth over the last 252 sessions. Where the
 * parts are left as they are, so is what strategies leave: otherwise all is traded to the weights that parts and strategies come to.
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
  const allocations = decideRotation(scoresOf(curves, rows[0]), rows, {
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
    const words = [...shares, reason].filter((part) => part !== '').join('; ')
    return { dateIndex, weights: total, reason: words, ...leftAlone(decided, allocations, d, total) }
  })
  return { weights, allocations, curves }
}
