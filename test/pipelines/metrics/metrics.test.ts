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
    expect(stdout).toMatch(/^metric +value +95% interval +benchmark +verdict$/m)
    expect(stdout).toMatch(/^VaR \(Gaussian\), 5% of sessions /m)
    expect(stdout).toMatch(/^CDaR, 5% of drawdowns /m)
    expect(stdout).toMatch(/^Alpha, from \(95%\) /m)
    expect(stdout).toMatch(/^Volatility .* \d+\.\d% +\d\.\d%\* +\d\.\d%\* +\d+\.\d%$/m)
    expect(stdout).toContain('* of one session, not of a year')
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
    const { stdout } = sectorcast(['metrics', join(folder, 'monthly.csv'), '--level', '0.975', '--samples', '100'])
    expect(stdout).not.toContain('session')
    expect(stdout).not.toContain('verdict')
    expect(stdout).toMatch(/^metric +value +97\.5% interval$/m)
    expect(stdout).toMatch(/^Longest under water +\d+ months$/m)
    expect(stdout).toMatch(/^start +2001-01-28 +2001-04-28 +-1\.0% +4 months$/m)
  })

  it('a level applies to the interval of alpha too', () => {
    const wide = metricsOf(returnsFile, '--risk-free', '0.01', '--level', '0.99')
    for (const [metric, sign] of [
      ['alphaLow', -1],
      ['alphaHigh', 1],
    ] as const)
      expect(((valueOf(wide, metric) ?? NaN) - (valueOf(report, metric) ?? NaN)) * sign).toBeGreaterThan(0)
    expect(valueOf(wide, 'alpha')).toBe(valueOf(report, 'alpha'))
  })

  it('tells years, months, the best and the worst quarters, and windows of a year', () => {
    const at = (from: string, to: string): number => {
      const compound = (returns: readonly number[]): number =>
        returns.reduce(
          (growth, value, i) => (day(i + 1) >= from && day(i + 1) <= to ? growth * (1 + value) : growth),
          1,
        )
      return compound(fund) - compound(market)
    }
    const [best, worst] = [report.bestWindows[0], report.worstWindows[0]]
    expect(best.return).toBeCloseTo(at(best.from, best.to), 12)
    expect(worst.return).toBeCloseTo(at(worst.from, worst.to), 12)
    expect(best.return).toBeGreaterThan(report.bestWindows[1].return)
    expect(report.months.map(({ year, returns }) => [year, returns.length])).toEqual([[2019, 12]])
    const [{ returns: months }] = report.months
    const january = fund.slice(0, 30).reduce((growth, value) => growth * (1 + value), 1) - 1
    expect(months[0]).toBeCloseTo(january, 12)
    expect(months.slice(10)).toEqual([null, null])
    expect(report.rolling.periods).toBe(252)
    expect(report.rolling.metrics.map(({ metric }) => metric)).toEqual(['totalReturn', 'volatility', 'sharpe', 'beta'])
    const [year] = report.rolling.metrics
    expect(year.last).toBeCloseTo(fundEquity[300] / fundEquity[48] - 1, 12)
    const all = fundEquity.slice(252).map((value, i) => value / fundEquity[i] - 1)
    expect(year.least).toBeCloseTo(Math.min(...all), 12)
    expect(year.greatest).toBeCloseTo(Math.max(...all), 12)
    expect(year.mean).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 12)
    const short = metricsOf(
      file('short-year.csv', 'date,return', [
        [day(1), 0.1],
        [day(2), -0.1],
        [day(3), 0],
      ]),
    )
    expect(short.rolling.metrics[0]).toEqual({
      metric: 'totalReturn',
      last: null,
      least: null,
      mean: null,
      greatest: null,
    })
  })

  it('net, gross and equity of a run are money, whatever stands beside them', () => {
    const rows = fundEquity.map((value, i) => [day(i), value * 1.1, value, marketEquity[i]])
    const run = metricsOf(file('equity.csv', 'date,gross,net,benchmark', rows), '--risk-free', '0.01')
    expect([run.column, run.benchmarkColumn, run.periods]).toEqual(['net', 'benchmark', 300])
    for (const { metric, value } of report.metrics)
      if (value !== null) expect(valueOf(run, metric), metric).toBeCloseTo(value, 8)
    expect(valueOf(metricsOf(join(folder, 'equity.csv'), '--column', 'gross'), 'sharpe')).toBeCloseTo(
      valueOf(metricsOf(join(folder, 'equity.csv')), 'sharpe') ?? NaN,
      8,
    )
  })

  it('prices beside returns stay prices: each column is what its name says', () => {
    const rows = fund.map((value, i) => [day(i + 1), value, marketEquity[i + 1]])
    const mixed = metricsOf(file('mixed.csv', 'date,return,SPY', rows), '--benchmark', 'SPY')
    expect(mixed).toMatchObject({ periods: 299, from: day(2), benchmarkColumn: 'SPY' })
    const volatility = mixed.metrics.find(({ metric }) => metric === 'volatility')
    const spread = (values: readonly number[]): number => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return Math.sqrt((values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) * 252)
    }
    expect(volatility?.benchmark).toBeCloseTo(spread(market.slice(1)), 10)
    expect(volatility?.value).toBeCloseTo(spread(fund.slice(1)), 10)
  })

  it('blocks are cut to a third of the series, which is said', () => {
    const cut = metricsOf(returnsFile, '--block', '300', '--samples', '100')
    expect(cut.bootstrap.meanBlock).toBe(100)
    expect(cut.notes).toEqual([expect.stringContaining('blocks were cut from 300 to 100 periods')])
    expect(metricsOf(returnsFile, '--block', '100', '--samples', '100').notes).toEqual([])
    expect(sectorcast(['metrics', returnsFile, '--block', '300', '--samples', '100']).stdout).toContain(cut.notes[0])
  })

  it('a series without a drawdown has no table of them', () => {
    const rises = file('rises.csv', 'date,return', [
      [day(1), 0.1],
      [day(2), 0.2],
      [day(3), 0],
    ])
    expect(sectorcast(['metrics', rises]).stdout).toMatch(/\nDeepest drawdowns\nnone\n$/)
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
    ['zero.csv', 'date,close', ['2020-01-01,1', '2020-01-02,0'], 'zero.csv:3: close: "0" is not above 0'],
    [
      'percent.csv',
      'date,return',
      ['2020-01-01,1', '2020-01-02,-3'],
      'percent.csv:3: return: "-3" loses more than everything and looks like percent, expected a fraction: 0.01 for 1%',
    ],
    ['sign.csv', 'date,return', ['2020-01-01,0.35%'], 'sign.csv:2: return: "0.35%" is percent, expected a fraction'],
    [
      'price.csv',
      'date,return',
      ['2020-01-01,10', '2020-01-02,10.5'],
      'price.csv:3: return: "10.5" gains more than 1000%',
    ],
    ['short.csv', 'date,close', ['2020-01-01,1', '2020-01-02,2'], 'short.csv: holds 1 return, expected 2 or more'],
    ['twice.csv', 'date,return,Return', ['2020-01-01,1,1'], 'twice.csv:1: return: column stands twice'],
  ])('%s is bad data, told in one line', (name, header, rows, message) => {
    const { status, stderr } = sectorcast(['metrics', bad(name, header, ...rows)])
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(status).toBe(3)
  })

  it.each([
    [['--column', 'Retrun'], '--column "Retrun": no such column in', 'nearest: "return"'],
    [['--column', 'foo'], '--column "foo": no such column in', 'nearest: "return"'],
    [['--block', '301'], '--block "301", expected at most the 300 periods of', ''],
    [['--seed', 'x'], '--seed "x", expected a whole number from 0', ''],
    [['--samples', 'abc'], '--samples "abc", expected a whole number from 100 to 100000', ''],
    [['--samples', '250.5'], '--samples "250.5", expected a whole number', ''],
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
