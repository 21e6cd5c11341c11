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
import { frenchReturnBars, frenchSectorWeights } from '../../../datasets/french/french-portfolios.js'
import { formatSession, parseSession, weekdayOf } from '../../../src/core/calendar.js'
import { ConfigError, DataError } from '../../../src/core/errors.js'
import { rowOf } from '../../../src/core/matrix.js'
import { correlation, mean } from '../../../src/core/statistics.js'
import { maxDrawdown } from '../../../src/risk/drawdown.js'
import { cagr } from '../../../src/risk/growth.js'
import { volatility } from '../../../src/risk/volatility.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const FOLDER = join(REAL_DATA, 'french')
const golden = JSON.parse(readFileSync('test/golden/french.json', 'utf8')) as {
  readonly portfolio: Readonly<Record<'months' | 'cagr' | 'volatility' | 'maxDrawdown', number>>
  readonly weights: Readonly<Record<string, { first: number[]; last: number[]; largest: number }>>
  readonly daily: { logLast: Record<string, number>; saturdays: number; lastSaturday: string }
}

const returns = (rows: string): FrenchBlock => percentToFraction(parseFrenchLibrary(`T\n,A,B\n${rows}`, 'f.csv')[0])
const options = { column: 'A', file: 'f.csv' }

describe('frenchReturnBars', () => {
  it('compounds from 100, so that the first return is not lost', () => {
    const bars = frenchReturnBars(returns('202401,10,1\n202402,-50,1\n202403,0,1\n'), { ...options, symbol: 'ENRGY' })
    expect(bars.symbol).toBe('ENRGY')
    expect(Array.from(bars.dates, formatSession)).toEqual(['2024-01-31', '2024-02-29', '2024-03-31'])
    expect(bars.close[0]).toBeCloseTo(110, 12)
    expect(bars.close[1]).toBeCloseTo(55, 12)
    expect(bars.close[2]).toBe(bars.close[1])
    for (const field of [bars.open, bars.high, bars.low, bars.volume])
      expect(Array.from(field)).toEqual([NaN, NaN, NaN])
    expect(Array.from(bars.splits)).toEqual([0, 0, 0])
  })

  it('starts late and ends early where the returns do', () => {
    const bars = frenchReturnBars(returns('202401,-99.99,1\n202402,10,1\n202403,-99.99,1\n'), options)
    expect(Array.from(bars.dates, formatSession)).toEqual(['2024-02-29'])
  })

  it('refuses a gap inside, or leaves it out when asked', () => {
    const gap = returns('202401,10,1\n202402,-99.99,1\n202403,10,1\n')
    expect(() => frenchReturnBars(gap, options)).toThrow('f.csv: A: no return at 2024-02-29, inside the series')
    const bars = frenchReturnBars(gap, { ...options, allowGaps: true })
    expect(Array.from(bars.dates, formatSession)).toEqual(['2024-01-31', '2024-03-31'])
    expect(bars.close[1]).toBeCloseTo(121, 12)
  })

  it('refuses an unknown industry, no return at all, and a total loss', () => {
    expect(() => frenchReturnBars(returns('202401,1,1\n'), { ...options, column: 'AA' })).toThrow(ConfigError)
    expect(() => frenchReturnBars(returns('202401,-999,1\n'), options)).toThrow('has no return at all')
    expect(() => frenchReturnBars(returns('202401,-100,1\n'), options)).toThrow(DataError)
  })
})

const industry = (firms: string, size: string): FrenchBlock[] =>
  parseFrenchLibrary(`Number of Firms in Portfolios\n,A,B\n${firms}\n\nAverage Firm Size\n,A,B\n${size}\n`, 'f.csv')

describe('frenchSectorWeights', () => {
  it('multiplies firms and size; an industry without firms has no weight', () => {
    const { weights, columns } = frenchSectorWeights(
      industry('202401,10,5\n202402,10,0', '202401,1,6\n202402,1,-99.99'),
      'f',
    )
    expect(columns).toEqual(['A', 'B'])
    expect(Array.from(weights.data)).toEqual([0.25, 0.75, 1, 0])
  })

  it('refuses firms without a size, a month without firms, and tables that do not fit', () => {
    expect(() => frenchSectorWeights(industry('202401,1,1', '202401,1,-99.99'), 'f')).toThrow(
      '2024-01 has firms and no',
    )
    expect(() => frenchSectorWeights(industry('202401,0,0', '202401,1,1'), 'f')).toThrow('2024-01 has no firm at all')
    expect(() => frenchSectorWeights(industry('202401,1,1', '202402,1,1'), 'f')).toThrow('other industries or months')
  })
})

const REAL = existsSync(FOLDER)
if (!REAL) process.stderr.write(`skipped: no French library in ${FOLDER}\n`)

describe.skipIf(!REAL)('the real industries', () => {
  const read = (name: string): FrenchBlock[] => parseFrenchLibrary(readFileSync(join(FOLDER, name), 'utf8'), name)

  it('equal weight of the ten, 1928 to 2009: 10.28% a year, deviation 18.47%, drawdown -81.9%', () => {
    const file = '10_Industry_Portfolios.csv'
    const block = percentToFraction(findFrenchBlock(read(file), FRENCH_TITLES.valueWeightedMonthly))
    const months = Array.from(block.periods.keys()).filter(
      (row) => block.periods[row] >= parseSession('1928-01-01') && block.periods[row] <= parseSession('2009-12-31'),
    )
    const equalWeight = months.map((row) => mean(rowOf(block.values, row)))
    expect(equalWeight.length).toBe(golden.portfolio.months)
    expect(cagr(equalWeight, 12)).toBeCloseTo(golden.portfolio.cagr, 12)
    expect(volatility(equalWeight, 12)).toBeCloseTo(golden.portfolio.volatility, 12)
    expect(maxDrawdown(equalWeight)).toBeCloseTo(golden.portfolio.maxDrawdown, 12)
    // As published: percent, each to half of one twentieth.
    expect(Math.abs(cagr(equalWeight, 12) * 100 - 10.28)).toBeLessThan(0.05)
    expect(Math.abs(volatility(equalWeight, 12) * 100 - 18.47)).toBeLessThan(0.05)
    expect(Math.abs(maxDrawdown(equalWeight) * 100 + 81.9)).toBeLessThan(0.05)
  })

  it('daily: 25,982 sessions, Saturdays to 1952, indices as pandas compounds them', () => {
    const file = '10_Industry_Portfolios_Daily.csv'
    const block = percentToFraction(read(file)[0])
    expect(block.periods.length).toBe(25_982)
    expect([formatSession(block.periods[0]), formatSession(block.periods[25_981])]).toEqual([
      '1926-07-01',
      '2025-04-30',
    ])
    const saturdays = block.periods.filter((day) => weekdayOf(day) === 6)
    expect(saturdays.length).toBe(golden.daily.saturdays)
    expect(formatSession(saturdays[saturdays.length - 1])).toBe(golden.daily.lastSaturday)
    for (const column of block.columns) {
      const { close, dates } = frenchReturnBars(block, { column, file })
      expect(dates).toEqual(block.periods)
      expect(Math.log(close[close.length - 1])).toBeCloseTo(golden.daily.logLast[column], 9)
    }
  })

  it.each(Object.entries(golden.weights))('%s: weights add up and are as pandas has them', (name, expected) => {
    const { weights } = frenchSectorWeights(read(name), name)
    for (let row = 0; row < weights.rows; row++)
      expect(rowOf(weights, row).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    const close = (row: number, values: readonly number[]): void =>
      values.forEach((value, j) => expect(rowOf(weights, row)[j]).toBeCloseTo(value, 12))
    close(0, expected.first)
    close(weights.rows - 1, expected.last)
    expect(weights.data.reduce((most, weight) => Math.max(most, weight), 0)).toBeCloseTo(expected.largest, 12)
  })

  it('firm sizes are of the beginning of the month: the next row has grown by this return', () => {
    const blocks = read('12_Industry_Portfolios.CSV')
    const firms = findFrenchBlock(blocks, FRENCH_TITLES.firms).values
    const size = findFrenchBlock(blocks, FRENCH_TITLES.firmSize).values
    const monthly = findFrenchBlock(blocks, FRENCH_TITLES.valueWeightedMonthly).values
    const cap = (row: number): number => firms.data[row * 12] * size.data[row * 12]
    const rows = Array.from({ length: firms.rows - 1 }, (_, row) => row)
    const growth = rows.map((row) => cap(row + 1) / cap(row) - 1)
    const sameRow = rows.map((row) => monthly.data[row * 12])
    const nextRow = rows.map((row) => monthly.data[(row + 1) * 12])
    expect(correlation(growth, sameRow)).toBeGreaterThan(0.9)
    expect(correlation(growth, nextRow)).toBeLessThan(0.3)
  })

  it('late industries of the 49 start late', () => {
    const file = '49_Industry_Portfolios.CSV'
    const block = percentToFraction(findFrenchBlock(read(file), FRENCH_TITLES.valueWeightedMonthly))
    const { dates } = frenchReturnBars(block, { column: 'Soda', file })
    expect(dates[0]).toBeGreaterThan(block.periods[0])
    expect(dates.length).toBeLessThan(block.periods.length)
  })
})
