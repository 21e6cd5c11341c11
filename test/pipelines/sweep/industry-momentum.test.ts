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
    expect(best.deflated).toBeGreaterThan(0.95)
    expect(best).toMatchObject({ trials: 18 })
    expect(best.effectiveTrials).toBeLessThan(18)
  })

  it('costs take their part, and another seed moves the intervals alone', () => {
    const free = sweep(FILE, 'french')
    const file = join(root, 'costs.yaml')
    writeFileSync(file, readFileSync(FILE, 'utf8').replace('costBps: 0', 'costBps: 50'))
    const paid = sweep(file, 'french', '--seed', '7')
    for (const [i, { cagr, turnover, activeReturn }] of paid.rows.entries()) {
      const gross = free.rows[i]
      expect(turnover).toBe(gross.turnover)
      expect(activeReturn.low).not.toBe(gross.activeReturn.low)
      // Both ways, 50 basis points, on an equity that grows.
      expect(Math.abs(gross.cagr - cagr - 2 * 0.005 * turnover * (1 + cagr))).toBeLessThan(0.15 * (gross.cagr - cagr))
    }
    const again = sweep(file, 'french', '--seed', '7')
    expect(again).toEqual(paid)
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
    expect(stdout).toContain('deflated Sharpe ratio')
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
    expect(best.deflated).toBeLessThan(0.9)
  })
})
