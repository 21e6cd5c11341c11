import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import papaparse from 'papaparse'
import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
import type { PortfolioResults } from '../../pipelines/backtest.js'
import { tradeWarnings } from '../../pipelines/trade-warnings.js'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

type Row = Readonly<Record<string, string>>

interface Report {
  readonly warnings: readonly string[]
  readonly portfolios: Readonly<Record<string, { readonly net: Readonly<Record<string, number | null>> }>>
  readonly now: { readonly reason: string; readonly explanation: readonly string[] }
}

const outer = temporaryFolder()
/** Columns of a file of the small market. */
const [CLOSE, VOLUME] = [4, 5]

/** Runs the small market, each row of it changed. */
function run(
  name: string,
  decision: string,
  edit: (cells: string[], symbol: string, row: number) => string[],
): { readonly out: string; readonly report: Report } {
  const data = join(outer, name)
  writeSmallMarket(data, (rows, symbol) =>
    rows.map((text, row) => (row === 0 ? text : edit(text.split(','), symbol, row).join(','))),
  )
  const file = join(outer, `${name}.yaml`)
  const models = 'models: { momentum: { feature: relative_strength_21 } }'
  writeFileSync(file, smallExperiment({ models, decision: `decision: ${decision}` }))
  const out = join(outer, `${name}-run`)
  const { status, stdout, stderr } = sectorcast(['run', file, '--data', data, '--out', out, '--json'])
  expect(status, stderr).toBe(0)
  return { out, report: JSON.parse(stdout) as Report }
}

function table(folder: string, name: string): Row[] {
  return papaparse.parse<Row>(readFileSync(join(folder, name), 'utf8'), { header: true, skipEmptyLines: true }).data
}

describe('a portfolio that lost everything', { timeout: 120_000 }, () => {
  // One fund is worth forty times as much from one day to the next: whoever is short of it owes more than there was.
  const decision = '{ select: { long-short: { long: 1, short: 3 } }, every: monthly }'
  const jump = (cells: string[], symbol: string, row: number): string[] =>
    symbol !== 'DDD' || row < 600
      ? cells
      : cells.map((cell, column) => (column >= 1 && column <= CLOSE ? String(Number(cell) * 40) : cell))
  const { out, report } = run('ruin', decision, jump)
  const events = table(out, 'events.csv')
  const equity = table(out, 'equity.csv').map(({ net }) => Number(net))
  const days = table(out, 'equity.csv').map(({ date }) => date)
  const lost = equity.findIndex((value) => value <= 0)

  it('says so once, closes its positions, and trades nothing afterwards', () => {
    expect(lost).toBeGreaterThan(0)
    const told = events.filter(({ type }) => type === 'ruin' || type === 'margin-call')
    expect(told.map(({ date, type }) => [date, type])).toEqual([[days[lost], 'ruin']])
    expect(Number(told[0].value)).toBeCloseTo(equity[lost], 6)
    const held = new Map<string, number>()
    for (const { symbol, shares, date } of table(out, 'trades.csv')) {
      expect(date <= days[lost + 1]).toBe(true)
      held.set(symbol, (held.get(symbol) ?? 0) + Number(shares))
    }
    for (const [symbol, shares] of held) expect(shares, symbol).toBeCloseTo(0, 9)
    // What is owed stays owed.
    expect(new Set(equity.slice(lost + 1)).size).toBe(1)
    expect(equity[equity.length - 1]).toBeLessThan(0)
  })

  it('is measured as a loss of everything, and of no more', () => {
    const { totalReturn, maxDrawdown, cagr, sharpe } = report.portfolios.mean.net
    expect([totalReturn, maxDrawdown, cagr]).toEqual([-1, -1, -1])
    expect(Number.isFinite(sharpe)).toBe(true)
    for (const name of readdirSync(out)) {
      const path = join(out, name)
      if (statSync(path).isFile() && !name.endsWith('.bin'))
        expect(readFileSync(path, 'utf8'), name).not.toMatch(/\bNaN\b|Infinity/)
    }
  })

  it('is warned of, by name, day and debt, and what to hold now says that it would begin anew', () => {
    const owed = (-equity[equity.length - 1]).toFixed(2)
    expect(report.warnings).toContainEqual(
      `momentum, mean lost everything on ${days[lost]}, owing ${owed} in the end: positions were closed and nothing was traded afterwards; metrics count a return of -100% that day and 0 from then on`,
    )
    expect(report.warnings.filter((warning) => warning.includes('lost everything'))).toHaveLength(1)
    expect(report.now.reason).toMatch(
      new RegExp(`^the portfolio of these decisions lost everything on ${days[lost]}, this would begin anew; long `),
    )
    expect(report.now.explanation[0]).toContain('lost everything')
  })
})

describe('warnings of ruin', () => {
  const dates = Int32Array.from(['2024-01-02', '2024-01-03', '2024-01-04'], (day) => parseSession(day))
  const warningsOf = (curves: Readonly<Record<string, readonly number[]>>): string[] => {
    const results = Object.entries(curves).map(([name, equity]): [string, unknown] => [
      name,
      {
        weights: [],
        net: { startIndex: 0, equity: Float64Array.from(equity), trades: [], events: [] },
        traded: { market: {}, symbols: [], funds: [] },
      },
    ])
    // Of a portfolio, warnings look at these parts alone.
    return tradeWarnings(Object.fromEntries(results) as PortfolioResults, dates)
  }

  it('stand once for portfolios that end alike, and speak of no debt below a cent', () => {
    const rest =
      'positions were closed and nothing was traded afterwards; metrics count a return of -100% that day and 0 from then on'
    expect(
      warningsOf({ momentum: [9, -5, -5], ridge: [9, 1, -5], mean: [9, -5, -5], 'equal-weight': [9, 9, 9] }),
    ).toEqual([
      `momentum, mean lost everything on 2024-01-03, owing 5.00 in the end: ${rest}`,
      `ridge lost everything on 2024-01-04, owing 5.00 in the end: ${rest}`,
    ])
    expect(warningsOf({ mean: [9, 0, 0] })).toEqual([`mean lost everything on 2024-01-03: ${rest}`])
    expect(warningsOf({ mean: [9, -0.009, -0.009] })).toEqual([`mean lost everything on 2024-01-03: ${rest}`])
    expect(warningsOf({ mean: [9, -0.01, -0.01] })[0]).toContain(', owing 0.01 in the end')
  })
})

describe('orders in sessions without volume', { timeout: 120_000 }, () => {
  it('are counted, the first by name and day', () => {
    const { out, report } = run('still', '{ params: { k: 2 } }', (cells, symbol, row) =>
      symbol === 'AAA' && row > 500 ? cells.with(VOLUME, '0') : cells,
    )
    const trades = table(out, 'trades.csv')
    const still = trades.filter(({ symbol, date }) => {
      const row = readFileSync(join(outer, 'still', 'AAA.csv'), 'utf8')
        .split('\n')
        .find((text) => text.startsWith(date))
      return symbol === 'AAA' && row?.endsWith(',0') === true
    })
    expect(still.length).toBeGreaterThan(0)
    expect(report.warnings).toContainEqual(
      `${still.length} of ${trades.length} orders were filled in sessions with a volume of 0, the first of AAA on ${still[0].date}: nobody may have traded at those prices; with backtest.costs.maxParticipation they wait`,
    )
  })
})
