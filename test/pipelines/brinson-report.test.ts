import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import papaparse from 'papaparse'
import { describe, expect, it } from 'vitest'
import { brinsonReport, type BrinsonReport, type BrinsonSpan } from '../../pipelines/brinson-report.js'
import type { BrinsonReportInput } from '../../pipelines/brinson-periods.js'
import type { RunReport } from '../../pipelines/report.js'
import { assetsAlone, carriedWith, withInverseFunds } from '../../pipelines/traded-market.js'
import type { BacktestOptions } from '../../src/backtest/backtest-options.js'
import { simulate, type Market } from '../../src/backtest/simulate.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { createMatrix, matrixOver, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import type { Weights } from '../../src/decide/weights.js'
import { ENSEMBLE } from '../../src/forecast/ensemble.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'

/** A market, what is decided on it, and how that is traded. */
interface Example {
  readonly dates: Int32Array
  /** Distributions reinvested; nDates x nAssets. */
  readonly open: Matrix
  readonly close: Matrix
  /** What is traded at other prices: raw ones. */
  readonly market?: Market
  readonly scores: Matrix
  readonly sectors: readonly string[]
  readonly benchmarkWeights: readonly number[]
  readonly decisions: Weights
  readonly options: BacktestOptions
  /** Daily multiples of the funds that shorts of an asset become. */
  readonly leverages?: readonly number[]
  /** Row of the session from which on each fund moves as far again. */
  readonly doubledFrom?: number | undefined
}

function reportOf(example: Example): BrinsonReport {
  const {
    dates,
    open,
    close,
    scores,
    sectors,
    benchmarkWeights,
    decisions,
    options,
    leverages = [],
    doubledFrom,
  } = example
  const assets = benchmarkWeights.map((_, i) => `A${i}`)
  const panel = { dates, assets, sectors, fields: { open, close } }
  const market = example.market ?? { open, close, dates }
  const funds = new Map(
    leverages.map((leverage, i) => [
      assets[i],
      {
        symbol: `F${i}`,
        leverage,
        ...(doubledFrom === undefined
          ? {}
          : { later: { from: formatSession(dates[doubledFrom]), leverage: 2 * leverage } }),
      },
    ]),
  )
  const terms = { funds: funds as never, annualFee: 0, annualRate: 0, sessionsPerYear: 252, start: 0 }
  const traded = leverages.length === 0 ? assetsAlone(panel, market) : withInverseFunds(panel as never, market, terms)
  const weights = { ...Object.fromEntries(assets.map((symbol, i) => [symbol, benchmarkWeights[i]])) }
  return brinsonReport({
    experiment: { decision: { benchmarkWeights: weights }, backtest: { fill: options.fill } },
    panel,
    forecasts: { scores: { [ENSEMBLE]: scores } },
    result: { traded, net: simulate(traded.market, carriedWith(traded, decisions, options.fill), options) },
  } as unknown as BrinsonReportInput)
}

const spans = ({ years, whole }: BrinsonReport): BrinsonSpan[] => [...years, whole]
const margin = { initial: 0.5, maintenance: 0.25 }

interface GoldenSpan {
  readonly net: number
  readonly benchmark: number
  readonly allocation: number
  readonly other: number
  readonly sectors: Readonly<Record<string, number>>
}
interface Golden {
  readonly dates: readonly string[]
  readonly open: readonly (readonly (number | null)[])[]
  readonly close: readonly (readonly number[])[]
  readonly scored: readonly (readonly number[])[]
  readonly decisions: Readonly<Record<string, readonly number[]>>
  readonly benchmarkWeights: readonly number[]
  readonly costBps: number
  readonly capital: number
  readonly whole: GoldenSpan
  readonly years: Readonly<Record<string, GoldenSpan>>
}

describe('the attribution of a session with orders at the open', () => {
  const golden = JSON.parse(readFileSync('test/golden/brinson.json', 'utf8')) as Golden
  const table = (rows: readonly (readonly (number | null)[])[]): Matrix =>
    matrixOver(
      rows.length,
      2,
      Float64Array.from(rows.flat(), (value) => value ?? NaN),
    )
  const scores = table(golden.scored.map((row) => row.map((scored) => (scored === 1 ? 0.5 : null))))
  const report = reportOf({
    ...golden,
    dates: Int32Array.from(golden.dates, parseSession),
    open: table(golden.open),
    close: table(golden.close),
    scores,
    sectors: ['first', 'second'],
    decisions: Object.entries(golden.decisions).map(([row, weights]) => ({
      dateIndex: Number(row),
      weights: Float64Array.from(weights),
      reason: '',
    })),
    options: { fill: 'open', costBps: golden.costBps, capital: golden.capital, margin },
  })

  it.each([
    ['the whole time', report.whole, golden.whole],
    ['2019', report.years[0], golden.years['2019']],
    ['2020', report.years[1], golden.years['2020']],
  ] as const)('is that of the night before and of the day after them, costs apart: %s', (_, span, expected) => {
    for (const part of ['net', 'benchmark', 'allocation', 'other'] as const)
      expect(Math.abs(span[part] - expected[part]), part).toBeLessThan(1e-12)
    expect(Object.keys(span.sectors)).toEqual(Object.keys(expected.sectors))
    for (const [sector, effect] of Object.entries(span.sectors))
      expect(Math.abs(effect - expected.sectors[sector]), sector).toBeLessThan(1e-12)
  })
})

interface Kind {
  readonly fill: 'open' | 'close'
  /** Prices are raw, with splits beside them. */
  readonly splits: boolean
  /** Some opening prices are missing. */
  readonly gaps: boolean
  readonly leverages: readonly number[]
  readonly doubledFrom?: number
  /** Prices are raw, and what is paid on them on the days of orders is reinvested. */
  readonly pays?: boolean
}

const [N_SESSIONS, N_ASSETS] = [300, 4]

/** A market of four assets in three sectors, long and short decisions on it every few sessions, nothing of it costs anything. */
function randomExample(seed: number, { fill, splits, gaps, leverages, doubledFrom, pays = false }: Kind): Example {
  const random = createRandom(seed, 'brinson-report')
  const table = (fillWith: number): Matrix => createMatrix(N_SESSIONS, N_ASSETS, fillWith)
  const [open, close, rawOpen, rawClose, ratios, distributions] = [NaN, NaN, NaN, NaN, 0, 0].map(table)
  for (let asset = 0; asset < N_ASSETS; asset++) {
    let [price, factor] = [100, 1]
    for (let at = asset; at < open.data.length; at += N_ASSETS) {
      const isSplit = splits && random.uniform() < 0.02
      if (isSplit) ratios.data[at] = random.uniform() < 0.5 ? 3 : 0.25
      if (isSplit) factor /= ratios.data[at]
      price *= Math.exp(0.01 * random.normal())
      // On a day of orders at the open: those who held the night before have it, whatever they hold by the close.
      const yielded = pays && Math.floor(at / N_ASSETS) % 5 === 1 ? 0.03 * random.uniform() : 0
      factor /= 1 + yielded
      distributions.data[at] = price * (1 + yielded) * factor * yielded
      open.data[at] = price *= 1 + yielded
      close.data[at] = price *= Math.exp(0.01 * random.normal())
      if (gaps && random.uniform() < 0.2) open.data[at] = NaN
      rawOpen.data[at] = open.data[at] * factor
      rawClose.data[at] = close.data[at] * factor
    }
  }
  const dates = Int32Array.from({ length: N_SESSIONS }, (_, i) => parseSession('2020-05-01') + i)
  const rows = Array.from({ length: N_SESSIONS / 5 }, (_, i) => 5 * i)
  return {
    dates,
    open,
    close,
    ...(splits || pays ? { market: { open: rawOpen, close: rawClose, splits: ratios, distributions, dates } } : {}),
    scores: table(1),
    sectors: ['a', 'b', 'c', 'c'],
    benchmarkWeights: [1, 2, 3, 4],
    decisions: rows.map((dateIndex) => ({
      dateIndex,
      weights: Float64Array.from({ length: N_ASSETS }, () => 0.8 * random.uniform() - (pays ? 0 : 0.3)),
      reason: '',
    })),
    options: { fill, costBps: 0, capital: 1e6, reinvest: pays, margin: { initial: 0.01, maintenance: 0.001 } },
    leverages,
    doubledFrom,
  }
}

describe('the attribution of a portfolio that pays nothing', () => {
  it.each([
    ['at the open', { fill: 'open', splits: false, gaps: false, leverages: [] }],
    ['at the open where some prices are missing', { fill: 'open', splits: false, gaps: true, leverages: [] }],
    ['at raw opens with splits', { fill: 'open', splits: true, gaps: true, leverages: [] }],
    ['at the open, short through inverse funds', { fill: 'open', splits: false, gaps: true, leverages: [-2, -1, -3] }],
    ['at raw opens, short through funds', { fill: 'open', splits: true, gaps: false, leverages: [-2] }],
    [
      'at the open when the funds begin to move twice as far',
      // The session after a decision: what was held until then was bought at the multiple before.
      { fill: 'open', splits: false, gaps: false, leverages: [-2, -1, -3], doubledFrom: 151 },
    ],
    [
      'at raw opens in sessions whose distributions buy shares at the close',
      { fill: 'open', splits: false, gaps: false, leverages: [], pays: true },
    ],
    ['at the close', { fill: 'close', splits: true, gaps: false, leverages: [-2, -1] }],
  ] as const)('leaves nothing unexplained that is filled %s', (_, kind) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const example = randomExample(seed, kind)
        const found = reportOf(example)
        expect(found.years).toHaveLength(2)
        for (const span of spans(found)) {
          expect(Math.abs(span.other)).toBeLessThan(1e-11)
          const parts = span.allocation + span.selection + span.interaction
          expect(Math.abs(span.benchmark + parts + span.other - span.net)).toBeLessThan(1e-11)
        }
      }),
      { numRuns: 15 },
    )
  })

  it('holds it against the same policy wherever orders are filled', () => {
    const kind = { splits: false, gaps: true, leverages: [] }
    const [open, close] = (['open', 'close'] as const).map((fill) => reportOf(randomExample(1, { ...kind, fill })))
    expect(open.whole.benchmark).toBeCloseTo(close.whole.benchmark, 12)
    expect(Math.abs(open.whole.net - close.whole.net)).toBeGreaterThan(1e-3)
  })
})

describe('the attribution of a portfolio that lost everything', () => {
  it('is not known, and nothing is taken for costs', () => {
    const close = matrixOver(4, 2, Float64Array.of(10, 10, 10, 10, 30, 10, 33, 11))
    const { whole } = reportOf({
      dates: Int32Array.from({ length: 4 }, (_, i) => parseSession('2020-05-01') + i),
      open: close,
      close,
      scores: createMatrix(4, 2, 1),
      sectors: ['first', 'second'],
      benchmarkWeights: [1, 1],
      decisions: [{ dateIndex: 0, weights: Float64Array.of(-1, 0), reason: '' }],
      options: { fill: 'close', costBps: 0, capital: 1, margin },
    })
    const { net, benchmark, allocation, selection, interaction, other } = whole
    expect(net).toBe(-1)
    expect(benchmark).toBeGreaterThan(1)
    for (const part of [allocation, selection, interaction, other]) expect(Number.isFinite(part)).toBe(false)
  })
})

const FUNDS = join(REAL_DATA, 'us-sector-etfs')
const haveFunds = existsSync(FUNDS)
if (!haveFunds) process.stderr.write(`skipped: no real funds in ${FUNDS} to attribute the return of\n`)

describe.skipIf(!haveFunds)('the attribution of us-sectors, filled at the open', { timeout: 300_000 }, () => {
  const folder = temporaryFolder()
  type Row = Readonly<Record<string, string>>

  it.each([
    ['costBps: 5', 0.5],
    // What is paid in cash earns nothing until the next session.
    ['costBps: 5\n  distributions: cash', 10],
  ])('leaves the costs alone to "other" with %j, within %d basis points a year', (terms, tolerance) => {
    const file = join(folder, 'sectors.yaml')
    const text = readFileSync('experiments/us-sectors.yaml', 'utf8')
    writeFileSync(file, text.replace(/ {2}(lstm|gradient-boosting|ridge): .*\n/g, '').replace('costBps: 5', terms))
    const out = join(folder, `run-${tolerance}`)
    const { status, stderr } = sectorcast(['run', file, '--data', FUNDS, '--out', out, '--json'])
    expect(status, stderr.slice(-500)).toBe(0)
    const rowsOf = (name: string): Row[] =>
      papaparse.parse<Row>(readFileSync(join(out, name), 'utf8'), { header: true, skipEmptyLines: true }).data
    const { brinson } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as RunReport
    const equity = rowsOf('equity.csv')
    const before = new Map(equity.slice(1).map(({ date }, i) => [date, Number(equity[i].net)]))
    const trades = rowsOf('trades.csv')
    for (const span of brinson.years) {
      const paid = trades
        .filter(({ date }) => date.startsWith(String(span.year)))
        .reduce((sum, { date, cost }) => sum + Number(cost) / (before.get(date) ?? NaN), 0)
      // A cost would have grown with the rest to the end of the year.
      expect(Math.abs(span.other + paid * (1 + span.net)) * 1e4, `${span.year}`).toBeLessThan(tolerance)
      expect(paid).toBeGreaterThan(0.001)
      const parts = span.benchmark + span.allocation + span.selection + span.interaction + span.other
      expect(Math.abs(parts - span.net)).toBeLessThan(1e-12)
    }
  })
})
