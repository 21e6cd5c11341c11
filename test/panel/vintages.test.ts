import { describe, expect, it } from 'vitest'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { keepSessions, type SymbolBars } from '../../src/panel/bars.js'
import { totalReturnBars } from '../../src/panel/total-return.js'
import { compareVintages } from '../../src/panel/vintages.js'
import { barsOn } from './fixture.js'
import { haveFunds, readFund, readRawFund } from './fund-bars.js'

const DATES = Array.from({ length: 28 }, (_, i) => `2024-02-${String(i + 1).padStart(2, '0')}`)
const copy = barsOn('A', DATES)

function withClose(bars: SymbolBars, edit: (close: number, row: number) => number): SymbolBars {
  return { ...bars, close: bars.close.map(edit) }
}

describe('compareVintages', () => {
  it('the same copy, longer or rounded, is identical', () => {
    expect(
      compareVintages(
        keepSessions(copy, (day) => day < copy.dates[20]),
        copy,
      ),
    ).toMatchObject({
      kind: 'identical',
      common: 20,
      factor: 1,
    })
    expect(
      compareVintages(
        withClose(copy, (close) => close * 1.0003),
        copy,
      ).kind,
    ).toBe('identical')
  })

  it('one factor for all is rescaled', () => {
    expect(
      compareVintages(
        copy,
        withClose(copy, (close) => close / 2),
      ),
    ).toMatchObject({
      kind: 'rescaled',
      factor: 0.5,
      steps: [],
      changed: [],
    })
  })

  it('a factor that begins within the history is a restatement, with the session from which it does not hold', () => {
    const { kind, factor, steps, changed } = compareVintages(
      copy,
      withClose(copy, (close, row) => close * (row < 10 ? 0.97 : 1)),
    )
    expect({ kind, factor, changed }).toEqual({ kind: 'restated', factor: 1, changed: [] })
    expect(steps.map(({ session }) => formatSession(session))).toEqual(['2024-02-11'])
    expect(steps[0].factor).toBeCloseTo(0.97, 12)
  })

  it('single sessions that differ are named, also the last one', () => {
    const newer = withClose(copy, (close, row) => (row === 5 || row === 27 ? close * 1.02 : close))
    const { kind, changed, steps } = compareVintages(copy, newer)
    expect({ kind, steps }).toEqual({ kind: 'restated', steps: [] })
    expect(changed.map(formatSession)).toEqual(['2024-02-28', '2024-02-06'])
  })

  it('sessions that came or went are named', () => {
    const without = (row: number): SymbolBars => keepSessions(copy, (day) => day !== copy.dates[row])
    const { kind, onlyOlder, onlyNewer } = compareVintages(without(3), without(8))
    expect({ kind, onlyOlder: onlyOlder.map(formatSession), onlyNewer: onlyNewer.map(formatSession) }).toEqual({
      kind: 'restated',
      onlyOlder: ['2024-02-09'],
      onlyNewer: ['2024-02-04'],
    })
  })

  it('copies without a common session can not be compared', () => {
    const { common, factor } = compareVintages(barsOn('A', ['2020-01-02']), copy)
    expect({ common, factor }).toEqual({ common: 0, factor: NaN })
  })
})

describe.skipIf(!haveFunds('vintages of XLK'))('XLK before and after its split', () => {
  const { adjusted, events } = readFund('XLK')
  const raw = readRawFund('XLK')
  const row = raw.dates.indexOf(parseSession('2024-12-30'))
  const takenOn = (date: string): SymbolBars => totalReturnBars(keepSessions(raw, (day) => day <= parseSession(date)))

  it('2024-12-30 closed at 234.47; a copy of April 2025 reads 234.06, ours 116.51', () => {
    expect(raw.close[row].toFixed(2)).toBe('234.47')
    expect(takenOn('2025-04-15').close[row].toFixed(2)).toBe('234.06')
    expect(adjusted.close[row].toFixed(2)).toBe('116.51')
  })

  it('the factor is one half by the split, the rest the three dividends since', () => {
    const older = takenOn('2025-04-15')
    const { kind, common, factor, parts } = compareVintages(older, adjusted, { events })
    expect({ kind, common }).toEqual({ kind: 'rescaled', common: older.dates.length })
    expect(factor).toBeCloseTo(116.51 / 234.06, 4)
    expect(parts?.splits).toBe(0.5)
    // 1 - D / close before, for 0.199, 0.179 and 0.219 on shares worth 115 to 146.
    expect(parts?.distributions).toBeCloseTo(0.99555, 5)
    expect(parts?.rest).toBeCloseTo(1, 10)
  })

  it('three closes moved by 0.3 percent are found among 6,000', () => {
    const days = ['2015-08-24', '2016-06-24', '2020-03-16'].map(parseSession)
    const restated = withClose(adjusted, (close, i) => (days.includes(adjusted.dates[i]) ? close * 1.003 : close))
    const { changed, steps } = compareVintages(takenOn('2025-04-15'), restated, { events })
    expect({ changed, steps }).toEqual({ changed: days.reverse(), steps: [] })
  })
})
