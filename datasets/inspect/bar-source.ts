import papaparse from 'papaparse'
import type { FaultyRow } from '../../src/panel/quality/bars-under-check.js'
import { cellText, numberReader, type BarCell } from '../bars/bar-cells.js'
import type { ParsedBars } from '../bars/bar-collector.js'
import { parseBarsTable } from '../bars/bars-table.js'
import { dialectOf } from '../bars/dialect-options.js'
import type { BarColumn, BarDialect } from '../bars/dialects.js'
import { readOhlcvCsv, type ParseBarsOptions } from '../bars/ohlcv-csv.js'
import { readOhlcvLong } from '../bars/ohlcv-long.js'
import type { ColumnTable } from '../tables/column-table.js'

/** Characters of the first two lines that are looked at, each; the reader refuses a header of too many columns. */
const HEADER_LENGTH = 2 ** 16
const LINE_BREAK = /\r\n|\n|\r/

/** Rows of bars, whatever file they stand in. */
export interface BarSource {
  readonly dialect: BarDialect
  /** Names of the columns, trimmed. */
  readonly header: readonly string[]
  /** Cells of the first row; none when there is no row. */
  readonly first: readonly BarCell[]
  /**
   * Reads all rows.
   * @param symbol - of all rows; without it a column names the symbol of each
   * @throws DataError for a file that can not be read at all
   */
  read(symbol: string | undefined, onFault: NonNullable<ParseBarsOptions['onFault']>): ParsedBars[]
  /** Cells of a row by its line, from 1. */
  rowAt(line: number): readonly BarCell[]
}

/** The dialect that a header is written in. Columns tell it; the order of day and month does not show and is the dialect's own. */
function dialectOfHeader(header: readonly string[]): BarDialect {
  const names = header.map((name) => name.toLowerCase())
  if (names.includes('price') && !names.includes('close')) return dialectOf('investing')
  if (names.some((name) => name.startsWith('<')) || !names.includes('volume')) return dialectOf('stooq')
  return dialectOf(names.some((name) => /^adj\.? close$/.test(name)) ? 'yahoo' : 'standard')
}

/**
 * Bars of a text file.
 * @param stated - its dialect; told by the header when absent
 */
export function textSource(text: string, file: string, stated?: BarDialect): BarSource {
  const [head = '', second = ''] = text.slice(0, 2 * HEADER_LENGTH).split(LINE_BREAK, 2)
  // Made only where a row is at fault: they take as much room as the text.
  let lines: readonly string[] | undefined
  const dialect = stated ?? dialectOfHeader(head.split(/[,;\t|]/).map((cell) => cell.replaceAll('"', '').trim()))
  const { delimiter } = dialect
  const cellsOf = (line: string): string[] =>
    (papaparse.parse<string[]>(line, { delimiter }).data.at(0) ?? []).map((cell) => cell.trim())
  return {
    dialect,
    header: cellsOf(head),
    first: cellsOf(second),
    read: (symbol, onFault) =>
      symbol === undefined
        ? readOhlcvLong(text, file, { dialect, onFault })
        : [readOhlcvCsv(text, file, symbol, { dialect, onFault })],
    rowAt(line) {
      lines ??= text.split(LINE_BREAK)
      return cellsOf(lines[line - 1] ?? '')
    },
  }
}

/** Bars of a Parquet, Arrow or JSON-lines file. @param stated - as {@link textSource} */
export function tableSource(table: ColumnTable, stated?: BarDialect): BarSource {
  const dialect = stated ?? dialectOfHeader(table.names)
  const cellsOf = (row: number): BarCell[] => table.names.map((name) => table.column(name)[row])
  let rowOfLine: ReadonlyMap<number, number> | undefined
  return {
    dialect,
    header: table.names,
    first: table.rowCount === 0 ? [] : cellsOf(0),
    read: (symbol, onFault) => parseBarsTable(table, { dialect, symbol, onFault }),
    rowAt(line) {
      rowOfLine ??= new Map(Array.from({ length: table.rowCount }, (_, row) => [table.lineOf(row), row]))
      const row = rowOfLine.get(line)
      return row === undefined ? [] : cellsOf(row)
    },
  }
}

/** Position of a column in the header; -1 when it is not there. */
function columnOf({ dialect, header }: BarSource, column: BarColumn): number {
  const known = dialect.columns[column].map((title) => title.toLowerCase())
  return header.findIndex((title) => known.includes(title.toLowerCase()))
}

/** The symbol that the first row states; empty when none is stated. */
export function statedSymbol(source: BarSource): string {
  return cellText(source.first[columnOf(source, 'symbol')] ?? null)
}

/** Finds the prices and the volume of rows that are at fault; NaN where nothing can be read. */
export function faultReader(source: BarSource): (line: number) => FaultyRow {
  const readNumber = numberReader(source.dialect.numbers)
  const fields = ['open', 'high', 'low', 'close', 'volume'] as const
  const columns = fields.map((field) => columnOf(source, field))
  return (line) => {
    const cells = source.rowAt(line)
    const [open, high, low, close, volume] = columns.map((column, i) =>
      readNumber(cellText(cells[column] ?? null), fields[i] === 'volume'),
    )
    return { open, high, low, close, volume }
  }
}
