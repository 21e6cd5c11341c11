import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { replacementOf, universeOf } from '../../pipelines/universe.js'
import { ConfigError } from '../../src/core/errors.js'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'

const NINE = ['XLY', 'XLP', 'XLE', 'XLF', 'XLV', 'XLI', 'XLB', 'XLK', 'XLU']
const ask = (question: Partial<Parameters<typeof universeOf>[0]>) =>
  universeOf({ family: 'spdr', asOf: undefined, symbol: undefined, instrument: undefined, ...question })

describe('sectorcast universe', () => {
  it.each([
    ['2008-04-30', NINE],
    ['2016-01-04', [...NINE, 'XLRE']],
    ['2019-01-02', [...NINE, 'XLRE', 'XLC']],
  ])('answers for %s', (date, tickers) => {
    const { status, stdout, stderr } = sectorcast(['universe', '--family', 'spdr', '--as-of', date, '--json'])
    expect([status, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({ family: 'spdr', asOf: date, tickers })
  })

  it('prints a table without --json', () => {
    const { status, stdout } = sectorcast(['universe', '--instrument', 'future'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^XLE +energy +Energy +1998-12-22 +IXE \(1x\)$/m)
    expect(stdout).toMatch(/^XLRE .* none$/m)
  })

  it.each([
    [['--symbol', 'XLRE', '--as-of', '2010-01-04'], '"XLRE" of family "spdr" did not exist before 2015-10-08\n'],
    [['--family', 'spdrs'], 'family "spdrs" is unknown, the nearest is "spdr"\n'],
    [['--as-of', '2010-02-30'], '--as-of "2010-02-30" is not a date, expected YYYY-MM-DD\n'],
    [['--instrument', 'option'], '--instrument "option": is unknown, expected etf, inverse, future or family:NAME\n'],
    [['--family', 'nowhere.yaml'], 'nowhere.yaml: no such file\n'],
  ])('%j fails with one line', (args, message) => {
    const { status, stdout, stderr } = sectorcast(['universe', ...args])
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toBe(message)
  })

  it('takes a family of the user without code', () => {
    const path = join(temporaryFolder(), 'mine.yaml')
    writeFileSync(
      path,
      `id: mine
label: Mine
issuer: me
scheme: GICS
base: My index
weighting: equal
members:
  - { symbol: AAA, sector: energy, firstSession: 2010-01-04 }
  - { symbol: BBB, sector: banks, firstSession: 2012-01-03 }
`,
    )
    const { status, stdout } = sectorcast(['universe', '--family', path, '--as-of', '2011-01-03', '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ family: 'mine', asOf: '2011-01-03', tickers: ['AAA'] })
  })
})

describe('universeOf', () => {
  it('without a day has everything there ever was', () => {
    const { asOf, tickers } = ask({})
    expect(asOf).toBeNull()
    expect(tickers).toHaveLength(11)
    expect(ask({ family: 'powershares-rafi' }).tickers).toHaveLength(9)
    expect(ask({ family: 'powershares-rafi', asOf: '2010-01-04' }).tickers).toEqual([])
  })

  it("labels French's industries by the library", () => {
    expect(ask({ family: 'french-30', symbol: 'Hlth' }).members).toEqual([
      {
        symbol: 'Hlth',
        sector: 'french-hlth',
        label: 'Healthcare, Medical Equipment, Pharmaceutical Products',
        firstSession: '1926-07-01',
      },
    ])
  })

  it('says what stands for each fund', () => {
    const standsOf = (instrument: string, asOf?: string) =>
      ask({ instrument, asOf }).members.map((member) => member.instrument?.symbol ?? null)
    expect(standsOf('etf')).toEqual(ask({}).tickers)
    expect(standsOf('inverse').join()).toBe('SCC,SZK,ERY,SKF,RXD,SIJ,SMN,REW,SDP,SRS,')
    expect(standsOf('family:rydex-ew', '2008-04-30').join()).toBe('RCD,RHS,RYE,RYF,RYH,RGI,RTM,RYT,RYU')
    expect(ask({ instrument: 'inverse', symbol: 'XLE', asOf: '2019-01-02' }).members[0].instrument?.leverage).toBe(-3)
    expect(ask({ instrument: 'inverse', symbol: 'XLE', asOf: '2021-01-04' }).members[0].instrument?.leverage).toBe(-2)
  })

  it('refuses instruments that there are not', () => {
    expect(() => replacementOf('family:nobody')).toThrow(ConfigError)
    expect(() => ask({ family: 'vanguard', instrument: 'inverse' })).toThrow(ConfigError)
  })
})
