import papaparse from 'papaparse'
import { DataError } from '../../src/core/errors.js'

/** Rows of a delimited file, as text. */
export interface CsvTable {
  readonly file: string
  /** Names of the first row, trimmed. */
  readonly header: readonly string[]
  /** The rows below it, cells untrimmed; every row has the header's length. */
  readonly rows: readonly (readonly string[])[]
  /** Line of a row in the file, counted from 1. */
  lineOf(row: number): number
}

export interface CsvOptions {
  readonly delimiter?: ',' | ';' | '\t' | '|'
  /** Called for a row of another length, which is then left out; without it such a row is an error. */
  readonly onRaggedRow?: (line: number, problem: string) => void
}

const MOST_COLUMNS = 10_000

/**
 * Splits text into a header and rows. Empty lines are passed over.
 * @param text - without byte order mark
 * @throws DataError naming file and line: no rows at all, a quote never closed, a line break within quotes, a row of another
 *   length, a header of more than 10,000 columns
 */
export function parseCsvTable(text: string, file: string, options: CsvOptions = {}): CsvTable {
  const delimiter = options.delimiter ?? ','
  // Before the rows are made; blank lines may stand above the header.
  const start = Math.max(0, text.search(/\S/))
  const [head] = text.slice(start).split(/[\r\n]/, 1)
  if (countOf(head, delimiter) >= MOST_COLUMNS)
    throw new DataError(
      { file, line: 1 + countOf(text.slice(0, start), '\n'), field: 'header' },
      `more than ${MOST_COLUMNS} columns`,
    )
  const { data, errors } = papaparse.parse<string[]>(text, { delimiter })
  const syntax = errors.find((error) => error.code !== 'UndetectableDelimiter')
  if (syntax !== undefined) throw new DataError({ file, line: (syntax.row ?? 0) + 1, field: 'row' }, syntax.message)
  const lines: number[] = []
  const kept: string[][] = []
  for (const [i, row] of data.entries()) {
    if (row.length === 1 && row[0].trim() === '') continue
    if (row.some((cell) => cell.includes('\n')))
      throw new DataError({ file, line: i + 1, field: 'row' }, 'a quoted field holds a line break')
    if (kept.length > 0 && row.length !== kept[0].length) {
      const problem = `${row.length} fields, expected ${kept[0].length}`
      if (options.onRaggedRow === undefined) throw new DataError({ file, line: i + 1, field: 'row' }, problem)
      options.onRaggedRow(i + 1, problem)
      continue
    }
    kept.push(row)
    lines.push(i + 1)
  }
  if (kept.length === 0) throw new DataError({ file, line: 1, field: 'header' }, 'the file is empty')
  return {
    file,
    header: kept[0].map((name) => name.trim()),
    rows: kept.slice(1),
    lineOf: (row) => lines[row + 1],
  }
}

function countOf(text: string, character: string): number {
  let count = 0
  for (let i = text.indexOf(character); i >= 0; i = text.indexOf(character, i + 1)) count++
  return count
}

/**
 * Position of a column by name, case ignored.
 * @returns -1 when it is absent and not required
 * @throws DataError when it is absent and required, or stands twice
 */
export function columnOf(table: Pick<CsvTable, 'file' | 'header'>, name: string, required = true): number {
  const wanted = name.toLowerCase()
  const column = table.header.findIndex((header) => header.toLowerCase() === wanted)
  const location = { file: table.file, line: 1, field: name }
  if (column < 0 && required) throw new DataError(location, 'column is missing')
  if (table.header.some((header, i) => i > column && column >= 0 && header.toLowerCase() === wanted))
    throw new DataError(location, 'column stands twice')
  return column
}
