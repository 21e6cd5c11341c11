import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  findFrenchBlock,
  FRENCH_TITLES,
  parseFrenchLibrary,
  percentToFraction,
} from '../../datasets/french/french-library.js'
import { parseSession } from '../../src/core/calendar.js'
import { columnOf } from '../../src/core/matrix.js'
import { mean } from '../../src/core/statistics.js'
import { automaticBlockLength } from '../../src/overfit/block-length.js'
import { conventionValues } from '../../src/risk/conventions.js'
import { totalReturn } from '../../src/risk/growth.js'
import type { MetricInput } from '../../src/risk/metric.js'
import { measureAll } from '../../src/risk/metrics.js'
import { beta } from '../../src/risk/regression.js'
import { rolling } from '../../src/risk/rolling.js'
import { volatility } from '../../src/risk/volatility.js'
import { REAL_DATA } from '../fixtures/command-line.js'

type MaybeNumber = number | null
type Values = Readonly<Record<string, MaybeNumber>>

interface Example {
  readonly name: string
  readonly periods: number
  readonly riskFreeAnnual: number
  readonly periodsPerYear: number
  readonly metrics: Values
  readonly conventions: Readonly<Record<string, Values>>
  readonly blockLength: number
  readonly rolling: Readonly<Record<string, readonly number[]>>
}

interface Series {
  readonly dates: Float64Array
  readonly returns: Float64Array
  readonly benchmark: Float64Array
}

const golden = JSON.parse(readFileSync('test/golden/risk-conventions.json', 'utf8')) as {
  readonly tail: number
  readonly alternatingBlockLengths: readonly (readonly [n: number, length: number])[]
  readonly from: string
  readonly to: string
  readonly real: readonly Example[]
  readonly madeUp: readonly Example[]
}
const madeUp = (
  JSON.parse(readFileSync('test/golden/risk-metrics.json', 'utf8')) as {
    cases: readonly { name: string; returns: readonly number[]; benchmark: readonly number[] }[]
  }
).cases

function fund(symbol: string): { dates: Float64Array; returns: Float64Array } {
  const [header, ...rows] = readFileSync(join(REAL_DATA, 'us-sector-etfs', `${symbol}.csv`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  const kept = rows.filter(([date]) => date.slice(0, 10) >= golden.from && date.slice(0, 10) <= golden.to)
  const closes = kept.map((cells) => Number(cells[header.indexOf('Close')]))
  return {
    dates: Float64Array.from(kept.slice(1), ([date]) => parseSession(date.slice(0, 10))),
    returns: Float64Array.from(closes.slice(1), (close, i) => close / closes[i] - 1),
  }
}

function industry(name: string): Series {
  const file = '10_Industry_Portfolios.csv'
  const library = parseFrenchLibrary(readFileSync(join(REAL_DATA, 'french', file), 'utf8'), file)
  const block = percentToFraction(findFrenchBlock(library, FRENCH_TITLES.valueWeightedMonthly))
  const all = block.columns.map((_, col) => columnOf(block.values, col))
  const benchmark = Float64Array.from(all[0], (_, row) => mean(all.map((column) => column[row])))
  return { dates: Float64Array.from(block.periods), returns: all[block.columns.indexOf(name)], benchmark }
}

function realSeries(name: string): Series {
  if (name.startsWith('French ')) return industry(name.slice('French '.length))
  const benchmark = fund('SPY').returns
  if (name.startsWith('60% SPY')) {
    const { dates, returns } = fund('XLP')
    return { dates, benchmark, returns: returns.map((value, i) => 0.6 * benchmark[i] + 0.4 * value) }
  }
  return { ...fund(name.slice(0, 3)), benchmark }
}

/** Equal to 1e-10 of its size (of 1e-6 below that: alphas and the like are differences); null stands for NaN. */
function expectClose(actual: number, expected: MaybeNumber, what: string): void {
  if (expected === null) expect(actual, what).toBeNaN()
  else
    expect(Math.abs(actual - expected), `${what}: ${actual}, ${expected}`).toBeLessThanOrEqual(
      1e-10 * Math.max(1e-6, Math.abs(expected)),
    )
}

function expectAll(series: Series, example: Example): void {
  expect(series.returns).toHaveLength(example.periods)
  const { riskFreeAnnual, periodsPerYear } = example
  const input: MetricInput = { ...series, riskFreeAnnual, periodsPerYear, tail: golden.tail }
  const own: Readonly<Record<string, number>> = measureAll(input)
  expect(Object.keys(own).sort()).toEqual(Object.keys(example.metrics).sort())
  for (const [metric, value] of Object.entries(example.metrics)) expectClose(own[metric], value, metric)
  const table = conventionValues(input)
  for (const [convention, values] of Object.entries(example.conventions)) {
    const found = table.filter((row) => row.convention === convention)
    expect(found.map(({ metric }) => metric).sort(), convention).toEqual(Object.keys(values).sort())
    for (const { metric, value } of found) expectClose(value, values[metric], `${convention} ${metric}`)
  }
  for (const { metric, value } of table.filter(({ convention }) => convention === 'sectorcast'))
    expect(value, metric).toBe(own[metric])
  expectClose(automaticBlockLength(series.returns), example.blockLength, 'block length')
}

function expectRolling({ returns, benchmark }: Series, { periodsPerYear, rolling: expected }: Example): void {
  const over = (metric: (returns: Float64Array, benchmark: Float64Array) => number): Float64Array =>
    rolling([returns, benchmark], periodsPerYear, metric)
  const values: Record<string, Float64Array> = {
    volatility: over((part) => volatility(part, periodsPerYear)),
    totalReturn: over((part) => totalReturn(part)),
    beta: over((part, market) => beta(part, market)),
  }
  for (const [name, [last, least, average]] of Object.entries(expected)) {
    const known = values[name].filter((value) => !Number.isNaN(value))
    // pandas updates its windows, which costs digits that a window computed afresh has.
    expect(known.at(-1), name).toBeCloseTo(last, 9)
    expect(Math.min(...known), name).toBeCloseTo(least, 9)
    expect(mean(known), name).toBeCloseTo(average, 9)
  }
}

describe('metrics and conventions agree to 1e-10 with an independent computation', () => {
  it('there are five real series and more', () => {
    expect(golden.real.length).toBeGreaterThanOrEqual(5)
  })

  it.each(golden.alternatingBlockLengths)('the block length of %d alternating values, at its caps too', (n, length) => {
    const found = automaticBlockLength(Float64Array.from({ length: n }, (_, i) => i % 2))
    expectClose(found, length, 'block length')
  })

  it.each(golden.madeUp)('of a made-up series: $name', (example) => {
    const found = madeUp.find(({ name }) => name === example.name)
    const returns = Float64Array.from(found?.returns ?? [])
    const benchmark = Float64Array.from(found?.benchmark ?? [])
    const dates = returns.map((_, i) => parseSession('2001-01-01') + i)
    expectAll({ dates, returns, benchmark }, example)
    expectRolling({ dates, returns, benchmark }, example)
  })

  describe.skipIf(!existsSync(REAL_DATA))('of a real series (skipped where $SECTORCAST_DATA is absent)', () => {
    it.each(golden.real)('$name', (example) => {
      const series = realSeries(example.name)
      expectAll(series, example)
      expectRolling(series, example)
    })
  })
})
