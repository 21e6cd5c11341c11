import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHoldingsCsv, type Holdings } from '../../datasets/holdings-csv.js'
import { parseExperiment } from '../../pipelines/experiment.js'
import { holdNow, type HoldNow } from '../../pipelines/hold-now.js'
import { parseSession } from '../../src/core/calendar.js'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import { ENSEMBLE } from '../../src/forecast/ensemble.js'
import type { Forecasts } from '../../src/forecast/forecasts.js'
import type { Panel } from '../../src/panel/panel.js'
import { smallExperiment } from '../fixtures/small-market.js'

const ASSETS = ['AAA', 'BBB', 'CCC', 'DDD']
const SECTORS = ['energy', 'utilities', 'financials', 'health-care']
const CLOSES = [50, 20, 40, NaN]
const MARKET = 400
const EMPTY = createMatrix(2, 4)

/** Two sessions; DDD has no price at the second. */
const panel: Panel = {
  dates: Int32Array.from(['2024-01-30', '2024-01-31'], parseSession),
  assets: ASSETS,
  sectors: SECTORS,
  benchmark: 'MKT',
  fields: {
    open: EMPTY,
    high: EMPTY,
    low: EMPTY,
    close: matrixOver(2, 4, Float64Array.of(49, 21, 41, 30, ...CLOSES)),
    volume: EMPTY,
  },
  series: { 'benchmark.close': Float64Array.of(399, MARKET) },
  assetSeries: {},
  simulated: false,
}

const forecasts: Forecasts = {
  dates: panel.dates,
  assets: ASSETS,
  sectors: SECTORS,
  horizon: 5,
  // At the first session the order is another one.
  scores: { [ENSEMBLE]: matrixOver(2, 4, Float64Array.of(1, 2, 3, 4, 0.5, 0.1, 0.3, NaN)) },
  confidence: matrixOver(2, 4, Float64Array.of(1, 1, 1, 1, 1, 1, 1, NaN)),
  simulated: false,
}

const { experiment } = await parseExperiment(
  smallExperiment({ backtest: 'backtest: { capital: 10000 }' }),
  'experiment.yaml',
)

/** What the holdings file of these rows says should be held. */
function nowFrom(...rows: string[]): HoldNow {
  const text = `symbol,shares\n${rows.join('\n')}\n`
  return holdNow(experiment, panel, forecasts, parseHoldingsCsv(text, 'mine.csv', [...ASSETS, 'MKT']))
}

const summary = ({ lines }: HoldNow): unknown[] =>
  lines.map(({ symbol, weight, current, shares, amount }) => [symbol, weight, current, shares, amount])

describe('holdNow', () => {
  it('without holdings it spends the capital on the strongest sectors of the latest session', () => {
    const now = holdNow(experiment, panel, forecasts)
    expect(now).toMatchObject({ asOf: '2024-01-31', rule: 'top-k', equity: 10000 })
    expect(now.lines).toEqual([
      { symbol: 'AAA', sector: 'energy', weight: 0.5, current: 0, price: 50, shares: 100, amount: 5000 },
      { symbol: 'CCC', sector: 'financials', weight: 0.5, current: 0, price: 40, shares: 125, amount: 5000 },
      { symbol: 'CASH', sector: 'cash', weight: 0, current: 1, price: 1, shares: -10000, amount: -10000 },
    ])
    expect(now.reason).toContain('AAA')
  })

  it('from holdings it trades the difference alone', () => {
    // 100 x 50 + 100 x 20 + 1000 = 8000, of which half each: 4000 of AAA and CCC.
    expect(summary(nowFrom('AAA,100', 'BBB,100', 'CASH,1000'))).toEqual([
      ['AAA', 0.5, 0.625, -20, -1000],
      ['BBB', 0, 0.25, -100, -2000],
      ['CCC', 0.5, 0, 100, 4000],
      ['CASH', 0, 0.125, -1000, -1000],
    ])
  })

  it('a benchmark that is held is sold', () => {
    expect(summary(nowFrom('MKT,10'))).toEqual([
      ['AAA', 0.5, 0, 40, 2000],
      ['CCC', 0.5, 0, 50, 2000],
      ['MKT', 0, 1, -10, -4000],
      ['CASH', 0, 0, 0, 0],
    ])
  })

  it('negative cash is paid back and a short position is bought back', () => {
    expect(summary(nowFrom('AAA,100', 'CASH,-1000'))).toEqual([
      ['AAA', 0.5, 1.25, -60, -3000],
      ['CCC', 0.5, 0, 50, 2000],
      ['CASH', 0, -0.25, 1000, 1000],
    ])
    expect(nowFrom('BBB,-50', 'CASH,5000').lines.find(({ symbol }) => symbol === 'BBB')).toMatchObject({
      current: -0.25,
      shares: 50,
      amount: 1000,
    })
  })

  it('the trades lead exactly to the target and cost what they bring', () => {
    const count = fc.integer({ min: -40, max: 200 })
    fc.assert(
      fc.property(count, count, count, count, fc.integer({ min: 100_000, max: 200_000 }), (a, b, c, market, cash) => {
        const shares = new Map([
          ['AAA', a],
          ['BBB', b],
          ['CCC', c],
          ['MKT', market],
        ])
        const { lines, equity } = holdNow(experiment, panel, forecasts, { shares, cash })
        expect(equity).toBeCloseTo(a * 50 + b * 20 + c * 40 + market * MARKET + cash, 6)
        for (const { symbol, weight, current, price, shares: size, amount } of lines) {
          const before = symbol === 'CASH' ? cash : (shares.get(symbol) ?? 0)
          expect((before + size) * price).toBeCloseTo(weight * equity, 6)
          expect(before * price).toBeCloseTo(current * equity, 6)
          expect(size * price).toBeCloseTo(amount, 6)
        }
        expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(0, 6)
        expect(lines.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12)
        expect(lines.reduce((sum, { current }) => sum + current, 0)).toBeCloseTo(1, 9)
      }),
    )
  })

  it('where nothing has a score everything stays in cash', () => {
    const scores = { [ENSEMBLE]: createMatrix(2, 4) }
    expect(summary(holdNow(experiment, panel, { ...forecasts, scores }))).toEqual([['CASH', 1, 1, 0, 0]])
  })

  it('an unknown symbol is refused with the nearest known one', () => {
    expect(() => nowFrom('AAB,1')).toThrow('mine.csv:2: symbol: "AAB" has no price here, the nearest symbol is "AAA"')
  })

  it('holdings without a price or without value are refused', () => {
    expect(() => nowFrom('DDD,1', 'CASH,1000')).toThrow('holdNow: "DDD" is held and has no price on 2024-01-31')
    expect(() => nowFrom()).toThrow('holdNow: the holdings are worth "0", expected a finite amount above 0')
    const indebted: Holdings = { shares: new Map([['AAA', 1]]), cash: -60 }
    expect(() => holdNow(experiment, panel, forecasts, indebted)).toThrow('holdNow: the holdings are worth "-10"')
  })
})
