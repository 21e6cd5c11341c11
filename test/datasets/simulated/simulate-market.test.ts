import { describe, expect, test } from 'vitest'
import { DEFAULT_KNOBS, NO_KNOBS, type MarketKnobs } from '../../../datasets/simulated/knobs.js'
import { simulateMarket } from '../../../datasets/simulated/simulate-market.js'
import { SIMULATED_SECTORS } from '../../../datasets/simulated/sectors.js'
import { ConfigError } from '../../../src/core/errors.js'
import { logReturnsOf, marketOf } from './measure.js'

const PRICES = ['open', 'high', 'low', 'close'] as const

describe('every bar', () => {
  const { bars, benchmark } = marketOf(2, {
    ...DEFAULT_KNOBS,
    split: { sector: 'energy', session: 700, ratio: 3 },
  })

  test('has low <= open, close <= high, positive prices and a whole positive volume', () => {
    for (const { symbol, open, high, low, close, volume } of [...bars, benchmark])
      for (let t = 0; t < close.length; t++) {
        const ordered = low[t] > 0 && low[t] <= Math.min(open[t], close[t]) && Math.max(open[t], close[t]) <= high[t]
        if (!ordered || !Number.isFinite(high[t])) expect.fail(`${symbol} prices at ${t}`)
        if (!Number.isInteger(volume[t]) || volume[t] < 1) expect.fail(`${symbol} volume at ${t}`)
      }
    expect(benchmark.close).toHaveLength(6000)
  })

  test('belongs to one of eleven sectors whose symbols nobody takes for real ones', () => {
    expect(bars.map(({ symbol }) => symbol)).toEqual(SIMULATED_SECTORS.map(({ symbol }) => symbol))
    for (const { symbol } of [...bars, benchmark]) expect(symbol).toMatch(/^SIM-[A-Z]{3,4}$/)
    expect(new Set(bars.map(({ symbol }) => symbol)).size).toBe(11)
  })
})

test('the sector of each symbol is given by its canonical id', () => {
  expect(marketOf(1, NO_KNOBS, 2).sectors).toEqual({
    'SIM-COMM': 'communication-services',
    'SIM-DISC': 'consumer-discretionary',
    'SIM-STAP': 'consumer-staples',
    'SIM-ENER': 'energy',
    'SIM-FINL': 'financials',
    'SIM-HLTH': 'health-care',
    'SIM-INDU': 'industrials',
    'SIM-TECH': 'information-technology',
    'SIM-MATL': 'materials',
    'SIM-REAL': 'real-estate',
    'SIM-UTIL': 'utilities',
  })
})

test('the same options give the same bytes and another seed another market', () => {
  expect(marketOf(5, DEFAULT_KNOBS, 500)).toEqual(marketOf(5, DEFAULT_KNOBS, 500))
  expect(marketOf(6, DEFAULT_KNOBS, 500).bars[0].close).not.toEqual(marketOf(5, DEFAULT_KNOBS, 500).bars[0].close)
})

test('a shorter market is the beginning of a longer one', () => {
  const [short, long] = [marketOf(5, DEFAULT_KNOBS, 300), marketOf(5, DEFAULT_KNOBS, 900)]
  for (const [i, bars] of [...short.bars, short.benchmark].entries())
    for (const field of [...PRICES, 'volume', 'dates'] as const)
      expect([...long.bars, long.benchmark][i][field].slice(0, 300)).toEqual(bars[field])
})

test('turning one knob changes no draw of another', () => {
  const all = marketOf(4, DEFAULT_KNOBS, 1000)
  for (const knob of ['momentum', 'leadLag', 'regimes', 'volumeShocks'] as const) {
    const without = marketOf(4, { ...DEFAULT_KNOBS, [knob]: null }, 1000)
    expect(without.benchmark.close).not.toEqual(all.benchmark.close)
    if (knob !== 'momentum') expect(without.truth.momentum).toEqual(all.truth.momentum)
    if (knob !== 'leadLag') expect(without.truth.slowSymbols).toEqual(all.truth.slowSymbols)
    if (knob !== 'regimes') expect(without.truth.stress).toEqual(all.truth.stress)
    if (knob !== 'regimes') expect(without.truth.factor).toEqual(all.truth.factor)
    if (knob !== 'volumeShocks') expect(without.truth.shocks).toEqual(all.truth.shocks)
    if (knob !== 'volumeShocks')
      for (const [i, { volume }] of all.bars.entries()) expect(without.bars[i].volume).toEqual(volume)
  }
})

test('momentum adds its latent drift to the return of the next session and nothing else', () => {
  const none = marketOf(9, NO_KNOBS, 500)
  const planted = marketOf(9, { ...NO_KNOBS, momentum: { strength: 0.3, halfLife: 60 } }, 500)
  const { momentum } = planted.truth
  for (const [i, bars] of planted.bars.entries()) {
    const [withDrift, without] = [logReturnsOf(bars), logReturnsOf(none.bars[i])]
    for (let t = 0; t < withDrift.length; t++)
      expect(Math.abs(withDrift[t] - without[t] - momentum.data[t * momentum.cols + i])).toBeLessThan(1e-12)
  }
})

test('knobs of strength 0 are the same as no knobs', () => {
  const still: MarketKnobs = {
    ...NO_KNOBS,
    momentum: { strength: 0, halfLife: 60 },
    leadLag: { strength: 0, lag: 5 },
    volumeShocks: { rate: 0, multiple: 5, drift: 0.02, sessions: 10 },
  }
  const [zero, none] = [marketOf(1, still, 500), marketOf(1, NO_KNOBS, 500)]
  expect(zero.bars).toEqual(none.bars)
  expect(zero.benchmark).toEqual(none.benchmark)
})

test('the benchmark returns the weighted average of the simple returns of the sectors listed at both closes', () => {
  const first = 50
  const end = 120
  const { bars, benchmark } = marketOf(
    3,
    {
      ...DEFAULT_KNOBS,
      lateListing: { sector: 'real-estate', session: first },
      death: { sector: 'information-technology', session: end },
    },
    200,
  )
  for (let t = 1; t < 200; t++) {
    let weights = 0
    let sum = 0
    for (const [i, { sector, weight }] of SIMULATED_SECTORS.entries()) {
      const offset = sector === 'real-estate' ? first : 0
      const listed = sector !== 'information-technology' || t < end
      if (t - 1 < offset || !listed) continue
      const { close } = bars[i]
      weights += weight
      sum += weight * (close[t - offset] / close[t - offset - 1] - 1)
    }
    expect(Math.abs(benchmark.close[t] / benchmark.close[t - 1] - 1 - sum / weights)).toBeLessThan(1e-12)
  }
})

test('a late listing and a death cut the bars of their sector and leave the others as they were', () => {
  const whole = marketOf(8, DEFAULT_KNOBS, 400)
  const cut = marketOf(
    8,
    {
      ...DEFAULT_KNOBS,
      lateListing: { sector: 'communication-services', session: 150 },
      death: { sector: 'utilities', session: 300 },
    },
    400,
  )
  for (const [i, bars] of cut.bars.entries()) {
    const { first, end } = cut.truth.listings[i]
    expect([first, end]).toEqual(i === 0 ? [150, 400] : i === 10 ? [0, 300] : [0, 400])
    for (const field of [...PRICES, 'volume', 'dates', 'splits'] as const)
      expect(bars[field]).toEqual(whole.bars[i][field].slice(first, end))
  }
})

test('a split divides raw prices and multiplies volume from its session on, and is recorded there alone', () => {
  const session = 120
  const ratio = 1.5
  const whole = marketOf(8, DEFAULT_KNOBS, 300)
  const split = marketOf(8, { ...DEFAULT_KNOBS, split: { sector: 'materials', session, ratio } }, 300)
  for (const [i, bars] of split.bars.entries()) {
    if (bars.symbol !== 'SIM-MATL') {
      expect(bars).toEqual(whole.bars[i])
      continue
    }
    for (let t = 0; t < 300; t++) {
      const factor = t < session ? 1 : ratio
      for (const field of PRICES) expect(bars[field][t]).toBe(whole.bars[i][field][t] / factor)
      expect(bars.volume[t]).toBe(Math.round(whole.bars[i].volume[t] * factor))
      expect(bars.splits[t]).toBe(t === session ? ratio : 0)
    }
  }
  expect(split.benchmark).toEqual(whole.benchmark)
})

test('options that mean nothing are refused with the value and what was expected', () => {
  const options = { seed: 1, from: '2000-01-03', sessions: 100, knobs: NO_KNOBS }
  expect(() => simulateMarket({ ...options, seed: 0.5 })).toThrow(ConfigError)
  expect(() => simulateMarket({ ...options, sessions: 1 })).toThrow(
    'simulateMarket: sessions is "1", expected a whole number, 2 or more',
  )
  expect(() => simulateMarket({ ...options, from: 'soon' })).toThrow(ConfigError)
})
