import papaparse from 'papaparse'
import { DataError } from '../../src/core/errors.js'
import { parseCsvTable, type CsvTable } from '../text/csv-table.js'
import { quoted } from '../text/quoted.js'
import type { BarCell } from './bar-cells.js'
import { reportFault, RowFault, type BarFaultKind, type OnBarFault } from './bar-fault.js'
import { barLayout, labelOf, type BarLayout } from './bar-layout.js'
import type { BarDialect } from './dialects.js'
import { dialectHint } from './likely-dialect.js'

/** A text file of bars, its columns found, its rows not yet read. */
export interface BarsText {
  readonly layout: BarLayout
  /** Calls back for every row in the order of the file; rows of another length are reported in their place. */
  forEachRow(visit: (row: readonly string[], line: number) => void): void
  /**
   * Adds to the first fault that a wrong dialect may have caused which other one reads the row: any for the first row, later
   * only one of another order of dates.
   */
  explain(fault: RowFault, row: readonly BarCell[], line: number): RowFault
}

export interface BarsTextOptions {
  readonly dialect: BarDialect
  readonly needsSymbol: boolean
  readonly onFault: OnBarFault | undefined
  /** Stands in the faults of rows that could not be split. */
  readonly symbol: string
}

const BYTE_ORDER_MARK = '\uFEFF'
/** Faults that a wrong dialect causes. */
const MISREAD: readonly BarFaultKind[] = ['date', 'blank-price', 'unparsable-price', 'volume']
const LINE_BREAK = 'a quoted field holds a line break'

/** Refuses what is no file of bars at all, before it is split into rows. */
function requireBarsText(text: string, file: string, { emptyAnswers }: BarDialect): void {
  const at = (line: number, problem: string): DataError => new DataError({ file, line, field: 'header' }, problem)
  const answer = text.slice(0, 200).trim()
  if (/^<(!doctype|html)/i.test(answer)) throw at(1, 'is an HTML page, expected rows of daily bars')
  if (emptyAnswers.some((known) => answer.toLowerCase().startsWith(known)))
    throw at(1, `the source answered ${quoted(answer)}`)
  const mark = text.indexOf(BYTE_ORDER_MARK)
  if (mark >= 0)
    throw new DataError(
      { file, line: text.slice(0, mark).split('\n').length },
      'holds a byte order mark within the text: files put together?',
    )
}

/** Names the column of a line break within quotes, which the splitter knows as a fault of the row. */
function withColumn(error: DataError, text: string, delimiter: string): DataError {
  const { file, line = 1 } = error.location
  if (!error.message.endsWith(LINE_BREAK)) return error
  const cells = (from: number): string[] =>
    papaparse.parse<string[]>(text.split('\n').slice(from).join('\n'), { delimiter, preview: 1 }).data[0] ?? []
  const column = cells(line - 1).findIndex((cell) => cell.includes('\n'))
  return new DataError({ file, line, field: line === 1 ? 'header' : cells(0)[column] }, LINE_BREAK)
}

function tableOf(text: string, file: string, dialect: BarDialect, ragged: Map<number, string>): CsvTable {
  try {
    return parseCsvTable(text, file, {
      delimiter: dialect.delimiter,
      onRaggedRow: (line, problem) => ragged.set(line, problem),
    })
  } catch (error) {
    throw error instanceof DataError ? withColumn(error, text, dialect.delimiter) : error
  }
}

function layoutOf(table: CsvTable, { dialect, needsSymbol }: BarsTextOptions): BarLayout {
  try {
    return barLayout(table, dialect, needsSymbol)
  } catch (error) {
    if (!(error instanceof DataError) || table.rows.length === 0) throw error
    const hint = dialectHint(dialect, { header: table.header, row: table.rows[0], needsSymbol })
    const prefix = new DataError(error.location, '').message
    throw new DataError(error.location, error.message.slice(prefix.length) + hint)
  }
}

/**
 * Splits a text file of bars and finds its columns.
 * @throws DataError when the text can not be split into rows, columns are missing or stand twice, or there are no rows
 */
export function openBarsText(original: string, file: string, options: BarsTextOptions): BarsText {
  const { dialect, onFault, symbol } = options
  const text = original.startsWith(BYTE_ORDER_MARK) ? original.slice(1) : original
  requireBarsText(text, file, dialect)
  const ragged = new Map<number, string>()
  const table = tableOf(text, file, dialect, ragged)
  const layout = layoutOf(table, options)
  const first = dialect.headerless === undefined ? 0 : -1
  const lineOfFirst = table.lineOf(first)
  if (first === 0 && table.rows.length === 0 && ragged.size === 0)
    throw new DataError(
      { file, line: table.lineOf(-1) + 1, field: labelOf(dialect, 'date') },
      'the file has a header and no rows',
    )

  // One hint a file is enough, and a file of the wrong dialect may hold nothing but faults.
  let explained = false
  const rowOf = (row: number): readonly string[] => (row < 0 ? table.header : table.rows[row])
  const refuse = (line: number): void => {
    const problem = ragged.get(line) ?? `1 fields, expected ${table.header.length}`
    reportFault(new RowFault('row-length', 'row', problem), { file, line, symbol }, onFault)
  }
  return {
    layout,
    forEachRow(visit) {
      let next = table.lineOf(-1) + (first === 0 ? 1 : 0)
      for (let row = first; row < table.rows.length; row++) {
        // Lines between two rows are rows of another length, or blank.
        for (const line = table.lineOf(row); next < line; next++) refuse(next)
        visit(rowOf(row), next++)
      }
      for (const line of ragged.keys()) if (line >= next) refuse(line)
    },
    explain(fault, row, line) {
      if (explained || !MISREAD.includes(fault.kind)) return fault
      explained = true
      const anotherOrder = ({ dateOrder }: BarDialect): boolean =>
        fault.kind === 'date' && dateOrder !== dialect.dateOrder
      const sample = { header: table.header, row, needsSymbol: options.needsSymbol }
      const hint = dialectHint(dialect, sample, line === lineOfFirst ? undefined : anotherOrder)
      return hint === '' ? fault : new RowFault(fault.kind, fault.field, fault.message + hint, fault.date)
    },
  }
}
