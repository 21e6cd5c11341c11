import type { SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { observationsOf, type Observations } from '../../src/panel/observations.js'
import type { DataFolder } from '../text/data-folder.js'
import { billionDong, parseFlowFile, type FlowFile, type FlowNote, type FlowRow } from './flow-file.js'

/** Foreign trading of one stock or sector. Every number is known at the close of its trade date: crawling it later changes nothing. */
export interface ForeignFlow {
  /** Shares; of a sector the sum over its stocks. */
  readonly buy: Observations
  readonly sell: Observations
  readonly volume: Observations
  /** Net buying as published, billion dong. */
  readonly netValue: Observations
  /** Matched turnover, billion dong: volume at the closing price. */
  readonly turnover: Observations
  /**
   * Net buying per turnover: (buy - sell) / volume of a stock, sums of (buy - sell) times price per turnover of a sector. Beyond
   * +-1 where put-through deals, which the volume leaves out, are large; no value where nothing was traded.
   */
  readonly pressure: Observations
}

const FILE = /^([A-Za-z0-9]+)\.csv$/

/**
 * Foreign trading of every stock in a folder: files `SYMBOL.csv`.
 * @param symbols - those to read; every file of the folder when absent
 * @throws DataError when a file is missing or can not be read, or there is none
 */
export function readForeignFlow(
  folder: DataFolder,
  symbols?: readonly string[],
): { readonly files: readonly FlowFile[]; readonly notes: readonly FlowNote[] } {
  const found = symbols ?? folder.list().flatMap((name) => FILE.exec(name)?.[1] ?? [])
  if (found.length === 0) throw new DataError({ file: folder.root }, 'holds no file SYMBOL.csv')
  const files = found.map((symbol) => parseFlowFile(folder.read(`${symbol}.csv`), symbol))
  return { files, notes: files.flatMap(({ notes }) => notes) }
}

/** Sums of one day. */
interface DayFlow {
  buy: number
  sell: number
  volume: number
  netValue: number
  turnover: number
  netTurnover: number
}

function addRow(day: DayFlow, { buy, sell, volume, netValue, close }: FlowRow): void {
  day.buy += buy
  day.sell += sell
  day.volume += volume
  day.netValue += netValue
  day.turnover += billionDong(volume, close)
  day.netTurnover += billionDong(buy - sell, close)
}

/** Flow over one or more stocks; on each day over those that have a row. */
export function flowOf(name: string, files: readonly FlowFile[]): ForeignFlow {
  const days = new Map<SessionDay, DayFlow>()
  for (const { rows } of files)
    for (const row of rows) {
      const day = days.get(row.date) ?? { buy: 0, sell: 0, volume: 0, netValue: 0, turnover: 0, netTurnover: 0 }
      addRow(day, row)
      days.set(row.date, day)
    }
  const series = (field: string, valueOf: (day: DayFlow) => number): Observations =>
    observationsOf(
      `${field}.${name}`,
      [...days]
        .map(([date, day]) => ({ valid: date, known: date, value: valueOf(day) }))
        .filter(({ value }) => Number.isFinite(value)),
    )
  return {
    buy: series('foreignBuy', (day) => day.buy),
    sell: series('foreignSell', (day) => day.sell),
    volume: series('volume', (day) => day.volume),
    netValue: series('foreignNetValue', (day) => day.netValue),
    turnover: series('turnover', (day) => day.turnover),
    // Of one stock the price cancels: dividing shares keeps its rounding out.
    pressure: series('foreignPressure', (day) =>
      files.length === 1 ? (day.buy - day.sell) / day.volume : day.netTurnover / day.turnover,
    ),
  }
}
