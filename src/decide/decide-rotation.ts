import { ShapeError } from '../core/errors.js'
import { rowOf, type Matrix } from '../core/matrix.js'
import { returnsUntil, type DecisionContext } from './decision-context.js'
import { openPaperPortfolio, type PaperPortfolio } from './paper-portfolio.js'
import { decideAt, type Decision, type Policy } from './policy.js'
import { averageVolumeUntil, passPreTrade, type PreTradeOptions } from './pre-trade.js'
import type { Weights } from './weights.js'

/** Who decides, around what and on what grounds. */
export interface RotationOptions {
  readonly policy: Policy
  readonly assets: readonly string[]
  /** [nAssets] canonical sector ids. */
  readonly sectors: readonly string[]
  /** [nAssets] benchmark weights before listings are taken into account, 0 or more. */
  readonly benchmarkWeights: Float64Array
  /** nDates x nAssets; a decision reads its own row and those before it. */
  readonly closes: Matrix
  readonly sessionsPerYear: number
  /** Cost of trading as a fraction of the traded value, of all assets or [nAssets] of each, for steps that weigh what a trade is worth. */
  readonly costRate: number | Float64Array
  /** [nDates] probability of a turbulent market, as {@link DecisionContext} has it; absent where nobody tells. */
  readonly turbulence?: Float64Array | undefined
  /** What every decision has to pass before it is traded; absent: nothing. */
  readonly preTrade?: PreTradeOptions | undefined
}

/** Benchmark weights over the assets that have a score, scaled to sum to 1; all 0 when there is none. */
function listedWeights(scores: Float64Array, benchmarkWeights: Float64Array): Float64Array {
  const weights = benchmarkWeights.map((weight, i) => (Number.isNaN(scores[i]) ? 0 : weight))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return total > 0 ? weights.map((weight) => weight / total) : weights
}

/**
 * What a decision at the close of a row knows.
 * @param scores - [nAssets] of that row
 * @param portfolio - what is held then, and how far the portfolio has fallen from its peak
 */
export function contextAt(
  scores: Float64Array,
  row: number,
  { assets, sectors, benchmarkWeights, closes, sessionsPerYear, costRate, turbulence }: RotationOptions,
  portfolio: Pick<DecisionContext, 'held' | 'drawdown'>,
): DecisionContext {
  // An infinite score is none: it ranks, but nothing can be in proportion to it.
  const finite = scores.map((score) => (Number.isFinite(score) ? score : NaN))
  return {
    assets,
    sectors,
    scores: finite,
    benchmarkWeights: listedWeights(finite, benchmarkWeights),
    held: portfolio.held.slice(),
    drawdown: portfolio.drawdown,
    returns: returnsUntil(closes, row),
    sessionsPerYear,
    costRate,
    turbulence: turbulence?.[row],
  }
}

/**
 * The decision at the close of a row, after the checks before the trade.
 * @param scores - [nAssets] of that row
 * @param portfolio - what is held then; its equity is a multiple of the capital
 */
export function decideOn(
  scores: Float64Array,
  row: number,
  options: RotationOptions,
  portfolio: Pick<PaperPortfolio, 'held' | 'drawdown' | 'equity'>,
): Decision {
  const context = contextAt(scores, row, options, portfolio)
  const decision = decideAt(context, options.policy)
  if (options.preTrade === undefined) return decision
  const { checks, volumes, quotes, capital } = options.preTrade
  const order = {
    assets: options.assets,
    held: context.held,
    weights: decision.weights,
    prices: rowOf(options.closes, row),
    quotes: quotes === undefined ? new Float64Array(options.assets.length).fill(NaN) : rowOf(quotes, row),
    averageVolume: averageVolumeUntil(volumes, row),
    equity: portfolio.equity() * capital,
  }
  return passPreTrade(decision, order, checks)
}

/**
 * Decisions of one portfolio.
 * @param scores - nDates x nAssets; each decision sees its own row alone, and through what is held the decisions before it
 * @param rows - rows at whose close a decision is made, ascending
 * @throws ShapeError when scores and closes differ in shape
 */
export function decideRotation(scores: Matrix, rows: readonly number[], options: RotationOptions): Weights {
  const { closes } = options
  if (scores.rows !== closes.rows || scores.cols !== closes.cols)
    throw new ShapeError(
      `decideRotation: scores are ${scores.rows} x ${scores.cols}, expected ${closes.rows} x ${closes.cols}`,
    )
  if (rows.length === 0) return []
  const portfolio = openPaperPortfolio(closes, rows[0])
  return rows.map((row) => {
    portfolio.moveTo(row)
    const decision = decideOn(rowOf(scores, row), row, options, portfolio)
    if (decision.holds !== true) portfolio.decide(decision.weights, decision.kept)
    return { dateIndex: row, ...decision }
  })
}
