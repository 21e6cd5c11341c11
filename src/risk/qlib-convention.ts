import { mean, standardDeviation } from '../core/statistics.js'
import { entriesOf, type ConventionEntry } from './convention.js'
import { maxDrawdown } from './drawdown.js'
import { cagr, totalReturn } from './growth.js'
import { areKnown } from './known-returns.js'
import type { MetricInput } from './metric.js'

/** Qlib's periods a year for the frequencies it knows; others are kept. */
const SCALERS = new Map([
  [252, 238],
  [52, 50],
  [12, 12],
])

function scalerOf({ periodsPerYear }: MetricInput): number {
  return SCALERS.get(periodsPerYear) ?? periodsPerYear
}

/** Deepest fall of the running sum of returns below its own peak; the first return is the first peak. */
function summedDrawdown({ returns }: MetricInput): number {
  if (!areKnown(returns)) return NaN
  let sum = 0
  let peak = -Infinity
  let worst = 0
  for (const value of returns) {
    sum += value
    peak = Math.max(peak, sum)
    worst = Math.min(worst, sum - peak)
  }
  return worst
}

function positive(reward: number, risk: number): number {
  return risk > 0 ? reward / risk : NaN
}

const summed = entriesOf('qlib')
const multiplied = entriesOf('qlib-product')
const SOURCE = 'qlib.contrib.evaluate.risk_analysis'
const logReturns = ({ returns }: MetricInput): Float64Array => returns.map((value) => Math.log1p(value))

/** Qlib's risk_analysis. It knows no risk-free rate: what is given to it are usually returns over a benchmark after costs. */
export const QLIB: readonly ConventionEntry[] = [
  summed('totalReturn', `${SOURCE} (cumulated curve)`, 'sum of r', ({ returns }) =>
    returns.length === 0 ? NaN : mean(returns) * returns.length,
  ),
  summed('cagr', `${SOURCE}, annualized_return`, 'mean(r) * 238', (input) => mean(input.returns) * scalerOf(input)),
  summed(
    'volatility',
    `${SOURCE}, std`,
    'std(r), n - 1, of one period: not annualised',
    ({ returns }) => standardDeviation(returns),
    true,
  ),
  summed('sharpe', `${SOURCE}, information_ratio`, 'mean(r) / std(r) * root of 238', (input) =>
    positive(mean(input.returns) * Math.sqrt(scalerOf(input)), standardDeviation(input.returns)),
  ),
  summed(
    'maxDrawdown',
    `${SOURCE}, max_drawdown`,
    'least of running sum - its peak, from the first period on',
    summedDrawdown,
  ),
  multiplied('totalReturn', SOURCE, 'product of 1 + r, less 1', ({ returns }) => totalReturn(returns)),
  multiplied('cagr', `${SOURCE}, annualized_return`, '(product of 1 + r)^(238 / n) - 1', (input) =>
    cagr(input.returns, scalerOf(input)),
  ),
  multiplied(
    'volatility',
    `${SOURCE}, std`,
    'std(log(1 + r)), n - 1, of one period',
    (input) => standardDeviation(logReturns(input)),
    true,
  ),
  multiplied('sharpe', `${SOURCE}, information_ratio`, 'geometric mean of r / std(log(1 + r)) * root of 238', (input) =>
    positive(cagr(input.returns, 1) * Math.sqrt(scalerOf(input)), standardDeviation(logReturns(input))),
  ),
  multiplied('maxDrawdown', `${SOURCE}, max_drawdown`, 'least of equity / peak - 1, from the first close on', (input) =>
    maxDrawdown(input.returns.subarray(1)),
  ),
]
