import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDate, parseNumber, requireDate, requireNumber } from '../../../datasets/text/cells.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'

describe('parseDate', () => {
  it('reads the day as written, in the order stated', () => {
    const day = parseSession('2024-03-05')
    expect(parseDate('2024-03-05', 'ymd')).toBe(day)
    expect(parseDate('20240305', 'ymd')).toBe(day)
    expect(parseDate(' 2024-03-05 00:00:00-05:00', 'ymd')).toBe(day)
    expect(parseDate('2024-03-05T23:59:59.999Z', 'ymd')).toBe(day)
    expect(parseDate('3/5/2024', 'mdy')).toBe(day)
    expect(parseDate('05/03/2024', 'dmy')).toBe(day)
    expect(parseDate('05.03.2024', 'dmy')).toBe(day)
  })

  it.each([
    ['13/01/2024', 'mdy'],
    ['01/13/2024', 'dmy'],
    ['2024-02-30', 'ymd'],
    ['29/02/2023', 'dmy'],
    ['2024-3-5', 'ymd'],
    ['3/5/24', 'mdy'],
    ['', 'ymd'],
    ['20241301', 'ymd'],
    ['2024-03-05 25 o clock', 'ymd'],
    ['٢٠٢٤-٠٣-٠٥', 'ymd'],
  ] as const)('%j is no date of order %s', (text, order) => {
    expect(parseDate(text, order)).toBeNaN()
    expect(() => requireDate(text, order, { file: 'x.csv', line: 2, field: 'Date' })).toThrow('x.csv:2: Date:')
  })

  it('reads back every day that it writes, in each order', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 800_000 }), (day) => {
        const [year, month, date] = formatSession(day).split('-')
        expect(parseDate(`${year}-${month}-${date}`, 'ymd')).toBe(day)
        expect(parseDate(`${month}/${date}/${year}`, 'mdy')).toBe(day)
        expect(parseDate(`${Number(date)}.${Number(month)}.${year}`, 'dmy')).toBe(day)
      }),
    )
  })
})

describe('parseNumber', () => {
  it('reads plain numbers', () => {
    expect(['1', '-1.5', '+2.', '.5', ' 3e2 ', '1E-3', '-0'].map(parseNumber)).toEqual([
      1, -1.5, 2, 0.5, 300, 0.001, -0,
    ])
  })

  it.each(['', ' ', '1,000', '1_000', '0x10', '1e', '12.x', '--1', '١٢', 'NaN', '1 2'])('%j is no number', (text) => {
    expect(parseNumber(text)).toBeNaN()
    expect(() => requireNumber(text, { file: 'x.csv', line: 2, field: 'Close' })).toThrow('is not a number')
  })

  it.each(['1e309', '-1e999', 'Infinity', '-inf'])('%j is infinite', (text) => {
    expect(parseNumber(text)).toBeNaN()
    expect(() => requireNumber(text, { file: 'x.csv', line: 2, field: 'Close' })).toThrow('is infinite')
  })
})
