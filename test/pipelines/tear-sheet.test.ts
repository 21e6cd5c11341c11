import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportRun } from '../../pipelines/export-run.js'
import { readPerformance } from '../../pipelines/performance-record.js'
import { BENCHMARK, EQUAL_WEIGHT } from '../../pipelines/portfolio-names.js'
import type { RunReport } from '../../pipelines/report.js'
import { runExperiment } from '../../pipelines/run.js'
import { ArtifactError, ConfigError } from '../../src/core/errors.js'
import { ENSEMBLE } from '../../src/forecast/ensemble.js'
import { findAll, parseXml, textOf, type XmlElement } from '../export/parse-xml.js'
import { temporaryFolder } from '../fixtures/command-line.js'

const folder = temporaryFolder()
const run = join(folder, 'run')
let page: XmlElement
let report: RunReport

const tablesIn = (heading: string): string[][][] => {
  const section = findAll(page, 'section').find((element) => textOf(findAll(element, 'h2')[0]) === heading)
  if (section === undefined) throw new Error(`no section "${heading}"`)
  return findAll(section, 'table').map((table) =>
    findAll(findAll(table, 'tbody')[0], 'tr').map((row) =>
      row.children.map((cell) => (typeof cell === 'string' ? cell : textOf(cell))),
    ),
  )
}

beforeAll(async () => {
  const experiment = join(folder, 'small.yaml')
  const text = readFileSync('experiments/simulated-market.yaml', 'utf8')
    .replace('sessions: 6300', 'sessions: 1500')
    .replace('from: 2008-01-02', 'from: 2003-01-02')
    .replace(/ {2}(lstm|gradient-boosting): .*\n/g, '')
    .replace('costBps: 5', 'costBps: 20')
  writeFileSync(experiment, text)
  const { artifacts } = await runExperiment(experiment, { out: run, threads: 1 })
  expect(artifacts['tear-sheet.html']).toBe(join(run, 'tear-sheet.html'))
  page = parseXml(readFileSync(join(run, 'tear-sheet.html'), 'utf8').replace('<!doctype html>', ''))
  report = JSON.parse(readFileSync(join(run, 'report.json'), 'utf8')) as RunReport
})

describe('the tear sheet of a run', () => {
  it('says what the report says, number for number', () => {
    const percent = (value: number): string => `${(100 * value).toFixed(1)}%`.replace('-', '\u2212')
    const plain = (value: number): string => value.toFixed(2).replace('-', '\u2212')
    const { [ENSEMBLE]: ensemble, [BENCHMARK]: benchmark, [EQUAL_WEIGHT]: equal } = report.portfolios
    const rows = new Map(tablesIn('Headline')[0].map(([name, ...cells]) => [name, cells]))
    const { cagr, sharpe, maxDrawdown } = ensemble.net.intervals
    expect(rows.get('CAGR')?.slice(0, 2)).toEqual([
      percent(ensemble.gross.cagr),
      `${percent(ensemble.net.cagr)}${percent(cagr.low)} to ${percent(cagr.high)}`,
    ])
    expect(rows.get('Sharpe ratio')?.[1]).toBe(
      `${plain(ensemble.net.sharpe)}${plain(sharpe.low)} to ${plain(sharpe.high)}`,
    )
    expect(rows.get('Max. drawdown')?.[1]).toContain(
      `${percent(ensemble.net.maxDrawdown)}${percent(maxDrawdown.low)} to ${percent(maxDrawdown.high)}`,
    )
    expect(rows.get('Total return')).toEqual(
      [ensemble.gross, ensemble.net, equal.net, benchmark.net].map(({ totalReturn }) => percent(totalReturn)),
    )
    const text = textOf(page)
    expect(text).toContain(report.verdict)
    expect(text).toContain(report.hypothesis)
    expect(text).toContain('SIMULATED MARKET')
    expect(text).toContain('Not investment advice.')
  })

  it('sums what the sectors brought to the total return, the costs taken off', () => {
    const [rows] = tablesIn('What each sector brought')
    const brought = rows.map((row) => Number(row[3].replace('%', '').replace('\u2212', '-').replaceAll('\u202f', '')))
    expect(brought.at(-1)).toBeCloseTo(100 * report.portfolios[ENSEMBLE].net.totalReturn, 1)
    expect(brought.at(-2)).toBeLessThan(0)
  })

  it('pays in sum what the trades cost', () => {
    const [header, ...lines] = readFileSync(join(run, 'trades.csv'), 'utf8').trimEnd().split('\n')
    const column = header.split(',').indexOf('cost')
    const paid = lines.reduce((sum, line) => sum + Number(line.split(',')[column]), 0)
    const all = tablesIn('Costs')[0].find(([kind]) => kind === 'All') ?? []
    expect(Number(all[1].replaceAll('\u202f', ''))).toBeCloseTo(paid, 1)
  })

  it('lists the decisions of the log', () => {
    const log = readFileSync(join(run, 'decisions.jsonl'), 'utf8').trimEnd().split('\n')
    const last = JSON.parse(log[log.length - 1]) as { date: string; reason: string }
    const [row] = tablesIn('Latest decisions')[0]
    expect([row[0], row[2]]).toEqual([last.date, last.reason])
  })

  it('keeps weights that are those of the ledger: cash is what is missing to 1', () => {
    const { weights, dates } = readPerformance(run)
    expect(weights.rows).toBe(dates.length)
    const sums = Array.from(dates, (_, row) =>
      weights.data.subarray(row * weights.cols, (row + 1) * weights.cols).reduce((sum, weight) => sum + weight, 0),
    )
    expect(sums[0]).toBe(0)
    for (const sum of sums.slice(1)) expect(sum).toBeCloseTo(1, 2)
  })

  it('is made again from the run folder alone, with the same bytes', async () => {
    const again = join(folder, 'again')
    cpSync(run, again, { recursive: true })
    rmSync(join(again, 'tear-sheet.html'))
    await exportRun(again)
    expect(readFileSync(join(again, 'tear-sheet.html'))).toEqual(readFileSync(join(run, 'tear-sheet.html')))
  })

  it('names a log that is missing or damaged', async () => {
    const damaged = join(folder, 'damaged')
    cpSync(run, damaged, { recursive: true })
    appendFileSync(join(damaged, 'decisions.jsonl'), '{"date":"2003-02-30"')
    await expect(exportRun(damaged)).rejects.toThrow(ArtifactError)
    await expect(exportRun(damaged)).rejects.toThrow(/decisions\.jsonl:\d+: is not a record of a decision/)
    rmSync(join(damaged, 'decisions.jsonl'))
    await expect(exportRun(damaged)).rejects.toThrow(ConfigError)
  })
})
