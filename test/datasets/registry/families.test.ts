import { describe, expect, it } from 'vitest'
import {
  families,
  familyOf,
  fundOfSector,
  memberAsOf,
  membersAsOf,
  membersBornBy,
  type Evidence,
} from '../../../datasets/registry/families.js'
import { sectorOf, sectors } from '../../../datasets/registry/sectors.js'
import { parseSession } from '../../../src/core/calendar.js'
import { ConfigError } from '../../../src/core/errors.js'

const spdr = familyOf('spdr')

const isEvidence = (evidence: Evidence): boolean =>
  'fromMemory' in evidence ? !('source' in evidence) : evidence.source.length > 0

describe('families', () => {
  it.each(families)('$id has distinct symbols, one per sector, with first sessions that exist', (family) => {
    const { members, scheme } = family
    const symbols = members.flatMap(({ symbol, renamed }) => [
      symbol,
      ...(renamed === undefined ? [] : [renamed.symbol]),
    ])
    expect(new Set(symbols).size).toBe(symbols.length)
    expect(new Set(members.map(({ sector }) => sector)).size).toBe(members.length)
    for (const { sector, firstSession, lastSession = '9999-12-31', renamed, combines = [] } of members) {
      if (scheme !== 'French') expect(sectors.map(({ id }) => id)).toContain(sector)
      expect(sectorOf(sector).id).toBe(sector)
      for (const other of combines) expect(sectorOf(other).id).toBe(other)
      expect(parseSession(firstSession)).toBeLessThan(parseSession(lastSession))
      if (renamed !== undefined) expect(parseSession(renamed.from)).toBeGreaterThan(parseSession(firstSession))
    }
  })

  it.each(families)('$id says where each fact is from', (family) => {
    const facts = [
      family.identity,
      family.firstSessions,
      family.coverage,
      family.expenseRatio,
      family.benchmark?.firstSession,
      family.benchmark?.expenseRatio,
      ...family.members.map(({ evidence }) => evidence),
    ]
    for (const fact of facts) if (fact !== undefined) expect(fact).toSatisfy(isEvidence)
  })

  it('have the schemes, bases, weightings and coverages of the requirements', () => {
    const table = families.map(({ id, scheme, base, weighting, coverage, members }) => [
      id,
      scheme,
      base,
      weighting,
      coverage?.value,
      members.length,
    ])
    expect(table).toEqual([
      ['spdr', 'GICS', 'S&P 500', 'market-cap', 0.75, 11],
      ['ishares-dj', 'ICB', 'Dow Jones US', 'market-cap', 0.95, 10],
      ['rydex-ew', 'GICS', 'S&P 500', 'equal', 0.75, 11],
      ['powershares-rafi', 'ICB', 'FTSE RAFI US 1000', 'fundamental', 0.9, 9],
      ['vanguard', 'GICS', 'MSCI US Investable Market 2500', 'market-cap', 0.98, 11],
      ['fidelity', 'GICS', 'MSCI USA Investable Market', 'market-cap', 0.99, 11],
      ...[10, 12, 30, 49].map((count) => [
        `french-${count}`,
        'French',
        'CRSP stocks of NYSE, AMEX and NASDAQ',
        'market-cap',
        1,
        count,
      ]),
    ])
    expect(spdr.expenseRatio).toMatchObject({ value: 0.0027, asOf: '2008' })
    expect(spdr.benchmark).toMatchObject({ symbol: 'SPY', expenseRatio: { value: 0.0009, asOf: '2008' } })
  })

  it('the tickers of ishares-dj that no source names are marked as from memory', () => {
    const marked = familyOf('ishares-dj').members.filter(({ evidence = {} }) => 'fromMemory' in evidence)
    expect(marked.map(({ symbol }) => symbol)).toEqual(['IYC', 'IYK', 'IYE', 'IYF', 'IYH', 'IYM', 'IYZ', 'IDU'])
  })

  it('an unknown family is refused with the nearest', () => {
    expect(() => familyOf('spyder')).toThrow(ConfigError)
    expect(() => familyOf('spyder')).toThrow('family "spyder" is unknown, the nearest is "spdr"')
    expect(() => familyOf('__proto__')).toThrow(ConfigError)
  })
})

describe('membersAsOf', () => {
  it.each([
    ['1998-12-21', 0],
    ['1998-12-22', 9],
    ['2015-10-07', 9],
    ['2015-10-08', 10],
    ['2018-06-18', 10],
    ['2018-06-19', 11],
    ['2030-01-01', 11],
  ])('on %s there are %i Select Sector SPDRs', (date, count) => {
    const members = membersAsOf(spdr, parseSession(date))
    expect(members).toHaveLength(count)
    expect(members).toEqual(spdr.members.filter((member) => members.includes(member)))
  })

  it('gives the nine of 2008 in the order of the allocation', () => {
    const symbols = membersAsOf(spdr, parseSession('2008-04-30')).map(({ symbol }) => symbol)
    expect(symbols.join(' ')).toBe('XLY XLP XLE XLF XLV XLI XLB XLK XLU')
  })

  it('names a fund as it was named on the day', () => {
    const symbolsOn = (date: string): string[] =>
      membersAsOf(familyOf('rydex-ew'), parseSession(date)).map(({ symbol }) => symbol)
    expect(symbolsOn('2023-06-06')).toContain('RYT')
    expect(symbolsOn('2023-06-07')).toContain('RSPT')
    expect(symbolsOn('2023-06-07')).not.toContain('RYT')
  })

  it('leaves out funds that were wound up, which a backtest still reads', () => {
    const rafi = familyOf('powershares-rafi')
    expect(membersAsOf(rafi, parseSession('2009-05-18'))).toHaveLength(9)
    expect(membersAsOf(rafi, parseSession('2009-05-19'))).toHaveLength(0)
    expect(membersBornBy(rafi, parseSession('2012-01-01'))).toHaveLength(9)
    expect(membersBornBy(rafi, parseSession('2006-09-19'))).toHaveLength(0)
    expect(membersAsOf(rafi, Infinity)).toHaveLength(9)
  })
})

describe('memberAsOf', () => {
  it('finds a member from its first session on, by the ticker of any time', () => {
    expect(memberAsOf(spdr, 'XLRE', parseSession('2015-10-08')).sector).toBe('real-estate')
    const rydex = familyOf('rydex-ew')
    expect(memberAsOf(rydex, 'RSPT', parseSession('2010-01-04')).symbol).toBe('RYT')
    expect(memberAsOf(rydex, 'RYT', Infinity).symbol).toBe('RSPT')
  })

  it('refuses one that did not exist yet, no more, or never did', () => {
    expect(() => memberAsOf(spdr, 'XLC', parseSession('2018-06-18'))).toThrow(
      new ConfigError('"XLC" of family "spdr" did not exist before 2018-06-19'),
    )
    expect(() => memberAsOf(familyOf('powershares-rafi'), 'PRFE', parseSession('2010-01-04'))).toThrow(
      new ConfigError('"PRFE" of family "powershares-rafi" did not exist after 2009-05-18'),
    )
    expect(() => memberAsOf(spdr, 'XYZ', 0)).toThrow(
      new ConfigError('family "spdr" has no "XYZ", the nearest is "XLY"'),
    )
  })
})

describe('fundOfSector', () => {
  it('is the fund of its own, and the combined one while there is none', () => {
    const symbolOn = (date: string): string | undefined =>
      fundOfSector(spdr, 'communication-services', parseSession(date))?.symbol
    expect(symbolOn('1998-01-02')).toBeUndefined()
    expect(symbolOn('2008-04-30')).toBe('XLK')
    expect(symbolOn('2018-06-19')).toBe('XLC')
    expect(fundOfSector(spdr, 'real-estate', parseSession('2008-04-30'))?.symbol).toBe('XLF')
    expect(fundOfSector(familyOf('powershares-rafi'), 'real-estate', parseSession('2008-04-30'))).toBeUndefined()
  })
})
