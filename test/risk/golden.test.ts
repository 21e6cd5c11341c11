import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import { trackingError } from '../../src/risk/active.js'
import { averageUnderWater, longestUnderWater, maxDrawdown, ulcerIndex } from '../../src/risk/drawdown.js'
import { cagr, totalReturn } from '../../src/risk/growth.js'
import { hitRate } from '../../src/risk/hit-rate.js'
import { rankInformationCoefficient } from '../../src/risk/information-coefficient.js'
import {
  calmarRatio,
  informationRatio,
  returnOverMaxDrawdown,
  sharpeFromCagr,
  sharpeRatio,
  sortinoFromCagr,
  sortinoRatio,
} from '../../src/risk/ratios.js'
import { alpha, alphaTest, beta } from '../../src/risk/regression.js'
import { fraction } from '../../src/risk/units.js'
import { downsideDeviation, downsideVolatility, volatility } from '../../src/risk/volatility.js'

type MaybeNumber = number | null
type Metrics = Readonly<Record<string, MaybeNumber>>

interface Convention {
  readonly riskFreeAnnual: number
  readonly periodsPerYear: number
}

interface Case extends Convention {
  readonly name: string
  readonly returns: readonly number[]
  readonly benchmark: readonly number[]
  readonly metrics: Metrics
}

interface Real extends Convention {
  readonly symbol: string
  readonly benchmark: string
  readonly from: string
  readonly to: string
  readonly sessions: number
  readonly metrics: Metrics
}

interface Ranking {
  readonly lag: number
  readonly scores: readonly (readonly MaybeNumber[])[]
  readonly realised: readonly (readonly MaybeNumber[])[]
  readonly series: readonly MaybeNumber[]
  readonly mean: number
  readonly t: number
  readonly sessions: number
  readonly hitRate: number
}

const golden = JSON.parse(readFileSync('test/golden/risk-metrics.json', 'utf8')) as {
  readonly lag: number
  readonly cases: readonly Case[]
  readonly real: Real
  readonly ranking: readonly Ranking[]
}

function measure(
  returns: readonly number[],
  benchmark: readonly number[],
  { riskFreeAnnual, periodsPerYear }: Convention,
): Record<string, number> {
  const options = { riskFreeAnnual, periodsPerYear }
  const growth = cagr(returns, periodsPerYear)
  const rate = fraction(riskFreeAnnual)
  return {
    totalReturn: totalReturn(returns),
    cagr: growth,
    volatility: volatility(returns, periodsPerYear),
    downsideVolatility: downsideVolatility(returns, periodsPerYear),
    downsideDeviation: downsideDeviation(returns, { target: 0, periodsPerYear }),
    sharpe: sharpeRatio(returns, options),
    sortino: sortinoRatio(returns, options),
    calmar: calmarRatio(returns, periodsPerYear),
    returnOverMaxDrawdown: returnOverMaxDrawdown(returns),
    sharpeFromCagr: sharpeFromCagr(growth, volatility(returns, periodsPerYear), rate),
    sortinoFromCagr: sortinoFromCagr(growth, downsideVolatility(returns, periodsPerYear), rate),
    maxDrawdown: maxDrawdown(returns),
    ulcerIndex: ulcerIndex(returns),
    longestUnderWater: longestUnderWater(returns),
    averageUnderWater: averageUnderWater(returns),
    trackingError: trackingError(returns, benchmark, periodsPerYear),
    informationRatio: informationRatio(returns, benchmark, periodsPerYear),
    beta: beta(returns, benchmark),
    alpha: alpha(returns, benchmark, options),
    alphaT: alphaTest(returns, benchmark, { ...options, lag: golden.lag }).t,
  }
}

/** Equal to 1e-10 of the larger of 1 and the value; null stands for NaN. */
function expectClose(actual: number, expected: MaybeNumber, what: string): void {
  if (expected === null) expect(actual, what).toBeNaN()
  else expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected)), what).toBeLessThanOrEqual(1e-10)
}

function expectMetrics(actual: Readonly<Record<string, number>>, expected: Metrics): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected))
  for (const [name, value] of Object.entries(expected)) expectClose(actual[name], value, name)
}

function matrixOf(rows: readonly (readonly MaybeNumber[])[]): Matrix {
  const matrix = createMatrix(rows.length, rows[0].length)
  matrix.data.set(rows.flat().map((value) => value ?? NaN))
  return matrix
}

const folder = join(process.env.SECTORCAST_DATA ?? join('..', 'shared', 'data'), 'us-sector-etfs')

function realReturns(symbol: string, { from, to }: Real): number[] {
  const [header, ...rows] = readFileSync(join(folder, `${symbol}.csv`), 'utf8')
    .trim()
    .split('\n')
  const close = header.split(',').indexOf('Close')
  const closes = rows
    .map((row) => row.split(','))
    .filter(([date]) => date.slice(0, 10) >= from && date.slice(0, 10) <= to)
    .map((cells) => Number(cells[close]))
  return closes.slice(1).map((price, i) => price / closes[i] - 1)
}

describe('risk metrics agree to 1e-10 with an independent computation', () => {
  it('has series of every kind', () => {
    expect(golden.cases.length).toBeGreaterThanOrEqual(5)
    expect(golden.cases.map(({ returns }) => returns.length)).toEqual(expect.arrayContaining([1, 900]))
  })

  it.each(golden.cases)('of a series: $name', (example) => {
    expectMetrics(measure(example.returns, example.benchmark, example), example.metrics)
  })

  it.skipIf(!existsSync(folder))('of a real fund (skipped where $SECTORCAST_DATA is absent)', () => {
    const { real } = golden
    const returns = realReturns(real.symbol, real)
    expect(returns).toHaveLength(real.sessions)
    expectMetrics(measure(returns, realReturns(real.benchmark, real), real), real.metrics)
  })

  it.each(golden.ranking)('of scores against outcomes, lag $lag', ({ lag, scores, realised, ...expected }) => {
    const actual = rankInformationCoefficient(matrixOf(scores), matrixOf(realised), { lag })
    for (const [row, value] of expected.series.entries()) expectClose(actual.series[row], value, `session ${row}`)
    expectClose(actual.mean, expected.mean, 'mean')
    expectClose(actual.t, expected.t, 't')
    expect(actual.sessions).toBe(expected.sessions)
    expect(expected.sessions).toBeLessThan(scores.length)
    expectClose(hitRate(matrixOf(scores), matrixOf(realised)), expected.hitRate, 'hit rate')
  })
})
