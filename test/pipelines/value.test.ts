import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatSession } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { lookUpValue, parseWhen, type ValueAnswer } from '../../pipelines/value.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'

const root = temporaryFolder()

beforeAll(() => {
  const files = {
    'fred/UNRATE.csv': 'DATE,UNRATE\n2025-09-01,4.4\n2025-10-01,\n2025-11-01,4.5\n',
    'fred/GDP.csv': 'DATE,GDP\n2024-01-01,100\n2024-04-01,101\n',
    'fred/DGS10.csv': 'DATE,DGS10\n2024-03-28,4.2\n',
    'fred/OWN.csv': 'date,value\n2024-01-01,5\n',
    'bad/UNRATE.csv': 'DATE,UNRATE\n2025-09-01,high\n',
    'md/fred-md-2024-01.csv': 'sasdate,A\nTransform:,1\n1/1/2024,9\n',
    'md/fred-md-2024-02.csv': 'sasdate,A\nTransform:,1\n1/1/2024,10\n2/1/2024,2\n',
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), text)
  }
})

const fred = (series: string, date: string, asOf?: string, lag?: string): ValueAnswer =>
  lookUpValue({ folder: join(root, 'fred'), source: 'fred', series, date, asOf, lag })

describe('parseWhen', () => {
  it.each([
    ['2019-06', '2019-06-01', 'month'],
    ['2019-06-15', '2019-06-15', 'day'],
    ['2019-Q2', '2019-04-01', 'quarter'],
    ['2019-q4', '2019-10-01', 'quarter'],
  ])('reads %s', (text, start, precision) => {
    const when = parseWhen(text)
    expect([formatSession(when.start), when.precision]).toEqual([start, precision])
  })

  it.each(['', '2019', '2019-13', '2019-Q5', '2019-02-30', '06/2019', '2019-6', 'today', '2019-06\n'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseWhen(text)).toThrow(ConfigError)
    },
  )
})

describe('lookUpValue', () => {
  it('finds the period that holds the date', () => {
    expect(fred('UNRATE', '2025-09-17').date).toBe('2025-09-01')
    expect(fred('GDP', '2024-Q2', '2024-07-31')).toMatchObject({ value: 101, knownOn: '2024-07-31', revised: true })
    expect(fred('GDP', '2024-05').value).toBe(101)
    expect(fred('DGS10', '2024-03-28')).toMatchObject({ value: 4.2, knownOn: '2024-03-29', revised: false })
  })

  it('knows nothing before the release, and a value that was never published as such', () => {
    expect(fred('UNRATE', '2025-09', '2025-11-19')).toMatchObject({ value: null, knownOn: null })
    expect(fred('UNRATE', '2025-10')).toMatchObject({ value: null, knownOn: '2025-12-16', asOf: '2025-12-16' })
    expect(fred('UNRATE', '2031-01')).toMatchObject({ value: null, knownOn: null })
  })

  it('takes a lag in words', () => {
    expect(fred('own', '2024-01', '2024-03-05', 'monthly 2 months day 5').value).toBe(5)
    expect(fred('OWN', '2024-01', '2024-03-04', 'monthly 2 months day 5').value).toBeNull()
  })

  it.each([
    ['DGS10', '2024-03', 'series "DGS10" is daily, expected a day'],
    ['UNRATE', '2024-Q1', 'series "UNRATE" is monthly, expected a month'],
    ['OWN', '2024-01', 'series "OWN": has no release lag'],
    ['UNRAT', '2024-01', 'series "UNRAT": unknown in source fred, nearest: "UNRATE"'],
  ])('refuses %s of %s', (series, date, message) => {
    expect(() => fred(series, date)).toThrow(ConfigError)
    expect(() => fred(series, date)).toThrow(message)
  })
})

const value = (...args: string[]): ReturnType<typeof sectorcast> => sectorcast(['value', ...args])
const at = (folder: string, source: string, series: string, date: string): string[] => [
  ...['--data', join(root, folder), '--source', source],
  ...['--series', series, '--date', date],
]

describe('sectorcast value', () => {
  it('answers as one JSON document', () => {
    const { status, stdout, stderr } = value(...at('md', 'fred-md', 'A', '2024-01'), '--as-of', '2024-03-31', '--json')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      source: 'fred-md',
      series: 'A',
      date: '2024-01-01',
      asOf: '2024-03-31',
      value: 9,
      knownOn: '2024-03-01',
      revised: false,
    })
  })

  it('answers in words, as of the last thing held, and warns of revised values', () => {
    expect(value(...at('md', 'fred-md', 'A', '2024-01')).stdout).toBe(
      'A of 2024-01-01, as of 2024-04-01: 10 (known since 2024-04-01)\n',
    )
    const { stdout, stderr } = value(...at('fred', 'fred', 'UNRATE', '2025-10'))
    expect(stdout).toBe('UNRATE of 2025-10-01, as of 2025-12-16: published as missing (first released 2025-12-16)\n')
    expect(stderr).toBe('UNRATE: latest-revised values, honest as to time and not as to value\n')
    expect(value(...at('md', 'fred-md', 'A', '2024-01'), '--as-of', '2024-02-29').stdout).toBe(
      'A of 2024-01-01, as of 2024-02-29: nothing was known\n',
    )
  })

  it.each<[string, () => string[], number, string]>([
    ['an unknown source', () => at('md', 'fredmd', 'A', '2024-01'), 2, '--source "fredmd": unknown, expected'],
    [
      'an unknown series',
      () => at('md', 'fred-md', 'B', '2024-01'),
      2,
      'series "B": unknown in source fred-md, nearest: "A"',
    ],
    ['a malformed date', () => at('md', 'fred-md', 'A', '2024-1'), 2, '--date "2024-1", expected YYYY-MM-DD'],
    [
      'a malformed day',
      () => [...at('md', 'fred-md', 'A', '2024-01'), '--as-of', '2024-01'],
      2,
      '--as-of "2024-01" is not a date, expected',
    ],
    ['a missing option', () => ['--source', 'fred', '--series', 'A', '--date', '2024-01'], 2, '--data is missing'],
    [
      'an option twice',
      () => [...at('md', 'fred-md', 'A', '2024-01'), '--series', 'B'],
      2,
      '--series ["A","B"], expected one value',
    ],
    ['a missing folder', () => at('nowhere', 'fred', 'A', '2024-01'), 2, 'can not be opened'],
    ['a folder of another source', () => at('fred', 'fred-md', 'A', '2024-01'), 3, 'no file of source fred-md'],
    [
      'a file that is no series',
      () => at('bad', 'fred', 'UNRATE', '2024-01'),
      3,
      'UNRATE.csv:2: UNRATE: "high" is not a number',
    ],
  ])('refuses %s in one line', (_, args, status, message) => {
    const result = value(...args())
    expect(result.status).toBe(status)
    expect(result.stdout).toBe('')
    expect(result.stderr).toContain(message)
    expect(result.stderr.trimEnd()).not.toContain('\n')
  })
})

const VINTAGES = join(REAL_DATA, 'macro-vintages')
const REAL = existsSync(VINTAGES)
if (!REAL) process.stderr.write(`skipped: no FRED-MD vintages in ${VINTAGES}\n`)

describe.skipIf(!REAL)('sectorcast value on the real vintages', () => {
  it.each([
    ['2023-06-30', { value: null, knownOn: null }],
    ['2023-07-15', { value: 102.4893, knownOn: '2023-07-01' }],
    ['2024-09-15', { value: 102.5425, knownOn: '2024-09-01' }],
  ])('INDPRO of June 2019 as of %s', (asOf, expected) => {
    const { status, stdout } = value(
      ...['--data', VINTAGES, '--source', 'fred-md', '--series', 'INDPRO', '--date', '2019-06'],
      ...['--as-of', asOf, '--json'],
    )
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject(expected)
  })

  it('the other sources know June 2019 from their release on', () => {
    const answers = [
      ['macro-fred', 'fred', 'CPIAUCSL', '2019-06', '2019-07-18'],
      ['shiller', 'shiller', 'cape', '2019-06', '2019-07-27'],
      ['sentiment', 'policy-uncertainty', 'News_Based_Policy_Uncert_Index', '2019-06', '2019-07-10'],
    ].map(([folder, source, series, date, asOf]) => {
      const ask = (day: string): ValueAnswer =>
        lookUpValue({ folder: join(REAL_DATA, folder), source, series, date, asOf: day })
      return [ask('2019-07-01').value, ask(asOf).knownOn, Number.isFinite(ask(asOf).value)]
    })
    expect(answers).toEqual([
      [null, '2019-07-18', true],
      [null, '2019-07-27', true],
      [null, '2019-07-10', true],
    ])
  })
})
