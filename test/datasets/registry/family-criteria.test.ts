import { describe, expect, it } from 'vitest'
import { families, familyOf, type Family } from '../../../datasets/registry/families.js'
import { rankFamilies, scoreFamily } from '../../../datasets/registry/family-criteria.js'
import { parseSession } from '../../../src/core/calendar.js'

const day = parseSession('2008-04-30')
const of2008 = (id: string) => scoreFamily(familyOf(id), day)

describe('scoreFamily', () => {
  it('iShares is ahead of SPDR by completeness, SPDR by its record', () => {
    expect(of2008('ishares-dj').fullSpectrum.score).toBe(1)
    expect(of2008('spdr').fullSpectrum.score).toBe(0.9)
    const histories = families
      .filter(({ kind }) => kind === 'funds')
      .map((family) => [scoreFamily(family, day).sufficientHistory.score, family.id] as const)
      .sort(([a], [b]) => b - a)
    expect(histories[0][1]).toBe('spdr')
    const spectra = families.filter(({ kind }) => kind === 'funds').map(({ id }) => of2008(id).fullSpectrum.score)
    expect(Math.max(...spectra)).toBe(of2008('ishares-dj').fullSpectrum.score)
  })

  it('RAFI has no sufficient history, and says so', () => {
    const { passes, reason } = of2008('powershares-rafi').sufficientHistory
    expect(passes).toBe(false)
    expect(reason).toBe('half of its funds have 1.6 years of prices or more, expected at least 3')
    expect(of2008('powershares-rafi').passes).toBe(false)
    expect(of2008('spdr').passes).toBe(true)
  })

  it('history is that of the median fund, counted by hand', () => {
    // 1998-12-22 to 2008-04-30 are 3,417 days.
    expect(of2008('spdr').sufficientHistory.score).toBeCloseTo(3417 / 365.25 / 10, 14)
    expect(scoreFamily(familyOf('spdr'), parseSession('2019-01-02')).sufficientHistory.score).toBe(1)
  })

  it('a family before its first fund scores nothing but its index', () => {
    const score = of2008('fidelity')
    expect([score.funds, score.fullSpectrum.score, score.sufficientHistory.score, score.passes]).toEqual([
      0,
      0,
      0,
      false,
    ])
  })

  it('unknown coverage does not pass', () => {
    const { coverage, ...rest } = familyOf('spdr')
    expect(coverage).toBeDefined()
    const unknown: Family = rest
    expect(scoreFamily(unknown, day).broadBase).toEqual({
      score: 0,
      passes: false,
      reason: 'how much of the market S&P 500 covers is not known',
    })
  })
})

describe('rankFamilies', () => {
  it('orders by the mean of the three', () => {
    const ranking = rankFamilies(families.slice(0, 6), day)
    expect(ranking.map(({ family }) => family)).toEqual([
      'ishares-dj',
      'spdr',
      'vanguard',
      'powershares-rafi',
      'rydex-ew',
      'fidelity',
    ])
    for (const { total, fullSpectrum, broadBase, sufficientHistory } of ranking)
      expect(total).toBeCloseTo((fullSpectrum.score + broadBase.score + sufficientHistory.score) / 3, 14)
  })
})
