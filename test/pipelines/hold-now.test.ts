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
  return holdNow(experiment, { panel }, forecasts, parseHoldingsCsv(text, 'mine.csv', [...ASSETS, 'MKT']))
}

const summary = ({ lines }: HoldNow): unknown[] =>
  lines.map(({ symbol, weight, current, shares, amount }) => [symbol, weight, current, shares, amount])

describe('holdNow', () => {
  it('without holdings it spends the capital on the strongest sectors of the latest session', () => {
    const now = holdNow(experiment, { panel }, forecasts)
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

  it('in lots it trades to positions of whole lots, and cash takes the rest', () => {
    const inLots = { ...experiment, backtest: { ...experiment.backtest, lot: 7 } }
    // 5000 at 50 and at 40 are 100 and 125 shares: 14 and 17 lots of 7.
    expect(summary(holdNow(inLots, { panel }, forecasts))).toEqual([
      ['AAA', 0.5, 0, 98, 4900],
      ['CCC', 0.5, 0, 119, 4760],
      ['CASH', 0, 1, -9660, -9660],
    ])
    const held = parseHoldingsCsv('symbol,shares\nAAA,100\nBBB,100\nCASH,1000\n', 'mine.csv', [...ASSETS, 'MKT'])
    // 4000 each: 80 and 100 shares, of which 77 and 98 are whole lots; what is not wanted goes as a whole.
    expect(summary(holdNow(inLots, { panel }, forecasts, held))).toEqual([
      ['AAA', 0.5, 0.625, -23, -1150],
      ['BBB', 0, 0.25, -100, -2000],
      ['CCC', 0.5, 0, 98, 3920],
      ['CASH', 0, 0.125, -770, -770],
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
        const { lines, equity } = holdNow(experiment, { panel }, forecasts, { shares, cash })
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
    expect(summary(holdNow(experiment, { panel }, { ...forecasts, scores }))).toEqual([['CASH', 1, 1, 0, 0]])
  })

  it('an unknown symbol is refused with the nearest known one', () => {
    expect(() => nowFrom('AAB,1')).toThrow('mine.csv:2: symbol: "AAB" has no price here, the nearest symbol is "AAA"')
  })

  it('holdings without a price or without value are refused', () => {
    expect(() => nowFrom('DDD,1', 'CASH,1000')).toThrow('holdNow: "DDD" is held and has no price on 2024-01-31')
    expect(() => nowFrom()).toThrow('holdNow: the holdings are worth "0", expected a finite amount above 0')
    const indebted: Holdings = { shares: new Map([['AAA', 1]]), cash: -60 }
    expect(() => holdNow(experiment, { panel }, forecasts, indebted)).toThrow('holdNow: the holdings are worth "-10"')
  })
})

describe('holdNow with steps that look at what is held', () => {
  const composed = async (decision: string, checks = ''): Promise<typeof experiment> => {
    const replace = { decision: `decision: ${decision}`, backtest: 'backtest: { capital: 10000 }', checks }
    return (await parseExperiment(smallExperiment(replace), 'experiment.yaml')).experiment
  }
  const held = parseHoldingsCsv('symbol,shares\nBBB,400\nCASH,2000\n', 'mine.csv', [...ASSETS, 'MKT'])
  const weights = ({ lines }: HoldNow): unknown =>
    Object.fromEntries(lines.map(({ symbol, weight }) => [symbol, weight]))

  it('keeps what the holdings hold within the ranks of hysteresis: BBB ranks third', async () => {
    const keeping = await composed('{ select: { top-k: { k: 1, keep: 3 } } }')
    expect(weights(holdNow(keeping, { panel }, forecasts, held))).toEqual({ BBB: 1, CASH: 0 })
    expect(holdNow(keeping, { panel }, forecasts, held).reason).toBe('top 1: BBB, keeping BBB at 3')
    // Without holdings it is the decisions before that hold: here there were none.
    expect(weights(holdNow(keeping, { panel }, forecasts))).toEqual({ AAA: 1, CASH: 0 })
  })

  it('caps the turnover from the holdings: 80% BBB to AAA and CCC is 90%, a third of the way', async () => {
    const capped = await composed('{ select: { top-k: { k: 2 } }, constrain: [{ turnover-cap: { most: 0.3 } }] }')
    const now = holdNow(capped, { panel }, forecasts, held)
    // Half of 0.5 + 0.8 + 0.5 is 0.9.
    expect(now.lines.map(({ symbol, weight }) => [symbol, Math.round(weight * 1e12) / 1e12])).toEqual([
      ['AAA', 0.166666666667],
      ['BBB', 0.533333333333],
      ['CCC', 0.166666666667],
      ['CASH', 0.133333333333],
    ])
    expect(now.explanation).toContain(
      'constrain turnover-cap: turnover 90.0% to 30.0%; AAA 50.0% to 16.7%, BBB 0.0% to 53.3%, CCC 50.0% to 16.7%',
    )
  })

  it('the decisions before hold where no holdings are given', async () => {
    const keeping = await composed('{ select: { top-k: { k: 1, keep: 3 } } }')
    const before = [{ dateIndex: 0, weights: Float64Array.of(0, 0, 1, 0), reason: '' }]
    expect(weights(holdNow(keeping, { panel }, forecasts, undefined, before))).toEqual({ CCC: 1, CASH: 0 })
  })

  it('a check that blocks leaves the holdings as they are, the benchmark and cash too', async () => {
    const checked = await composed('{ select: all }', 'checks: [{ restricted: { symbols: [AAA] } }, max-gross]')
    const mine = parseHoldingsCsv('symbol,shares\nBBB,300\nMKT,5\nCASH,2000\n', 'mine.csv', [...ASSETS, 'MKT'])
    const now = holdNow(checked, { panel }, forecasts, mine)
    expect(summary(now)).toEqual([
      ['BBB', 0.6, 0.6, 0, 0],
      ['MKT', 0.2, 0.2, 0, 0],
      ['CASH', 0.2, 0.2, 0, 0],
    ])
    // Not even by rounding is anything traded.
    const odd = parseHoldingsCsv('symbol,shares\nAAA,1.1\nBBB,333.3\nCCC,0.7\nCASH,1234.56\n', 'mine.csv', [
      ...ASSETS,
      'MKT',
    ])
    expect(holdNow(checked, { panel }, forecasts, odd).lines.map(({ amount }) => amount)).toEqual([0, 0, 0, 0])
    expect(now.reason).toBe('all 3 sectors; blocked by restricted (AAA): holding on')
    expect(now.checks).toEqual([
      { check: 'restricted', outcome: 'block', faults: ['AAA'] },
      { check: 'max-gross', outcome: 'pass', faults: [] },
    ])
    // Nothing is held: cash it stays.
    expect(weights(holdNow(checked, { panel }, forecasts))).toEqual({ CASH: 1 })
  })

  it('what lies within its no-trade band is left as it is, odd lots too', async () => {
    const banded = await composed(
      '{ select: { top-k: { k: 2 } }, weigh: equal, constrain: [{ no-trade-band: { band: 0.03 } }] }',
    )
    const inLots = { ...banded, backtest: { ...banded.backtest, lot: 10 } }
    // 83 x 50 + 100 x 20 + 2000 = 8150: half of it are 4075, and 4150 are within the band.
    const holdings = parseHoldingsCsv('symbol,shares\nAAA,83\nBBB,100\nCASH,2000\n', 'mine.csv', [...ASSETS, 'MKT'])
    const { lines } = holdNow(inLots, { panel }, forecasts, holdings)
    expect(lines.find(({ symbol }) => symbol === 'AAA')).toMatchObject({ shares: 0, amount: 0, weight: 4150 / 8150 })
    expect(lines.find(({ symbol }) => symbol === 'BBB')).toMatchObject({ shares: -100 })
    // To the edge, 0.47 of 8150 at 40: 95.8 shares.
    expect(lines.find(({ symbol }) => symbol === 'CCC')).toMatchObject({ shares: 90 })
  })

  it('without holdings all of the target is bought, what the decisions before would have kept too', async () => {
    const banded = await composed(
      '{ select: { top-k: { k: 2 } }, weigh: equal, constrain: [{ no-trade-band: { band: 0.03 } }] }',
    )
    const before = [{ dateIndex: 0, weights: Float64Array.of(0.52, 0, 0.48, 0), reason: '' }]
    const now = holdNow(banded, { panel }, forecasts, undefined, before)
    // Both lie within the band around a half, where they are left; all the capital is cash.
    expect(summary(now)).toEqual([
      ['AAA', 0.52, 0, 104, 5200],
      ['CCC', 0.48, 0, 120, 4800],
      ['CASH', 0, 1, -10000, -10000],
    ])
  })

  it('orders are sized by the worth of the holdings', async () => {
    const volume = matrixOver(2, 4, new Float64Array(8).fill(1000))
    const traded = { ...panel, fields: { ...panel.fields, volume } }
    const checked = await composed('{ select: { top-k: { k: 1 } } }', 'checks: [{ max-participation: { most: 0.2 } }]')
    // 10 000 at 50 are 200 shares of 1000; a little more is blocked.
    const worth = (cash: number): Holdings => ({ shares: new Map(), cash })
    expect(weights(holdNow(checked, { panel: traded }, forecasts, worth(10_000)))).toEqual({ AAA: 1, CASH: 0 })
    expect(weights(holdNow(checked, { panel: traded }, forecasts, worth(10_100)))).toEqual({ CASH: 1 })
  })
})
