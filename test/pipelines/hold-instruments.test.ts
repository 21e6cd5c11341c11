import { describe, expect, it } from 'vitest'
import { holdInstruments, holdInverseFunds } from '../../pipelines/hold-instruments.js'
import type { HoldLine, HoldNow } from '../../pipelines/hold-now.js'
import { instrumentsText } from '../../pipelines/report-text.js'
import { openExperiment } from '../../pipelines/run.js'
import type { Experiment } from '../../pipelines/experiment-schema.js'

const line = (symbol: string, weight: number): HoldLine => ({
  symbol,
  sector: 'any',
  weight,
  current: 0,
  price: 1,
  shares: 0,
  amount: 0,
})

function decided(asOf: string, ...lines: readonly HoldLine[]): HoldNow {
  return { asOf, rule: 'top-k', reason: 'test', explanation: [], equity: 1, lines: [...lines, line('CASH', 0.1)] }
}

/** Symbols and weights of what is to be held. */
const weighed = (of: Experiment, now: HoldNow, instrument: string): unknown[] =>
  holdInstruments(of, now, instrument).lines.map(({ symbol, weight }) => ({ symbol, weight }))

const { experiment } = await openExperiment('experiments/us-sectors.yaml')
const { experiment: simulated } = await openExperiment(undefined)

describe('holdInstruments', () => {
  it('takes futures for funds, and keeps the fund that has none', () => {
    const now = decided('2019-06-03', line('XLE', 0.5), line('XLRE', 0.3), line('XLK', 0.2), line('SPY', 0))
    const future = { leverage: 1, notional: true, price: null, shares: null }
    expect(holdInstruments(experiment, { ...now, equity: 1000 }, 'future')).toEqual({
      instrument: 'future',
      lines: [
        { ...future, symbol: 'IXE', weight: 0.5, for: ['XLE'], amount: 500 },
        {
          ...{ symbol: 'XLRE', weight: 0.3, leverage: 1, for: ['XLRE'], notional: false },
          ...{ amount: 300, price: 1, shares: 0 },
        },
        { ...future, symbol: 'IXT', weight: 0.2, for: ['XLK'], amount: 200 },
      ],
      exposures: [
        { symbol: 'XLE', weight: 0.5, amount: 500 },
        { symbol: 'XLRE', weight: 0.3, amount: 300 },
        { symbol: 'XLK', weight: 0.2, amount: 200 },
      ],
      kept: ['XLRE'],
      // Futures are not paid for.
      cash: { weight: 0.7, amount: 700 },
    })
  })

  it('takes an inverse fund for a short alone, at the leverage of the day', () => {
    const now = decided('2019-06-03', line('XLB', -0.4), line('XLE', -0.3), line('XLK', 0.2))
    expect(weighed(experiment, now, 'inverse')).toEqual([
      { symbol: 'SMN', weight: 0.2 },
      { symbol: 'ERY', weight: 0.3 / 3 },
      { symbol: 'XLK', weight: 0.2 },
    ])
    // From 2020-03-31 on the fund of energy moves twice as far, not three times.
    const later = decided('2021-06-01', line('XLE', -0.3))
    expect(weighed(experiment, later, 'inverse')).toEqual([{ symbol: 'ERY', weight: 0.15 }])
    expect(holdInstruments(experiment, later, 'inverse')).toMatchObject({
      lines: [{ leverage: -2, for: ['XLE'], notional: false }],
      exposures: [{ symbol: 'XLE', weight: -0.3 }],
      cash: { weight: 0.85 },
    })
  })

  it('takes the funds of another family, or its own', () => {
    const now = decided('2019-06-03', line('XLK', 0.6), line('XLU', 0.4))
    expect(weighed(experiment, now, 'family:vanguard')).toEqual([
      { symbol: 'VGT', weight: 0.6 },
      { symbol: 'VPU', weight: 0.4 },
    ])
    expect(weighed(experiment, now, 'etf')).toEqual([
      { symbol: 'XLK', weight: 0.6 },
      { symbol: 'XLU', weight: 0.4 },
    ])
  })

  it("takes the place of a family of one's own as well", () => {
    const members = [{ symbol: 'AAA', sector: 'energy', firstSession: '2010-01-04' }]
    const ownFamily = {
      id: 'own',
      label: 'Own',
      issuer: 'me',
      scheme: 'GICS',
      base: 'any',
      weighting: 'equal',
      members,
    } as const
    const own = { ...experiment, universe: { ownFamily: { ...ownFamily, members: [...members] }, benchmark: 'SPY' } }
    expect(weighed(own, decided('2019-06-03', line('AAA', 1)), 'family:spdr')).toEqual([{ symbol: 'XLE', weight: 1 }])
  })

  it('shares are those that are held when the decision is traded; the benchmark stays what it is', () => {
    // Half of 1000 in shares of 20, 5 of which are sold: 20 are left.
    const partly = { ...line('XLK', 0.4), current: 0.5, price: 20, shares: -5, amount: -100 }
    const market = { ...line('SPY', 0.3), sector: 'benchmark', current: 0.3, price: 3 }
    const now = { ...decided('2019-06-03', partly, market), equity: 1000 }
    for (const instrument of ['inverse', 'etf'])
      expect(holdInstruments(experiment, now, instrument).lines).toMatchObject([
        { symbol: 'XLK', amount: 400, price: 20, shares: 20 },
        { symbol: 'SPY', amount: 300, price: 3, shares: 100 },
      ])
    expect(holdInstruments(experiment, now, 'family:vanguard')).toMatchObject({ kept: ['SPY'] })
  })

  it('knows funds that are named one by one by their symbols', () => {
    const named = (sectors: Record<string, string>) => ({ ...experiment, universe: { benchmark: 'SPY', sectors } })
    const spdrs = named({ XLK: 'technology', XLE: 'energy' })
    const now = decided('2019-06-03', line('XLK', 0.5), line('XLE', -0.3))
    expect(holdInstruments(spdrs, now, 'inverse')).toEqual(holdInstruments(experiment, now, 'inverse'))
    const vanguard = named({ VGT: 'technology', VDE: 'energy' })
    expect(weighed(vanguard, decided('2019-06-03', line('VDE', 1)), 'family:spdr')).toEqual([
      { symbol: 'XLE', weight: 1 },
    ])
    const own = named({ XLK: 'technology', ABCD: 'energy' })
    expect(() => holdInstruments(own, decided('2019-06-03', line('ABCD', 1)), 'future')).toThrow(
      'family "spdr" has no "ABCD", the nearest is "XL',
    )
  })

  it('says that nothing is short of a decision alone, not of the funds that stand for its shorts', () => {
    const text = (...lines: HoldLine[]): string =>
      instrumentsText(holdInstruments(experiment, decided('2019-06-03', ...lines), 'inverse'))
    expect(text(line('XLK', 0.5))).toBe(
      'In instruments of kind inverse: nothing is short, so that no inverse fund is needed',
    )
    const mapped = text(line('XLK', 0.5), line('XLB', -0.4))
    expect(mapped).not.toContain('nothing is short')
    expect(mapped).toMatch(/^SMN +-2x XLB +20\.0% +0\.20 *$/m)
    expect(mapped).toMatch(/^CASH +30\.0% +0\.30 *$/m)
  })

  it('refuses unknown kinds, families, and an experiment without a family', () => {
    const now = decided('2019-06-03', line('XLK', 1))
    expect(() => holdInstruments(experiment, now, 'option')).toThrow('--instrument "option": is unknown')
    expect(() => holdInstruments(experiment, now, 'family:vangard')).toThrow('the nearest is "vanguard"')
    expect(() => holdInstruments(simulated, now, 'future')).toThrow('needs an experiment whose universe is a family')
  })

  it('in the funds that an experiment shorts through, and in none where it shorts directly', async () => {
    const { experiment: short } = await openExperiment('experiments/long-short-inverse.yaml')
    // XLC has no fund, and one of the day has the leverage of the day.
    const now = decided('2021-06-01', line('XLE', -0.2), line('XLC', -0.1), line('XLK', 0.5))
    expect(holdInverseFunds(short, now)).toEqual({
      ...holdInstruments(short, now, 'inverse'),
      instrument: 'inverse',
      kept: ['XLC'],
    })
    expect(holdInverseFunds(short, now)?.lines.map(({ symbol, weight }) => [symbol, weight])).toEqual([
      ['ERY', 0.1],
      ['XLC', -0.1],
      ['XLK', 0.5],
    ])
    expect(holdInverseFunds(experiment, now)).toBeUndefined()
    // A symbol beside the registry stays what it is: the ledger sells it short, and so does this.
    const own = { ...short, universe: { sectors: { XLE: 'energy', MINE: 'other' }, benchmark: 'SPY' } } as Experiment
    expect(holdInverseFunds(own, decided('2021-06-01', line('MINE', -0.2)))?.kept).toEqual(['MINE'])
  })
})
