import { describe, expect, it } from 'vitest'
import { familyOf } from '../../../datasets/registry/families.js'
import { inverseFundOf, instrumentOf, leverageOn, substitutesOf } from '../../../datasets/registry/instruments.js'
import { parseSession } from '../../../src/core/calendar.js'
import { ConfigError } from '../../../src/core/errors.js'

const FUNDS = ['XLB', 'XLE', 'XLF', 'XLI', 'XLK', 'XLP', 'XLRE', 'XLU', 'XLV', 'XLY']
const spdr = familyOf('spdr')

describe('instrumentOf', () => {
  it('knows the inverse funds with their leverage', () => {
    const table = FUNDS.map((fund) => {
      const { symbol, leverage } = instrumentOf(fund, 'inverse') ?? {}
      return `${fund} ${symbol} ${leverage}`
    })
    expect(table).toEqual([
      'XLB SMN -2',
      'XLE ERY -3',
      'XLF SKF -2',
      'XLI SIJ -2',
      'XLK REW -2',
      'XLP SZK -2',
      'XLRE SRS -2',
      'XLU SDP -2',
      'XLV RXD -2',
      'XLY SCC -2',
    ])
  })

  it('knows the futures, the slip IXEe corrected and noted', () => {
    expect(FUNDS.map((fund) => instrumentOf(fund, 'future')?.symbol)).toEqual([
      'IXB',
      'IXE',
      'IXM',
      'IXI',
      'IXT',
      'IXR',
      undefined,
      'IXU',
      'IXV',
      'IXY',
    ])
    expect(instrumentOf('XLE', 'future')?.note).toContain('IXEe')
  })

  it('has none for XLC, and refuses what is no Select Sector SPDR', () => {
    expect(instrumentOf('XLC', 'inverse')).toBeUndefined()
    expect(() => instrumentOf('XLQ', 'future')).toThrow(ConfigError)
    expect(() => instrumentOf('XLQ', 'future')).toThrow(/^future of "XLQ": is unknown, .* nearest is "XL/)
  })

  it('is point-in-time where a day is given', () => {
    const ery = (date: string): number | undefined => instrumentOf('XLE', 'inverse', parseSession(date))?.leverage
    expect(ery('2008-11-05')).toBeUndefined()
    expect(ery('2020-03-30')).toBe(-3)
    expect(ery('2020-03-31')).toBe(-2)
    expect(instrumentOf('XLB', 'inverse', parseSession('2007-01-29'))).toBeUndefined()
    expect(instrumentOf('XLB', 'inverse', parseSession('2007-01-30'))?.symbol).toBe('SMN')
  })
})

describe('inverseFundOf', () => {
  it('is a rule to simulate a fund by, also before it was listed', () => {
    const ery = inverseFundOf('XLE')
    expect(ery?.symbol).toBe('ERY')
    const leverages = ['1999-01-04', '2020-03-30', '2020-03-31'].map((day) => ery && leverageOn(ery, parseSession(day)))
    expect(leverages).toEqual([-3, -3, -2])
    const smn = inverseFundOf('XLB')
    expect(smn && leverageOn(smn, parseSession('2025-01-02'))).toBe(-2)
    expect([inverseFundOf('XLC'), inverseFundOf('IYW')]).toEqual([undefined, undefined])
  })
})

describe('substitutesOf', () => {
  const day = parseSession('2008-04-30')

  it('finds the fund of the same sector in another family', () => {
    const stand = substitutesOf(spdr, familyOf('ishares-dj'), day)
    expect(spdr.members.slice(0, 9).map(({ symbol }) => stand(symbol)?.symbol)).toEqual(
      'IYC IYK IYE IYF IYH IYJ IYM IYW IDU'.split(' '),
    )
    const back = substitutesOf(familyOf('ishares-dj'), spdr, day)
    expect([back('IYW')?.symbol, back('IYZ')?.symbol]).toEqual(['XLK', 'XLK'])
  })

  it('is the fund itself for etf, and refuses a fund that did not exist', () => {
    expect(substitutesOf(spdr, 'etf', day)('XLB')).toEqual({ symbol: 'XLB', leverage: 1 })
    expect(() => substitutesOf(spdr, 'etf', day)('XLRE')).toThrow(ConfigError)
    expect(substitutesOf(spdr, familyOf('fidelity'), day)('XLB')).toBeUndefined()
    expect(() => substitutesOf(familyOf('ishares-dj'), 'inverse', day)('IYC')).toThrow(ConfigError)
  })
})
