import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MonthlyFigures, RotationSweepDocument } from '../../../pipelines/sweep/rotation-sweep.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../../fixtures/command-line.js'

const found = existsSync(`${REAL_DATA}/french`)
if (!found) process.stderr.write(`skipped: no real data in ${REAL_DATA} for momentum rotations\n`)
const root = temporaryFolder()
const FILE = 'experiments/industry-momentum.yaml'

interface Golden {
  readonly months: number
  readonly riskFree: number
  readonly billsPerMonth: number
  readonly tiesAtTheEdge: number
  readonly rows: readonly (MonthlyFigures & { readonly lookbacks: readonly number[]; readonly top: number })[]
  readonly equalWeight: MonthlyFigures
  readonly costBps: number
  readonly paid: readonly (MonthlyFigures & { readonly top: number })[]
  readonly early: readonly (MonthlyFigures & {
    readonly lookback: number
    readonly from: number
    readonly months: number
  })[]
}
const golden = JSON.parse(readFileSync('test/golden/industry-momentum.json', 'utf8')) as Golden

function sweep(file: string, folder: string, ...more: string[]): RotationSweepDocument {
  const { status, stdout, stderr } = sectorcast([
    'backtest',
    file,
    '--data',
    join(REAL_DATA, folder),
    '--json',
    ...more,
  ])
  expect(status, stderr.slice(-500)).toBe(0)
  return JSON.parse(stdout) as RotationSweepDocument
}

function expectFigures(actual: MonthlyFigures, expected: MonthlyFigures, what: string): void {
  for (const figure of ['cagr', 'volatility', 'sharpe', 'maxDrawdown'] as const)
    expect(Math.abs(actual[figure] - expected[figure]), `${what} ${figure}`).toBeLessThan(1e-12)
}

describe.skipIf(!found)('momentum of ten French industries, 1928 to 2009', () => {
  it('is that of pandas on exact fractions, ties to the earlier column', () => {
    const document = sweep(FILE, 'french')
    expect(document).toMatchObject({
      from: '1928-01',
      to: '2009-12',
      months: 984,
      riskFree: golden.riskFree,
      costBps: 0,
    })
    expect(golden.months).toBe(984)
    expect(golden.tiesAtTheEdge).toBeGreaterThan(5)
    // The flat rate is that of the bills of the same months, rounded.
    expect(Math.abs((1 + golden.billsPerMonth) ** 12 - 1 - document.riskFree)).toBeLessThan(0.00005)
    expect(document.rows.map(({ lookbacks, top }) => ({ lookbacks, top }))).toEqual(
      golden.rows.map(({ lookbacks, top }) => ({ lookbacks, top })),
    )
    for (const [i, row] of document.rows.entries()) expectFigures(row, golden.rows[i], `row ${i}`)
    expectFigures(document.equalWeight, golden.equalWeight, 'equal weight')
  })

  it('is real: most rotations beat equal weight beyond their intervals, the best one after its deflation', () => {
    const { rows, best } = sweep(FILE, 'french')
    expect(rows.filter(({ activeReturn }) => activeReturn.low > 0).length).toBeGreaterThan(12)
    for (const { activeReturn } of rows) {
      expect(activeReturn.low).toBeLessThan(activeReturn.estimate)
      expect(activeReturn.estimate).toBeLessThan(activeReturn.high)
    }
    expect(best?.active).toMatchObject({ periods: 984, byCount: { trials: 18 } })
    expect(best?.active.deflatedSharpe).toBe(best?.active.byCount.deflatedSharpe)
    expect(best?.active.deflatedSharpe).toBeGreaterThan(0.95)
    expect(best?.active.byCorrelation.trials).toBeLessThan(18)
  })

  it('costs are on everything that is traded, keeping weights equal included, and move no seed', () => {
    const free = sweep(FILE, 'french')
    const file = join(root, 'costs.yaml')
    const text = readFileSync(FILE, 'utf8').replace('costBps: 0', `costBps: ${golden.costBps}`)
    writeFileSync(file, text.replace('tops: [1, 2, 3]', 'tops: [1, 2, 3, 10]'))
    const paid = sweep(file, 'french', '--seed', '7')
    const [three, all] = golden.paid
    const rowOf = (lookbacks: number, top: number): RotationSweepDocument['rows'][number] => {
      const found = paid.rows.find((row) => row.lookbacks.length === lookbacks && row.top === top)
      if (found === undefined) throw new Error('no such row')
      return found
    }
    expectFigures(rowOf(5, 3), three, 'the best three')
    expectFigures(rowOf(1, 10), all, 'all ten')
    expectFigures(paid.equalWeight, all, 'equal weight')
    expect(Math.abs(rowOf(5, 3).turnover - three.turnover)).toBeLessThan(1e-10)
    expect(Math.abs(paid.equalWeight.turnover - all.turnover)).toBeLessThan(1e-10)
    expect(rowOf(5, 3).turnover).toBe(free.rows[17].turnover)
    expect(rowOf(5, 3).activeReturn.low).not.toBe(free.rows[17].activeReturn.low)
    expect(sweep(file, 'french', '--seed', '7')).toEqual(paid)
  })

  it.each(golden.early)('reaches back to the first return: $lookback months before $from', (expected) => {
    const file = join(root, 'early.yaml')
    const from = `${String(expected.from).slice(0, 4)}-${String(expected.from).slice(4)}`
    const text = readFileSync(FILE, 'utf8')
      .replace(/lookbacks: .*/, `lookbacks: [${expected.lookback}]`)
      .replace('tops: [1, 2, 3]', 'tops: [1]')
    writeFileSync(file, text.replace('from: 1928-01', `from: ${from}`))
    const { rows, months } = sweep(file, 'french')
    expect(months).toBe(expected.months)
    expectFigures(rows[0], expected, from)
  })

  it('names the setting that ends the data, and a benchmark that the library does not have', () => {
    const refusal = (from: string, to: string): string => {
      const file = join(root, 'refused.yaml')
      writeFileSync(file, readFileSync(FILE, 'utf8').replace(from, to))
      return sectorcast(['backtest', file, '--data', join(REAL_DATA, 'french')]).stderr
    }
    expect(refusal('to: 2009-12\n', 'to: 2010-01\n')).toMatch(
      /refused\.yaml:26: sweep\.to: "2010-01": the data end in 2009-12, by data\.to "2009-12-31"\n$/,
    )
    expect(refusal('benchmark: Mkt', 'benchmark: XX')).toMatch(
      /refused\.yaml:20: universe\.benchmark: "XX", expected "Mkt": the French library has no other market\n$/,
    )
  })

  it('a person reads a table, with equal weight beside it and where it comes from', () => {
    const { status, stdout } = sectorcast(['backtest', FILE, '--data', join(REAL_DATA, 'french')])
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^industry-momentum: 18 rotations on month ends, 984 months held, 1928-01 to 2009-12, no costs/,
    )
    expect(stdout).toMatch(/\nmean of 1, 3, 6, 9, 12 +1 +15\.70% +21\.98%/)
    expect(stdout).toMatch(/\nequal weight +all +10\.28%/)
    expect(stdout).toContain('Moskowitz and Grinblatt (1999)')
    expect(stdout).toContain('Faber (2010)')
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /Deflated Sharpe ratio: 1\.000 with its 18 rotations as trials, .* by eigenvalues: evidence of rotation skill\./,
    )
    for (const line of stdout.split('\n').slice(0, 4)) expect(line.length).toBeLessThanOrEqual(120)
  })
})

const FUNDS = `name: sector-momentum
hypothesis: on these funds nobody has shown it
data: { source: csv, to: 2025-12-24, drop: [{ symbol: SPY, date: 2025-12-26 }] }
universe:
  benchmark: SPY
  sectors: { XLB: materials, XLE: energy, XLF: financials, XLI: industrials, XLK: technology, XLP: consumer-staples, XLU: utilities, XLV: health-care, XLY: consumer-discretionary }
sweep: { lookbacks: [1, 3, 6, 9, 12], tops: [3], from: 2000-02 }
report: { riskFree: 0.02 }
`

describe.skipIf(!found)('the same on month ends of nine sector funds', () => {
  it('finds nothing: the figures of others, and no interval above 0', () => {
    const file = join(root, 'funds.yaml')
    writeFileSync(file, FUNDS)
    const { rows, equalWeight, months, best } = sweep(file, 'us-sector-etfs')
    expect(months).toBe(311)
    expect(Math.abs(equalWeight.cagr - 0.0886)).toBeLessThan(0.00005)
    for (const { cagr, activeReturn } of rows) {
      expect(cagr).toBeGreaterThan(0.0735)
      expect(cagr).toBeLessThan(0.0935)
      expect(activeReturn.low).toBeLessThan(0)
    }
    expect(best?.active.deflatedSharpe).toBeLessThan(0.5)
  })
})
