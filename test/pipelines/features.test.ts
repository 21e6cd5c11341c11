import { tableFromIPC } from '@uwdata/flechette'
import { parquetReadObjects } from 'hyparquet'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeFeatures, type FeatureDocument } from '../../pipelines/features.js'
import { matrixOver } from '../../src/core/matrix.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import type { Panel } from '../../src/panel/panel.js'
import { randomPanel } from '../contracts/random-panel.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { writeFiles } from './feeds/feed-fixture.js'

const root = temporaryFolder()
const DAYS = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07', '2020-01-08']

/** Bars by their closes; a session without a close is left out. */
function csv(closes: readonly (number | undefined)[]): string {
  const rows = closes.flatMap((close, i) =>
    close === undefined ? [] : [`${DAYS[i]},${close},${close},${close},${close},100`],
  )
  return `Date,Open,High,Low,Close,Volume\n${rows.join('\n')}\n`
}

const data = join(root, 'data')
writeFiles(data, {
  'XLK.csv': csv([10, 11, 12, 13, 14]),
  'NEW.csv': csv([undefined, undefined, 20, undefined, 30]),
  'SPY.csv': csv([100, 101, 102, 103, undefined]),
})
writeFiles(join(root, 'alone'), { 'A.csv': csv([10, 20, 20, 20, 20]), 'B.csv': csv([10, 10, 20, 20, 20]) })

const features = (...args: string[]): ReturnType<typeof sectorcast> => sectorcast(['features', ...args])
function document(...args: string[]): FeatureDocument {
  const { status, stdout, stderr } = features(...args, '--json')
  expect([status, stderr.split('\n').length], stderr).toEqual([0, 3])
  return JSON.parse(stdout) as FeatureDocument
}

type Row = Record<string, unknown>
const LOG = Math.log
/** What the table of momentum_1 and a feature with a comma in its name holds. */
const NAMES = ['momentum_1', 'rolling_beta_2(momentum_1,benchmark_return)']
const slope = (y1: number, y0: number, x1: number, x0: number): number => (y1 - y0) / (x1 - x0)
const k = [LOG(11 / 10), LOG(12 / 11), LOG(13 / 12)]
const b = [LOG(101 / 100), LOG(102 / 101), LOG(103 / 102)]
const EXPECTED: readonly (readonly [string, string, number | null, number | null])[] = [
  ['2020-01-02', 'XLK', null, null],
  ['2020-01-03', 'XLK', k[0], null],
  ['2020-01-06', 'NEW', null, null],
  ['2020-01-06', 'XLK', k[1], slope(k[1], k[0], b[1], b[0])],
  ['2020-01-07', 'XLK', k[2], slope(k[2], k[1], b[2], b[1])],
]

function expectTable(rows: readonly Row[]): void {
  expect(rows.map(({ date, symbol }) => [date, symbol])).toEqual(EXPECTED.map(([date, symbol]) => [date, symbol]))
  for (const [i, [, symbol, momentum, beta]] of EXPECTED.entries()) {
    expect(rows[i].sector).toBe(symbol === 'XLK' ? 'information-technology' : null)
    expect(rows[i].seasoned).toBe(i >= 3)
    for (const [name, value] of [
      [NAMES[0], momentum],
      [NAMES[1], beta],
    ] as const)
      if (value === null) expect(rows[i][name], `${i} ${name}`).toBeNull()
      else expect(rows[i][name], `${i} ${name}`).toBeCloseTo(value, 9)
  }
}

const isoOf = (date: unknown): string => new Date(date as number | Date).toISOString().slice(0, 10)

async function parquetRows(path: string): Promise<Row[]> {
  const { buffer, byteOffset, byteLength } = readFileSync(path)
  const file = buffer.slice(byteOffset, byteOffset + byteLength)
  return (await parquetReadObjects({ file })).map((row) => ({ ...row, date: isoOf(row.date) }))
}

function csvRows(path: string): Row[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
  expect(header).toBe(`date,symbol,sector,seasoned,${NAMES[0]},"${NAMES[1]}"`)
  return lines.map((line) => {
    const [date, symbol, sector, seasoned, ...values] = line.split(',')
    const numbers = values.map((value) => (value === '' ? null : Number(value)))
    return {
      date,
      symbol,
      sector: sector === '' ? null : sector,
      seasoned: seasoned === 'true',
      [NAMES[0]]: numbers[0],
      [NAMES[1]]: numbers[1],
    }
  })
}

describe('sectorcast features DIR', () => {
  it('writes one table as Parquet, Arrow and CSV: rows that traded, nulls, dates, until the benchmark ends', async () => {
    for (const ending of ['parquet', 'arrow', 'csv']) {
      const out = join(root, 'tables', `t.${ending}`)
      const { rows, symbols, benchmark, notes, from, to, ...rest } = document(
        data,
        '--features',
        NAMES.join(','),
        '--out',
        out,
      )
      expect({ rows, symbols, benchmark, from, to }).toEqual({
        rows: 5,
        symbols: 2,
        benchmark: 'SPY',
        from: '2020-01-02',
        to: '2020-01-07',
      })
      expect(notes).toEqual([
        'sessions after 2020-01-07, where the benchmark ends, are left out',
        '1 symbol is of no known sector: it counts as a sector of its own',
      ])
      expect(rest.out).toBe(out)
      expect(rest.features).toEqual([
        { name: NAMES[0], from: '2020-01-03', missing: 0.4 },
        { name: NAMES[1], from: '2020-01-06', missing: 0.6 },
      ])
      if (ending === 'parquet') expectTable(await parquetRows(out))
      else if (ending === 'csv') expectTable(csvRows(out))
      else {
        const table = tableFromIPC(readFileSync(out)).toArray() as Row[]
        expectTable(table.map((row) => ({ ...row, date: isoOf(row.date) })))
      }
    }
    expect(readdirSync(join(root, 'tables')).sort()).toEqual(['t.arrow', 't.csv', 't.parquet'])
  })

  it('takes the equal-weighted mean where there is no benchmark, and says so', () => {
    const { benchmark, notes, features: columns } = document(join(root, 'alone'), '--features', 'relative_strength_1')
    expect([benchmark, notes[0]]).toEqual([
      'equal-weighted',
      'benchmark: the equal-weighted mean of the symbols, since there is no SPY',
    ])
    expect(columns).toEqual([{ name: 'relative_strength_1', from: '2020-01-03', missing: 0.2 }])
  })

  it('computes from what lies before --from', () => {
    const { rows, features: columns } = document(
      data,
      '--features',
      'momentum_2',
      '--from',
      '2020-01-06',
      '--to',
      '2020-01-06',
    )
    expect([rows, columns]).toEqual([2, [{ name: 'momentum_2', from: '2020-01-06', missing: 0.5 }]])
  })

  it('has every registered feature that the data suffice for, and none of feeds that are not there', () => {
    const names = document(data).features.map(({ name }) => name)
    expect(names).toContain('momentum_126')
    expect(names).toContain('rank(momentum_126)')
    expect(names.filter((name) => name.includes('feed.'))).toEqual([])
    expect(names).not.toContain('momentum_differential_63')
  })

  it('takes data and features of an experiment, and refuses what would tell of a split', () => {
    const experiment = join(root, 'simulated.yaml')
    writeFileSync(
      experiment,
      `name: simulated
hypothesis: features can be had without a run
data: { source: simulated, sessions: 400 }
horizon: 5
features: [momentum_10, volatility_10]
walkForward: { from: 2001-03-01 }
models: { ridge: {} }
`,
    )
    const { simulated, features: columns, symbols } = document('--experiment', experiment)
    expect([simulated, symbols, columns.map(({ name }) => name)]).toEqual([true, 11, ['momentum_10', 'volatility_10']])
    const level = features('--experiment', experiment, '--features', 'log_volume')
    expect(level.status).toBe(2)
    expect(level.stderr).toContain('feature "log_volume" is in units of price or shares')
    expect(features('--experiment', experiment, '--benchmark', 'SPY').stderr).toBe(
      '--benchmark: has no effect on an experiment, which says it itself\n',
    )
  })
})

describe('every feature that a panel has', () => {
  async function namesOf(panel: Panel): Promise<string[]> {
    const question = { names: undefined, from: undefined, to: undefined, out: undefined }
    const source = { panel, isRaw: false, notes: [] }
    const table = await writeFeatures(source, question, referenceKernels, () => undefined)
    return table.features.map(({ name }) => name)
  }

  it('is none of a feed without a single value, per asset or per session', async () => {
    const panel = randomPanel(5, 2, 1)
    const names = await namesOf(panel)
    const nothing = matrixOver(5, 2, new Float64Array(10).fill(NaN))
    const ofFlow = ['sign(feed.flow)', 'flow_persistence_21(feed.flow)']
    const ofMacro = ['growth_63(feed.macro)', 'changed(feed.macro)']
    for (const name of [...ofFlow, ...ofMacro]) expect(names).toContain(name)
    const withoutFlow = await namesOf({ ...panel, assetSeries: { 'feed.flow': nothing } })
    expect(names.filter((name) => !withoutFlow.includes(name))).toEqual(
      names.filter((name) => name.includes('feed.flow')),
    )
    const macro = new Float64Array(5).fill(NaN)
    const withoutMacro = await namesOf({ ...panel, series: { ...panel.series, 'feed.macro': macro } })
    expect(names.filter((name) => !withoutMacro.includes(name))).toEqual(
      names.filter((name) => name.includes('feed.macro')),
    )
  })
})

describe('what is wrong is told in a line', () => {
  it.each([
    [
      ['nowhere', '--out', 'x.xls'],
      2,
      /^--out "x\.xls": is no known kind of table, expected \.parquet, \.csv, \.arrow/,
    ],
    [[], 2, /^FOLDER is missing/],
    [[data, '--features', 'momentm_5'], 2, /feature "momentm_5" is unknown, the nearest is momentum/],
    [[data, '--features', 'momentum_differential_5'], 2, /has a value per pair/],
    [
      [data, '--from', '2021-01-01'],
      2,
      /no session from 2021-01-01 to the last: the data have 2020-01-02 to 2020-01-07/,
    ],
    [[data, '--from', 'soon'], 2, /--from "soon" is not a date/],
    [[data, '--from', '2020-01-06', '--to', '2020-01-03'], 2, /^--from 2020-01-06: lies after --to 2020-01-03/],
    [[data, '--data', data], 2, /^--data ".*": the folder is given already/],
    [[data, '--list'], 2, /^FOLDER: has no effect beside --list/],
    [['--list', '--out', 'x.csv'], 2, /^--out: has no effect beside --list/],
    [['--experiment', 'experiments/us-sectors-macro.yaml'], 2, /say where they are with --data DIR/],
    [[data, '--benchmark', 'QQQ'], 3, /QQQ\.csv: no such file for symbol "QQQ"/],
    [[data, '--family', 'spdrs'], 2, /family "spdrs" is unknown, the nearest is "spdr"/],
    [[data, '--file', '{symbol}.txt'], 3, /holds no file/],
    [[data, '--faults', 'ignore'], 2, /faults/],
  ])('%j', (args, code, message) => {
    const { status, stderr } = features(...args)
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(message)
    expect(status).toBe(code)
  })

  it('a file that can not be written leaves nothing behind', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const { status, stderr } = features(data, '--features', 'momentum_1', '--out', join(folder, 'file', 't.csv'))
    expect(status).toBe(2)
    expect(stderr).toMatch(/^folder ".*\/file" can not be used \(ENOTDIR\)\n$/)
    expect(readdirSync(folder)).toEqual(['file'])
  })
})

describe.skipIf(!existsSync(REAL_DATA))('real data (skipped where they are absent)', () => {
  it('the SPDRs: first sessions of the funds, and values that match the closes', async () => {
    const out = join(root, 'spdr.parquet')
    const folder = join(REAL_DATA, 'us-sector-etfs')
    const { symbols, from, to } = document(folder, '--features', 'momentum_1,close', '--out', out)
    expect([symbols, from, to]).toEqual([11, '1998-12-22', '2025-12-26'])
    const rows = await parquetRows(out)
    expect(rows.find(({ symbol }) => symbol === 'XLRE')?.date).toBe('2015-10-08')
    const utilities = rows.filter(({ symbol }) => symbol === 'XLU')
    const closes = readFileSync(join(folder, 'XLU.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[4]))
    expect(utilities.length).toBeGreaterThan(6700)
    for (const [i, row] of utilities.entries()) {
      expect(row.close).toBe(closes[i])
      if (i > 0) expect(row.momentum_1 as number).toBeCloseTo(LOG(closes[i] / closes[i - 1]), 12)
    }
  })
})
