import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inverseFundOf } from '../../datasets/registry/instruments.js'
import { parseExperiment } from '../../pipelines/experiment.js'
import { prepare } from '../../pipelines/prepare.js'
import { assetsAlone, carriedWith, exposuresOf, withInverseFunds } from '../../pipelines/traded-market.js'
import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { parseSession } from '../../src/core/calendar.js'
import { columnOf, createMatrix, rowOf, setColumn, viewRows, type Matrix } from '../../src/core/matrix.js'
import { tradedDecisions, type Weights } from '../../src/decide/weights.js'
import { REAL_DATA } from '../fixtures/command-line.js'

interface Case {
  readonly fill: 'open' | 'close'
  readonly equity: readonly number[]
  readonly last: number
  readonly funds: Readonly<Record<string, readonly number[]>>
}
type Prices = Readonly<Record<string, readonly number[]>>
interface Golden {
  readonly hand: {
    readonly days: readonly string[]
    readonly open: Prices
    readonly close: Prices
    readonly terms: Omit<BacktestOptions, 'fill'> & { readonly annualFee: number; readonly cashRate: number }
    readonly funds: Readonly<Record<string, { readonly symbol: string; readonly leverage: number }>>
    readonly decided: readonly { readonly row: number; readonly weights: Readonly<Record<string, number>> }[]
    readonly cases: readonly Case[]
  }
  readonly real: {
    readonly from: string
    readonly to: string
    readonly symbols: readonly string[]
    readonly first: number
    readonly sessions: number
    readonly cases: readonly Case[]
  }
}
const { hand, real } = JSON.parse(readFileSync('test/golden/inverse-funds.json', 'utf8')) as Golden
const margin = { initial: 0.5, maintenance: 0.25 }
const { annualFee, ...terms } = hand.terms

function matrix(columns: readonly (readonly number[])[]): Matrix {
  const out = createMatrix(columns[0].length, columns.length)
  for (const [col, values] of columns.entries()) setColumn(out, col, values)
  return out
}

/** What of a panel a market of funds is made from. */
function panelOf(days: readonly string[], symbols: readonly string[], open: Prices, close: Prices) {
  const fields = {
    open: matrix(symbols.map((symbol) => open[symbol])),
    close: matrix(symbols.map((symbol) => close[symbol])),
  }
  return {
    dates: Int32Array.from(days, parseSession),
    assets: symbols,
    sectors: symbols.map((symbol) => `sector of ${symbol}`),
    fields: { ...fields, high: fields.close, low: fields.close, volume: fields.close },
  }
}

const assets = Object.keys(hand.close)
const handPanel = panelOf(hand.days, assets, hand.open, hand.close)
const handMarket: Market = {
  open: handPanel.fields.open,
  close: handPanel.fields.close,
  dates: handPanel.dates,
  splits: createMatrix(10, 3, 0),
  volume: createMatrix(10, 3, 1000),
}
const handTerms = {
  funds: new Map(Object.entries(hand.funds)),
  annualFee,
  annualRate: terms.cashRate,
  sessionsPerYear: 252,
  start: hand.decided[0].row,
}
const handTraded = withInverseFunds(handPanel, handMarket, handTerms)
const handDecisions: Weights = hand.decided.map(({ row, weights }) => ({
  dateIndex: row,
  weights: Float64Array.from(assets, (symbol) => weights[symbol] ?? 0),
  reason: '',
}))

describe('shorts through inverse funds, by an independent script', () => {
  it.each(hand.cases)('ten sessions by hand, filled at the $fill', ({ fill, equity, funds }) => {
    expect(handTraded.symbols).toEqual(['AAA', 'BBB', 'CCC', 'AA2', 'BB3'])
    for (const [k, prices] of Object.values(funds).entries())
      for (const [i, price] of prices.entries())
        expect(columnOf(handTraded.market.close, 3 + k)[1 + i]).toBeCloseTo(price, 9)
    const carried = carriedWith(handTraded, handDecisions, fill)
    const result = simulate(handTraded.market, carried, { ...terms, fill, margin })
    expect(result.equity).toHaveLength(equity.length)
    for (const [i, value] of equity.entries()) expect(result.equity[i] / value).toBeCloseTo(1, 9)
    for (const [i, value] of result.equity.entries()) expect(result.cash[i] + result.invested[i]).toBeCloseTo(value, 6)
  })

  const folder = join(REAL_DATA, 'us-sector-etfs')
  const found = existsSync(folder)
  if (!found) process.stderr.write(`skipped: no real funds in ${folder}\n`)
  it.skipIf(!found)(
    'four and a half years of the SPDRs, a decision every five sessions',
    { timeout: 120_000 },
    async () => {
      const text = readFileSync('experiments/long-short-inverse.yaml', 'utf8')
      const parsed = await parseExperiment(text, 'experiment.yaml')
      const { panel } = await prepare(parsed, { folder }, () => undefined)
      const [begin, end] = [real.from, real.to].map((day) => panel.dates.indexOf(parseSession(day)))
      expect(end - begin + 1).toBe(real.sessions)
      const cut = (values: Matrix): Matrix => viewRows(values, begin, end + 1)
      const dates = panel.dates.slice(begin, end + 1)
      const fields = { ...panel.fields, open: cut(panel.fields.open), close: cut(panel.fields.close) }
      const market = { open: fields.open, close: fields.close, dates }
      const known = panel.assets.flatMap((symbol) => {
        const fund = inverseFundOf(symbol)
        return fund === undefined ? [] : [[symbol, fund] as const]
      })
      const traded = withInverseFunds({ ...panel, dates, fields }, market, {
        ...handTerms,
        funds: new Map(known),
        start: real.first,
      })
      const decisions: Weights = Array.from({ length: Math.ceil((real.sessions - 1 - real.first) / 5) }, (_, k) => {
        const weights = new Float64Array(panel.assets.length)
        weights[panel.assets.indexOf(real.symbols[k % 10])] = 0.5
        weights[panel.assets.indexOf(real.symbols[(k + 4) % 10])] = -0.4
        return { dateIndex: real.first + 5 * k, weights, reason: '' }
      })
      for (const { fill, equity, last } of real.cases) {
        const result = simulate(traded.market, carriedWith(traded, decisions, fill), { ...terms, fill, margin })
        for (const [i, value] of equity.entries()) expect(result.equity[50 * i] / value).toBeCloseTo(1, 9)
        expect((result.equity.at(-1) ?? NaN) / last).toBeCloseTo(1, 9)
        expect(result.shares.some((held) => held < 0)).toBe(true)
        expect(
          result.events.every(({ assetIndex, shares }) => Number.isFinite(shares) && assetIndex !== undefined),
        ).toBe(true)
      }
    },
  )
})

describe('the market of assets and funds', () => {
  it('gives funds a column after the assets, with the sector of theirs, and neither volume nor splits', () => {
    expect(handTraded.sectors).toEqual([...handPanel.sectors, 'sector of AAA', 'sector of BBB'])
    const { volume, splits, distributions, dates } = handTraded.market
    expect([...rowOf(volume ?? handMarket.close, 4)]).toEqual([1000, 1000, 1000, NaN, NaN])
    expect([...rowOf(splits ?? handMarket.close, 4)]).toEqual([0, 0, 0, 0, 0])
    expect(distributions).toBeUndefined()
    expect(dates).toBe(handMarket.dates)
  })

  it('begins the funds at the first decision, at 100', () => {
    const closes = columnOf(handTraded.market.close, 3)
    expect([closes[0], closes[1]]).toEqual([NaN, 100])
    expect(columnOf(handTraded.market.open, 3)[1]).toBeNaN()
  })

  it('changes the leverage of a fund from the close of the day on, not on the day', () => {
    const funds = new Map([['AAA', { symbol: 'AA3', leverage: -3, later: { from: hand.days[4], leverage: -2 } }]])
    const free = { funds, annualFee: 0, annualRate: 0, sessionsPerYear: 252, start: 1 }
    const closes = columnOf(withInverseFunds(handPanel, handMarket, free).market.close, 3)
    const moves = [4, 5].map((row) => hand.close.AAA[row] / hand.close.AAA[row - 1] - 1)
    expect(closes[4] / closes[3] - 1).toBeCloseTo(-3 * moves[0], 12)
    expect(closes[5] / closes[4] - 1).toBeCloseTo(-2 * moves[1], 12)
  })

  it('is the market alone where there is no fund, and hands decisions on as they are', () => {
    const alone = withInverseFunds(handPanel, handMarket, { ...handTerms, funds: new Map() })
    expect(alone).toEqual(assetsAlone(handPanel, handMarket))
    expect(carriedWith(alone, handDecisions, 'open')).toBe(handDecisions)
  })

  it('+1 % a day and back: a short of half is even, half of it in the fund has lost 1.5 a^2 / (1 + a)', () => {
    const close = { AAA: [100, 100, 101, 100] }
    const panel = panelOf(hand.days.slice(0, 4), ['AAA'], close, close)
    const market = { open: panel.fields.open, close: panel.fields.close, dates: panel.dates }
    const funds = new Map([['AAA', { symbol: 'AA2', leverage: -2 }]])
    const free = { funds, annualFee: 0, annualRate: 0, sessionsPerYear: 252, start: 0 }
    const traded = withInverseFunds(panel, market, free)
    const decisions = [{ dateIndex: 0, weights: Float64Array.of(-0.5), reason: '' }]
    const options = { fill: 'close', costBps: 0, capital: 1, margin } as const
    const through = simulate(traded.market, carriedWith(traded, decisions, 'close'), options)
    expect([...through.equity].map((value) => value - 1)).toEqual([
      0,
      0,
      expect.closeTo(-0.005, 15),
      // A quarter of (1 - 0.02)(1 + 0.02 / 1.01) - 1.
      expect.closeTo((-0.25 * 6 * 0.01 ** 2) / 1.01, 15),
    ])
    expect(simulate(market, decisions, options).equity[3]).toBeCloseTo(1, 15)
  })

  it('a fund that has lost everything is bought no more, and what it was worth is gone once', () => {
    const close = { AAA: [10, 10, 16, 16, 16], BBB: [5, 5, 5, 5, 5] }
    const panel = panelOf(hand.days.slice(0, 5), ['AAA', 'BBB'], close, close)
    const market = { open: panel.fields.open, close: panel.fields.close, dates: panel.dates }
    const traded = withInverseFunds(panel, market, { ...handTerms, annualFee: 0, annualRate: 0, start: 0 })
    const decisions = [0, 2].map((dateIndex) => ({ dateIndex, weights: Float64Array.of(-0.6, 0.5), reason: '' }))
    const options = { fill: 'open', costBps: 0, capital: 100, margin } as const
    const { equity, cash, invested, trades } = simulate(traded.market, carriedWith(traded, decisions, 'open'), options)
    // 30 in the fund, all of it lost; then half of 70 in the other asset, the rest in cash.
    expect([...equity]).toEqual([100, 100, 70, 70, 70].map((value) => expect.closeTo(value, 12) as number))
    expect([cash[4], invested[4]]).toEqual([expect.closeTo(35, 12), expect.closeTo(35, 12)])
    expect(trades.filter(({ assetIndex }) => assetIndex === 2)).toHaveLength(1)
  })

  it('a fund whose asset dies is paid out with it; one whose asset comes late comes with it', () => {
    const close = { AAA: [NaN, 10, 11, 12, NaN], BBB: [5, 5, 5, 5, 5] }
    const panel = panelOf(hand.days.slice(0, 5), ['AAA', 'BBB'], close, close)
    const market = { open: panel.fields.open, close: panel.fields.close, dates: panel.dates }
    const traded = withInverseFunds(panel, market, { ...handTerms, annualFee: 0, annualRate: 0, start: 0 })
    const closes = columnOf(traded.market.close, 2)
    expect([...closes]).toEqual([NaN, 100, expect.closeTo(80, 12), expect.closeTo(80 * (1 - 2 / 11), 12), NaN])
    const decisions = [{ dateIndex: 1, weights: Float64Array.of(-0.5, 0), reason: '' }]
    const options = { fill: 'open', costBps: 0, capital: 100, margin } as const
    const { equity, shares, events } = simulate(traded.market, carriedWith(traded, decisions, 'open'), options)
    expect(events.map(({ type, assetIndex }) => `${type} ${assetIndex}`)).toEqual(['fill 2', 'payout 2'])
    expect([...shares.slice(-3)]).toEqual([0, 0, 0])
    expect(equity.at(-1)).toBeCloseTo(75 + (25 * (1 - 2 / 11) * 80) / 80, 10)
  })
})

describe('carriedWith', () => {
  it('keeps the exposure of any decision, at the leverage that the fund has at the fill', () => {
    const change = { from: hand.days[4], leverage: -2 }
    const funds = new Map([
      ['AAA', { symbol: 'AA2', leverage: -2 }],
      ['BBB', { symbol: 'BB3', leverage: -3, later: change }],
    ])
    const traded = withInverseFunds(handPanel, handMarket, { ...handTerms, funds })
    const weights = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 8 }), fc.constantFrom('open', 'close'), (decided, row, fill) => {
        const decision = { dateIndex: row, weights: Float64Array.from(decided), reason: '' }
        const [carried] = carriedWith(traded, [decision], fill)
        const exposures = exposuresOf(traded, carried.weights, fill === 'open' ? row : row + 1)
        for (const [i, weight] of decided.entries()) expect(exposures[i]).toBeCloseTo(weight, 14)
        // Only what has no fund is short.
        expect([...carried.weights].every((weight, i) => weight >= 0 || i === 2)).toBe(true)
      }),
    )
    const short = { dateIndex: 3, weights: Float64Array.of(0, -0.6, 0), reason: '' }
    // Decided on the day before the change, traded at the open before it or at the close that brings it.
    expect(carriedWith(traded, [short], 'open')[0].weights[4]).toBeCloseTo(0.2, 15)
    expect(carriedWith(traded, [short], 'close')[0].weights[4]).toBeCloseTo(0.3, 15)
  })

  it('leaves the position as it is in what it is held in', () => {
    const kept = Uint8Array.of(1, 0, 1)
    const decision = { dateIndex: 2, weights: Float64Array.of(-0.2, -0.3, 0.4), reason: '', kept }
    expect(carriedWith(handTraded, [decision], 'open')[0].kept).toEqual(Uint8Array.of(0, 0, 1, 1, 0))
  })

  it('takes any decisions of a rotation', () => {
    expect(tradedDecisions(handDecisions)).toHaveLength(2)
    expect(carriedWith(handTraded, tradedDecisions(handDecisions), 'open')[1].weights).toEqual(
      Float64Array.of(0.3, 0, -0.2, 0, 0.45 / 3),
    )
  })
})
