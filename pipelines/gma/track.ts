import { returnsOf } from '../../src/backtest/returns-of.js'
import { maxDrawdown } from '../../src/risk/drawdown.js'
import { cagr, totalReturn } from '../../src/risk/growth.js'
import { sharpeRatio } from '../../src/risk/ratios.js'
import { volatility } from '../../src/risk/volatility.js'
import type { GmaMarket } from './market.js'

/** How numbers are annualised. */
export interface TrackOptions {
  readonly sessionsPerYear: number
  /** Annual rate that the Sharpe ratio is measured over: what cash earns. */
  readonly cashRate: number
}

/** Risk and return of one series of session returns; NaN where undefined. */
export interface TrackNumbers {
  /** Value of 1 at the end. */
  readonly growth: number
  readonly cagr: number
  readonly volatility: number
  readonly sharpe: number
  readonly maxDrawdown: number
}

/** Measures simple returns per session; shape [nSessions]. */
export function trackNumbers(returns: Float64Array, { sessionsPerYear, cashRate }: TrackOptions): TrackNumbers {
  return {
    growth: 1 + totalReturn(returns),
    cagr: cagr(returns, sessionsPerYear),
    volatility: volatility(returns, sessionsPerYear),
    sharpe: sharpeRatio(returns, { riskFreeAnnual: cashRate, periodsPerYear: sessionsPerYear }),
    maxDrawdown: maxDrawdown(returns),
  }
}

/** Mean return of the sectors that have both closes, session by session; 0 where none has. Shape [nSessions - first - 1]. */
function equalWeightReturns({ closes: { data, cols, rows }, sectors }: GmaMarket, first: number): Float64Array {
  const out = new Float64Array(rows - first - 1)
  for (let row = first + 1; row < rows; row++) {
    let sum = 0
    let count = 0
    for (const col of sectors) {
      const change = data[row * cols + col] / data[(row - 1) * cols + col] - 1
      if (Number.isNaN(change)) continue
      sum += change
      count++
    }
    out[row - first - 1] = count === 0 ? 0 : sum / count
  }
  return out
}

/** What a strategy is compared with, over the sessions after `first`; returns per session. */
export interface References {
  readonly equalWeight: Float64Array
  /** NaN where the benchmark has no close. */
  readonly benchmark: Float64Array
}

/** Equal weight of the sectors, rebalanced at every close without cost, and the benchmark. */
export function referencesOf(market: GmaMarket, first: number): References {
  return {
    equalWeight: equalWeightReturns(market, first),
    benchmark: returnsOf({ equity: market.benchmark.closes.subarray(first) }),
  }
}

/** Growth of 1 of returns per session; one value more than there are returns. */
export function growthOf(returns: Float64Array): Float64Array {
  const growth = new Float64Array(returns.length + 1).fill(1)
  for (const [i, value] of returns.entries()) growth[i + 1] = growth[i] * (1 + value)
  return growth
}
