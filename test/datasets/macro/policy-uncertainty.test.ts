import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import xlsx from 'xlsx'
import { missingCount } from '../../../datasets/macro/dated-series.js'
import { parseFredCsv } from '../../../datasets/macro/fred-csv.js'
import { parsePolicyUncertaintyWorkbook } from '../../../datasets/macro/policy-uncertainty.js'
import { formatSession } from '../../../src/core/calendar.js'
import { DataError } from '../../../src/core/errors.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

type Rows = readonly (readonly (string | number | undefined)[])[]

function workbook(sheets: Readonly<Record<string, Rows>>): { file: string; bytes: Uint8Array } {
  const book = xlsx.utils.book_new()
  for (const [name, rows] of Object.entries(sheets))
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(rows.map((row) => [...row])), name)
  return {
    file: 'epu.xlsx',
    bytes: new Uint8Array(xlsx.write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer),
  }
}

const HEADER = ['Year', 'Month', 'News']
const FOOTER = ['Source: some paper; may be used freely.']
const parse = (sheets: Readonly<Record<string, Rows>>): ReturnType<typeof parsePolicyUncertaintyWorkbook> =>
  parsePolicyUncertaintyWorkbook(workbook(sheets))

describe('parsePolicyUncertaintyWorkbook', () => {
  it('reads months in either order, years as text, blanks as missing, and stops at the footer', () => {
    const [news] = parse({ A: [HEADER, ['2025', 2, 3.5], [2025, 1], ['2024', '12', 1.5], [], FOOTER] })
    expect(news.name).toBe('News')
    expect(Array.from(news.valid, formatSession)).toEqual(['2024-12-01', '2025-01-01', '2025-02-01'])
    expect(Array.from(news.values)).toEqual([1.5, NaN, 3.5])
    expect(missingCount(news)).toBe(1)
  })

  it('takes the longer of two sheets that agree', () => {
    const series = parse({
      A: [HEADER, [2025, 1, 2]],
      B: [[...HEADER, 'Tax'], [2024, 12, 1, 9], [2025, 1, 2.0000001, 8], FOOTER],
    })
    expect(series.map(({ name, values }) => [name, values.length])).toEqual([
      ['News', 2],
      ['Tax', 2],
    ])
  })

  it.each<[string, Readonly<Record<string, Rows>>, string]>([
    ['another header', { A: [['Date', 'News']] }, 'epu.xlsx:1: A: header "Date,News", expected Year, Month'],
    ['an empty sheet', { A: [] }, 'epu.xlsx:1: A: header "", expected Year, Month'],
    [
      'no index',
      {
        A: [
          ['Year', 'Month'],
          [2025, 1],
        ],
      },
      'expected Year, Month and at least one index',
    ],
    [
      'an index twice',
      {
        A: [
          [...HEADER, 'News'],
          [2025, 1, 1, 1],
        ],
      },
      'epu.xlsx:1: A: column "News" stands twice',
    ],
    [
      'an index without name',
      {
        A: [
          [...HEADER, undefined, 'X'],
          [2025, 1, 1, 1, 1],
        ],
      },
      'A: column 4 has no name',
    ],
    ['no months', { A: [HEADER, FOOTER] }, 'epu.xlsx:2: A: the sheet has no months'],
    ['month 13', { A: [HEADER, [2025, 13, 1]] }, 'epu.xlsx:2: A: "2025-13" is not a month'],
    ['half a year', { A: [HEADER, [2025.5, 1, 1]] }, 'epu.xlsx:2: A: "2025.5-1" is not a month'],
    ['a month in words', { A: [HEADER, [2025, 'May', 1]] }, 'epu.xlsx:2: A Month: "May" is not a number'],
    ['a value in words', { A: [HEADER, [2025, 1, 'n/a']] }, 'epu.xlsx:2: News: "n/a" is not a number'],
    ['a cell beyond the header', { A: [HEADER, [2025, 1, 1, 1]] }, 'epu.xlsx:2: A: 4 fields, expected 3'],
    ['a month twice', { A: [HEADER, [2025, 1, 1], [2025, 1, 2]] }, 'epu.xlsx:3: A: 2025-01-01 stands twice'],
    [
      'data below the footer',
      { A: [HEADER, [2025, 1, 1], FOOTER, [2025, 2, 1]] },
      'epu.xlsx:4: A: a row follows the end',
    ],
    [
      'sheets that differ',
      { A: [HEADER, [2025, 1, 1]], B: [HEADER, [2025, 1, 2]] },
      'epu.xlsx: News: two sheets differ in 2025-01: 1 and 2',
    ],
  ])('refuses %s', (_, sheets, message) => {
    expect(() => parse(sheets)).toThrow(DataError)
    expect(() => parse(sheets)).toThrow(message)
  })

  it('is not broken by an index that is called __proto__', () => {
    const [series] = parse({
      A: [
        ['Year', 'Month', '__proto__'],
        [2025, 1, 7],
      ],
    })
    expect(series.name).toBe('__proto__')
    expect(Array.from(series.values)).toEqual([7])
  })
})

const FOLDER = join(REAL_DATA, 'sentiment')
const REAL = existsSync(FOLDER)
if (!REAL) process.stderr.write(`skipped: no sentiment indices in ${FOLDER}\n`)

describe.skipIf(!REAL)('the real indices', () => {
  it('hold what pandas finds, monthly and daily', () => {
    const { policyUncertainty: golden } = JSON.parse(readFileSync('test/golden/macro.json', 'utf8')) as {
      readonly policyUncertainty: Readonly<Record<string, Readonly<Record<string, number | string>>>>
    }
    const file = 'US_Policy_Uncertainty_Data.xlsx'
    const series = [
      ...parsePolicyUncertaintyWorkbook({ file, bytes: readFileSync(join(FOLDER, file)) }),
      parseFredCsv(readFileSync(join(FOLDER, 'USEPUINDXD.csv'), 'utf8'), 'USEPUINDXD.csv', 'USEPUINDXD'),
    ]
    expect(series.map(({ name }) => name).sort()).toEqual(Object.keys(golden).sort())
    for (const { name, valid, values } of series)
      expect({
        rows: values.length,
        missing: missingCount({ values }),
        first: formatSession(valid[0]),
        last: formatSession(valid[valid.length - 1]),
        sum: expect.closeTo(
          values.reduce((sum, value) => sum + value, 0),
          4,
        ) as number,
      }).toEqual(golden[name])
  })
})
