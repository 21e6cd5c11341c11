import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepSessions, type SymbolBars } from '../../src/panel/bars.js'
import { sectorIndices, type SectorIndex } from '../../src/panel/sector-index.js'

/** Bars from [session, open, close, volume]. */
function stock(symbol: string, rows: readonly (readonly [number, number, number, number])[]): SymbolBars {
  const column = (i: number): Float64Array => Float64Array.from(rows, (row) => row[i])
  const close = column(2)
  return {
    symbol,
    dates: Int32Array.from(rows, ([session]) => session),
    open: column(1),
    high: close,
    low: close,
    close,
    volume: column(3),
    splits: new Float64Array(rows.length),
  }
}

const equal = (): number => 1
const banks = (): string => 'banks'

function only(indices: readonly SectorIndex[]): SectorIndex {
  expect(indices).toHaveLength(1)
  return indices[0]
}

describe('sectorIndices', () => {
  const a = stock('A', [
    [1, 10, 10, 100],
    [2, 11, 12, 100],
    [3, 12, 12, 50],
  ])
  const b = stock('B', [
    [1, 50, 50, 10],
    [2, 50, 45, 10],
    [3, 45, 54, 10],
  ])

  it('compounds the mean return of the members from 100, at their closes and openings', () => {
    const { bars, members, breadth, dispersion } = only(
      sectorIndices({ stocks: [a, b], sectorOf: banks, weightOf: equal }),
    )
    expect([...bars.dates]).toEqual([1, 2, 3])
    // Session 2: +20% and -10%; openings +10% and 0. Session 3: 0 and +20%.
    expect([...bars.close]).toEqual([100, 105, expect.closeTo(115.5, 12)])
    expect([...bars.open]).toEqual([100, 105, 105])
    expect([...members]).toEqual([0, 2, 2])
    expect([...breadth]).toEqual([NaN, 0.5, 0.5])
    expect(dispersion[1]).toBeCloseTo(0.15, 12)
    // Value traded: 10 x 100 + 50 x 10 = 1500 on the first session.
    expect(bars.volume[0] * bars.close[0]).toBeCloseTo(1500, 9)
    expect([...bars.high].every(Number.isNaN)).toBe(true)
  })

  it('weights by what was known the session before', () => {
    const asked: [string, number][] = []
    const { bars } = only(
      sectorIndices({
        stocks: [a, b],
        sectorOf: banks,
        weightOf: (symbol, session) => {
          asked.push([symbol, session])
          return symbol === 'A' ? 3 : 1
        },
      }),
    )
    expect(bars.close[1]).toBeCloseTo(100 * (1 + (3 * 0.2 - 0.1) / 4), 12)
    expect(asked).toEqual([
      ['A', 1],
      ['B', 1],
      ['A', 2],
      ['B', 2],
    ])
  })

  it('leaves out a stock without a weight, and a sector change counts from the session after', () => {
    const sectorOf = (symbol: string, session: number): string | undefined =>
      symbol === 'A' ? (session < 2 ? 'old' : 'new') : undefined
    const indices = sectorIndices({ stocks: [a, b], sectorOf, weightOf: equal })
    expect(indices.map(({ sector }) => sector)).toEqual(['new', 'old'])
    expect([...indices[1].bars.close]).toEqual([100, 120, NaN])
    expect([...indices[0].bars.close]).toEqual([100, 100])
    expect([...indices[0].bars.dates]).toEqual([2, 3])
    expect(sectorIndices({ stocks: [a, b], sectorOf: banks, weightOf: () => NaN })).toEqual([])
  })

  it('lets a suspended stock stand at its last price until it trades again, or its patience ends', () => {
    const gap = stock('G', [
      [1, 10, 10, 1],
      [4, 20, 20, 1],
      [5, 20, 20, 1],
    ])
    const other = stock(
      'O',
      [1, 2, 3, 4, 5].map((session) => [session, 10, 10, 1] as const),
    )
    const patient = only(sectorIndices({ stocks: [gap, other], sectorOf: banks, weightOf: equal }))
    expect([...patient.bars.close]).toEqual([100, 100, 100, 150, 150])
    expect([...patient.members]).toEqual([0, 2, 2, 2, 2])
    const hasty = only(sectorIndices({ stocks: [gap, other], sectorOf: banks, weightOf: equal, patience: 1 }))
    expect([...hasty.bars.close]).toEqual([100, 100, 100, 100, 100])
    expect([...hasty.members]).toEqual([0, 2, 1, 1, 2])
  })

  it('has no price while it has no member, and goes on from its last level', () => {
    const alone = stock('A', [
      [1, 10, 10, 5],
      [2, 11, 11, 5],
      [6, 30, 30, 5],
      [7, 33, 33, 5],
    ])
    const clock = stock(
      'C',
      [1, 2, 3, 4, 5, 6, 7].map((session) => [session, 1, 1, 1] as const),
    )
    const sectorOf = (symbol: string): string => (symbol === 'A' ? 'banks' : 'clocks')
    const [{ bars, members, breadth, dispersion }] = sectorIndices({
      stocks: [alone, clock],
      sectorOf,
      weightOf: equal,
      patience: 2,
    })
    expect([...members]).toEqual([0, 1, 1, 1, 0, 0, 1])
    // The jump over the suspension was nobody's: the stock had left before.
    const levels = [100, 110, 110, 110, NaN, NaN, 121]
    expect(Array.from(bars.close, (level) => Math.round(1e9 * level) / 1e9)).toEqual(levels)
    for (const values of [bars.open, bars.close, bars.volume, breadth, dispersion])
      expect([values[4], values[5]]).toEqual([NaN, NaN])
  })

  it('members that all do the same have no dispersion, to the last bit', () => {
    const stocks = ['A', 'B', 'C'].map((symbol) =>
      stock(symbol, [
        [1, 3, 3, 1],
        [2, 3.1, 3.3, 1],
      ]),
    )
    expect(only(sectorIndices({ stocks, sectorOf: banks, weightOf: equal })).dispersion[1]).toBe(0)
  })

  it('refuses to make something of nothing', () => {
    expect(() => sectorIndices({ stocks: [], sectorOf: banks, weightOf: equal })).toThrow('there are no stocks')
  })

  const market = fc
    .array(
      fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0.5, max: 2, noNaN: true })), { minLength: 12, maxLength: 12 }),
      { minLength: 2, maxLength: 4 },
    )
    .map((walks) =>
      walks.map((walk, s) => {
        let price = 10 + s
        const rows = walk.map(([trades, factor], session) => {
          price *= factor
          return { trades, row: [session, price, price, 1] as const }
        })
        return stock(
          `S${s}`,
          rows.filter(({ trades }, i) => trades || i === 0).map(({ row }) => row),
        )
      }),
    )

  it('does not change its past when sessions are added', () => {
    fc.assert(
      fc.property(market, fc.integer({ min: 2, max: 11 }), (stocks, end) => {
        const options = { sectorOf: banks, weightOf: equal, patience: 3 }
        const [whole] = sectorIndices({ ...options, stocks })
        const [part] = sectorIndices({
          ...options,
          stocks: stocks.map((bars) => keepSessions(bars, (session) => session < end)),
        })
        const n = part?.bars.dates.length ?? 0
        expect([...(part?.bars.close ?? [])]).toEqual([...whole.bars.close.subarray(0, n)])
        expect([...(part?.breadth ?? [])]).toEqual([...whole.breadth.subarray(0, n)])
      }),
    )
  })

  it('with one stock is that stock', () => {
    fc.assert(
      fc.property(market, ([first]) => {
        if (first.dates.length < 2) return
        const { bars } = only(sectorIndices({ stocks: [first], sectorOf: banks, weightOf: equal }))
        for (let i = 0; i < bars.dates.length; i++)
          expect(bars.close[i] / bars.close[0]).toBeCloseTo(first.close[i] / first.close[0], 9)
      }),
    )
  })
})
