import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { distributionDifference } from '../../src/backtest/distribution-difference.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { trailingVolatility } from '../../src/backtest/trailing-volatility.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { createMatrix, rowOf, setColumn } from '../../src/core/matrix.js'
import type { WeightDecision } from '../../src/decide/weights.js'
import { keepSessions } from '../../src/panel/bars.js'
import { haveFunds, readFund, readRawFund, SECTOR_FUNDS } from '../panel/fund-bars.js'

/** The nine funds of December 1998: one calendar, 6,823 sessions. */
const NINE = SECTOR_FUNDS.filter((symbol) => symbol !== 'XLC' && symbol !== 'XLRE')
const MONTH = 21
const YEAR = 252

const golden = JSON.parse(readFileSync('test/golden/distributions.json', 'utf8')) as {
  readonly cashRate: number
  readonly sessionsPerYear: number
  readonly spans: Readonly<
    Record<
      string,
      {
        readonly from: string
        readonly to: string
        readonly funds: Readonly<
          Record<string, { sessions: number; cash: number; cashAtRate: number; reinvested: number }>
        >
      }
    >
  >
}

interface Funds {
  readonly raw: Required<Market>
  readonly adjusted: Market
}

function readFunds(): Funds {
  const bars = NINE.map((symbol) => ({ raw: readRawFund(symbol), adjusted: readFund(symbol).adjusted }))
  const { dates } = bars[0].raw
  const matrix = (column: (fund: (typeof bars)[number]) => Float64Array): Market['close'] => {
    const out = createMatrix(dates.length, NINE.length)
    for (const [col, fund] of bars.entries()) setColumn(out, col, column(fund))
    return out
  }
  const close = matrix(({ adjusted }) => adjusted.close)
  return {
    raw: {
      dates,
      open: matrix(({ raw }) => raw.open),
      close: matrix(({ raw }) => raw.close),
      volume: matrix(({ raw }) => raw.volume),
      volatility: trailingVolatility(close),
      splits: matrix(({ raw }) => raw.splits),
      distributions: matrix(({ raw }) => raw.distributions ?? new Float64Array(dates.length)),
    },
    adjusted: { dates, open: matrix(({ adjusted }) => adjusted.open), close },
  }
}

/** Every month a third in each of the three funds with the highest return of the last year, the last month left out. */
function rotation({ close }: Market): WeightDecision[] {
  const decisions: WeightDecision[] = []
  for (let dateIndex = YEAR; dateIndex < close.rows; dateIndex += MONTH) {
    const [newest, oldest] = [rowOf(close, dateIndex - MONTH), rowOf(close, dateIndex - YEAR)]
    const scores = newest.map((price, i) => price / oldest[i])
    const [, , third] = [...scores].sort((a, b) => b - a)
    decisions.push({ dateIndex, weights: scores.map((score) => (score >= third ? 1 / 3 : 0)), reason: 'momentum' })
  }
  return decisions
}

describe.skipIf(!haveFunds('the ledger over the real funds'))('the sector funds since December 1998', () => {
  it('raw prices halve on the splits of 2025-12-05, and are whole cents on both sides', () => {
    const split = parseSession('2025-12-05')
    for (const symbol of ['XLB', 'XLE', 'XLK', 'XLU', 'XLY']) {
      const { dates, close, splits, volume } = readRawFund(symbol)
      const row = dates.indexOf(split)
      expect(splits[row], symbol).toBe(2)
      expect(close[row - 1] / close[row] / 2).toBeCloseTo(1, 1)
      expect(volume[row - 1]).toBeCloseTo(readFund(symbol).adjusted.volume[row - 1] / 2, 6)
      for (const price of close.slice(row - 1, row + 1))
        expect(Math.abs(100 * price - Math.round(100 * price))).toBeLessThan(0.01)
    }
  })

  it('total return under the factor 1 - D / P[t - 1] is the adjusted series, to 1e-9 a day', () => {
    let worst = 0
    for (const symbol of SECTOR_FUNDS) {
      const { close, splits, distributions = new Float64Array(0) } = readRawFund(symbol)
      const { adjusted } = readFund(symbol)
      for (let t = 1; t < close.length; t++) {
        // In shares of the session: yesterday's close, and what is paid on it.
        const before = close[t - 1] / (splits[t] > 0 ? splits[t] : 1)
        const growth = close[t] / (before * (1 - distributions[t] / before))
        worst = Math.max(worst, Math.abs(growth - adjusted.close[t] / adjusted.close[t - 1]))
      }
    }
    expect(worst).toBeLessThan(1e-9)
  })

  it('cash and positions are equity to 1e-9, over 25 years of rotation with splits, dividends, lots and costs', () => {
    const { raw, adjusted } = readFunds()
    const { equity, cash, invested, shares, events } = simulate(raw, rotation(adjusted), {
      fill: 'open',
      costBps: 2,
      capital: 100_000,
      costs: { perShare: 0.005, minPerOrder: 1, halfSpreadBps: 1, impact: 1, maxParticipation: 0.1 },
      lot: 1,
      cashRate: 0.02,
    })
    expect(equity.length).toBeGreaterThan(25 * YEAR)
    const largest = Math.max(...equity)
    for (let i = 0; i < equity.length; i++) {
      const held = rowOf({ rows: 0, cols: NINE.length, data: shares }, i)
      const closes = rowOf(raw.close, YEAR + i)
      const positions = held.reduce((sum, count, k) => sum + (count === 0 ? 0 : count * closes[k]), 0)
      expect(Math.abs(cash[i] + invested[i] - equity[i])).toBeLessThanOrEqual(1e-9 * largest)
      expect(Math.abs(cash[i] + positions - equity[i])).toBeLessThanOrEqual(1e-9 * largest)
    }
    expect(shares.every(Number.isInteger)).toBe(true)
    expect(cash.every((amount) => amount >= -1e-6)).toBe(true)
    const days = (wanted: string): string[] => [
      ...new Set(
        events.filter(({ type }) => type === wanted).map(({ dateIndex }) => formatSession(raw.dates[dateIndex])),
      ),
    ]
    expect(days('split')).toContain('2025-12-05')
    expect(days('dividend').length).toBeGreaterThan(90)
  })

  it.each(Object.entries(golden.spans))(
    'distributions in cash and reinvested, computed independently: %s',
    (_, span) => {
      const [from, to] = [parseSession(span.from), parseSession(span.to)]
      for (const [symbol, { sessions, ...expected }] of Object.entries(span.funds)) {
        const raw = keepSessions(readRawFund(symbol), (session) => session >= from && session <= to)
        expect(raw.dates).toHaveLength(sessions)
        const periodsPerYear = golden.sessionsPerYear
        const bare = distributionDifference(raw, { periodsPerYear })
        const earning = distributionDifference(raw, { periodsPerYear, cashRate: golden.cashRate })
        expect(bare.cash, symbol).toBeCloseTo(expected.cash, 10)
        expect(bare.adjusted, symbol).toBeCloseTo(expected.reinvested, 10)
        expect(earning.cash, symbol).toBeCloseTo(expected.cashAtRate, 10)
        expect(earning.adjusted).toBe(bare.adjusted)
        expect(earning.reinvested).toBeCloseTo(bare.reinvested, 13)
      }
    },
  )

  it('what cash did not earn, and what the close of the ex-date makes of it, in percent a year', () => {
    const percent = (rate: number): number => Math.round(1e5 * rate) / 1e3 + 0
    const table = NINE.map((symbol) => {
      const { adjusted, reinvested, cash } = distributionDifference(readRawFund(symbol), { periodsPerYear: YEAR })
      return [symbol, percent(adjusted), percent(reinvested - adjusted), percent(cash - adjusted)]
    })
    expect(table).toEqual([
      ['XLB', 8.441, -0.002, -1.464],
      ['XLE', 8.553, 0.003, -1.463],
      ['XLF', 5.994, -0.002, -1.242],
      ['XLI', 9.602, 0, -1.352],
      ['XLK', 9.553, 0.001, -0.952],
      ['XLP', 7.005, 0, -1.383],
      ['XLU', 7.663, -0.005, -2.187],
      ['XLV', 8.61, 0, -0.948],
      ['XLY', 9.797, 0.001, -0.868],
    ])
  })

  it('a rotation that puts distributions to work at the next month loses little by them', () => {
    const { raw, adjusted } = readFunds()
    const weights = rotation(adjusted)
    const years = (raw.dates[raw.dates.length - 1] - raw.dates[YEAR]) / 365.25
    const [inCash, reinvested] = [raw, adjusted].map((market) => {
      const { equity } = simulate(market, weights, { fill: 'close', costBps: 0, capital: 1 })
      return 100 * (equity[equity.length - 1] ** (1 / years) - 1)
    })
    expect(inCash).toBeCloseTo(9.181, 3)
    expect(reinvested).toBeCloseTo(9.198, 3)
  })
})
