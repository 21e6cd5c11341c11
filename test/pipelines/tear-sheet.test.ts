import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportRun, exportTearSheet } from '../../pipelines/export-run.js'
import { readPerformance } from '../../pipelines/performance-record.js'
import { BENCHMARK, EQUAL_WEIGHT } from '../../pipelines/portfolio-names.js'
import type { RunReport } from '../../pipelines/report.js'
import { runExperiment } from '../../pipelines/run.js'
import { formatSession } from '../../src/core/calendar.js'
import { ArtifactError, ConfigError } from '../../src/core/errors.js'
import { decodeRecord, encodeRecord } from '../../src/core/records.js'
import { ENSEMBLE } from '../../src/forecast/ensemble.js'
import { findAll, parseXml, textOf, type XmlElement } from '../export/parse-xml.js'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'

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
    expect(text).toContain(report.verdict.replaceAll(' -', ' \u2212'))
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

  it('says where the active return came from, part by part as the report has it', () => {
    const [whole, years] = tablesIn('Where the active return came from')
    const { brinson } = report
    const text = (value: number): string =>
      `${value < 0 ? '\u2212' : '+'}${Math.abs(100 * value).toFixed(2)}%`.replace(/^[+\u2212](0\.00%)$/, '$1')
    expect(whole.at(-1)).toEqual(['Active return', text(brinson.whole.net - brinson.whole.benchmark)])
    expect(whole.at(-2)?.[1]).toBe(text(brinson.whole.other))
    expect(whole.slice(0, -2).map(([, value]) => value)).toEqual(
      Object.values(brinson.whole.sectors)
        .sort((a, b) => b - a)
        .map(text),
    )
    expect(years.map((row) => row.slice(0, 6))).toEqual(
      brinson.years.map(({ year, net, benchmark, allocation, other }) => [
        String(year),
        ...[net, benchmark, net - benchmark, allocation, other].map(text),
      ]),
    )
  })

  it('leaves out what a folder of an older version does not know', async () => {
    const older = join(folder, 'older')
    cpSync(run, older, { recursive: true })
    const { brinson, ...rest } = report
    expect(brinson.years.length).toBeGreaterThan(0)
    writeFileSync(join(older, 'report.json'), JSON.stringify(rest))
    await exportRun(older)
    const text = readFileSync(join(older, 'tear-sheet.html'), 'utf8')
    expect(text).toContain('What each sector brought')
    expect(text).not.toContain('Where the active return came from')
    writeFileSync(join(older, 'report.json'), JSON.stringify({ ...rest, brinson: { whole: {}, years: [] } }))
    await expect(exportRun(older)).rejects.toThrow(/report\.json: not a report of a run/)
  })

  it('names the benchmark that the report names, whatever the order of the symbols; in an older folder the last one', async () => {
    const older = join(folder, 'benchmark')
    cpSync(run, older, { recursive: true })
    const headOf = async (of: object): Promise<string> => {
      writeFileSync(join(older, 'report.json'), JSON.stringify(of))
      await exportRun(older)
      return /benchmark [^<]+</.exec(readFileSync(join(older, 'tear-sheet.html'), 'utf8'))?.[0] ?? ''
    }
    const symbols = [...report.data.symbols].reverse()
    const reversed = { ...report, data: { ...report.data, symbols } }
    const { benchmark, ...without } = reversed
    expect(benchmark).toBe(symbols[0])
    expect(await headOf(reversed)).toBe(`benchmark ${benchmark}<`)
    expect(await headOf(without)).toBe(`benchmark ${symbols[symbols.length - 1]}<`)
  })

  it('asks for the second step again where the record is of another layout', async () => {
    const older = join(folder, 'older-record')
    cpSync(run, older, { recursive: true })
    const path = join(older, 'performance.bin')
    const { header, arrays } = decodeRecord(readFileSync(path), 'performance')
    writeFileSync(path, encodeRecord({ kind: 'performance', header: { ...(header as object), layout: 1 }, arrays }))
    await expect(exportRun(older)).rejects.toThrow(ArtifactError)
    await expect(exportRun(older)).rejects.toThrow(`"sectorcast backtest ${older}" writes it again`)
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

describe('the tear sheet of a run with strategies whose first portfolio takes sessions to build', () => {
  const thin = join(folder, 'thin')
  let sheet: XmlElement
  let found: RunReport

  const rowsOf = (root: XmlElement, heading: string, table: number): string[][] => {
    const section = findAll(root, 'section').find((element) => textOf(findAll(element, 'h2')[0]) === heading)
    if (section === undefined) throw new Error(`no section "${heading}"`)
    return findAll(findAll(findAll(section, 'table')[table], 'tbody')[0], 'tr').map((row) =>
      row.children.map((cell) => (typeof cell === 'string' ? cell : textOf(cell))),
    )
  }
  const read = (file: string): XmlElement =>
    parseXml(readFileSync(join(thin, file), 'utf8').replace('<!doctype html>', ''))

  beforeAll(async () => {
    const text = readFileSync('experiments/simulated-market.yaml', 'utf8')
      .replace('sessions: 6300', 'sessions: 1500')
      .replace('from: 2008-01-02', 'from: 2003-01-02')
      .replace(/ {2}(lstm|gradient-boosting|ridge): .*\n/g, '')
      .replace('costBps: 5', 'costBps: 20\n  capital: 300000000\n  costs: { maxParticipation: 0.1 }')
    const strategies =
      'strategies: { fast: { feature: relative_strength_21 }, slow: { feature: relative_strength_63, order: lowest } }'
    writeFileSync(join(folder, 'thin.yaml'), `${text}\n${strategies}\n`)
    await runExperiment(join(folder, 'thin.yaml'), { out: thin, threads: 1 })
    sheet = read('tear-sheet.html')
    found = JSON.parse(readFileSync(join(thin, 'report.json'), 'utf8')) as RunReport
  })

  it('counts the turnover of the years as the report does: orders of the first decision are none', () => {
    const [, ...trades] = readFileSync(join(thin, 'trades.csv'), 'utf8').trimEnd().split('\n')
    const fills = trades.map((line) => line.split(','))
    const built = new Set(fills.filter(([, decided]) => decided === fills[0][1]).map(([day]) => day))
    expect(built.size).toBeGreaterThan(3)
    const { turnover, dates } = readPerformance(thin)
    const { sessionsPerYear } = found.conventions
    const sum = turnover.reduce((total, value) => total + value, 0)
    expect(sum / ((dates.length - 1) / sessionsPerYear)).toBe(found.portfolios[ENSEMBLE].turnover)
    const years = rowsOf(sheet, 'Returns', 1)
    const shown = years.reduce((total, row) => total + Number(row[6].replace('%', '')), 0)
    // Each year is rounded to a percent.
    expect(Math.abs(shown - 100 * sum)).toBeLessThanOrEqual(0.5 * years.length)
    // Counting the first decision's later sessions would be seen.
    const first = dates.findIndex((day) => formatSession(day) === fills[0][0])
    expect([...turnover.subarray(first, first + built.size)]).toEqual(new Array(built.size).fill(0))
  })

  it('sets all portfolios side by side, the one model once', () => {
    const rows = rowsOf(sheet, 'All portfolios', 0)
    expect(rows.map(([label]) => label)).toEqual([
      'Model momentum (this sheet)',
      'Equal weight',
      'Strategy fast',
      'Strategy slow',
      'Strategies combined',
      found.benchmark,
    ])
    const { net, turnover } = found.portfolios['strategies combined']
    expect(rows[4][2]).toBe(`${(100 * net.cagr).toFixed(1)}%`.replace('-', '\u2212'))
    expect(rows[4][6]).toBe(`${(100 * turnover).toFixed(0)}%`)
    expect(textOf(sheet)).toContain(found.strategies?.verdict.replaceAll(' -', ' \u2212'))
    expect(rowsOf(sheet, 'All portfolios', 1)).toHaveLength(found.strategies?.comparisons.length ?? NaN)
  })

  it('draws the sheet of another portfolio of the run', async () => {
    const artifacts = await exportTearSheet(thin, 'strategies combined')
    expect(artifacts).toEqual({
      'tear-sheets/strategies-combined.html': join(thin, 'tear-sheets/strategies-combined.html'),
    })
    const other = read('tear-sheets/strategies-combined.html')
    const { gross, net } = found.portfolios['strategies combined']
    const total = rowsOf(other, 'Headline', 0).find(([metric]) => metric === 'Total return') ?? []
    expect(total.slice(1, 3)).toEqual(
      [gross, net].map(({ totalReturn }) => `${(100 * totalReturn).toFixed(1)}%`.replace('-', '\u2212')),
    )
    const brought = rowsOf(other, 'What each sector brought', 0).at(-1) ?? []
    expect(brought[3].replace('+', '')).toBe(total[2])
    expect(rowsOf(other, 'All portfolios', 0)[4][0]).toBe('Strategies combined (this sheet)')
    expect(rowsOf(other, 'Latest decisions', 0)[0][2]).toContain('fast')
    expect(textOf(other)).toContain('one of 7 of the run')
    expect(textOf(other)).not.toContain('Where the active return came from')
  })

  it('leaves no sheet of earlier numbers, and is told in one line where it can not be written', () => {
    const again = join(folder, 'again-thin')
    cpSync(thin, again, { recursive: true })
    expect(existsSync(join(again, 'tear-sheets'))).toBe(true)
    expect(sectorcast(['backtest', again]).status).toBe(0)
    expect(existsSync(join(again, 'tear-sheets'))).toBe(false)
    writeFileSync(join(again, 'tear-sheets'), '')
    const refused = sectorcast(['export', again, '--portfolio', 'strategy slow'])
    expect(refused.status).toBe(2)
    expect(refused.stderr.trimEnd()).toMatch(/^[^\n]*strategy-slow\.html" can not be written \(\w+\)$/)
    const file = sectorcast(['export', join(again, 'tear-sheets'), '--portfolio', 'strategy slow'])
    expect(file.status).toBe(2)
    expect(file.stderr).toContain('is a file, expected a run folder')
  })

  it('is asked for on the command line', () => {
    const done = sectorcast(['export', thin, '--portfolio', 'strategy slow', '--json'])
    expect(done.stderr).toBe('')
    const name = 'tear-sheets/strategy-slow.html'
    expect(JSON.parse(done.stdout)).toEqual({ artifacts: { [name]: join(thin, name) } })
    const refused = sectorcast(['export', thin, '--portfolio', 'slow'])
    expect(refused.status).toBe(2)
    expect(refused.stderr.trimEnd()).toMatch(/^[^\n]*--portfolio "slow" is no portfolio of the run[^\n]*$/)
  })

  it.each([
    ['strategy fats', 'is no portfolio of the run, the nearest is "strategy fast"'],
    ['benchmark', 'is what the others are held against: its holdings are not recorded'],
  ])('refuses a sheet of "%s"', async (name, message) => {
    await expect(exportTearSheet(thin, name)).rejects.toThrow(ConfigError)
    await expect(exportTearSheet(thin, name)).rejects.toThrow(`--portfolio "${name}" ${message}`)
  })
})
