import { createMatrix } from '../../src/core/matrix.js'
import { parseSession } from '../../src/core/calendar.js'
import { createRandom } from '../../src/core/random.js'
import { returnsOf } from '../../src/backtest/returns-of.js'
import type { ActiveSpan, MeasuredCurve, TearSheet } from '../../src/export/tear-sheet-content.js'
import { measureAll } from '../../src/risk/metrics.js'
import { HOSTILE } from './example-heatmap.js'

/** What differs between examples. */
export interface ExampleTearSheet {
  readonly nSessions: number
  readonly nAssets: number
  /** Days from a session to the next. */
  readonly days?: number
  readonly sessionsPerYear?: number
  /** Nothing is ever held. */
  readonly allCash?: boolean
  /** The first asset is short half of the time. */
  readonly short?: boolean
  /** Name of everything that has a name. */
  readonly name?: string
  readonly simulated?: boolean
}

/** A made-up portfolio that changes what it holds every 21 sessions; contributions and weights add up as those of a ledger do. */
export function exampleTearSheet(options: ExampleTearSheet): TearSheet {
  const { nSessions, nAssets, days = 1.45, sessionsPerYear = 252, allCash = false, short = false } = options
  const { name = HOSTILE, simulated = true } = options
  const random = createRandom(7, 'tear-sheet')
  const dates = Int32Array.from({ length: nSessions }, (_, i) => parseSession('1926-07-31') + Math.floor(days * i))
  const weights = createMatrix(nSessions, nAssets, 0)
  const contributions = createMatrix(Math.max(0, nSessions - 1), nAssets, 0)
  const cost = 0.0001
  const [net, gross, equalWeight, benchmark] = [1, 1, 1, 1].map(() => new Float64Array(nSessions).fill(100_000))
  const basisPoints = new Float64Array(nSessions)
  const turnover = new Float64Array(nSessions)
  for (let row = 1; row < nSessions; row++) {
    const market = 0.0003 + 0.01 * random.normal()
    const period = Math.floor(row / 21)
    let earned = 0
    for (let asset = 0; asset < nAssets; asset++) {
      const isHeld = !allCash && (asset + period) % 3 === 0
      const side = short && asset === 0 ? -0.5 : 1
      const weight = isHeld ? side / Math.max(1, Math.ceil(nAssets / 3)) : 0
      weights.data[row * nAssets + asset] = weight
      contributions.data[(row - 1) * nAssets + asset] = weight * (market + 0.005 * random.normal())
      earned += contributions.data[(row - 1) * nAssets + asset]
    }
    const paid = !allCash && row % 21 === 0 ? cost : 0
    turnover[row] = paid === 0 || row === 21 ? 0 : 0.1
    basisPoints[row] = paid * net[row - 1]
    net[row] = net[row - 1] * (1 + earned - paid)
    gross[row] = gross[row - 1] * (1 + earned)
    equalWeight[row] = equalWeight[row - 1] * (1 + market + 0.001 * random.normal())
    benchmark[row] = benchmark[row - 1] * (1 + market)
  }
  const zeros = new Float64Array(nSessions)
  const measured = (equity: Float64Array): MeasuredCurve => ({
    values: measureAll({
      returns: returnsOf({ equity }),
      benchmark: returnsOf({ equity: benchmark }),
      dates: dates.subarray(1),
      periodsPerYear: sessionsPerYear,
      riskFreeAnnual: 0,
      tail: 0.05,
    }),
    intervals: { sharpe: { low: -0.123, high: 1.456 }, cagr: { low: null, high: NaN } },
  })
  const labels = Array.from({ length: nAssets }, (_, i) => (i === 0 ? name : `A${i} Sector ${i}`))
  return {
    title: name,
    hypothesis: name,
    simulated,
    verdict: name,
    warnings: [name],
    benchmark: 'SPY',
    dates,
    equity: { net, gross, equalWeight, benchmark },
    metrics: {
      net: measured(net),
      gross: { values: measured(gross).values },
      equalWeight: measured(equalWeight),
      benchmark: measured(benchmark),
    },
    labels,
    weights,
    contributions,
    decisions: Array.from({ length: Math.ceil(nSessions / 21) }, (_, i) => ({
      date: dates[21 * i],
      weights: allCash ? [] : [{ label: labels[i % nAssets], weight: 0.4 }],
      reason: `${name} ${i}`,
    })),
    turnover,
    costs: { basisPoints, perShare: zeros, spread: zeros, impact: zeros },
    terms: {
      riskFree: 0,
      sessionsPerYear,
      level: 0.95,
      costBps: 5,
      fill: 'open',
      capital: 100_000,
      turnover: allCash ? 0 : 1.2,
    },
    portfolios: [],
  }
}

const spanOf = (net: number, benchmark: number, energy: number, utilities: number, cash: number): ActiveSpan => ({
  net,
  benchmark,
  allocation: energy + utilities + cash,
  selection: 0,
  interaction: 1e-18,
  other: net - benchmark - energy - utilities - cash,
  sectors: [
    { label: 'Utilities', value: utilities },
    { label: 'Energy', value: energy },
    { label: 'Cash', value: cash },
  ],
})

/** The sheet with everything that only some runs have. */
export function withAllSections(sheet: TearSheet): TearSheet {
  const { title } = sheet
  const interval = { low: 0.1, high: 0.9 }
  const net = { cagr: 0.09, volatility: 0.18, sharpe: 0.5, maxDrawdown: -0.4 }
  return {
    ...sheet,
    portfolios: [`Model ${title} (this sheet)`, 'Equal weight', 'Strategies combined', 'SPY'].map((label) => ({
      label,
      gross: { values: { cagr: 0.1 } },
      net: { values: net, intervals: { sharpe: interval, cagr: interval } },
      turnover: 3.51,
    })),
    strategies: {
      verdict: 'That it is higher is not shown.',
      comparisons: [
        { than: `Model ${title}`, isPart: false, difference: 0.06, low: -0.1, high: 0.2 },
        { than: 'Strategy a', isPart: true, difference: 0.2, low: 0.1, high: 0.3 },
        { than: 'Strategy b', isPart: true, difference: -0.2, low: -0.3, high: -0.1 },
        { than: 'Strategy c', isPart: true, difference: null, low: null, high: null },
      ],
    },
    active: {
      benchmark: 'Equal weights',
      whole: spanOf(0.5, 0.4, 0.15, -0.05, 0.02),
      years: [
        { year: 1926, ...spanOf(0.1, 0.08, 0.04, -0.02, 0) },
        { year: 1927, ...spanOf(0.36, 0.3, 0.1, -0.03, 0.01) },
      ],
    },
    distributions: {
      cash: 0.08,
      reinvested: 0.0825,
      difference: -0.0025,
      funds: [{ label: 'XLE Energy', cash: 0.05, reinvested: 0.06, difference: -0.01 }],
    },
    shorts: { inverse: 0.03, direct: 0.04, difference: -0.01, fee: -0.005, resetting: -0.005 },
  }
}
