import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { columnOf } from '../../src/core/matrix.js'
import { alignBars, type AlignOptions } from '../../src/panel/align-bars.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import type { Panel } from '../../src/panel/panel.js'
import { barsOn, WEEK } from './fixture.js'

function align(assets: readonly SymbolBars[], change: Partial<AlignOptions> = {}): Panel {
  const benchmark = change.benchmark ?? barsOn('B', WEEK)
  return alignBars({
    assets,
    sectors: assets.map((_, i) => `sector-${i}`),
    benchmark,
    adjusted: true,
    simulated: false,
    locate: (symbol, session) => {
      const bars = [...assets, benchmark].find((candidate) => candidate.symbol === symbol)
      const file = `${symbol}.csv`
      return session === undefined || bars === undefined ? { file } : { file, line: bars.dates.indexOf(session) + 2 }
    },
    ...change,
  })
}

function refusal(act: () => unknown): DataError {
  try {
    act()
  } catch (error) {
    if (error instanceof DataError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const without = (...days: number[]): string[] => WEEK.filter((_, i) => !days.includes(i))

describe('alignBars', () => {
  it('puts every field of every symbol on one calendar', () => {
    const panel = align([barsOn('X', WEEK), barsOn('Y', WEEK, { close: Float64Array.of(1, 2, 3, 4, 5) })])
    expect([...panel.dates]).toEqual(WEEK.map(parseSession))
    expect(panel.assets).toEqual(['X', 'Y'])
    expect(panel.sectors).toEqual(['sector-0', 'sector-1'])
    expect(panel.benchmark).toBe('B')
    expect(panel.simulated).toBe(false)
    expect([...columnOf(panel.fields.close, 1)]).toEqual([1, 2, 3, 4, 5])
    for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) {
      expect(columnOf(panel.fields[field], 0)).toEqual(barsOn('X', WEEK)[field])
      expect(panel.series[`benchmark.${field}`]).toEqual(barsOn('B', WEEK)[field])
    }
  })

  it('a late start and an early end are missing, not filled', () => {
    const panel = align([barsOn('LATE', WEEK.slice(2)), barsOn('EARLY', WEEK.slice(0, 3))])
    expect([...columnOf(panel.fields.close, 0)]).toEqual([NaN, NaN, 100, 101, 102])
    expect([...columnOf(panel.fields.volume, 1)]).toEqual([1000, 1001, 1002, NaN, NaN])
  })

  it('takes the union of all sessions, the benchmark missing outside its life', () => {
    const panel = align([barsOn('X', WEEK)], { benchmark: barsOn('B', WEEK.slice(1, 4)) })
    expect(panel.dates).toHaveLength(5)
    expect([...panel.series['benchmark.close']]).toEqual([NaN, 100, 101, 102, NaN])
  })

  it('a gap is refused at the first row after it, in the file that has it', () => {
    const error = refusal(() => align([barsOn('X', WEEK), barsOn('Y', without(2))]))
    expect(error.location).toEqual({ file: 'Y.csv', line: 4, field: 'Date' })
    expect(error.message).toBe('Y.csv:4: Date: the session 2024-03-06 is missing, which "B" has: two calendars')
  })

  it('a gap of the benchmark is refused in its own file', () => {
    const broken = { benchmark: barsOn('B', without(1)) }
    const error = refusal(() => align([barsOn('X', WEEK), barsOn('Y', WEEK)], broken))
    expect(error.location).toEqual({ file: 'B.csv', line: 3, field: 'Date' })
  })

  it('a session that most others do not have is blamed on the file that has it', () => {
    const holiday = without(2)
    const error = refusal(() =>
      align([barsOn('X', holiday), barsOn('ODD', WEEK), barsOn('Y', holiday)], { benchmark: barsOn('B', holiday) }),
    )
    expect(error.location).toEqual({ file: 'ODD.csv', line: 4, field: 'Date' })
    expect(error.message).toBe('ODD.csv:4: Date: 2024-03-06 is no session of "B" and others: two calendars')
  })

  it('a symbol that is not yet or no longer listed has no vote', () => {
    const assets = [barsOn('X', without(2)), barsOn('LATE', WEEK.slice(3)), barsOn('GONE', WEEK.slice(0, 2))]
    expect(refusal(() => align(assets)).location).toMatchObject({ file: 'X.csv', line: 4 })
  })

  it('line numbers count the rows that the range leaves out', () => {
    const from = parseSession('2024-03-05')
    const error = refusal(() => align([barsOn('X', WEEK), barsOn('Y', without(3))], { from }))
    expect(error.location).toEqual({ file: 'Y.csv', line: 5, field: 'Date' })
    const oddError = refusal(() =>
      align([barsOn('X', without(3)), barsOn('ODD', WEEK), barsOn('Y', without(3))], {
        benchmark: barsOn('B', without(3)),
        from,
      }),
    )
    expect(oddError.location).toEqual({ file: 'ODD.csv', line: 5, field: 'Date' })
  })

  it('keeps the range asked for, both ends included; a gap outside it does not matter', () => {
    const range = { from: parseSession('2024-03-05'), to: parseSession('2024-03-07') }
    const panel = align([barsOn('X', WEEK)], range)
    expect([...columnOf(panel.fields.close, 0)]).toEqual([101, 102, 103])
    const week = [...WEEK, '2024-03-11', '2024-03-12']
    const gap = week.filter((date) => date !== '2024-03-11')
    const wide = { benchmark: barsOn('B', week), ...range }
    expect(align([barsOn('X', gap)], wide).dates).toHaveLength(3)
  })

  it('an asset without a session in the range is missing throughout', () => {
    const panel = align([barsOn('X', WEEK.slice(0, 1))], { from: parseSession('2024-03-06') })
    expect([...columnOf(panel.fields.close, 0)]).toEqual([NaN, NaN, NaN])
  })

  it('a range without a session is refused', () => {
    const error = refusal(() => align([barsOn('X', WEEK)], { from: parseSession('2030-01-01') }))
    expect(error.message).toBe('B.csv: Date: no session lies in the range asked for')
  })

  it('raw bars are adjusted for distributions too, as far as they have them, volumes for splits alone', () => {
    const raw = barsOn('X', WEEK, {
      close: Float64Array.of(200, 200, 90, 90, 90),
      volume: Float64Array.of(10, 10, 20, 20, 20),
      splits: Float64Array.of(0, 0, 2, 0, 0),
      distributions: Float64Array.of(0, 0, 10, 0, 0),
    })
    const { close, volume } = align([raw], { adjusted: false }).fields
    expect([...columnOf(close, 0)]).toEqual([90, 90, 90, 90, 90])
    expect([...columnOf(volume, 0)]).toEqual([20, 20, 20, 20, 20])
    // One after the range is not known within it.
    const early = align([raw], { adjusted: false, to: parseSession(WEEK[1]) })
    expect([...columnOf(early.fields.close, 0)]).toEqual([200, 200])
  })

  it('raw bars are adjusted for splits: prices and volumes are continuous', () => {
    const raw = barsOn('X', WEEK, {
      close: Float64Array.of(200, 202, 101, 102, 103),
      volume: Float64Array.of(500, 500, 1000, 1000, 1000),
      splits: Float64Array.of(0, 0, 2, 0, 0),
    })
    const panel = align([raw], { adjusted: false })
    expect([...columnOf(panel.fields.close, 0)]).toEqual([100, 101, 101, 102, 103])
    expect([...columnOf(panel.fields.volume, 0)]).toEqual([1000, 1000, 1000, 1000, 1000])
    expect([...columnOf(align([raw]).fields.close, 0)], 'adjusted bars stay').toEqual([200, 202, 101, 102, 103])
  })

  it('a split after the range leaves what lies in it alone: it is not known yet', () => {
    const raw = barsOn('X', WEEK, { splits: Float64Array.of(0, 0, 0, 0, 2) })
    const panel = align([raw], { adjusted: false, to: parseSession('2024-03-07') })
    expect([...columnOf(panel.fields.close, 0)]).toEqual([100, 101, 102, 103])
  })

  it('leaves the bars as they were', () => {
    const bars = barsOn('X', WEEK, { splits: Float64Array.of(0, 2, 0, 0, 0) })
    const copy = structuredClone(bars)
    align([bars], { adjusted: false })
    expect(bars).toEqual(copy)
  })
})
