import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { sessionsBetween } from '../../src/core/exchanges/sessions.js'
import { createRandom } from '../../src/core/random.js'
import { keepSessions, type SymbolBars } from '../../src/panel/bars.js'
import { spliceProxy, withoutSynthetic, type SpliceOverlap } from '../../src/panel/splice.js'
import { REAL_DATA } from '../fixtures/command-line.js'
import { haveFunds, readFund } from './fund-bars.js'

const golden = JSON.parse(readFileSync('test/golden/adjust.json', 'utf8')) as {
  readonly overlap: Readonly<Record<string, SpliceOverlap>>
}

const SESSIONS = sessionsBetween('NYSE', parseSession('2010-01-04'), parseSession('2010-12-31'))

/** A market and a price that follows it with a beta and some noise of its own. */
function follower(symbol: string, seed: number, beta = 1, noise = 0.002): SymbolBars {
  const [market, own] = [createRandom(1, 'market'), createRandom(seed, symbol)]
  let price = 10 * seed
  const close = Float64Array.from(SESSIONS, () => {
    price *= Math.exp(beta * 0.02 * (market.uniform() - 0.5) + noise * (own.uniform() - 0.5))
    return price
  })
  const times = (factor: number): Float64Array => close.map((value) => value * factor)
  const n = SESSIONS.length
  const volume = new Float64Array(n).fill(100)
  return {
    symbol,
    dates: SESSIONS,
    open: times(1.001),
    high: times(1.01),
    low: times(0.99),
    close,
    volume,
    splits: new Float64Array(n),
  }
}

const from = (bars: SymbolBars, date: string): SymbolBars => keepSessions(bars, (day) => day >= parseSession(date))
const target = from(follower('T', 2), '2010-06-01')
const proxy = follower('P', 3)

describe('spliceProxy', () => {
  it('extends the history with the proxy’s returns, at the target’s level', () => {
    const { bars, synthetic, joint, scale } = spliceProxy(target, proxy, { exchange: 'NYSE' })
    const n = synthetic.filter((flag) => flag === 1).length
    expect(formatSession(joint)).toBe('2010-06-01')
    expect(bars.dates).toEqual(SESSIONS)
    expect(n).toBe(SESSIONS.length - target.dates.length)
    expect([...synthetic]).toEqual(Array.from(SESSIONS, (day) => (day < joint ? 1 : 0)))
    for (let row = 1; row <= n; row++)
      expect(bars.close[row] / bars.close[row - 1]).toBeCloseTo(proxy.close[row] / proxy.close[row - 1], 12)
    expect(proxy.close[n] * scale).toBeCloseTo(target.close[0], 12)
    expect(bars.high[0] / bars.low[0]).toBeCloseTo(proxy.high[0] / proxy.low[0], 12)
    expect([...bars.volume.subarray(0, n)]).toEqual(new Array(n).fill(0))
    expect(bars.symbol).toBe('T')
  })

  it('synthetic rows can be taken out again, to the last bit', () => {
    expect(withoutSynthetic(spliceProxy(target, proxy))).toEqual(target)
    const later = { ...target, distributions: target.close.map(() => 0.1) }
    expect(withoutSynthetic(spliceProxy(later, proxy, { at: parseSession('2010-07-01') }))).toEqual(
      from(later, '2010-07-01'),
    )
  })

  it('is not moved by the level of the proxy', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (level) => {
        const scaled = { ...proxy, close: proxy.close.map((price) => price * level) }
        const { close } = spliceProxy(target, scaled).bars
        const { close: expected } = spliceProxy(target, proxy).bars
        for (let row = 0; row < close.length; row++) expect(close[row] / expected[row]).toBeCloseTo(1, 10)
      }),
    )
  })

  it('reports beta and tracking error of the overlap', () => {
    const half = spliceProxy(target, follower('P', 3, 0.5, 0)).overlap
    expect(half.returns).toBe(target.dates.length - 1)
    expect(half.beta).toBeGreaterThan(1.9)
    expect(half.beta).toBeLessThan(2.1)
    const same = spliceProxy(target, follower('T', 2)).overlap
    expect(same.correlation).toBeCloseTo(1, 12)
    expect(same.trackingError).toBeCloseTo(0, 12)
  })

  it('marks what is made of a simulated proxy', () => {
    expect(spliceProxy(target, { ...proxy, simulated: true }).bars.simulated).toBe(true)
    expect(spliceProxy(target, proxy).bars.simulated).toBeUndefined()
  })

  it('refuses gaps, before the joint and in the overlap', () => {
    const lacking = (bars: SymbolBars, date: string): SymbolBars =>
      keepSessions(bars, (day) => day !== parseSession(date))
    expect(() => spliceProxy(target, lacking(proxy, '2010-03-10'), { exchange: 'NYSE' })).toThrow(
      /^P: Date: 2010-03-10 is missing, a session of NYSE before the joint/,
    )
    const fortnight = keepSessions(proxy, (day) => day < parseSession('2010-03-01') || day > parseSession('2010-03-12'))
    expect(() => spliceProxy(target, fortnight)).toThrow(/P: Date: 2010-03-15 comes 17 days after the session before/)
    expect(() => spliceProxy(target, lacking(proxy, '2010-08-10'))).toThrow(/^P: Date: 2010-08-10 is missing.*overlap/)
    expect(() => spliceProxy(lacking(target, '2010-08-10'), proxy)).toThrow(/^T: Date: 2010-08-10 is missing.*overlap/)
  })

  it('refuses a joint that is none, and an overlap that is short or unlike', () => {
    expect(() => spliceProxy(target, target)).toThrow(/proxy "T" of "T": has no session before the joint/)
    expect(() => spliceProxy(target, from(proxy, '2010-06-02'))).toThrow(
      /joint must be a session of both, "2010-06-01"/,
    )
    expect(() =>
      spliceProxy(
        keepSessions(target, () => false),
        proxy,
      ),
    ).toThrow(/session of both, "none"/)
    expect(() => spliceProxy(from(target, '2010-12-01'), proxy)).toThrow(/overlap of 21 returns, expected 60 or more/)
    expect(() => spliceProxy(target, follower('P', 3, 0, 0.02))).toThrow(/correlation -?0\.\d{3}, expected 0.5 or more/)
    const flat = { ...proxy, close: proxy.close.map(() => 5) }
    expect(() => spliceProxy(target, flat)).toThrow(/correlation NaN, expected 0.5/)
  })
})

describe.skipIf(!haveFunds('proxies of the real funds'))('the real funds', () => {
  it.each([
    ['XLC', 'XLK', 4_903],
    ['XLRE', 'XLF', 4_225],
    ['XLRE', 'XLU', 4_225],
  ])('%s extended by %s to 1998, with the overlap of the golden computation', (symbol, other, rows) => {
    const own = readFund(symbol).adjusted
    const { bars, synthetic, overlap } = spliceProxy(own, readFund(other).adjusted, { exchange: 'NYSE' })
    expect(formatSession(bars.dates[0])).toBe('1998-12-22')
    expect(synthetic.reduce((sum, flag) => sum + flag, 0)).toBe(rows)
    const { returns, ...expected } = golden.overlap[`${symbol}/${other}`]
    expect(overlap.returns).toBe(returns)
    for (const [name, value] of Object.entries(expected))
      expect(overlap[name as keyof SpliceOverlap]).toBeCloseTo(value, 10)
  })

  it('XLK is extended to 1926 by French’s industry HiTec, Saturdays and all', () => {
    const text = readFileSync(join(REAL_DATA, 'french/10_Industry_Portfolios_Daily.csv'), 'utf8')
    const rows = text.split('\n').filter((row) => /^\s*\d{8},/.test(row))
    const dates = Int32Array.from(rows, (row) => parseSession(row.trim().replace(/^(.{4})(..)(..).*$/, '$1-$2-$3')))
    let level = 1
    const close = Float64Array.from(rows, (row) => (level *= 1 + Number(row.split(',')[5]) / 100))
    const flat = new Float64Array(rows.length)
    const hiTec: SymbolBars = {
      symbol: 'HiTec',
      dates,
      ...{ open: close, high: close, low: close, close },
      ...{ volume: flat, splits: flat },
    }
    const { bars, synthetic, overlap } = spliceProxy(readFund('XLK').adjusted, hiTec, { exchange: 'NYSE' })
    expect(formatSession(bars.dates[0])).toBe('1926-07-01')
    expect(synthetic.length).toBe(19_353 + 6_823)
    expect(overlap.correlation).toBeGreaterThan(0.95)
    expect(overlap.beta).toBeGreaterThan(0.85)
    expect(overlap.trackingError).toBeLessThan(0.1)
  })
})
