import { describe, expect, test } from 'vitest'
import { NO_KNOBS } from '../../../datasets/simulated/knobs.js'
import type { SimulatedMarket } from '../../../datasets/simulated/simulate-market.js'
import { createMatrix, type Matrix } from '../../../src/core/matrix.js'
import { correlation, mean, standardDeviation } from '../../../src/core/statistics.js'
import {
  logReturnsOf,
  marketOf,
  meanInformationCoefficient,
  relativeReturns,
  SEEDS,
  standardErrorsFromZero,
} from './measure.js'

function volumeZScores({ bars }: SimulatedMarket, lookback: number): Matrix {
  const out = createMatrix(bars[0].volume.length, bars.length)
  for (const [i, { volume }] of bars.entries()) {
    const logs = volume.map(Math.log)
    for (let t = lookback - 1; t < logs.length; t++) {
      const window = logs.subarray(t - lookback + 1, t + 1)
      out.data[t * bars.length + i] = (logs[t] - mean(window)) / standardDeviation(window)
    }
  }
  return out
}

describe('in a null market the mean information coefficient over ten seeds is within three standard errors of zero', () => {
  const markets = SEEDS.map((seed) => marketOf(seed, NO_KNOBS))
  const forward = markets.map((market) => relativeReturns(market, 0, 21))

  test.each([20, 63, 126, 252])('for relative strength over %i sessions', (lookback) => {
    const coefficients = markets.map((market, k) =>
      meanInformationCoefficient(relativeReturns(market, -lookback, 0), forward[k]),
    )
    expect(Math.abs(standardErrorsFromZero(coefficients))).toBeLessThan(3)
    expect(Math.abs(mean(coefficients))).toBeLessThan(0.02)
  })

  test('for the z-score of log volume over 63 sessions', () => {
    const coefficients = markets.map((market, k) => meanInformationCoefficient(volumeZScores(market, 63), forward[k]))
    expect(Math.abs(standardErrorsFromZero(coefficients))).toBeLessThan(3)
    expect(Math.abs(mean(coefficients))).toBeLessThan(0.02)
  })

  test('for the volatility and the beta of the whole past, which are true properties of a sector', () => {
    const known = markets.map((market) => {
      const benchmark = logReturnsOf(market.benchmark)
      return market.bars.map((bars) => {
        const returns = logReturnsOf(bars)
        const deviation = standardDeviation(returns)
        return { deviation, beta: correlation(returns, benchmark) * deviation }
      })
    })
    for (const property of ['deviation', 'beta'] as const) {
      const coefficients = known.map((sectors, k) => {
        const score = createMatrix(forward[k].rows, forward[k].cols)
        for (let cell = 0; cell < score.data.length; cell++) score.data[cell] = sectors[cell % score.cols][property]
        return meanInformationCoefficient(score, forward[k])
      })
      expect(Math.abs(standardErrorsFromZero(coefficients)), property).toBeLessThan(3)
    }
  })
})

test('in a null market the truth forecasts nothing', () => {
  const { truth } = marketOf(1, NO_KNOBS, 300)
  expect(truth.drift.data.every((value) => value === 0)).toBe(true)
  expect(truth.slowSymbols).toEqual([])
  expect(truth.shocks).toEqual([])
  expect(truth.stress.every((state) => state === 0)).toBe(true)
})
