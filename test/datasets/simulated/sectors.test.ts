import { expect, test } from 'vitest'
import { MARKET_CALIBRATION } from '../../../datasets/simulated/calibration.js'
import { SIMULATED_SECTORS } from '../../../datasets/simulated/sectors.js'

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

test('weights add up to 1 and stress tilts to 0', () => {
  expect(sum(SIMULATED_SECTORS.map(({ weight }) => weight))).toBeCloseTo(1, 12)
  expect(sum(SIMULATED_SECTORS.map(({ stressTilt }) => stressTilt))).toBeCloseTo(0, 12)
})

test('loadings and own deviations give the calibrated volatility, beta and market volatility exactly', () => {
  const marketLoading = sum(SIMULATED_SECTORS.map(({ weight, loading }) => weight * loading))
  const variance = marketLoading ** 2 + sum(SIMULATED_SECTORS.map(({ weight, own }) => (weight * own) ** 2))
  expect(Math.sqrt(252 * variance)).toBeCloseTo(MARKET_CALIBRATION.benchmark.volatility, 9)
  const meanBeta = sum(SIMULATED_SECTORS.map(({ weight, calibration }) => weight * calibration.beta))
  expect(Math.abs(meanBeta - 1)).toBeLessThan(0.02)
  for (const { weight, loading, own, calibration } of SIMULATED_SECTORS) {
    expect(Math.sqrt(252) * Math.hypot(loading, own), calibration.sector).toBeCloseTo(calibration.volatility, 9)
    const beta = (loading * marketLoading + weight * own * own) / variance
    expect(beta, calibration.sector).toBeCloseTo(calibration.beta / meanBeta, 9)
  }
})
