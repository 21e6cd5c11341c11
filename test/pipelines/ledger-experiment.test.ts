import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import papaparse from 'papaparse'
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../pipelines/experiment.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { fundsExperiment, writeRawFiles } from '../fixtures/fund-files.js'

const FUNDS = join(REAL_DATA, 'us-sector-etfs')
const found = existsSync(FUNDS)
if (!found)
  process.stderr.write(`skipped: no real funds in ${FUNDS}; SECTORCAST_DATA points to another folder of data\n`)

const experiment = (backtest: string, data?: string): string =>
  fundsExperiment({ backtest, ...(data === undefined ? {} : { data }) })

type Row = Readonly<Record<string, string>>

function tableIn(folder: string, name: string): Row[] {
  return papaparse.parse<Row>(readFileSync(join(folder, name), 'utf8'), { header: true, skipEmptyLines: true }).data
}

const sum = (rows: readonly Row[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0)

const folder = temporaryFolder()

function run(text: string, out: string, data = FUNDS): ReturnType<typeof sectorcast> {
  const file = join(folder, 'experiment.yaml')
  writeFileSync(file, text)
  return sectorcast(['backtest', file, '--data', data, '--out', out, '--json'])
}

describe.skipIf(!found)('an experiment that pays distributions in cash', { timeout: 300_000 }, () => {
  const out = join(folder, 'cash')
  const terms =
    '{ distributions: cash, lot: 1, cashRate: 0.02, costs: { perShare: 0.005, minPerOrder: 1, halfSpreadBps: 1, impact: 1, maxParticipation: 0.1 } }'

  it('trades raw prices in whole shares, and writes what it paid and received', () => {
    const result = run(experiment(terms), out)
    expect(result.stderr).not.toContain('bug')
    expect(result.status).toBe(0)
    const { artifacts, distributions } = JSON.parse(result.stdout) as {
      artifacts: Record<string, string>
      distributions: Record<string, number>
    }
    expect(Object.keys(artifacts)).toContain('events.csv')
    const [trades, events, equity] = ['trades.csv', 'events.csv', 'equity.csv'].map((name) => tableIn(out, name))
    expect(trades.length).toBeGreaterThan(50)
    for (const trade of trades) {
      expect(Number.isInteger(Number(trade.shares))).toBe(true)
      const kinds = ['cost_basis_points', 'cost_per_share', 'cost_spread', 'cost_impact'].map((name) => trade[name])
      expect(kinds.reduce((total, cost) => total + Number(cost), 0)).toBeCloseTo(Number(trade.cost), 8)
      expect(kinds.every((cost) => Number(cost) > 0)).toBe(true)
    }
    const types = new Set(events.map(({ type }) => type))
    expect([...types].sort()).toEqual(['dividend', 'interest', 'split'])
    expect(events.filter(({ type }) => type === 'split').every(({ value }) => Number(value) === 2)).toBe(true)
    // All cash that moved is in the two tables.
    const traded = trades.reduce(
      (total, { shares, price, cost }) => total - Number(shares) * Number(price) - Number(cost),
      0,
    )
    const held = new Map<string, number>()
    for (const row of [...trades, ...events]) held.set(row.symbol, (held.get(row.symbol) ?? 0) + Number(row.shares))
    held.delete('')
    const last = equity[equity.length - 1]
    const closes = Object.fromEntries(
      [...held.keys()].map((symbol) => {
        const row = tableIn(FUNDS, `${symbol}.csv`).find(({ Date: day }) => day.startsWith(last.date))
        return [symbol, Number(row?.Close)]
      }),
    )
    const positions = [...held].reduce((total, [symbol, shares]) => total + shares * closes[symbol], 0)
    expect(100_000 + traded + sum(events, 'amount') + positions).toBeCloseTo(Number(last.net), 4)
    expect(Number(last.net_reinvested)).toBeGreaterThan(0)
    const growth = (final: string): number => (Number(final) / 100_000) ** (252 / (equity.length - 1)) - 1
    expect(distributions.cash).toBeCloseTo(growth(last.net), 9)
    expect(distributions.reinvested).toBeCloseTo(growth(last.net_reinvested), 9)
    expect(distributions.difference).toBeCloseTo(distributions.cash - distributions.reinvested, 12)
    expect(Number(last.gross)).toBeGreaterThan(Number(last.net))
  })

  it('says in words what it was traded with, and what the cash did not earn', () => {
    const { stdout } = sectorcast(['backtest', out])
    expect(stdout).toContain('ledger: costs.perShare 0.005, costs.minPerOrder 1, costs.halfSpreadBps 1, costs.impact 1')
    expect(stdout).toMatch(/, lot 1, cashRate 0\.02, distributions cash\n/)
    expect(stdout).toMatch(/\ndistributions in cash: CAGR net \S+%, \S+% if reinvested, difference -?\d\.\d\d%\n/)
  })

  it('gives the same again from the run folder alone', () => {
    const names = ['trades.csv', 'events.csv', 'equity.csv', 'performance.bin', 'report.json']
    const before = names.map((name) => readFileSync(join(out, name)))
    expect(sectorcast(['backtest', out, '--json']).status).toBe(0)
    for (const [i, name] of names.entries()) expect(readFileSync(join(out, name)).equals(before[i]), name).toBe(true)
  })

  it('the benchmark is what it is at any lot: held in fractions, its distributions reinvested', () => {
    const large = join(folder, 'large')
    expect(run(experiment(terms.replace('lot: 1,', 'lot: 100,')), large).status).toBe(0)
    const column = (of: string): string[] => tableIn(of, 'equity.csv').map(({ benchmark }) => benchmark)
    expect(column(large)).toEqual(column(out))
    expect(tableIn(large, 'trades.csv').every(({ shares }) => Number(shares) % 100 === 0)).toBe(true)
  })

  it('raw files give what adjusted ones give, in cash and reinvested', () => {
    const data = join(folder, 'raw-files')
    writeRawFiles(data, FUNDS, ['XLK', 'XLE', 'XLU', 'XLF', 'SPY'])
    const raw = join(folder, 'raw')
    const result = run(experiment(terms, '{ source: csv, adjusted: false, to: 2025-12-24 }'), raw, data)
    expect(result.status, result.stderr).toBe(0)
    const [mine, theirs] = [raw, out].map((of) => tableIn(of, 'equity.csv'))
    for (const column of ['net', 'net_reinvested', 'benchmark', 'equal_weight'])
      for (const [i, row] of mine.entries())
        expect(Math.abs(Number(row[column]) / Number(theirs[i][column]) - 1), `${column} ${row.date}`).toBeLessThan(
          1e-4,
        )
    const final = (rows: readonly Row[]): number => Number(rows[rows.length - 1].net_reinvested)
    expect(Math.abs(final(mine) / Number(mine[mine.length - 1].net) - 1)).toBeGreaterThan(1e-3)
  })

  it('by default writes no other event, and no column of reinvested prices', () => {
    const plain = join(folder, 'plain')
    expect(run(experiment('{}'), plain).status).toBe(0)
    expect(tableIn(plain, 'events.csv')).toEqual([])
    expect(Object.keys(tableIn(plain, 'equity.csv')[0])).not.toContain('net_reinvested')
  })

  it('refuses files without distributions, naming one', () => {
    const data = join(folder, 'bare')
    mkdirSync(data)
    for (const symbol of ['XLK', 'XLE', 'XLU', 'XLF', 'SPY'])
      writeFileSync(
        join(data, `${symbol}.csv`),
        readFileSync(join(FUNDS, `${symbol}.csv`), 'utf8')
          .replace('Dividends', 'D')
          .replace('Capital Gains', 'C'),
      )
    const { status, stderr } = run(experiment('{ distributions: cash }'), join(data, 'out'), data)
    expect(status).toBe(3)
    expect(stderr).toContain('XLK.csv: Dividends: column is missing, which backtest.distributions "cash" needs')
  })

  it('refuses to drop a row that has a split', () => {
    const data = '{ source: csv, to: 2025-12-24, drop: [{ symbol: XLK, date: 2025-12-05 }] }'
    const { status, stderr } = run(experiment('{ distributions: cash }', data), join(folder, 'dropped'))
    expect(status).toBe(3)
    expect(stderr).toContain('2025-12-05')
  })
})

describe('what an experiment may say of its ledger', () => {
  const parse = (backtest: string, data?: string): ReturnType<typeof parseExperiment> =>
    parseExperiment(experiment(backtest, data), 'mine.yaml')

  it('has defaults that change nothing', async () => {
    const { backtest } = (await parse('{}')).experiment
    expect(backtest).toEqual({
      fill: 'open',
      costBps: 5,
      capital: 100_000,
      costs: { perShare: 0, minPerOrder: 0, halfSpreadBps: 0, impact: 0 },
      lot: 0,
      cashRate: 0,
      debitRate: 0,
      borrowRate: 0,
      margin: { initial: 0.5, maintenance: 0.25 },
      shorts: 'direct',
      inverseFunds: { annualFee: 0.0095, missing: 'refuse' },
      delisting: { after: 1, return: 0 },
      distributions: 'reinvested',
    })
  })

  it.each([
    ['{ costs: { perShares: 1 } }', 'unknown key "perShares", the nearest is "perShare"'],
    ['{ costs: { maxParticipation: 0 } }', 'backtest.costs.maxParticipation'],
    ['{ margin: { maintenance: 0.6 } }', 'backtest.margin.maintenance: is above the initial margin'],
    ['{ lot: -1 }', 'backtest.lot'],
    ['{ distributions: casch }', '"casch" is unknown, expected one of reinvested, cash; the nearest is "cash"'],
  ])('%s is refused', async (backtest, message) => {
    await expect(parse(backtest)).rejects.toThrow(message)
  })

  it('cash is refused where the source has no distributions, costs by volume where it has no volume', async () => {
    const french = '{ source: french, file: a.csv, factors: b.csv }'
    const asked = (backtest: string): Promise<unknown> =>
      parseExperiment(
        experiment(backtest, french).replace(
          /universe:[\s\S]*?horizon/,
          'universe: { family: french-10, benchmark: Mkt }\nhorizon',
        ),
        'mine.yaml',
      )
    await expect(asked('{ fill: close, distributions: cash }')).rejects.toThrow(
      'backtest.distributions: data.source "french" has no dividends and splits to be paid, expected "reinvested"',
    )
    await expect(asked('{ fill: close, costs: { impact: 1 } }')).rejects.toThrow(
      'backtest.costs.impact: data.source "french" has no volume to measure orders by',
    )
  })
})
