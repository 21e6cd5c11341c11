import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { History, HistoryRow } from '../../../datasets/fetch/answer.js'
import { compareHistories } from '../../../datasets/fetch/compare-histories.js'
import {
  explainRestatement,
  restatementText,
  type ExplainedRestatement,
} from '../../../datasets/fetch/explain-restatement.js'
import { fredMd } from '../../../datasets/fetch/fred-md.js'
import { parseOhlcvCsv } from '../../../datasets/bars/ohlcv-csv.js'
import { formatSession } from '../../../src/core/calendar.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const golden = JSON.parse(readFileSync('test/golden/fetch.json', 'utf8')) as {
  vintages: { shared: number; changed: number; INDPRO: number; removedFields: string[] }
}

const FIELDS = ['Close', 'Volume']
const historyOf = (rows: Readonly<Record<string, readonly number[]>>, fields: readonly string[] = FIELDS): History =>
  new Map(Object.entries(rows).map(([date, values]): [string, HistoryRow] => [date, { block: '', fields, values }]))

function explained(before: History, after: History): ExplainedRestatement {
  const restatement = compareHistories(before, after)
  if (restatement === undefined) throw new Error('no restatement')
  return explainRestatement(restatement, before, after)
}

const XLK = `${REAL_DATA}/us-sector-etfs/XLK.csv`
const VINTAGES = ['2023-05', '2024-07'].map((month) => `${REAL_DATA}/macro-vintages/fred-md-${month}.csv`)

/** The real file as a history, and as it read before the split: to a day, at a factor. */
function realHistories(factor: number, last: string): [History, History] {
  const bars = parseOhlcvCsv(readFileSync(XLK, 'utf8'), XLK, 'XLK')
  const after = new Map<string, HistoryRow>()
  const before = new Map<string, HistoryRow>()
  const fields = ['Open', 'High', 'Low', 'Close', 'Volume', 'Stock Splits']
  for (let i = 0; i < bars.dates.length; i++) {
    const prices = [bars.open[i], bars.high[i], bars.low[i], bars.close[i]]
    const date = formatSession(bars.dates[i])
    after.set(date, { block: '', fields, values: [...prices, bars.volume[i], bars.splits[i]] })
    // As it was printed: prices to the cent.
    const old = prices.map((price) => Math.round(price * factor * 100) / 100)
    if (date <= last) before.set(date, { block: '', fields, values: [...old, bars.volume[i] / 2, bars.splits[i]] })
  }
  return [before, after]
}

describe('the comparison of two copies', () => {
  const before = historyOf({ '2024-01-02': [10, 100], '2024-01-03': [11, NaN], '2024-01-05': [12, 300] })

  it('finds nothing where the newer copy only goes on at either end, or has another column', () => {
    const after = historyOf(
      {
        '2024-01-01': [1, 9, 1],
        '2024-01-02': [1, 10, 100],
        '2024-01-03': [1, 11, NaN],
        '2024-01-05': [1, 12 * (1 + 1e-12), 300],
        '2024-01-08': [1, 13, 1],
      },
      ['Open', 'Close', 'Volume'],
    )
    expect(compareHistories(before, after)).toBeUndefined()
  })

  it('lists numbers that differ, appear or vanish, and rows and columns that are gone or put in between', () => {
    const after = historyOf({ '2024-01-02': [10.5, NaN], '2024-01-03': [11, 7], '2024-01-04': [1, 1] })
    expect(compareHistories(before, after)).toEqual({
      differences: [
        { date: '2024-01-02', field: 'Close', before: 10, after: 10.5 },
        { date: '2024-01-02', field: 'Volume', before: 100, after: null },
        { date: '2024-01-03', field: 'Volume', before: null, after: 7 },
      ],
      removed: ['2024-01-05'],
      inserted: [],
      removedFields: [],
      shared: 2,
    })
    const gap = historyOf({ '2024-01-02': [10], '2024-01-03': [11], '2024-01-04': [1], '2024-01-05': [12] }, ['Close'])
    expect(compareHistories(before, gap)).toMatchObject({ inserted: ['2024-01-04'], removedFields: ['Volume'] })
  })

  it('keeps blocks apart: a month more in the first is not a row put in between', () => {
    const row = (block: string): HistoryRow => ({ block, fields: ['A'], values: [1] })
    const old = new Map([
      ['202401 #1', row('1')],
      ['202401 #2', row('2')],
    ])
    const longer = new Map([
      ...['202401 #1', '202402 #1'].map((key) => [key, row('1')] as const),
      ['202401 #2', row('2')],
    ])
    expect(compareHistories(old, longer)).toBeUndefined()
  })

  it('is empty for a copy and its own beginning, and finds any single change', () => {
    const numbers = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(numbers, fc.nat(), (values, pick) => {
        const rows = values.map((value, i): [string, HistoryRow] => [
          formatSession(i),
          { block: '', fields: ['Close'], values: [value] },
        ])
        const whole = new Map(rows)
        expect(compareHistories(new Map(rows.slice(0, 1 + (pick % rows.length))), whole)).toBeUndefined()
        const at = pick % rows.length
        const changed = new Map(rows)
        changed.set(rows[at][0], { block: '', fields: ['Close'], values: [values[at] * 1.01] })
        expect(compareHistories(whole, changed)?.differences.map(({ date }) => date)).toEqual([rows[at][0]])
      }),
    )
  })
})

describe('what explains a restatement', () => {
  const days = Array.from({ length: 40 }, (_, i) => formatSession(19_000 + i))
  const prices = days.map((_, i) => 100 + 7 * Math.sin(i))
  const at = (factor: number, volume = 1 / factor): History =>
    historyOf(Object.fromEntries(days.map((day, i) => [day, [prices[i] * factor, 1000 * volume]])))

  it.each([
    [2, '2:1'],
    [0.1, '1:10'],
    [1.5, '3:2'],
    [20, '20:1'],
  ])('a factor of %d is a %s split', (factor, ratio) => {
    const { split, factors } = explained(at(factor), at(1))
    expect(split).toMatchObject({ ratio, on: null })
    expect(split?.rest).toBeCloseTo(1, 9)
    expect(factors.map(({ field, factor: found }) => [field, Number(found.toFixed(9))])).toEqual([
      ['Close', factor],
      ['Volume', Number((1 / factor).toFixed(9))],
    ])
  })

  it.each([1.231, 1.02, 1.7])('a factor of %d is no split: a spin-off or dividends', (factor) => {
    const found = explained(at(factor), at(1))
    expect(found.split).toBeNull()
    expect(found.factors[0].factor).toBeCloseTo(factor, 9)
  })

  it('single wrong numbers share no factor, and are counted as exceptions of one', () => {
    const noisy = historyOf(Object.fromEntries(days.map((day, i) => [day, [prices[i] * (1 + i / 40), 1000]])))
    expect(explained(noisy, at(1)).factors).toEqual([])
    const doubled = new Map(at(2))
    doubled.set(days[3], { block: '', fields: FIELDS, values: [prices[3] * 2.01, 500] })
    expect(explained(doubled, at(1)).factors[0]).toMatchObject({ cells: 40, exceptions: 1 })
  })

  it('a split that the newer copy tells of is named with its day', () => {
    const fields = ['Close', 'Stock Splits']
    const old = historyOf({ '2025-12-03': [290, 0], '2025-12-04': [291, 0] }, fields)
    const now = historyOf({ '2025-12-03': [145, 0], '2025-12-04': [145.5, 0], '2025-12-05': [146, 2] }, fields)
    expect(explained(old, now).split).toEqual({ ratio: '2:1', rest: 1, on: '2025-12-05' })
  })

  it.skipIf(!existsSync(XLK))('the real XLK, which read 234.06 on 2024-12-30 before its split', () => {
    const [before, after] = realHistories(234.06 / 116.50920104980469, '2024-12-30')
    expect(before.get('2024-12-30')?.values[3]).toBe(234.06)
    const found = explained(before, after)
    expect(found.shared).toBe(6547)
    expect(found.differences).toHaveLength(6547 * 5)
    expect(found.split).toMatchObject({ ratio: '2:1', on: '2025-12-05' })
    expect(found.split?.rest).toBeCloseTo(1.00447, 4)
    expect(restatementText(found)).toMatch(
      /^32735 numbers in 6547 of 6547 shared rows; 1998-12-22 Open 24\.25, now 12\.07.*uniform factor 2\.0089\d: a 2:1 split of 2025-12-05 and 1\.0045 of dividends since$/,
    )
  })

  it.skipIf(!existsSync(VINTAGES[0]))('two real FRED-MD vintages differ as pandas says', () => {
    const [before, after] = VINTAGES.map(
      (file) => fredMd.convert({ name: 'x', label: file, extension: 'csv', body: readFileSync(file) }).history,
    )
    const found = explained(before, after)
    expect(found.shared).toBe(golden.vintages.shared)
    expect(found.differences).toHaveLength(golden.vintages.changed)
    expect(found.differences.filter(({ field }) => field === 'INDPRO')).toHaveLength(golden.vintages.INDPRO)
    expect(found.removedFields).toEqual(golden.vintages.removedFields)
    expect(found.differences.find(({ date, field }) => date === '2019-06-01' && field === 'INDPRO')).toEqual({
      date: '2019-06-01',
      field: 'INDPRO',
      before: 102.4893,
      after: 102.5425,
    })
  })
})
