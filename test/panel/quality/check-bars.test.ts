import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { keepSessions, type SymbolBars } from '../../../src/panel/bars.js'
import type { BarsUnderCheck } from '../../../src/panel/quality/bars-under-check.js'
import { checkBars } from '../../../src/panel/quality/check-bars.js'
import { cleanBars, cleanGroup, newYorkSessions } from './clean-bars.js'

const SYMBOLS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF']

/** The group with one symbol's bars changed. */
function changed(
  group: readonly BarsUnderCheck[],
  at: number,
  change: (bars: SymbolBars) => SymbolBars,
): BarsUnderCheck[] {
  return group.map((checked, i) => (i === at ? { ...checked, bars: change(checked.bars) } : checked))
}

/** Findings as kind, symbol and date. */
function found(group: readonly BarsUnderCheck[]): string[] {
  return checkBars(group).findings.map(
    ({ kind, symbol, session }) => `${kind} ${symbol ?? '-'} ${formatSession(session)}`,
  )
}

function scaled(bars: SymbolBars, at: number, factor: number): SymbolBars {
  const times = (values: Float64Array): Float64Array => values.map((value, i) => (i === at ? value * factor : value))
  return { ...bars, open: times(bars.open), high: times(bars.high), low: times(bars.low), close: times(bars.close) }
}

describe('clean bars', () => {
  it('raise nothing, whatever the seed, the length and the number of symbols', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 400 }), (seed, n, length) => {
        expect(found(cleanGroup(SYMBOLS.slice(0, n), length, seed))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('raise nothing where there is nothing', () => {
    expect(checkBars([])).toEqual({ findings: [], spans: [] })
    expect(checkBars([{ bars: cleanBars('AAA', new Int32Array(0)), faulty: new Map() }]).spans).toEqual([])
  })
})

describe('the exchange of a group', () => {
  it('is none where hardly a session lies within what is known of one', () => {
    // Every weekday of 2010 to 2017: no calendar of New York, and before Vietnam's is known.
    const first = parseSession('2010-01-01')
    const dates = Int32Array.from({ length: 2900 }, (_, i) => first + i).filter(
      (day) => (day + 4) % 7 > 0 && (day + 4) % 7 < 6,
    )
    const group = SYMBOLS.map((symbol) => ({ bars: cleanBars(symbol, dates), faulty: new Map() }))
    const moved = changed(group, 1, (bars) => ({
      ...bars,
      close: bars.close.map((close, i) => (i > 700 ? close * 1.09 : close)),
    }))
    expect(found(moved).filter((each) => each.startsWith('limit-move'))).toEqual([])
  })
})

describe('spikes', () => {
  it('a wrong print is found wherever it stands, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 298 }),
        fc.constantFrom(0.3, 0.6, 0.8, 1.25, 2, 10),
        (seed, at, factor) => {
          const group = changed(cleanGroup(SYMBOLS, 300, seed), 2, (bars) => scaled(bars, at, factor))
          expect(found(group)).toEqual([`spike CCC ${formatSession(newYorkSessions(300)[at])}`])
        },
      ),
      { numRuns: 40 },
    )
  })

  it('a fall that stays, a crash of all symbols and a wild market are none', () => {
    const falls = (bars: SymbolBars): SymbolBars =>
      Array.from({ length: 100 }, (_, k) => 200 + k).reduce((changing, at) => scaled(changing, at, 0.6), bars)
    expect(found(changed(cleanGroup(SYMBOLS), 0, falls))).toEqual([])
    const crash = cleanGroup(SYMBOLS).map((checked) => ({ ...checked, bars: scaled(checked.bars, 150, 0.8) }))
    expect(found(crash)).toEqual([])
    const wild = changed(cleanGroup(SYMBOLS), 0, (bars) =>
      Array.from({ length: 60 }, (_, k) => 100 + 2 * k).reduce((changing, at) => scaled(changing, at, 1.15), bars),
    )
    expect(found(wild)).toEqual([])
  })

  it('the close of a row at fault counts', () => {
    const group = cleanGroup(SYMBOLS)
    const { bars } = group[1]
    const day = bars.dates[120]
    const row = {
      open: bars.open[120],
      high: bars.high[120],
      low: bars.low[120],
      close: bars.close[120] / 2,
      volume: 1,
    }
    group[1] = { bars: keepSessions(bars, (session) => session !== day), faulty: new Map([[day, row]]) }
    expect(found(group)).toEqual([`spike BBB ${formatSession(day)}`])
  })
})

describe('sessions', () => {
  const days = newYorkSessions(300)

  it('missing sessions are one gap a run, at the first of them', () => {
    const missing = new Set([days[50], days[51], days[52], days[200]])
    const group = changed(cleanGroup(SYMBOLS), 4, (bars) => keepSessions(bars, (day) => !missing.has(day)))
    const { findings, spans } = checkBars(group)
    expect(findings.map(({ kind, symbol, session, detail }) => [kind, symbol, session, detail])).toEqual([
      [
        'gap',
        'EEE',
        days[50],
        `3 sessions missing on which others traded, ${formatSession(days[50])} to ${formatSession(days[52])}`,
      ],
      ['gap', 'EEE', days[200], '1 session missing on which others traded'],
    ])
    expect(spans[4].gaps).toEqual([
      { first: days[50], last: days[52], missing: 3 },
      { first: days[200], last: days[200], missing: 1 },
    ])
  })

  it('a row at fault is no gap', () => {
    const group = cleanGroup(SYMBOLS)
    const { bars } = group[3]
    const nothing = { open: NaN, high: NaN, low: NaN, close: NaN, volume: NaN }
    group[3] = { bars: keepSessions(bars, (day) => day !== days[99]), faulty: new Map([[days[99], nothing]]) }
    expect(found(group)).toEqual([])
  })

  it.each([
    ['2019-12-25', 'a holiday'],
    ['2019-03-03', 'a Sunday'],
    ['2019-03-02', 'a Saturday'],
  ])('a row on %s, %s, is told', (text) => {
    const withRow = (bars: SymbolBars): SymbolBars =>
      cleanBars(bars.symbol, Int32Array.from([...bars.dates, parseSession(text)]).sort())
    expect(found(changed(cleanGroup(SYMBOLS), 0, withRow))).toEqual([`calendar-extra AAA ${text}`])
  })

  it('a session of the exchange that is missing everywhere is told once', () => {
    const group = cleanGroup(SYMBOLS).map((checked) => ({
      ...checked,
      bars: keepSessions(checked.bars, (day) => day !== days[77]),
    }))
    expect(found(group)).toEqual([`calendar-missing - ${formatSession(days[77])}`])
  })

  it('late starts, early ends and a last session that is not complete', () => {
    const late = changed(cleanGroup(SYMBOLS), 0, (bars) => keepSessions(bars, (day) => day >= days[30]))
    const early = changed(late, 1, (bars) => keepSessions(bars, (day) => day <= days[280]))
    const partial = changed(early, 1, (bars) => ({
      ...bars,
      volume: bars.volume.map((value, i) => (i === bars.volume.length - 1 ? 0.1e6 : value)),
    }))
    expect(found(partial)).toEqual([
      `late-start AAA ${formatSession(days[30])}`,
      `early-end BBB ${formatSession(days[280])}`,
      `partial-session BBB ${formatSession(days[280])}`,
    ])
  })
})

describe('prices and volumes that stand still or jump', () => {
  const days = newYorkSessions(300)

  /** Bars of one price from a row on, for so many rows. */
  function flat(bars: SymbolBars, at: number, length: number, volume: number): SymbolBars {
    const price = bars.close[at]
    const put = (values: Float64Array, value: number): Float64Array =>
      values.map((old, i) => (i > at && i < at + length ? value : old))
    const { open, high, low, close } = bars
    return {
      ...bars,
      open: put(open, price),
      high: put(high, price),
      low: put(low, price),
      close: put(close, price),
      volume: put(bars.volume, volume),
    }
  }

  it('five sessions of one price are a stale run, four are not', () => {
    const run = (length: number): string[] =>
      found(changed(cleanGroup(SYMBOLS), 0, (bars) => flat(bars, 40, length, 9e5)))
    expect(run(5)).toEqual([`stale-run AAA ${formatSession(days[40])}`])
    expect(run(4)).toEqual([])
  })

  it('an unchanged close in bars that trade is stale after ten sessions', () => {
    const close =
      (length: number) =>
      (bars: SymbolBars): SymbolBars => {
        const held = bars.close.map((value, i) => (i >= 40 && i < 40 + length ? bars.close[40] : value))
        const open = bars.open.map((value, i) => value * (i % 2 === 0 ? 1.0001 : 0.9999))
        return {
          ...bars,
          open,
          close: held,
          high: held.map((v, i) => Math.max(v, open[i]) * 1.001),
          low: held.map((v, i) => Math.min(v, open[i]) * 0.999),
        }
      }
    const kinds = (length: number): string[] => found(changed(cleanGroup(SYMBOLS), 0, close(length)))
    expect(kinds(10)).toContain(`stale-run AAA ${formatSession(days[40])}`)
    expect(kinds(9)).toEqual([])
  })

  it('sessions without volume are told one by one', () => {
    const group = changed(cleanGroup(SYMBOLS), 5, (bars) => ({
      ...bars,
      volume: bars.volume.map((value, i) => (i === 7 || i === 90 ? 0 : value)),
    }))
    expect(found(group)).toEqual([
      `zero-volume FFF ${formatSession(days[7])}`,
      `zero-volume FFF ${formatSession(days[90])}`,
    ])
  })

  it('a change of the level of volume is found at its session', () => {
    const group = changed(cleanGroup(SYMBOLS), 0, (bars) => ({
      ...bars,
      volume: bars.volume.map((value, i) => (i >= 150 ? 20 * value : value)),
    }))
    expect(found(group)).toEqual([`volume-break AAA ${formatSession(days[150])}`])
  })

  it('growth of the volume over years is one note', () => {
    const dates = newYorkSessions(1250)
    const bars = cleanBars('AAA', dates)
    const growing = { ...bars, volume: bars.volume.map((value, i) => value * Math.exp((4 * i) / dates.length)) }
    const kinds = checkBars([{ bars: growing, faulty: new Map() }]).findings
    expect(kinds.map(({ kind, detail }) => [kind, /\d{4} is \d+ times that of 2019/.test(detail)])).toEqual([
      ['volume-growth', true],
    ])
  })

  it.each([
    [2, false],
    [0.5, false],
    [1.5, false],
    [0.3333, false],
    [1.25, false],
    [50, false],
    [1.231, true],
    [0.9641, true],
    [2.0131, true],
  ])('a stated split of %d is odd: %s', (ratio, odd) => {
    const group = changed(cleanGroup(SYMBOLS), 0, (bars) => ({
      ...bars,
      splits: bars.splits.map((_, i) => (i === 60 ? ratio : 0)),
    }))
    expect(found(group)).toEqual(odd ? [`odd-split AAA ${formatSession(days[60])}`] : [])
  })
})
