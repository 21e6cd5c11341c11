import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sectorcast, temporaryFolder, type CommandResult } from '../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const folder = temporaryFolder()
const out = join(folder, 'out')
const experiment = join(folder, 'small.yaml')
let markets = 0

/** Runs the small experiment on a market whose file BBB.csv was edited. */
function runOn(edit: (rows: string[]) => string[]): { result: CommandResult; data: string } {
  const data = join(folder, `market-${markets++}`)
  writeSmallMarket(data, (rows, symbol) => (symbol === 'BBB' ? edit(rows) : rows))
  return { result: sectorcast(['walk-forward', experiment, '--data', data, '--out', out, '--threads', '1']), data }
}

/** Replaces one field of the row on a line of the file. */
function withField(line: number, column: number, value: string): (rows: string[]) => string[] {
  return (rows) =>
    rows.map((row, i) =>
      i !== line - 1
        ? row
        : row
            .split(',')
            .map((cell, c) => (c === column ? value : cell))
            .join(','),
    )
}

function expectOneLine({ stdout, stderr }: CommandResult, message: string): void {
  expect(stdout).toBe('')
  const lines = stderr.trimEnd().split('\n')
  expect(lines.at(-1)).toContain(message)
  expect(stderr).not.toMatch(/\n\s+at /)
}

beforeAll(() => writeFileSync(experiment, smallExperiment()))

describe('bad data end the run with exit code 3 and one line that names file, line and field', () => {
  it.each([
    [
      'a missing column',
      (rows: string[]) => rows.map((row) => row.split(',').slice(0, 5).join(',')),
      ':1: Volume: column is missing',
    ],
    ['an unparsable number', withField(7, 4, '12.x'), ':7: Close: "12.x" is not a number'],
    ['a blank price', withField(7, 1, ''), ':7: Open: "" is not a number'],
    ['an infinite value', withField(9, 2, '1e999'), ':9: High: "1e999" is infinite'],
    ['an infinite value in words', withField(9, 2, 'Infinity'), ':9: High: "Infinity" is infinite'],
    ['a price of zero', withField(8, 3, '0'), ':8: Low: 0 is zero'],
    ['a negative price', withField(8, 4, '-3'), ':8: Close: -3 is negative'],
    ['a negative volume', withField(8, 5, '-1'), ':8: Volume: -1 is negative'],
    [
      'a duplicate date',
      (rows: string[]) => [...rows.slice(0, 10), rows[9], ...rows.slice(10)],
      ':11: Date: 2010-01-14 stands twice',
    ],
    ['descending dates', (rows: string[]) => [rows[0], ...rows.slice(1).reverse()], ':3: Date:'],
    ['a date that does not exist', withField(6, 0, '2010-02-30'), ':6: Date: "2010-02-30" is not a date'],
    ['a day written the other way', withField(6, 0, '08/01/2010'), ':6: Date: "08/01/2010" is not a date'],
    ['an empty file', () => [''], ':1: header: the file is empty'],
    ['a header alone', (rows: string[]) => rows.slice(0, 1), ':2: Date: the file has a header and no rows'],
    [
      'a gap within its life: two calendars',
      (rows: string[]) => rows.filter((_, i) => i !== 100),
      ':101: Date: the session',
    ],
    [
      'a session of its own: two calendars',
      (rows: string[]) => [...rows.slice(0, 6), rows[5].replace(/^[^,]+/, '2010-01-09'), ...rows.slice(6)],
      ':7: Date: 2010-01-09 is no session of',
    ],
    ['a close above the high', withField(12, 4, '1e6'), ':12: Close:'],
  ])('%s', (_, edit, message) => {
    const { result, data } = runOn(edit)
    expectOneLine(result, join(data, 'BBB.csv') + message)
    expect(result.status).toBe(3)
    expect(existsSync(out)).toBe(false)
  })

  it('a file that is not there', () => {
    const data = join(folder, 'without')
    writeSmallMarket(data)
    rmSync(join(data, 'CCC.csv'))
    const result = sectorcast(['run', experiment, '--data', data, '--out', out])
    expectOneLine(result, `${join(data, 'CCC.csv')}: no such file for symbol "CCC"`)
    expect(result.status).toBe(3)
  })

  it('a benchmark that ends before its sectors', () => {
    const data = join(folder, 'ended')
    writeSmallMarket(data, (rows, symbol) => (symbol === 'MKT' ? rows.slice(0, -5) : rows))
    const result = sectorcast(['run', experiment, '--data', data, '--out', out])
    expectOneLine(result, `${join(data, 'MKT.csv')}:896: Date: the benchmark ends before`)
    expect(result.status).toBe(3)
  })

  it('a gap after a dropped row, on the line it has in the file', () => {
    const file = join(folder, 'dropped.yaml')
    const drop = 'data: { source: csv, drop: [{ symbol: MKT, date: 2010-01-04 }] }'
    writeFileSync(file, smallExperiment({ data: drop }))
    const data = join(folder, 'gap')
    writeSmallMarket(data, (rows, symbol) => (symbol === 'MKT' ? rows.filter((_, i) => i !== 100) : rows))
    const result = sectorcast(['run', file, '--data', data, '--out', out])
    expectOneLine(result, `${join(data, 'MKT.csv')}:101: Date: the session`)
  })

  it('a dropped row that does not exist', () => {
    const file = join(folder, 'drop.yaml')
    writeFileSync(file, smallExperiment({ data: 'data: { source: csv, drop: [{ symbol: MKT, date: 2024-01-01 }] }' }))
    const data = join(folder, 'whole')
    writeSmallMarket(data)
    const result = sectorcast(['run', file, '--data', data, '--out', out])
    expectOneLine(result, 'has no row 2024-01-01, which the experiment drops')
    expect(result.status).toBe(3)
  })
})

describe('a symbol that starts late or ends early is masked', () => {
  it('and the run goes on', () => {
    const { result } = runOn((rows) => [rows[0], ...rows.slice(200, 800)])
    expect(result.stderr).not.toContain('Error')
    expect(result.status).toBe(0)
    rmSync(out, { recursive: true })
  })
})

describe('bad configuration ends with exit code 2 and one line', () => {
  const data = join(folder, 'configuration')
  beforeAll(() => writeSmallMarket(data))

  it.each([
    [
      'a horizon longer than the data',
      { horizon: 'horizon: 1000' },
      'bad.yaml:6: horizon: horizon "1000" is longer than the data, which have 900 sessions',
    ],
    [
      'an unknown sector',
      { universe: 'universe: { benchmark: MKT, sectors: { AAA: enregy } }' },
      'bad.yaml:5: universe.sectors.AAA: sector "enregy" is unknown, the nearest is "energy"',
    ],
    [
      'a benchmark weight of an unknown symbol',
      { decision: 'decision: { rule: tilt, benchmarkWeights: { AAB: 1 } }' },
      'bad.yaml:10: decision.benchmarkWeights.AAB: "AAB" is no symbol of the universe, the nearest is "AAA"',
    ],
    [
      'benchmark weights of nothing',
      { decision: 'decision: { rule: tilt, benchmarkWeights: { AAA: 0 } }' },
      'bad.yaml:10: decision.benchmarkWeights: no symbol has a weight above 0',
    ],
    ['an unknown key', { seed: 'sede: 3' }, 'bad.yaml:3: sede: unknown key "sede", the nearest is "seed"'],
    [
      'a test range outside the data',
      { walkForward: 'walkForward: { from: 2030-01-01 }' },
      'bad.yaml:8: walkForward: no session of the data lies in the test range',
    ],
    [
      'a test range that begins with the data',
      { walkForward: 'walkForward: { from: 2010-01-04 }' },
      'bad.yaml:8: walkForward: the test range begins with the data',
    ],
    [
      'no row to train on',
      { walkForward: 'walkForward: { from: 2010-01-20 }' },
      'bad.yaml:8: walkForward.from: no labelled row lies before the first test session',
    ],
  ])('%s', (_, replace, message) => {
    const file = join(folder, 'bad.yaml')
    writeFileSync(file, smallExperiment(replace))
    const result = sectorcast(['run', file, '--data', data, '--out', join(folder, 'bad-out')])
    expectOneLine(result, message)
    expect(result.status).toBe(2)
  })

  it.each([
    ['no command', [], 'a command is missing'],
    ['an option without its value', ['run', '--data'], 'Not enough arguments following: data'],
    ['an unknown command', ['rum'], 'Did you mean run?'],
    ['an unknown option', ['run', '--dta', 'x'], 'Unknown argument: dta'],
    ['a prototype option', ['run', '--constructor.x', '1'], 'constructor.x'],
    [
      'threads that are no number',
      ['run', '--threads', 'many'],
      '--threads "many", expected a whole number from 1 to 256',
    ],
    ['an option twice', ['run', '--seed', '1', '--seed', '2'], '--seed ["1","2"], expected one value'],
    [
      'an experiment that is not there',
      ['run', 'nowhere.yaml'],
      'experiment "nowhere.yaml" can not be read (ENOENT): no such file or folder',
    ],
    [
      'an experiment that is a folder',
      ['run', 'src'],
      'experiment "src" can not be read (EISDIR): is a folder without run.json',
    ],
    ['data for a simulated market', ['run', '--data', 'x'], 'reads no files'],
    [
      'no data for an experiment on files',
      ['run', 'experiments/us-sectors.yaml'],
      'say where they are with --data DIR',
    ],
    [
      'a run folder that is none',
      ['backtest', 'src'],
      'experiment "src" can not be read (EISDIR): is a folder without',
    ],
    ['an export of nothing', ['export', 'src'], '"src" has no run.json'],
    ['a score without a run', ['score', 'nowhere'], '"nowhere" has no run.json'],
  ])('%s', (_, args, message) => {
    const result = sectorcast(args)
    expectOneLine(result, message)
    expect(result.status).toBe(2)
  })

  it('an --out folder with a run.json of somebody else, which is left as it was', () => {
    const taken = join(folder, 'foreign')
    mkdirSync(taken)
    writeFileSync(join(taken, 'run.json'), '{"my":"file"}')
    const result = sectorcast(['run', experiment, '--data', data, '--out', taken])
    expectOneLine(result, `folder "${taken}" is not empty and no run folder`)
    // Before anything is read.
    expect(result.stderr).not.toContain('reading')
    expect(result.status).toBe(2)
    expect(readFileSync(join(taken, 'run.json'), 'utf8')).toBe('{"my":"file"}')
  })

  it('a file that can not be written', () => {
    const blocked = join(folder, 'blocked')
    expect(sectorcast(['walk-forward', experiment, '--data', data, '--out', blocked]).status).toBe(0)
    rmSync(join(blocked, 'forecasts.bin'))
    mkdirSync(join(blocked, 'forecasts.bin'))
    const result = sectorcast(['walk-forward', experiment, '--data', data, '--out', blocked])
    expectOneLine(result, `"${join(blocked, 'forecasts.bin')}" can not be written`)
    expect(result.status).toBe(2)
    expect(readdirSync(blocked).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  it('holdings that can not be read, before anything is fitted', () => {
    const result = sectorcast(['run', experiment, '--data', data, '--out', out, '--holdings', 'nowhere.csv'])
    expectOneLine(result, '--holdings "nowhere.csv" can not be read (ENOENT)')
    expect(result.stderr).not.toContain('fit ')
    expect(result.status).toBe(2)
  })

  it('an --out folder that holds something else, which is left as it was', () => {
    const taken = join(folder, 'taken')
    writeSmallMarket(taken)
    const result = sectorcast(['run', experiment, '--data', data, '--out', taken])
    expectOneLine(result, `folder "${taken}" is not empty and no run folder`)
    expect(result.status).toBe(2)
    expect(existsSync(join(taken, 'run.json'))).toBe(false)
  })
})
