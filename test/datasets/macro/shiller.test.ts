import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missingCount } from '../../../datasets/macro/dated-series.js'
import { parseShiller } from '../../../datasets/macro/shiller.js'
import { formatSession } from '../../../src/core/calendar.js'
import { DataError } from '../../../src/core/errors.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

interface Summary {
  readonly rows: number
  readonly missing: number
  readonly first: string
  readonly last: string
  readonly sum: number
}
const golden = (
  JSON.parse(readFileSync('test/golden/macro.json', 'utf8')) as { readonly shiller: Readonly<Record<string, Summary>> }
).shiller

const HEAD = `Date,${Object.keys(golden).join(',')}\n`
const ROW = '1871-01-01,4.44,0.26,0.4,12.46,5.32,109.05,6.39,9.82,0.0\n'

describe('parseShiller', () => {
  it('takes 0.0 as missing in every column but the price', () => {
    const series = parseShiller(`${HEAD}${ROW}2026-06-01,7450.03,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n`, 'f.csv')
    expect(series.map(({ name }) => name)).toEqual([
      'price',
      'dividend',
      'earnings',
      'cpi',
      'long-rate',
      'real-price',
      'real-dividend',
      'real-earnings',
      'cape',
    ])
    expect(series.map(missingCount)).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 2])
    expect(Array.from(series[0].values)).toEqual([4.44, 7450.03])
  })

  it.each([
    ['a price of zero', HEAD + ROW.replace('4.44', '0.0'), 'f.csv:2: SP500: 0, expected a price above 0'],
    ['a negative price', HEAD + ROW.replace('4.44', '-1'), 'f.csv:2: SP500: -1, expected a price above 0'],
    ['a blank', HEAD + ROW.replace('0.26', ''), 'f.csv:2: Dividend: "" is not a number'],
    ['the middle of a month', HEAD + ROW.replace('01-01', '01-15'), 'f.csv:2: Date: "1871-01-15" is not the first'],
    ['a month twice', HEAD + ROW + ROW, 'f.csv:3: Date: 1871-01-01 stands twice'],
    ['a missing column', HEAD.replace(',PE10', '') + ROW.replace(',0.0', ''), 'f.csv:1: PE10: column is missing'],
    ['a column twice', HEAD.replace('PE10', 'PE10,PE10') + ROW.replace('0.0', '0.0,0.0'), 'PE10: column stands twice'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseShiller(text, 'f.csv')).toThrow(DataError)
    expect(() => parseShiller(text, 'f.csv')).toThrow(message)
  })
})

const FILE = join(REAL_DATA, 'shiller', 'shiller_monthly.csv')
const REAL = existsSync(FILE)
if (!REAL) process.stderr.write(`skipped: no ${FILE}\n`)

describe.skipIf(!REAL)('the real file', () => {
  it('holds what pandas finds, column by column', () => {
    const series = parseShiller(readFileSync(FILE, 'utf8'), 'f.csv')
    expect(series.length).toBe(Object.keys(golden).length)
    for (const [i, expected] of Object.values(golden).entries()) {
      const { valid, values } = series[i]
      const sum = values.reduce((total, value) => (Number.isNaN(value) ? total : total + value), 0)
      expect(sum / expected.sum).toBeCloseTo(1, 12)
      expect({
        rows: values.length,
        missing: missingCount(series[i]),
        first: formatSession(valid[0]),
        last: formatSession(valid[valid.length - 1]),
        sum: expected.sum,
      }).toEqual(expected)
    }
  })
})
