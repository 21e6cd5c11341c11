import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import { cells, MARGIN, marketOf, run, typesOf } from './small-ledger.js'

describe('margin', () => {
  it('a short position earns what the price falls, its proceeds lie in cash', () => {
    const { equity, cash } = run(marketOf([10, 10, 8]), [[0, -1]], MARGIN)
    expect([...cash]).toEqual([1000, 2000, 2000])
    expect([...equity]).toEqual([1000, 1000, 1200])
  })

  it('without an account for it, short and borrowed positions are refused, and with it those beyond the initial margin', () => {
    const flat = marketOf([10, 10])
    expect(() => run(flat, [[0, -0.1]])).toThrow('weight "-0.1" at row 0, expected a fraction of 0 or more')
    expect(() => run(flat, [[0, 1.2]])).toThrow('sum to "1.2", expected 1 or less')
    expect(() => run(flat, [[0, -2.5]], MARGIN)).toThrow(
      'weights at row 0 have a gross exposure of "2.5", expected 2 or less (margin.initial 0.5)',
    )
    expect(() => run(flat, [[0, NaN]], MARGIN)).toThrow(ConfigError)
  })

  it('the books stay balanced when a short position loses far more than there ever was', () => {
    const { equity, cash, invested } = run(marketOf([1.7, 1.7, 3.1e12, 7.3e13, 1.1e13]), [[0, -1]], MARGIN)
    expect(equity[2]).toBeLessThan(-1e15)
    for (const [i, value] of equity.entries())
      expect(Math.abs(cash[i] + invested[i] - value)).toBeLessThanOrEqual(1e-9 * Math.abs(equity[2]) * 100)
  })

  it('a margin call scales positions back at the next session, in proportion, unless something else is decided', () => {
    const market = marketOf([10, 10, 6, 6, 6], [10, 10, 10, 10, 10])
    const called = run(market, [[0, 1.5, 0.5]], MARGIN)
    // 150 x 6 + 50 x 10 = 1400, borrowed 1000: 400 are left, more than a quarter.
    expect(typesOf(called)).toEqual(['1 fill', '1 fill'])
    const deeper = run(marketOf([10, 10, 5, 5, 5], [10, 10, 10, 10, 10]), [[0, 1.5, 0.5]], MARGIN)
    // 750 + 500 = 1250 against 250 of equity, a fifth: down to 500, three fifths of them in the first.
    expect(typesOf(deeper)).toEqual(['1 fill', '1 fill', '2 margin-call', '3 fill', '3 fill'])
    expect([...deeper.shares.slice(6, 8)]).toEqual([60, 20])
    expect(deeper.cash[3]).toBeCloseTo(-250, 9)
    const decided = run(
      marketOf([10, 10, 5, 5, 5], [10, 10, 10, 10, 10]),
      [
        [0, 1.5, 0.5],
        [2, 0, 1],
      ],
      MARGIN,
    )
    expect([...decided.shares.slice(6, 8)]).toEqual([0, 25])
  })

  it('equity of exactly the maintenance margin calls for nothing, a little less does', () => {
    // Short 100 at 10, then at 16: 2000 - 1600 is a quarter of 1600.
    expect(typesOf(run(marketOf([10, 10, 16, 16]), [[0, -1]], MARGIN))).toEqual(['1 fill'])
    expect(typesOf(run(marketOf([10, 10, 16.01, 16.01]), [[0, -1]], MARGIN))).toEqual([
      '1 fill',
      '2 margin-call',
      '3 fill',
    ])
  })

  it('when nothing is left all is closed once, nothing is decided any more, and what is owed stays owed', () => {
    const { equity, shares, trades, events } = run(
      marketOf([10, 10, 30, 30, 5, 5]),
      [
        [0, -1],
        [3, 1],
      ],
      MARGIN,
    )
    expect([...equity]).toEqual([1000, 1000, -1000, -1000, -1000, -1000])
    expect([...shares]).toEqual([0, -100, -100, 0, 0, 0])
    expect(trades).toHaveLength(2)
    expect(events.map(({ type, dateIndex, value }) => [dateIndex, type, value])).toEqual([
      [1, 'fill', 10],
      [2, 'ruin', -1000],
      [3, 'fill', 30],
    ])
  })

  it('a ruined account is closed in as many sessions as prices and volumes need, whatever is decided meanwhile', () => {
    const volumes = [1000, 1000, 600, 600, 600, 600, 600].map((volume, row) => [row, volume] as const)
    const market = { ...marketOf([10, 10, 30, NaN, 30, 20, 20]), volume: cells(7, ...volumes) }
    const { equity, shares, events } = run(
      market,
      [
        [0, -1],
        [2, 1],
        [3, -1],
        [5, 1],
      ],
      { ...MARGIN, costs: { maxParticipation: 0.1 }, delisting: { after: 5 } },
    )
    // No price first, then 60 a session: the rest is bought back at 20, and what it falls still counts.
    expect([...shares]).toEqual([0, -100, -100, -100, -40, 0, 0])
    expect([...equity]).toEqual([1000, 1000, -1000, -1000, -1000, -600, -600])
    expect(events.filter(({ type }) => type !== 'fill').map(({ type, value }) => [type, value])).toEqual([
      ['ruin', -1000],
    ])
  })

  it('nothing left is ruin where positions are lent for; without, a price of 0 may recover', () => {
    const risen = marketOf([10, 10, 20, 20, 10])
    expect(typesOf(run(risen, [[0, -1]], MARGIN))).toEqual(['1 fill', '2 ruin', '3 fill'])
    const recovered = run(marketOf([10, 10, 0, 10]), [[0, 1]])
    expect([...recovered.equity]).toEqual([1000, 1000, 0, 1000])
    expect(typesOf(recovered)).toEqual(['1 fill'])
  })
})
