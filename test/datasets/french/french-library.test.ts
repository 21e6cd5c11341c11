import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  findFrenchBlock,
  FRENCH_TITLES,
  parseFrenchLibrary,
  percentToFraction,
  type FrenchBlock,
} from '../../../datasets/french/french-library.js'
import { formatSession } from '../../../src/core/calendar.js'
import { ConfigError, DataError } from '../../../src/core/errors.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const FOLDER = join(REAL_DATA, 'french')

interface GoldenTable {
  readonly title: string
  readonly columns: number
  readonly rows: number
  readonly first: string
  readonly last: string
  readonly missing: number
  readonly sum: number
  readonly squares: number
}
const golden = JSON.parse(readFileSync('test/golden/french.json', 'utf8')) as {
  readonly files: Readonly<Record<string, readonly GoldenTable[]>>
}

/** Two tables, in the look of the files with CRLF and of those padded by a spreadsheet. */
const CRLF =
  'Made by TEST, for tests.\r\nMissing data are indicated by -99.99 or -999.\r\n\r\n  Average  Returns\r\n,Food ,Beer \r\n192607,   1.50, -99.99\r\n192608,  -2.00,   3.00\r\n\r\n\r\n Annual Factors: January-December \r\n,Mkt-RF,RF\r\n  1927,  29.47,-999\r\n\r\nCopyright 2024 Somebody\r\n'
const PADDED =
  '  Average  Returns,,\n,Food ,Beer\n192607,1.5,-99.99\n192608,-2,3\n,,\n,,\n Annual Factors: January-December,,\n,Mkt-RF,RF\n1927,29.47,-999\n,,\nCopyright 2024 Somebody,,\n'

const NAMED = 'T\n,A,B\n'

describe('parseFrenchLibrary', () => {
  it.each([
    ['CRLF', CRLF],
    ['padded', PADDED],
  ])('reads several tables of one file, %s', (_, text) => {
    const [monthly, annual] = parseFrenchLibrary(text, 'f.csv')
    expect(monthly.title).toBe('Average Returns')
    expect(monthly.columns).toEqual(['Food', 'Beer'])
    expect(monthly.frequency).toBe('monthly')
    expect(Array.from(monthly.periods, formatSession)).toEqual(['1926-07-31', '1926-08-31'])
    expect(Array.from(monthly.values.data)).toEqual([1.5, NaN, -2, 3])
    expect(annual).toMatchObject({ title: 'Annual Factors: January-December', frequency: 'annual' })
    expect(Array.from(annual.periods, formatSession)).toEqual(['1927-12-31'])
    expect(Array.from(annual.values.data)).toEqual([29.47, NaN])
  })

  it('reads a daily file without title, and the header "date"', () => {
    const [daily] = parseFrenchLibrary('date,Mkt-RF\n19260701,0.1\n19260703,-0.2', 'f.csv')
    expect(daily).toMatchObject({ title: '', frequency: 'daily', columns: ['Mkt-RF'] })
    expect(Array.from(daily.periods, formatSession)).toEqual(['1926-07-01', '1926-07-03'])
  })

  it('takes as title what stands right above the header alone', () => {
    const [block] = parseFrenchLibrary('A preamble, with commas\n\n,A\n192607,1\n', 'f.csv')
    expect(block.title).toBe('')
  })

  it.each([
    ['nothing', '', 'f.csv:1: header: the file has no table'],
    ['words alone', '<html>\n<body>429</body>\n', 'f.csv:1: header: the file has no table'],
    ['data without header', '\n192607,1,2\n', 'f.csv:2: row: data without a header above them'],
    ['a table without rows', `${NAMED}\n`, 'f.csv:2: header: a table without rows'],
    ['a column without name', 'T\n,A,\n192607,1,2\n', 'f.csv:2: header: column 3 has no name'],
    ['a column twice', 'T\n,A,A \n192607,1,2\n', 'f.csv:2: header: column "A" stands twice'],
    ['millions of columns', `T\n${','.repeat(2_000_000)}A\n192607,1\n`, 'f.csv:2: header: more than 1000 columns'],
    ['words within a table', `${NAMED}192607,1,2\nCopyright\n`, 'f.csv:4: period: "Copyright" is not a period'],
    ['month 13', `${NAMED}192613,1,2\n`, 'f.csv:3: period: "192613" is not a period like those above it'],
    ['a day that does not exist', `${NAMED}20230229,1,2\n`, 'is not a period like those above it'],
    ['a period of five digits', `${NAMED}19261,1,2\n`, 'f.csv:3: period: "19261", expected YYYY, YYYYMM or YYYYMMDD'],
    ['years among months', `${NAMED}192607,1,2\n1927,1,2\n`, 'f.csv:4: period: "1927" is not a period like those'],
    ['a month twice', `${NAMED}192607,1,2\n192607,1,2\n`, 'f.csv:4: period: "192607" does not come after'],
    ['descending months', `${NAMED}192607,1,2\n192606,1,2\n`, 'f.csv:4: period: "192606" does not come after'],
    ['too few fields', `${NAMED}192607,1\n`, 'f.csv:3: row: 2 fields, expected 3'],
    ['too many fields', `${NAMED}192607,1,2,3\n`, 'f.csv:3: row: 4 fields, expected 3'],
    ['a blank cell', `${NAMED}192607,1,\n`, 'f.csv:3: B: "" is not a number'],
    ['a word', `${NAMED}192607,1,N/A\n`, 'f.csv:3: B: "N/A" is not a number'],
    ['infinity', `${NAMED}192607,1,1e999\n`, 'f.csv:3: B: "1e999" is infinite'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseFrenchLibrary(text, 'f.csv')).toThrow(DataError)
    expect(() => parseFrenchLibrary(text, 'f.csv')).toThrow(message)
  })

  it('is not broken by a column that is called __proto__', () => {
    const [block] = parseFrenchLibrary('T\n,__proto__,constructor\n192607,1,2\n', 'f.csv')
    expect(block.columns).toEqual(['__proto__', 'constructor'])
    expect(Array.from(block.values.data)).toEqual([1, 2])
  })

  it('ends any text with tables or with a DataError', () => {
    const piece = fc.constantFrom('192607', ',', '\n', '1.5', '-99.99', 'T', ' ', '\r\n', '1927', '"', 'e')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        try {
          expect(parseFrenchLibrary(pieces.join(''), 'f.csv').length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(DataError)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('findFrenchBlock', () => {
  const blocks = parseFrenchLibrary(CRLF, 'f.csv')

  it('finds by title, case and blanks ignored', () => {
    expect(findFrenchBlock(blocks, ' average returns')).toBe(blocks[0])
  })

  it('names the nearest of an unknown one, and refuses one that stands twice', () => {
    expect(() => findFrenchBlock(blocks, 'Averge Returns')).toThrow('nearest: "Average Returns"')
    expect(() => findFrenchBlock([blocks[0], blocks[0]], 'Average Returns')).toThrow(ConfigError)
  })
})

describe('percentToFraction', () => {
  it('divides by a hundred and keeps what is missing', () => {
    const [block] = parseFrenchLibrary(CRLF, 'f.csv')
    expect(Array.from(percentToFraction(block).values.data)).toEqual([0.015, NaN, -0.02, 0.03])
    expect(block.values.data[0]).toBe(1.5)
  })
})

const REAL = existsSync(FOLDER)
if (!REAL) process.stderr.write(`skipped: no French library in ${FOLDER}\n`)

describe.skipIf(!REAL)('the real files', () => {
  const read = (name: string): FrenchBlock[] => parseFrenchLibrary(readFileSync(join(FOLDER, name), 'utf8'), name)
  const firstDigits = (block: FrenchBlock, row: number): string => {
    const digits = { annual: 4, monthly: 6, daily: 8 }[block.frequency]
    return formatSession(block.periods[row]).replaceAll('-', '').slice(0, digits)
  }

  it.each(Object.entries(golden.files))('%s holds what pandas finds in it', (name, tables) => {
    const blocks = read(name)
    expect(blocks.length).toBe(tables.length)
    for (const [i, { sum, squares, ...table }] of tables.entries()) {
      const block = blocks[i]
      const present = block.values.data.filter((value) => !Number.isNaN(value))
      expect({
        title: block.title,
        columns: block.columns.length,
        rows: block.periods.length,
        first: firstDigits(block, 0),
        last: firstDigits(block, block.periods.length - 1),
        missing: block.values.data.length - present.length,
      }).toEqual(table)
      expect(present.reduce((total, value) => total + value, 0) / sum).toBeCloseTo(1, 10)
      expect(present.reduce((total, value) => total + value * value, 0) / squares).toBeCloseTo(1, 10)
    }
  })

  it('the four industry files have the eight tables by their titles', () => {
    for (const name of Object.keys(golden.files).filter((each) => /Portfolios\.csv$/i.test(each))) {
      const blocks = read(name)
      for (const title of Object.values(FRENCH_TITLES)) expect(findFrenchBlock(blocks, title).title).toBe(title)
    }
  })
})
