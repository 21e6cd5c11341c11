import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedBars } from '../../../datasets/bars/bar-collector.js'
import type { BarFault } from '../../../datasets/bars/bar-fault.js'
import { readBarsFolder } from '../../../datasets/bars/ohlcv-folder.js'
import { readOhlcvLong } from '../../../datasets/bars/ohlcv-long.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { decodeText } from '../../../datasets/text/decode-text.js'
import { formatSession } from '../../../src/core/calendar.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

interface Summary {
  readonly rows: number
  readonly first: string
  readonly last: string
  readonly closes: number
  readonly volumes: number
  readonly distributions?: number
  readonly splits?: Readonly<Record<string, number>>
}

/** Symbol, line and kind. */
type GoldenFault = readonly [string, number, string]

interface Golden {
  readonly etfs: Readonly<Record<string, Summary>>
  readonly stocks: {
    readonly files: number
    readonly rows: number
    readonly closes: number
    readonly volumes: number
    readonly zeroVolumes: number
    readonly faults: readonly GoldenFault[]
    readonly shown: Readonly<Record<string, Summary>>
  }
  readonly vietnam: {
    readonly rows: number
    readonly zeroVolumes: number
    readonly faults: readonly GoldenFault[]
    readonly symbols: Readonly<Record<string, Summary>>
    readonly indices: Readonly<Record<string, Summary>>
    readonly indexFaults: readonly GoldenFault[]
  }
}

const golden = JSON.parse(readFileSync('test/golden/bars.json', 'utf8')) as Golden
const absent = !existsSync(`${REAL_DATA}/us-sector-etfs`)
if (absent) process.stderr.write(`skipped: no real prices in ${REAL_DATA}, set SECTORCAST_DATA\n`)

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)
const total = (all: readonly ParsedBars[], pick: (bars: ParsedBars['bars']) => Iterable<number>): number =>
  sum(all.map(({ bars }) => sum(pick(bars))))

function expectSummary({ bars }: ParsedBars, expected: Summary): void {
  const { dates, close, volume, splits, distributions } = bars
  expect(dates.length).toBe(expected.rows)
  expect([formatSession(dates[0]), formatSession(dates[dates.length - 1])]).toEqual([expected.first, expected.last])
  expect(sum(close) / expected.closes).toBeCloseTo(1, 12)
  expect(sum(volume)).toBe(expected.volumes)
  if (expected.splits === undefined) return
  expect(sum(distributions ?? [])).toBeCloseTo(expected.distributions ?? NaN, 9)
  const split = [...dates].flatMap((date, i) => (splits[i] === 0 ? [] : [[formatSession(date), splits[i]]]))
  expect(Object.fromEntries(split)).toEqual(expected.splits)
}

/** Takes faults, and shows them in the order of the golden list. */
function faultList(): { readonly onFault: (fault: BarFault) => void; readonly list: () => GoldenFault[] } {
  const faults: GoldenFault[] = []
  return {
    onFault: ({ symbol, line, kind }) => faults.push([symbol, line, kind]),
    list: () => faults.sort(([a, i], [b, j]) => (a === b ? i - j : a < b ? -1 : 1)),
  }
}

describe.skipIf(absent)('real daily bars, against pandas', () => {
  it('the sector funds: every row, nothing at fault', () => {
    const read = readBarsFolder(openDataFolder(`${REAL_DATA}/us-sector-etfs`))
    expect(read.map(({ bars }) => bars.symbol)).toEqual(Object.keys(golden.etfs))
    for (const file of read) expectSummary(file, golden.etfs[file.bars.symbol])
  })

  it('505 stocks: all rows but those at fault, each fault on its line', () => {
    const { onFault, list } = faultList()
    const { stocks } = golden
    const read = readBarsFolder(openDataFolder(`${REAL_DATA}/sp500-stocks`), { file: '{symbol}_data.csv', onFault })
    expect(read).toHaveLength(stocks.files)
    expect(list()).toEqual(stocks.faults)
    expect(total(read, ({ dates }) => [dates.length]) + stocks.faults.length).toBe(stocks.rows)
    expect(total(read, ({ close }) => close) / stocks.closes).toBeCloseTo(1, 12)
    expect(total(read, ({ volume }) => volume)).toBe(stocks.volumes)
    for (const [symbol, expected] of Object.entries(stocks.shown)) {
      const file = read.find(({ bars }) => bars.symbol === symbol)
      if (file === undefined) throw new Error(`${symbol} was not read`)
      expectSummary(file, expected)
    }
    const kinds = stocks.faults.map(([, , kind]) => kind)
    expect(kinds.filter((kind) => kind === 'blank-price')).toHaveLength(11)
    expect(kinds.filter((kind) => kind === 'ohlc')).toHaveLength(12)
    expect(stocks.zeroVolumes).toBe(4)
  })

  it('lines of the rows after one that was left out are those of the file', () => {
    const folder = openDataFolder(`${REAL_DATA}/sp500-stocks`)
    const [{ bars, lineOf }] = readBarsFolder(folder, {
      symbols: ['DHR'],
      file: '{symbol}_data.csv',
      onFault: () => undefined,
    })
    const rows = decodeText(folder.read('DHR_data.csv')).split('\n')
    for (const date of bars.dates) expect(rows[(lineOf(date) ?? 0) - 1]).toContain(formatSession(date))
    expect(lineOf(bars.dates[0] - 1)).toBeUndefined()
  })

  it('the VN30 in one file: the zero close is no violation of the range as well', () => {
    const { onFault, list } = faultList()
    const data = openDataFolder(`${REAL_DATA}/vietnam`).read('vn30_ohlcv.csv')
    const read = readOhlcvLong(decodeText(data), data.file, { onFault })
    const { vietnam } = golden
    expect(list()).toEqual(vietnam.faults)
    expect(vietnam.faults.filter(([, , kind]) => kind === 'zero-price')).toEqual([['VIB', 48005, 'zero-price']])
    expect(read.map(({ bars }) => bars.symbol)).toEqual(Object.keys(vietnam.symbols))
    for (const parsed of read) expectSummary(parsed, vietnam.symbols[parsed.bars.symbol])
    expect(total(read, ({ dates }) => [dates.length]) + vietnam.faults.length).toBe(vietnam.rows)
  })

  it('three Vietnamese indices', () => {
    const { onFault, list } = faultList()
    const { indices, indexFaults } = golden.vietnam
    const symbols = Object.keys(indices)
    const read = readBarsFolder(openDataFolder(`${REAL_DATA}/vietnam`), { symbols, onFault })
    for (const file of read) expectSummary(file, indices[file.bars.symbol])
    expect(list()).toEqual(indexFaults)
    expect(indexFaults).toHaveLength(3)
  })
})
