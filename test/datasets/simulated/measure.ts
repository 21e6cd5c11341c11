import type { MarketKnobs } from '../../../datasets/simulated/knobs.js'
import { simulateMarket, type SimulatedMarket } from '../../../datasets/simulated/simulate-market.js'
import { createMatrix, rowOf, type Matrix } from '../../../src/core/matrix.js'
import { mean, spearman, standardDeviation } from '../../../src/core/statistics.js'
import type { SymbolBars } from '../../../src/panel/bars.js'

/** Length of the markets that are measured: more than twenty years. */
export const SESSIONS = 6000
/** Seeds over which measures are averaged. */
export const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

/** A market of complete length with the given knobs. */
export function marketOf(seed: number, knobs: MarketKnobs, sessions = SESSIONS): SimulatedMarket {
  return simulateMarket({ seed, from: '2000-01-03', sessions, knobs })
}

/** Daily log returns; element t is the return of session t + 1. */
export function logReturnsOf({ close }: SymbolBars): Float64Array {
  return Float64Array.from({ length: close.length - 1 }, (_, t) => Math.log(close[t + 1] / close[t]))
}

/** Log return of each sector less the benchmark's from session t + from to session t + to; NaN outside the data. */
export function relativeReturns(market: SimulatedMarket, from: number, to: number): Matrix {
  const { bars, benchmark } = market
  const rows = benchmark.close.length
  const out = createMatrix(rows, bars.length)
  for (let t = Math.max(0, -from); t < rows - Math.max(0, to); t++)
    for (let i = 0; i < bars.length; i++)
      out.data[t * bars.length + i] =
        Math.log(bars[i].close[t + to] / bars[i].close[t + from]) -
        Math.log(benchmark.close[t + to] / benchmark.close[t + from])
  return out
}

/** Mean Spearman correlation across sectors over every seventh session at which both are known. */
export function meanInformationCoefficient(score: Matrix, outcome: Matrix): number {
  const coefficients: number[] = []
  for (let t = 0; t < score.rows; t += 7) {
    const coefficient = spearman(rowOf(score, t), rowOf(outcome, t))
    if (!Number.isNaN(coefficient)) coefficients.push(coefficient)
  }
  return mean(coefficients)
}

/** Mean over independent markets in units of its standard error. */
export function standardErrorsFromZero(values: readonly number[]): number {
  return mean(values) / (standardDeviation(values) / Math.sqrt(values.length))
}
