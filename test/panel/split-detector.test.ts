import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseCsvTable } from '../../datasets/text/csv-table.js'
import { createRandom } from '../../src/core/random.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import { classifySplitEvents, detectSplits } from '../../src/panel/split-detector.js'
import { REAL_DATA } from '../fixtures/command-line.js'
import { barsOn, WEEK } from './fixture.js'
import { haveFunds, readFund, readRawFund, SECTOR_FUNDS } from './fund-bars.js'

/** A price that wanders by about a percent a day, with a jump at the open of row 100: new price = old / ratio. */
function wandering(seed: number, ratio: number, change: { trade?: number; until?: number } = {}): SymbolBars {
  const random = createRandom(seed, 'wandering')
  const n = 200
  const [open, high, low, close, volume] = Array.from({ length: 5 }, () => new Float64Array(n))
  let price = 1000
  for (let i = 0; i < n; i++) {
    if (i === 100) price /= ratio
    if (i === change.until) price *= ratio
    open[i] = price * Math.exp(0.004 * (random.uniform() - 0.5))
    price = open[i] * Math.exp(0.02 * (random.uniform() - 0.5))
    close[i] = price
    high[i] = Math.max(open[i], close[i]) * 1.003
    low[i] = Math.min(open[i], close[i]) / 1.003
    const traded = (1 + random.uniform()) * (i === 100 ? (change.trade ?? 1) : 1)
    volume[i] = (1e8 * traded) / price
  }
  const dates = Int32Array.from({ length: n }, (_, i) => 18_000 + i)
  return { symbol: 'W', dates, open, high, low, close, volume, splits: new Float64Array(n) }
}

describe('detectSplits', () => {
  it('finds splits and reverse splits in a price that wanders, and gives their ratio', () => {
    const ratio = fc.constantFrom(1.5, 2, 3, 4, 5, 10, 20, 0.5, 0.2, 0.1)
    fc.assert(
      fc.property(fc.nat(10_000), ratio, (seed, value) => {
        const [found, ...others] = detectSplits(wandering(seed, value))
        expect(others).toEqual([])
        expect(found.session).toBe(18_100)
        expect(found.kind).toBe(value > 1 ? 'split' : 'reverse-split')
        expect(found.ratio).toBeCloseTo(value, 12)
      }),
    )
  })

  it('a drop by no simple ratio is a spin-off, near 5:4 it is unclear, and with a rush of trading it is news', () => {
    const kinds = (ratio: number, trade?: number): string[] =>
      detectSplits(wandering(7, ratio, trade === undefined ? {} : { trade })).map(({ kind }) => kind)
    expect(kinds(1.8)).toEqual(['spin-off'])
    expect(kinds(1.25)).toEqual(['unclear'])
    expect(kinds(2, 12)).toEqual(['unclear'])
    expect(kinds(1 / 1.8)).toEqual(['unclear'])
    expect(kinds(1)).toEqual([])
    expect(kinds(1.1)).toEqual([])
  })

  it('a wrong price that reverts is no candidate, neither going nor coming', () => {
    expect(detectSplits(wandering(7, 2, { until: 101 }))).toEqual([])
  })

  it('with too little history it says unclear, and with none nothing', () => {
    const close = Float64Array.of(100, 100, 50, 50, 50)
    const few = barsOn('F', WEEK, { open: close, high: close, low: close, close })
    expect(detectSplits(few).map(({ kind }) => kind)).toEqual(['unclear'])
    expect(detectSplits(barsOn('F', []))).toEqual([])
    expect(detectSplits(barsOn('F', WEEK.slice(0, 1)))).toEqual([])
  })
})

describe('classifySplitEvents', () => {
  const stated = (ratio: number): string[] =>
    classifySplitEvents(barsOn('S', WEEK, { splits: Float64Array.of(0, 0, ratio, 0, 0) })).map(({ kind }) => kind)

  it.each([2, 3, 1.5, 4 / 3, 1.333, 1.25, 1.05, 10, 20, 2.5])('%s is a split', (ratio) => {
    expect(stated(ratio)).toEqual(['split'])
  })

  it.each([1.231, 1.0617, 1.8413, 2.376])('%s is a spin-off', (ratio) => {
    expect(stated(ratio)).toEqual(['spin-off'])
  })

  it('below one it is a reverse split; one, and zero, are none', () => {
    expect(stated(0.1)).toEqual(['reverse-split'])
    expect(stated(1)).toEqual([])
    expect(stated(0)).toEqual([])
  })

  it('says whether the prices are raw', () => {
    const splits = Float64Array.of(0, 0, 2, 0, 0)
    const jump = Float64Array.of(100, 100, 50, 50, 50)
    const half = Float64Array.of(100, 100, 70, 50, 50)
    const prices = (close: Float64Array): string[] =>
      classifySplitEvents(barsOn('S', WEEK, { close, open: close, splits })).map((event) => event.prices)
    expect(prices(jump)).toEqual(['raw'])
    expect(prices(new Float64Array(5).fill(50))).toEqual(['adjusted'])
    expect(prices(half)).toEqual(['unclear'])
    expect(classifySplitEvents(barsOn('S', WEEK, { splits: Float64Array.of(2, 0, 0, 0, 0) }))[0].prices).toBe('unclear')
  })
})

const found = (bars: SymbolBars): string[] =>
  detectSplits(bars).map(({ session, kind, ratio }) => `${formatSession(session)} ${kind} ${ratio.toFixed(3)}`)

describe.skipIf(!haveFunds('splits of the real funds'))('the real funds, raw', () => {
  const all = SECTOR_FUNDS.flatMap((symbol) => found(readRawFund(symbol)).map((text) => `${symbol} ${text}`))

  it('the five splits and the spin-off, and one crash that is left unclear; no other day of 25 years and 11 funds', () => {
    expect(all).toEqual([
      'XLB 2025-12-05 split 2.000',
      'XLE 2020-03-09 unclear 1.212',
      'XLE 2025-12-05 split 2.000',
      'XLF 2016-09-19 spin-off 1.231',
      'XLK 2025-12-05 split 2.000',
      'XLU 2025-12-05 split 2.000',
      'XLY 2025-12-05 split 2.000',
    ])
  })

  it('adjusted files show none of them', () => {
    for (const symbol of SECTOR_FUNDS)
      expect(found(readFund(symbol).adjusted)).toEqual(symbol === 'XLE' ? ['2020-03-09 unclear 1.212'] : [])
  })

  it('stated splits: 1.231 is a spin-off, 2 a split; the files are adjusted for them', () => {
    const events = ['XLF', 'XLK'].flatMap((symbol) => {
      const { adjusted, events } = readFund(symbol)
      const ofFile = classifySplitEvents({ ...adjusted, splits: events.splits })
      const ofRaw = classifySplitEvents(readRawFund(symbol))
      return [...ofFile, ...ofRaw].map(({ ratio, kind, prices }) => `${symbol} ${ratio} ${kind} ${prices}`)
    })
    expect(events).toEqual([
      'XLF 1.231 spin-off adjusted',
      'XLF 1.231 spin-off raw',
      'XLK 2 split adjusted',
      'XLK 2 split raw',
    ])
  })
})

const STOCKS = join(REAL_DATA, 'sp500-stocks')

function readStock(symbol: string): SymbolBars {
  const file = join(STOCKS, `${symbol}_data.csv`)
  const { rows } = parseCsvTable(readFileSync(file, 'utf8'), file)
  const whole = rows.filter((row) => row.slice(1, 6).every((cell) => cell !== ''))
  const column = (c: number): Float64Array => Float64Array.from(whole, (row) => Number(row[c]))
  const dates = Int32Array.from(whole, (row) => parseSession(row[0]))
  const [open, high, low, close, volume] = [1, 2, 3, 4, 5].map(column)
  return { symbol, dates, open, high, low, close, volume, splits: new Float64Array(dates.length) }
}

describe.skipIf(!existsSync(STOCKS))('the real stocks, adjusted for splits, not for spin-offs', () => {
  it.each([
    ['BAX', '2015-07-01', 'Baxalta'],
    ['A', '2014-11-03', 'Keysight'],
    ['NI', '2015-07-02', 'Columbia Pipeline'],
    ['YUM', '2016-11-01', 'Yum China'],
    ['HPE', '2017-04-03', 'DXC'],
    ['VNO', '2017-07-18', 'JBG Smith'],
  ])('%s on %s spun off %s', (symbol, date) => {
    expect(found(readStock(symbol)).filter((text) => text.includes('spin-off'))[0]).toContain(`${date} spin-off`)
  })

  it('a spin-off that looks like 5:2 is unclear: PayPal was worth three fifths of EBAY', () => {
    expect(found(readStock('EBAY'))).toEqual(['2015-07-20 unclear 2.465'])
  })

  it.each(['LNT', 'FLR', 'MPC', 'MRK', 'MRO', 'CHD'])('a wrong price of %s that reverts is no split', (symbol) => {
    expect(found(readStock(symbol))).toEqual([])
  })

  it.each(['BBY', 'FB', 'VRTX', 'UA', 'EXPE'])('earnings of %s are no split', (symbol) => {
    for (const text of found(readStock(symbol))) expect(text).toContain('unclear')
    expect(found(readStock(symbol)).length).toBeGreaterThan(0)
  })
})
