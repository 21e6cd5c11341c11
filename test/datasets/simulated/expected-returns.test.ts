import { describe, expect, test } from 'vitest'
import { DEFAULT_KNOBS, NO_KNOBS, type MarketKnobs } from '../../../datasets/simulated/knobs.js'
import { SIMULATED_SECTORS } from '../../../datasets/simulated/sectors.js'
import { expectedForward } from '../../../datasets/simulated/truth.js'
import { columnOf, rowOf } from '../../../src/core/matrix.js'
import { correlation, mean, standardDeviation } from '../../../src/core/statistics.js'
import {
  logReturnsOf,
  marketOf,
  meanInformationCoefficient,
  relativeReturns,
  SEEDS,
  SESSIONS,
  standardErrorsFromZero,
} from './measure.js'

const ONLY_MOMENTUM: MarketKnobs = { ...NO_KNOBS, momentum: DEFAULT_KNOBS.momentum }
const ONLY_LEAD_LAG: MarketKnobs = { ...NO_KNOBS, leadLag: DEFAULT_KNOBS.leadLag }
const ONLY_REGIMES: MarketKnobs = { ...NO_KNOBS, regimes: DEFAULT_KNOBS.regimes }
const ONLY_SHOCKS: MarketKnobs = { ...NO_KNOBS, volumeShocks: DEFAULT_KNOBS.volumeShocks }

describe('with the default knobs', () => {
  test('the best forecast has a mean information coefficient of at least 0.10 over 21 sessions on each of ten seeds', () => {
    for (const seed of SEEDS) {
      const market = marketOf(seed, DEFAULT_KNOBS)
      const coefficient = meanInformationCoefficient(expectedForward(market.truth, 21), relativeReturns(market, 0, 21))
      expect(coefficient, `seed ${seed}`).toBeGreaterThan(0.1)
    }
  })

  test.each([1, 5, 21, 63])('forward returns over %i sessions rise one for one with the best forecast', (horizon) => {
    const slopes = SEEDS.map((seed) => {
      const market = marketOf(seed, DEFAULT_KNOBS)
      const expected = expectedForward(market.truth, horizon).data
      const realised = relativeReturns(market, 0, horizon).data
      const known = realised.findIndex((value) => Number.isNaN(value))
      const [x, y] = [expected.slice(0, known), realised.slice(0, known)]
      return (correlation(x, y) * standardDeviation(y)) / standardDeviation(x)
    })
    expect(Math.abs(standardErrorsFromZero(slopes.map((slope) => slope - 1)))).toBeLessThan(3)
    expect(Math.abs(mean(slopes) - 1)).toBeLessThan(0.15)
  })
})

test('with momentum alone 63-day relative strength forecasts 21 sessions with a mean coefficient above 0.03', () => {
  const coefficients = SEEDS.map((seed) => {
    const market = marketOf(seed, ONLY_MOMENTUM)
    return meanInformationCoefficient(relativeReturns(market, -63, 0), relativeReturns(market, 0, 21))
  })
  expect(mean(coefficients)).toBeGreaterThan(0.03)
  expect(standardErrorsFromZero(coefficients)).toBeGreaterThan(3)
})

test('latent momentum sums to zero across sectors and has the half-life and annualised deviation of its knob', () => {
  const knob = { strength: 0.1, halfLife: 20 }
  const { momentum } = marketOf(1, { ...NO_KNOBS, momentum: knob }, 40_000).truth
  for (let t = 0; t < 100; t++) expect(Math.abs(mean(rowOf(momentum, t)))).toBeLessThan(1e-15)
  const paths = SIMULATED_SECTORS.map((_, i) => columnOf(momentum, i))
  expect(mean(paths.map((path) => standardDeviation(path))) * 252).toBeCloseTo(knob.strength, 2)
  const remaining = paths.map((path) => correlation(path.slice(knob.halfLife), path.slice(0, -knob.halfLife)))
  expect(Math.abs(mean(remaining) - 0.5)).toBeLessThan(0.03)
})

test('slow sectors follow what the benchmark gained in the sessions before, prompt ones do not', () => {
  const lag = ONLY_LEAD_LAG.leadLag?.lag ?? NaN
  const gaps = SEEDS.map((seed) => {
    const market = marketOf(seed, ONLY_LEAD_LAG)
    expect(market.truth.slowSymbols).toHaveLength(4)
    const { close } = market.benchmark
    // Element t is what the benchmark gained over the sessions that end with the one before the return of element t + lag.
    const before = Float64Array.from({ length: close.length - 1 - lag }, (_, t) => Math.log(close[t + lag] / close[t]))
    const late = (slow: boolean): number => {
      const followers = market.bars.filter(({ symbol }) => market.truth.slowSymbols.includes(symbol) === slow)
      return mean(followers.map((bars) => correlation(logReturnsOf(bars).slice(lag), before)))
    }
    expect(late(true), `seed ${seed}`).toBeGreaterThan(0.05)
    return late(false)
  })
  expect(Math.abs(standardErrorsFromZero(gaps))).toBeLessThan(3)
})

test('lead-lag only delays: what a slow sector misses at once arrives within the lag', () => {
  const sessions = 300
  const prompt = marketOf(3, NO_KNOBS, sessions)
  const slow = marketOf(3, ONLY_LEAD_LAG, sessions)
  const { lag, strength } = ONLY_LEAD_LAG.leadLag ?? { lag: NaN, strength: NaN }
  for (const [i, { loading, symbol }] of SIMULATED_SECTORS.entries()) {
    const missing = Math.log(prompt.bars[i].close[sessions - 1] / slow.bars[i].close[sessions - 1])
    let pending = 0
    if (slow.truth.slowSymbols.includes(symbol))
      for (let age = 0; age < lag; age++)
        pending += (loading * strength * slow.truth.factor[sessions - 1 - age] * (lag - age)) / lag
    expect(missing, symbol).toBeCloseTo(pending, 10)
  }
})

test('a volume shock is a burst of volume, and the sector then gains its drift over its sessions', () => {
  const { drift, sessions, multiple } = ONLY_SHOCKS.volumeShocks ?? { drift: NaN, sessions: NaN, multiple: NaN }
  const gains: number[] = []
  for (const seed of SEEDS) {
    const quiet = marketOf(seed, NO_KNOBS)
    const market = marketOf(seed, ONLY_SHOCKS)
    const forward = relativeReturns(market, 0, sessions)
    const seedGains: number[] = []
    for (const { session, sectorIndex } of market.truth.shocks) {
      const ratio = market.bars[sectorIndex].volume[session] / quiet.bars[sectorIndex].volume[session]
      expect(Math.abs(ratio - multiple)).toBeLessThan(0.05)
      const gain = forward.data[session * forward.cols + sectorIndex]
      if (!Number.isNaN(gain)) seedGains.push(gain)
    }
    expect(market.truth.shocks.length).toBeGreaterThan(0.01 * SESSIONS * 11 * 0.8)
    gains.push(mean(seedGains))
  }
  // The shocked sector is part of the benchmark, so that on average a tenth of the drift is not relative.
  expect(mean(gains)).toBeGreaterThan(0.8 * drift)
  expect(mean(gains)).toBeLessThan(1.05 * drift)
})

test('in stress volatility is higher and defensive sectors drift up, and the drift has no long-run mean', () => {
  const spreads: number[] = []
  for (const seed of SEEDS) {
    const market = marketOf(seed, { ...ONLY_REGIMES, regimes: { strength: 0.5, meanLength: 60 } })
    const { stress } = market.truth
    const benchmark = logReturnsOf(market.benchmark)
    // Element t is the return of session t + 1, which the regime at the close of t rules.
    const within = (values: Float64Array, state: number): Float64Array => values.filter((_, t) => stress[t] === state)
    expect(standardDeviation(within(benchmark, 1))).toBeGreaterThan(1.3 * standardDeviation(within(benchmark, 0)))
    const returns = market.bars.map(logReturnsOf)
    const spread = returns[0].map((_, t) => {
      const side = (defensive: boolean): number =>
        mean(returns.filter((_, i) => SIMULATED_SECTORS[i].stressTilt > 0 === defensive).map((r) => r[t]))
      return side(true) - side(false)
    })
    spreads.push((mean(within(spread, 1)) - mean(within(spread, 0))) * 252)
  }
  // Tilts are 1 and -3/8; calm drifts by a third of stress the other way.
  const planted = 0.5 * (1 + 3 / 8) * (1 + 1 / 3)
  expect(Math.abs(standardErrorsFromZero(spreads.map((spread) => spread - planted)))).toBeLessThan(3)
  expect(standardErrorsFromZero(spreads)).toBeGreaterThan(3)
})

test('stress lasts as long on average as its knob says and takes a quarter of the time', () => {
  const { stress } = marketOf(1, { ...NO_KNOBS, regimes: { strength: 0, meanLength: 20 } }, 100_000).truth
  const inStress = stress.reduce((sum, state) => sum + state, 0)
  let spells = 0
  for (let t = 1; t < stress.length; t++) if (stress[t] === 1 && stress[t - 1] === 0) spells++
  expect(Math.abs(inStress / stress.length - 0.25)).toBeLessThan(0.02)
  expect(Math.abs(inStress / spells - 20)).toBeLessThan(2)
})
