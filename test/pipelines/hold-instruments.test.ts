import { describe, expect, it } from 'vitest'
import { holdInstruments } from '../../pipelines/hold-instruments.js'
import type { HoldLine, HoldNow } from '../../pipelines/hold-now.js'
import { openExperiment } from '../../pipelines/run.js'

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

const { experiment } = await openExperiment('experiments/us-sectors.yaml')
const { experiment: simulated } = await openExperiment(undefined)

describe('holdInstruments', () => {
  it('takes futures for funds, and keeps the fund that has none', () => {
    const now = decided('2019-06-03', line('XLE', 0.5), line('XLRE', 0.3), line('XLK', 0.2), line('SPY', 0))
    expect(holdInstruments(experiment, now, 'future')).toEqual({
      instrument: 'future',
      lines: [
        { symbol: 'IXE', weight: 0.5 },
        { symbol: 'XLRE', weight: 0.3 },
        { symbol: 'IXT', weight: 0.2 },
      ],
      kept: ['XLRE'],
    })
  })

  it('takes an inverse fund for a short alone, at the leverage of the day', () => {
    const now = decided('2019-06-03', line('XLB', -0.4), line('XLE', -0.3), line('XLK', 0.2))
    expect(holdInstruments(experiment, now, 'inverse').lines).toEqual([
      { symbol: 'SMN', weight: 0.2 },
      { symbol: 'ERY', weight: 0.3 / 3 },
      { symbol: 'XLK', weight: 0.2 },
    ])
    // From 2020-03-31 on the fund of energy moves twice as far, not three times.
    const later = holdInstruments(experiment, decided('2021-06-01', line('XLE', -0.3)), 'inverse')
    expect(later.lines).toEqual([{ symbol: 'ERY', weight: 0.15 }])
  })

  it('takes the funds of another family, or its own', () => {
    const now = decided('2019-06-03', line('XLK', 0.6), line('XLU', 0.4))
    expect(holdInstruments(experiment, now, 'family:vanguard').lines).toEqual([
      { symbol: 'VGT', weight: 0.6 },
      { symbol: 'VPU', weight: 0.4 },
    ])
    expect(holdInstruments(experiment, now, 'etf').lines).toEqual([
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
    expect(holdInstruments(own, decided('2019-06-03', line('AAA', 1)), 'family:spdr').lines).toEqual([
      { symbol: 'XLE', weight: 1 },
    ])
  })

  it('refuses unknown kinds, families, and an experiment without a family', () => {
    const now = decided('2019-06-03', line('XLK', 1))
    expect(() => holdInstruments(experiment, now, 'option')).toThrow('--instrument "option": is unknown')
    expect(() => holdInstruments(experiment, now, 'family:vangard')).toThrow('the nearest is "vanguard"')
    expect(() => holdInstruments(simulated, now, 'future')).toThrow('needs an experiment whose universe is a family')
  })
})
