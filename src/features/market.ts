import { rowOf } from '../core/matrix.js'
import { plainFamily } from './family.js'
import { logRatio } from './kernel-compute.js'
import { cellwise } from './stage-compute.js'
import { appliedName, stageName, type ComputedStage, type StageFamily } from './stage.js'
import { rollingOf, windowedFamily } from './windowed.js'

const RETURNS = ['momentum_1', 'benchmark_return'] as const
/** The asset's log return less the benchmark's. */
const ACTIVE_RETURN = 'relative_strength_1'

const rolling = (statistic: string, window: number, operand: string): string =>
  appliedName(statistic, [window], [operand])

/** Log return of the benchmark, one value per session. */
const benchmarkReturn = plainFamily('benchmark_return', {
  inputs: ['benchmark.close'],
  lookback: 2,
  width: 'session',
  formula: 'log(benchmark.close[t] / benchmark.close[t-1])',
  source: 'elementary statistics',
  compute: logRatio(1),
})

/** Slope of an asset's log returns on the benchmark's. Missing with a flat benchmark; 0 for a flat asset. */
const beta = rollingOf('beta', 'beta', RETURNS, 252, {
  formula: 'covariance of momentum_1 and benchmark_return / variance of benchmark_return, over the last window rows',
  source: 'Sharpe (1964), Journal of Finance 19(3)',
})

/** Correlation of an asset's log returns and the benchmark's, -1 ... 1. Missing where either is flat. */
const correlation = rollingOf('correlation', 'correlation', RETURNS, 63, {
  formula: 'correlation of momentum_1 and benchmark_return over the last window rows',
  source: "Pearson's correlation",
})

/** Missing where a return of the window is, and where its falling sessions are fewer than two or all alike. */
const computeDownsideBeta =
  (window: number): ComputedStage['compute'] =>
  ([returns, market], out, rows) => {
    const { cols, data } = returns
    // Distance of each row's benchmark return from the mean of the falling ones; 0 weighs a row out, missing values still show.
    const distances = new Float64Array(window)
    for (let row = Math.max(rows.from, window - 1); row < rows.to; row++) {
      const last = market.data.subarray(row - window + 1, row + 1)
      const falling = last.filter((value) => value < 0)
      if (falling.length < 2 || last.some((value) => Number.isNaN(value))) continue
      const first = falling[0]
      const centre = falling.reduce((sum, value) => sum + (value - first), 0) / falling.length
      let variance = 0
      for (let k = 0; k < window; k++) {
        distances[k] = last[k] < 0 ? last[k] - first - centre : 0
        variance += distances[k] * distances[k]
      }
      if (variance === 0) continue
      const sums = rowOf(out, row).fill(0)
      for (let k = 0; k < window; k++) {
        const at = (row - window + 1 + k) * cols
        const weight = distances[k] / variance
        for (let col = 0; col < cols; col++) sums[col] += weight * data[at + col]
      }
    }
  }

/** Beta over the sessions on which the benchmark fell. */
const downsideBeta = windowedFamily('downside_beta', 4, 252, (window) => ({
  inputs: RETURNS,
  lookback: window,
  width: 'asset',
  formula: 'slope of momentum_1 on benchmark_return over those of the last window rows with benchmark_return < 0',
  source: 'Ang, Chen and Xing (2006), Review of Financial Studies 19(4), cut at zero',
  compute: computeDownsideBeta(window),
}))

/** Mean log return per session that beta does not explain. Missing with a flat benchmark. */
const alpha = windowedFamily('alpha', 2, 252, (window) => ({
  inputs: [
    rolling('rolling_mean', window, RETURNS[0]),
    stageName('beta', window),
    rolling('rolling_mean', window, RETURNS[1]),
  ],
  lookback: 1,
  width: 'asset',
  formula: 'mean of momentum_1 - beta x mean of benchmark_return over the last window rows; per session',
  source: 'Jensen (1968), Journal of Finance 23(2), without a riskless rate',
  compute: cellwise((mean, slope, marketMean) => mean - slope * marketMean),
}))

/** Residual deviation of the market model, per session. Missing with a flat benchmark; 0 for a flat asset. */
const idiosyncraticVolatility = windowedFamily('idiosyncratic_volatility', 3, 63, (window) => {
  const scale = (window - 1) / (window - 2)
  return {
    inputs: [
      rolling('rolling_deviation', window, RETURNS[0]),
      stageName('beta', window),
      rolling('rolling_deviation', window, RETURNS[1]),
    ],
    lookback: 1,
    width: 'asset',
    formula: 'residual deviation (n - 2) of momentum_1 on benchmark_return over the last window rows; per session',
    source: 'Ang, Hodrick, Xing and Zhang (2006), Journal of Finance 61(1), on the market alone',
    compute: cellwise((own, slope, market) =>
      Math.sqrt(scale * Math.max(0, own * own - slope * market * (slope * market))),
    ),
  }
})

/** Share of an asset's variance that the market does not explain, 0 ... 1. Missing where either is flat. */
const idiosyncraticShare = windowedFamily('idiosyncratic_share', 3, 63, (window) => ({
  inputs: [stageName('correlation', window)],
  lookback: 1,
  width: 'asset',
  formula: '1 - correlation^2 of momentum_1 and benchmark_return over the last window rows',
  source: 'Roll (1988), Journal of Finance 43(3)',
  compute: cellwise((r) => 1 - r * r),
}))

/** Deviation of an asset's return from the benchmark's, per session. */
const trackingError = rollingOf('tracking_error', 'deviation', [ACTIVE_RETURN], 63, {
  formula: 'sample deviation of momentum_1 - benchmark_return over the last window rows; per session',
  source: 'Grinold and Kahn (2000), Active Portfolio Management, chapter 3',
})

/** Missing where the tracking error is 0. */
const informationRatio = windowedFamily('information_ratio', 2, 63, (window) => ({
  inputs: [rolling('rolling_mean', window, ACTIVE_RETURN), stageName('tracking_error', window)],
  lookback: 1,
  width: 'asset',
  formula: 'mean / sample deviation of momentum_1 - benchmark_return over the last window rows; per session',
  source: 'Grinold and Kahn (2000), Active Portfolio Management, chapter 5',
  compute: cellwise((mean, deviation) => (deviation > 0 ? mean / deviation : NaN)),
}))

/** Volatility of the benchmark, per session. */
const marketVolatility = rollingOf('market_volatility', 'deviation', ['benchmark_return'], 21, {
  width: 'session',
  formula: 'sample deviation of benchmark_return over the last window rows; per session',
  source: 'sample standard deviation, n - 1 in the denominator',
})

/** A statistic of the benchmark's close against a rolling statistic of itself. */
function marketLevel(family: string, example: number, statistic: string, source: string): StageFamily {
  return windowedFamily(family, 2, example, (window) => ({
    inputs: ['benchmark.close', rolling(`rolling_${statistic}`, window, 'benchmark.close')],
    lookback: 1,
    width: 'session',
    formula: `benchmark.close[t] / ${statistic} of benchmark.close over the last window rows - 1`,
    source,
    compute: cellwise((close, level) => close / level - 1),
  }))
}

/** The benchmark above (positive) or below its moving average. */
const marketTrend = marketLevel('market_trend', 200, 'mean', 'Faber (2007), Journal of Wealth Management 9(4)')

/** The benchmark below its highest close of the window: 0 at it, negative below. */
const marketDrawdown = marketLevel(
  'market_drawdown',
  252,
  'max',
  'Chekhlov, Uryasev and Zabarankin (2005), International Journal of Theoretical and Applied Finance 8(1)',
)

/** Assets and the market as a whole. */
export const marketStages: readonly StageFamily[] = [
  benchmarkReturn,
  beta,
  downsideBeta,
  correlation,
  alpha,
  trackingError,
  informationRatio,
  idiosyncraticVolatility,
  idiosyncraticShare,
  marketVolatility,
  marketTrend,
  marketDrawdown,
]
