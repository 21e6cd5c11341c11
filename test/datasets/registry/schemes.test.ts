import { describe, expect, it } from 'vitest'
import { schemeLabel, schemeSectorsAsOf, type SectorScheme } from '../../../datasets/registry/schemes.js'
import { sectorOf } from '../../../datasets/registry/sectors.js'
import { parseSession } from '../../../src/core/calendar.js'

const on = (scheme: SectorScheme, date: string): string[] =>
  schemeSectorsAsOf(scheme, parseSession(date)).map(({ label }) => label)

describe('schemeSectorsAsOf', () => {
  it.each([
    ['GICS', '2008-04-30', 10],
    ['GICS', '2016-09-15', 10],
    ['GICS', '2016-09-16', 11],
    ['GICS', '2018-09-28', 11],
    ['ICB', '2008-04-30', 10],
    ['ICB', '2019-06-30', 10],
    ['ICB', '2019-07-01', 11],
  ] as const)('%s has on %s %i sectors, no canonical one twice', (scheme, date, count) => {
    const list = schemeSectorsAsOf(scheme, parseSession(date))
    expect(list).toHaveLength(count)
    expect(new Set(list.map(({ sector }) => sector)).size).toBe(count)
  })

  it('telecommunication became communication services at the close of 2018-09-28', () => {
    expect(on('GICS', '2018-09-27')).toContain('Telecommunication Services')
    expect(on('GICS', '2018-09-28')).toContain('Communication Services')
    expect(on('GICS', '2018-09-28')).not.toContain('Telecommunication Services')
  })

  it('the ten industries of the older ICB are those of Dow Jones', () => {
    expect(on('ICB', '2008-04-30').sort()).toEqual([
      'Basic Materials',
      'Consumer Goods',
      'Consumer Services',
      'Financials',
      'Health Care',
      'Industrials',
      'Oil & Gas',
      'Technology',
      'Telecommunications',
      'Utilities',
    ])
  })

  it('every label of every scheme is a name of its canonical sector', () => {
    for (const scheme of ['GICS', 'ICB'] as const)
      for (const date of ['2008-04-30', '2026-01-02'])
        for (const { sector, label } of schemeSectorsAsOf(scheme, parseSession(date)))
          expect(sectorOf(label).id).toBe(sector)
  })

  it('a label depends on the day and is undefined where the scheme has no such sector', () => {
    expect(schemeLabel('ICB', 'energy', parseSession('2008-04-30'))).toBe('Oil & Gas')
    expect(schemeLabel('ICB', 'energy', parseSession('2024-01-02'))).toBe('Energy')
    expect(schemeLabel('GICS', 'real-estate', parseSession('2010-01-04'))).toBeUndefined()
  })
})
