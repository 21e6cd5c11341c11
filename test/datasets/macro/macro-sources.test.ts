import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { MACRO_SOURCES } from '../../../datasets/macro/macro-sources.js'
import type { LoadedSeries } from '../../../datasets/macro/series-source.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { formatSession } from '../../../src/core/calendar.js'
import { ConfigError, DataError } from '../../../src/core/errors.js'
import { temporaryFolder } from '../../fixtures/command-line.js'

const root = temporaryFolder()
const SHILLER_HEAD =
  'Date,SP500,Dividend,Earnings,Consumer Price Index,Long Interest Rate,Real Price,Real Dividend,Real Earnings,PE10\n'

function load(
  source: string,
  folder: string,
  names: readonly string[],
  lags?: readonly (readonly [string, string])[],
): LoadedSeries {
  const found = MACRO_SOURCES.find((each) => each.source === source)
  if (found === undefined) throw new Error(`bug: no source ${source}`)
  return found.load(openDataFolder(join(root, folder)), names, lags && new Map(lags))
}

beforeAll(() => {
  const files = {
    'fred/UNRATE.csv': 'DATE,UNRATE\n2024-01-01,3.7\n',
    'fred/OWN.csv': 'date,value\n2024-01-01,5\n',
    'fred/notes.txt': 'not a series',
    'alfred/INDPRO.csv': 'DATE,INDPRO\n2024-01-01,99\n',
    'alfred/INDPRO.vintages.csv': 'date,known,value\n2024-01-01,2024-02-15,102.6\n2024-01-01,2024-03-15,\n',
    'alfred/CFNAI.vintages.csv': 'date,known,value\n2024-01-01,2024-02-26,-0.3\n',
    'md/fred-md-2024-02.csv': 'sasdate,A\nTransform:,1\n1/1/2024,1\n2/1/2024,2\n',
    'md/fred-md-2024-01.csv': 'sasdate,A\nTransform:,1\n1/1/2024,9\n',
    'wrong/fred-md-2024-03.csv': 'sasdate,A\nTransform:,1\n1/1/2024,9\n',
    'shiller/shiller_monthly.csv': `${SHILLER_HEAD}2024-01-01,4800,70,0.0,308,4.1,4900,71,0.0,33\n`,
    'epu/USEPUINDXD.csv': 'DATE,USEPUINDXD\n2024-03-29,99\n',
    'epu/broken/x.xlsx': 'in a subfolder: not looked at',
    'both/USEPUINDXD.csv': 'DATE,USEPUINDXD\n2024-03-29,99\n',
    'both/monthly.xlsx': 'no workbook',
    'empty/readme.md': '',
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), text)
  }
})

describe('MACRO_SOURCES', () => {
  it('fred: one file a series, by release lag, names in any case', () => {
    const { series, files } = load('fred', 'fred', ['unrate'])
    expect(series[0]).toMatchObject({ frequency: 'monthly', revised: true })
    expect(series[0].observations.name).toBe('UNRATE')
    expect(formatSession(series[0].observations.known[0])).toBe('2024-02-10')
    expect([...files.keys()]).toEqual(['UNRATE.csv'])
  })

  it('fred: vintages count where the folder has them, and say themselves when they were known', () => {
    const { series, files } = load('fred', 'alfred', ['indpro', 'CFNAI'])
    expect(series.map(({ frequency, revised }) => [frequency, revised])).toEqual([
      ['monthly', false],
      ['monthly', false],
    ])
    expect(Array.from(series[0].observations.known, formatSession)).toEqual(['2024-02-15', '2024-03-15'])
    expect(Array.from(series[0].observations.values)).toEqual([102.6, NaN])
    expect([...files.keys()]).toEqual(['INDPRO.vintages.csv', 'CFNAI.vintages.csv'])
    expect(() => load('fred', 'alfred', ['INDPRO.vintages'])).toThrow('nearest: "INDPRO"')
  })

  it('fred: a series without a known lag needs one in words', () => {
    expect(() => load('fred', 'fred', ['OWN'])).toThrow('series "OWN": has no release lag')
    const { series } = load('fred', 'fred', ['OWN'], [['own', 'monthly 2 months day 5']])
    expect(formatSession(series[0].observations.known[0])).toBe('2024-03-05')
  })

  it('fred-md: all vintages of the folder, ordered by the day they were known', () => {
    const { series, files } = load('fred-md', 'md', ['A'])
    expect(Array.from(series[0].observations.known, formatSession)).toEqual(['2024-03-01', '2024-04-01', '2024-04-01'])
    expect(Array.from(series[0].observations.values)).toEqual([9, 1, 2])
    expect(series[0].revised).toBe(false)
    expect(files.size).toBe(2)
  })

  it('fred-md: refuses a file that is not what its name says, and lags', () => {
    expect(() => load('fred-md', 'wrong', ['A'])).toThrow('its last row is of 2024-01, expected that of its name')
    expect(() => load('fred-md', 'md', ['A'], [['A', 'daily 1 day']])).toThrow('takes no release lag')
  })

  it('shiller and policy uncertainty: several series in the order asked', () => {
    const { series } = load('shiller', 'shiller', ['cape', 'price', 'earnings'])
    expect(series.map(({ observations }) => observations.name)).toEqual(['cape', 'price', 'earnings'])
    expect(series.map(({ observations }) => observations.values[0])).toEqual([33, 4800, NaN])
    expect(series.map(({ observations }) => formatSession(observations.known[0]))).toEqual([
      '2024-02-27',
      '2024-02-05',
      '2024-07-31',
    ])
    const [daily] = load('policy-uncertainty', 'epu', ['USEPUINDXD']).series
    expect(daily.frequency).toBe('daily')
    expect(formatSession(daily.observations.known[0])).toBe('2024-04-01')
  })

  it('policy uncertainty: the workbook is read only for what it holds', () => {
    expect([...load('policy-uncertainty', 'both', ['usepuindxd']).files.keys()]).toEqual(['USEPUINDXD.csv'])
    expect(() => load('policy-uncertainty', 'both', ['News_Based_Policy_Uncert_Index'])).toThrow(DataError)
  })

  it.each(MACRO_SOURCES.map(({ source }) => source))('%s: a folder without its files is a DataError', (source) => {
    expect(() => load(source, 'empty', ['A'])).toThrow(DataError)
    expect(() => load(source, 'empty', ['A'])).toThrow(`no file of source ${source}`)
  })

  it.each([
    ['fred', 'fred', 'UNRAT', '"UNRATE"'],
    ['fred-md', 'md', 'B', '"A"'],
    ['shiller', 'shiller', 'capes', '"cape"'],
    ['policy-uncertainty', 'epu', '__proto__', '"USEPUINDXD"'],
    ['fred', 'fred', '../../etc/passwd', 'unknown in source fred'],
  ])('%s: an unknown series names the nearest', (source, folder, name, nearest) => {
    expect(() => load(source, folder, [name])).toThrow(ConfigError)
    expect(() => load(source, folder, [name])).toThrow(nearest)
  })
})
