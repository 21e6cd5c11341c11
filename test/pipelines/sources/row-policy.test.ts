import { describe, expect, it } from 'vitest'
import type { BarFault } from '../../../datasets/bars/bar-fault.js'
import type { SourcedBars } from '../../../pipelines/sources/assemble-panel.js'
import { rowPolicy } from '../../../pipelines/sources/row-policy.js'
import { parseSession } from '../../../src/core/calendar.js'

const DAYS = ['2020-01-02', '2020-01-03', '2020-01-06']

function source(symbol: string): SourcedBars {
  const values = Float64Array.from(DAYS, (_, i) => i + 1)
  const dates = Int32Array.from(DAYS, parseSession)
  const bars = { symbol, dates, open: values, high: values, low: values, close: values, volume: values, splits: values }
  return { bars, file: `${symbol}.csv`, lineOf: (session) => dates.indexOf(session) + 2 }
}

const fault = (symbol: string, day: string): BarFault => ({
  kind: 'zero-price',
  file: `${symbol}.csv`,
  line: 4,
  field: 'Close',
  date: parseSession(day),
  symbol,
  problem: '0 is zero, expected a price above 0',
})

describe('rows that an experiment leaves out', () => {
  it('are left out, the others stay', () => {
    const policy = rowPolicy([{ symbol: 'A', date: '2020-01-03' }], 'refuse')
    const [a, b] = policy.dropFrom([source('A'), source('B')])
    expect([...a.bars.close]).toEqual([1, 3])
    expect([...b.bars.close]).toEqual([1, 2, 3])
    expect(policy.leftOut()).toEqual([])
  })

  it('that are at fault are no error, and are listed', () => {
    const policy = rowPolicy([{ symbol: 'A', date: '2020-01-07' }], 'refuse')
    policy.onFault(fault('A', '2020-01-07'))
    expect(policy.dropFrom([source('A')])[0].bars.dates).toHaveLength(3)
    expect(policy.leftOut()).toEqual(['A 2020-01-07 line 4 Close: 0 is zero, expected a price above 0'])
  })

  it('go altogether where one of two rows of the day is at fault', () => {
    const policy = rowPolicy([{ symbol: 'A', date: '2020-01-03' }], 'refuse')
    policy.onFault({ ...fault('A', '2020-01-03'), kind: 'duplicate-date', problem: 'stands twice' })
    expect([...policy.dropFrom([source('A')])[0].bars.close]).toEqual([1, 3])
  })

  it('must be there', () => {
    const absent = rowPolicy([{ symbol: 'A', date: '2020-01-05' }], 'refuse')
    expect(() => absent.dropFrom([source('A')])).toThrow(
      'A.csv: Date: has no row 2020-01-05, which the experiment drops',
    )
    const unread = rowPolicy([{ symbol: 'AB', date: '2020-01-03' }], 'leave-out')
    expect(() => unread.dropFrom([source('A')])).toThrow('data.drop: "AB" is no symbol of the data, the nearest is "A"')
  })

  it('at fault and not named end the run, or are left out and listed', () => {
    expect(() => {
      rowPolicy([{ symbol: 'A', date: '2020-01-06' }], 'refuse').onFault(fault('A', '2020-01-03'))
    }).toThrow('A.csv:4: Close: 0 is zero')
    expect(() => {
      rowPolicy([{ symbol: 'B', date: '2020-01-03' }], 'refuse').onFault(fault('A', '2020-01-03'))
    }).toThrow('A.csv:4: Close: 0 is zero')
    const lenient = rowPolicy([], 'leave-out')
    lenient.onFault(fault('A', '2020-01-03'))
    expect(lenient.leftOut()).toHaveLength(1)
  })
})
