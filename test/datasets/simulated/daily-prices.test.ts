import { expect, test } from 'vitest'
import { dailyPrices } from '../../../datasets/simulated/daily-prices.js'
import { createRandom } from '../../../src/core/random.js'
import { mean } from '../../../src/core/statistics.js'

test('opens and closes follow the moves from the starting price', () => {
  const zero = new Float64Array(2)
  const { open, close, high, low } = dailyPrices(
    100,
    Float64Array.of(0.1, -0.2),
    Float64Array.of(0.05, 0.3),
    zero,
    createRandom(1, 'test'),
  )
  expect(open[0]).toBeCloseTo(100 * Math.exp(0.1), 10)
  expect(close[0]).toBeCloseTo(100 * Math.exp(0.15), 10)
  expect(open[1]).toBeCloseTo(100 * Math.exp(-0.05), 10)
  expect(close[1]).toBeCloseTo(100 * Math.exp(0.25), 10)
  // A path without deviation goes straight: its extremes are its ends.
  expect(high[0]).toBeCloseTo(close[0], 10)
  expect(low[0]).toBeCloseTo(open[0], 10)
})

test('the highest point of a path between open and close has the mean of a Brownian motion', () => {
  const n = 100_000
  const deviation = 0.01
  const random = createRandom(1, 'moves')
  const intraday = new Float64Array(n).map(() => deviation * random.normal())
  const { open, high, low } = dailyPrices(
    1,
    new Float64Array(n),
    intraday,
    new Float64Array(n).fill(deviation),
    createRandom(1, 'range'),
  )
  // E max = deviation sqrt(2 / pi), and the same below.
  const expected = deviation * Math.sqrt(2 / Math.PI)
  expect(mean(high.map((value, t) => Math.log(value / open[t])))).toBeCloseTo(expected, 4)
  expect(mean(low.map((value, t) => Math.log(open[t] / value)))).toBeCloseTo(expected, 4)
})
