import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RiskReport } from '../../../pipelines/metrics/risk-report.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { createRandom } from '../../../src/core/random.js'
import { sectorcast, temporaryFolder } from '../../fixtures/command-line.js'

const folder = temporaryFolder()
const random = createRandom(9, 'file')
const market = Array.from({ length: 300 }, () => 0.0005 + 0.01 * random.normal())
const fund = market.map((value) => 0.7 * value + 0.004 * random.normal())

function file(name: string, header: string, rows: readonly (readonly (string | number)[])[]): string {
  const path = join(folder, name)
  writeFileSync(path, `${header}\n${rows.map((cells) => cells.join(',')).join('\n')}\n`)
  return path
}

const day = (i: number): string => formatSession(parseSession('2019-01-01') + i)
const returnsFile = file(
  'returns.csv',
  'date,return,benchmark',
  fund.map((value, i) => [day(i + 1), value, market[i]]),
)
const equityOf = (returns: readonly number[]): number[] =>
  returns.reduce((curve, value) => [...curve, (curve.at(-1) ?? 1) * (1 + value)], [100])
const [fundEquity, marketEquity] = [equityOf(fund), equityOf(market)]
const valuesFile = file(
  'values.csv',
  'Date,Fund,Close',
  fundEquity.map((value, i) => [day(i), value, marketEquity[i]]),
)

function metricsOf(...args: string[]): RiskReport {
  const result = sectorcast(['metrics', ...args, '--json'])
  expect(result.stderr).toBe('')
  expect(result.status).toBe(0)
  return JSON.parse(result.stdout) as RiskReport
}

const valueOf = (report: RiskReport, metric: string): number | undefined =>
  report.metrics.find((row) => row.metric === metric)?.value

describe('sectorcast metrics', () => {
  const report = metricsOf(returnsFile, '--risk-free', '0.01')

  it('measures returns against the benchmark beside them', () => {
    expect(report).toMatchObject({
      column: 'return',
      benchmarkColumn: 'benchmark',
      from: day(1),
      to: day(300),
      periods: 300,
      periodsPerYear: 252,
      riskFree: 0.01,
    })
    const growth = fundEquity[300] / fundEquity[0]
    expect(valueOf(report, 'totalReturn')).toBeCloseTo(growth - 1, 12)
    expect(valueOf(report, 'cagr')).toBeCloseTo(growth ** (252 / 300) - 1, 12)
    for (const { metric, label, better, interval } of report.metrics) {
      expect(label, metric).not.toBe('')
      expect(['higher', 'lower', 'neither'], metric).toContain(better)
      if (interval !== undefined) expect(interval.low, metric).toBeLessThan(interval.high)
    }
    const headlines = report.metrics.filter(({ interval }) => interval !== undefined).map(({ metric }) => metric)
    expect(headlines).toEqual(expect.arrayContaining(['cagr', 'sharpe', 'maxDrawdown', 'alpha', 'informationRatio']))
    expect(report.metrics.find(({ metric }) => metric === 'volatility')?.sentence).toMatch(
      /^Volatility: .*% against .*% of benchmark, lower, thus better\.$/,
    )
    expect(report.metrics.find(({ metric }) => metric === 'alpha')?.sentence).toBeUndefined()
    expect(report.sharpeDifference?.low).toBeLessThan(report.sharpeDifference?.high ?? NaN)
    expect(report.worstWindows[0].return).toBeLessThan(0)
  })

  it('ties every number to the conventions of others', () => {
    const under = (metric: string, convention: string): number | undefined =>
      report.conventions.find((row) => row.metric === metric && row.convention === convention)?.value
    expect(under('sharpe', 'sectorcast')).toBe(valueOf(report, 'sharpe'))
    expect(under('sharpe', 'empyrical')).toBe(valueOf(report, 'sharpe'))
    const mean = fund.reduce((sum, value) => sum + value, 0) / 300
    expect(under('cagr', 'qlib')).toBeCloseTo(mean * 238, 12)
    expect(under('cagr', 'quantstats-2022')).toBeCloseTo((fundEquity[300] / 100) ** (365 / 299) - 1, 12)
    expect(under('sharpe', 's4')).not.toBe(under('sharpe', 'sectorcast'))
    for (const { formula, source } of report.conventions) expect(`${formula}${source}`.length).toBeGreaterThan(10)
  })

  it('values give the same as the returns between them', () => {
    const values = metricsOf(valuesFile, '--column', 'Fund', '--benchmark', 'close', '--risk-free', '0.01')
    expect(values).toMatchObject({ column: 'Fund', benchmarkColumn: 'Close', from: day(1), periods: 300 })
    for (const { metric, value } of report.metrics)
      if (value !== null) expect(valueOf(values, metric), metric).toBeCloseTo(value, 8)
    expect(values.drawdowns[0].peak).not.toBeNull()
    expect(metricsOf(valuesFile).column).toBe('Close')
  })

  it('gives the same bytes twice, another seed another interval, and a blank for what is not known', () => {
    const text = (...args: string[]): string => sectorcast(['metrics', valuesFile, ...args, '--json']).stdout
    expect(text()).toBe(text())
    expect(text('--seed', '2')).not.toBe(text())
    const alone = metricsOf(valuesFile, '--block', '10', '--samples', '200', '--level', '0.9')
    expect(alone.bootstrap).toEqual({ samples: 200, meanBlock: 10, level: 0.9, seed: 1 })
    expect(valueOf(alone, 'beta')).toBeNull()
    expect(alone.metrics[0]).not.toHaveProperty('benchmark')
    expect(alone).not.toHaveProperty('sharpeDifference')
  })

  it('a person reads tables and the sentences of a fact sheet', () => {
    const { stdout, status } = sectorcast(['metrics', returnsFile])
    expect(status).toBe(0)
    for (const text of ['95% interval', 'quantstats-2022', 'Deepest drawdowns', 'Max. drawdown: -'])
      expect(stdout).toContain(text)
    expect(stdout.match(/, thus (better|worse)\./g)?.length).toBeGreaterThanOrEqual(6)
  })

  it('knows months by their dates', () => {
    const rows = Array.from({ length: 24 }, (_, i) => [
      `${2001 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-28`,
      0.01 * ((i % 5) - 1),
    ])
    const monthly = metricsOf(file('monthly.csv', 'date,returns', rows))
    expect(monthly.periodsPerYear).toBe(12)
    expect(monthly.years.map(({ year }) => year)).toEqual([2001, 2002])
    expect(metricsOf(join(folder, 'monthly.csv'), '--periods-per-year', '4').periodsPerYear).toBe(4)
  })

  const bad = (name: string, header: string, ...rows: string[]): string =>
    file(
      name,
      header,
      rows.map((row) => [row]),
    )
  it.each([
    ['no-date.csv', 'day,return', ['2020-01-01,0.1'], 'no-date.csv:1: date: column is missing'],
    ['no-column.csv', 'date,x', ['2020-01-01,0.1'], 'no-column.csv:1: header: has no column return, returns'],
    ['word.csv', 'date,return', ['2020-01-01,0.1', '2020-01-02,up'], 'word.csv:3: return: "up" is not a number'],
    ['hole.csv', 'date,return', ['2020-01-01,0.1', '2020-01-02,'], 'hole.csv:3: return: "" is not a number'],
    [
      'order.csv',
      'date,close',
      ['2020-01-02,1', '2020-01-01,2'],
      'order.csv:3: date: 2020-01-01 does not lie after 2020-01-02',
    ],
    ['zero.csv', 'date,close', ['2020-01-01,1', '2020-01-02,0'], 'zero.csv:3: close: value "0" is not above 0'],
    [
      'percent.csv',
      'date,return',
      ['2020-01-01,1', '2020-01-02,-3'],
      'percent.csv:3: return: return "-3" loses more than everything',
    ],
    ['short.csv', 'date,close', ['2020-01-01,1', '2020-01-02,2'], 'short.csv: holds 1 returns, expected 2 or more'],
    ['twice.csv', 'date,return,Return', ['2020-01-01,1,1'], 'twice.csv:1: return: column stands twice'],
  ])('%s is bad data, told in one line', (name, header, rows, message) => {
    const { status, stderr } = sectorcast(['metrics', bad(name, header, ...rows)])
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(status).toBe(3)
  })

  it.each([
    [['--column', 'Retrun'], '--column "Retrun": no such column in', 'nearest: "return"'],
    [['--benchmark', 'SPY'], '--benchmark "SPY": no such column in', ''],
    [['--risk-free', '2.5'], '--risk-free "2.5", expected a fraction from -0.1 to 1', ''],
    [['--risk-free', 'x'], '--risk-free "x", expected a fraction', ''],
    [['--periods-per-year', '0'], '--periods-per-year "0", expected a number from 1 to 366', ''],
    [['--block', '0.5'], '--block "0.5", expected auto or a number of periods, 1 or more', ''],
    [['--level', '1'], '--level "1", expected a number between 0.5 and 1', ''],
    [['--samples', '5'], '--samples "5", expected a whole number from 100 to 100000', ''],
  ])('%s is refused', (args, ...messages) => {
    const { status, stderr } = sectorcast(['metrics', returnsFile, ...args])
    for (const message of messages) expect(stderr).toContain(message)
    expect(status).toBe(2)
  })

  it('a missing file is bad data, a missing folder a wrong command line', () => {
    expect(sectorcast(['metrics', join(folder, 'none.csv')])).toMatchObject({ status: 3 })
    expect(sectorcast(['metrics', join(folder, 'none', 'x.csv')])).toMatchObject({ status: 2 })
  })
})
