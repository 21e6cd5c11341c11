import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { dateTicks, linearTicks, logTicks } from '../../src/export/axis-ticks.js'

describe('linearTicks', () => {
  it('are round numbers around the range', () => {
    expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(linearTicks(-0.34, 0, 5)).toEqual([-0.4, -0.3, -0.2, -0.1, 0])
    expect(linearTicks(99_100, 152_000, 5)).toEqual([80_000, 100_000, 120_000, 140_000, 160_000])
  })

  it('exist for a range of no width', () => {
    expect(linearTicks(0, 0, 5).length).toBeGreaterThan(1)
    expect(linearTicks(7, 7, 5)[0]).toBeLessThanOrEqual(7)
  })

  it('ascend and cover the range', () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(value, fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (low, span) => {
        const ticks = linearTicks(low, low + span, 5)
        const step = ticks[1] - ticks[0]
        expect(ticks[0]).toBeLessThanOrEqual(low + step * 1e-6)
        expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(low + span - step * 1e-6)
        expect(ticks.length).toBeLessThanOrEqual(8)
        for (let i = 1; i < ticks.length; i++) expect(ticks[i]).toBeGreaterThan(ticks[i - 1])
      }),
    )
  })
})

describe('logTicks', () => {
  it('are 1, 2, 5 times powers of ten, powers alone over many decades, linear under half a decade', () => {
    expect(logTicks(0.8, 12, 5)).toEqual([0.5, 1, 2, 5, 10, 20])
    expect(logTicks(1, 100_000, 5)).toEqual([1, 10, 100, 1000, 10_000, 100_000])
    expect(logTicks(100, 180, 5)).toEqual([100, 120, 140, 160, 180])
  })

  it('are positive and ascend for every range', () => {
    const value = fc.double({ min: 1e-9, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(value, value, (a, b) => {
        const ticks = logTicks(Math.min(a, b), Math.max(a, b), 5)
        expect(ticks.length).toBeGreaterThan(0)
        expect(ticks.length).toBeLessThan(13)
        expect(ticks[0]).toBeGreaterThan(0)
        for (let i = 1; i < ticks.length; i++) expect(ticks[i]).toBeGreaterThan(ticks[i - 1])
      }),
    )
  })
})

describe('dateTicks', () => {
  const ticks = (from: string, to: string): string[] =>
    dateTicks(parseSession(from), parseSession(to), 10).map(({ at, label }) => `${formatSession(at)} ${label}`)

  it('are the first days of years, and of months in a short range', () => {
    expect(ticks('2015-03-05', '2022-11-30')).toEqual([
      '2016-01-01 2016',
      '2017-01-01 2017',
      '2018-01-01 2018',
      '2019-01-01 2019',
      '2020-01-01 2020',
      '2021-01-01 2021',
      '2022-01-01 2022',
    ])
    expect(ticks('2024-11-05', '2025-02-10')).toEqual([
      '2024-12-01 2024-12',
      '2025-01-01 2025-01',
      '2025-02-01 2025-02',
    ])
  })

  it('skip years over a long range', () => {
    expect(ticks('1999-01-04', '2025-12-31').map((tick) => tick.slice(0, 4))).toEqual([
      '2000',
      '2005',
      '2010',
      '2015',
      '2020',
      '2025',
    ])
  })

  it('are none within a single day', () => {
    expect(ticks('2025-03-04', '2025-03-04')).toEqual([])
  })
})
