import { describe, expect, it } from 'vitest'
import type { Better } from '../../src/risk/metric.js'
import { METRICS, type MetricName } from '../../src/risk/metrics.js'

/** What an investor would rather have more of, less of, or has no view on. A new metric is to be thought about here. */
const DIRECTIONS: Readonly<Record<MetricName, Better>> = {
  totalReturn: 'higher',
  cagr: 'higher',
  volatility: 'lower',
  downsideVolatility: 'lower',
  downsideDeviation: 'lower',
  sharpe: 'higher',
  sharpeFromCagr: 'higher',
  sortino: 'higher',
  sortinoFromCagr: 'higher',
  calmar: 'higher',
  returnOverMaxDrawdown: 'higher',
  recoveryFactor: 'higher',
  // Losses are negative: the higher one is nearer to 0.
  maxDrawdown: 'higher',
  conditionalDrawdown: 'higher',
  ulcerIndex: 'lower',
  sampleUlcerIndex: 'lower',
  painIndex: 'lower',
  martin: 'higher',
  pain: 'higher',
  longestUnderWater: 'lower',
  averageUnderWater: 'lower',
  valueAtRisk: 'higher',
  gaussianValueAtRisk: 'higher',
  cornishFisherValueAtRisk: 'higher',
  expectedShortfall: 'higher',
  gaussianExpectedShortfall: 'higher',
  tailRatio: 'higher',
  omega: 'higher',
  gainToPain: 'higher',
  profitFactor: 'higher',
  payoff: 'higher',
  winRate: 'higher',
  commonSense: 'higher',
  kelly: 'higher',
  // A steady loss is as stable as a steady gain.
  stability: 'neither',
  skewness: 'higher',
  sampleSkewness: 'higher',
  kurtosis: 'lower',
  sampleKurtosis: 'lower',
  bestYear: 'higher',
  worstYear: 'higher',
  bestMonth: 'higher',
  worstMonth: 'higher',
  trackingError: 'neither',
  informationRatio: 'higher',
  beta: 'neither',
  alpha: 'higher',
  alphaT: 'higher',
  alphaLow: 'higher',
  alphaHigh: 'higher',
  treynor: 'higher',
  mSquared: 'higher',
  upCapture: 'higher',
  downCapture: 'lower',
  battingAverage: 'higher',
}

describe('directions of good', () => {
  it.each(Object.entries(METRICS))('%s', (name, { better, isLoss, unit }) => {
    expect(better).toBe(DIRECTIONS[name as MetricName])
    // A loss is a negative fraction, and nobody wants more of one.
    if (isLoss) expect([better, unit]).toEqual(['higher', 'fraction'])
  })
})
