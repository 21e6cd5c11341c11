import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missingCount, type DatedSeries } from '../../../datasets/macro/dated-series.js'
import { parseFredCsv } from '../../../datasets/macro/fred-csv.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { DataError } from '../../../src/core/errors.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const golden = JSON.parse(readFileSync('test/golden/macro.json', 'utf8')) as {
  readonly fred: Readonly<Record<string, object>>
}
const parse = (text: string): DatedSeries => parseFredCsv(text, 'f.csv', 'CPI')

describe('parseFredCsv', () => {
  it.each(['DATE,CPI', 'date,value', 'observation_date,CPI', 'Date,cpi'])('reads the header %s', (header) => {
    const series = parse(`${header}\n2024-01-01,1.5\n2024-02-01,.\n2024-03-01,\n2024-04-01,-2e-1\n`)
    expect(series.name).toBe('CPI')
    expect(Array.from(series.valid, formatSession)).toEqual(['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01'])
    expect(Array.from(series.values)).toEqual([1.5, NaN, NaN, -0.2])
    expect(missingCount(series)).toBe(2)
  })

  it.each([
    ['an empty file', '', 'f.csv:1: header: the file is empty'],
    ['a header alone', 'DATE,CPI\n', 'f.csv:2: DATE: the file has a header and no rows'],
    ['three columns', 'DATE,CPI,X\n2024-01-01,1,2\n', 'f.csv:1: header: 3 columns, expected 2'],
    ['another first column', 'day,CPI\n2024-01-01,1\n', 'f.csv:1: header: "day", expected DATE'],
    ['another series', 'DATE,PPI\n2024-01-01,1\n', 'f.csv:1: header: "PPI", expected "CPI" or value'],
    ['a web page', '<html>,x\n<b>,1\n', 'f.csv:1: header: "<html>", expected DATE'],
    ['a missing cell', 'DATE,CPI\n2024-01-01\n', 'f.csv:2: row: 1 fields, expected 2'],
    ['another order of dates', 'DATE,CPI\n01/02/2024,1\n', 'f.csv:2: DATE: "01/02/2024" is not a date'],
    ['30 February', 'DATE,CPI\n2024-02-30,1\n', 'f.csv:2: DATE: "2024-02-30" is not a date'],
    ['a word', 'DATE,CPI\n2024-01-01,n/a\n', 'f.csv:2: CPI: "n/a" is not a number'],
    ['an infinite number', 'DATE,CPI\n2024-01-01,1e999\n', 'f.csv:2: CPI: "1e999" is infinite'],
    ['a day twice', 'DATE,CPI\n2024-01-01,1\n2024-01-01,2\n', 'f.csv:3: DATE: 2024-01-01 stands twice'],
    ['newest first', 'DATE,CPI\n2024-02-01,1\n2024-01-01,2\n', 'f.csv:3: DATE: 2024-01-01 comes after 2024-02-01'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(DataError)
    expect(() => parse(text)).toThrow(message)
  })
})

const FOLDER = join(REAL_DATA, 'macro-fred')
const REAL = existsSync(FOLDER)
if (!REAL) process.stderr.write(`skipped: no FRED series in ${FOLDER}\n`)

describe.skipIf(!REAL)('the real series', () => {
  const read = (name: string): DatedSeries =>
    parseFredCsv(readFileSync(join(FOLDER, `${name}.csv`), 'utf8'), `${name}.csv`, name)

  it('are the 23 that pandas sums to the same', () => {
    expect(Object.keys(golden.fred).length).toBe(23)
    for (const [name, expected] of Object.entries(golden.fred)) {
      const { valid, values } = read(name)
      const present = values.filter((value) => !Number.isNaN(value))
      expect({
        rows: values.length,
        missing: missingCount({ values }),
        first: formatSession(valid[0]),
        last: formatSession(valid[valid.length - 1]),
        sum: expect.closeTo(
          present.reduce((sum, value) => sum + value, 0),
          4,
        ) as number,
      }).toEqual(expected)
    }
  })

  it.each(['CPIAUCSL', 'UNRATE'])('%s of October 2025 was never published', (name) => {
    const series = read(name)
    expect(series.values[series.valid.indexOf(parseSession('2025-10-01'))]).toBeNaN()
  })
})
