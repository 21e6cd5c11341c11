import { DataError } from '../../src/core/errors.js'
import { decodeText } from '../text/decode-text.js'
import type { DataFile } from '../text/data-folder.js'
import { quoted } from '../text/quoted.js'
import { checkSize, columnTableOf, MOST_COLUMNS, tighten, type Cell, type ColumnTable } from './column-table.js'

// No alternative is repeated character by character: on a text of megabytes that runs out of stack.
const TEXT_OF_JSON = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g

/**
 * Columns of a file with one JSON object per line (empty lines are passed over). Values are text, numbers, true, false or null; a
 * key that a line does not have is null there. Columns stand in the order in which their keys first appear.
 * @throws DataError naming the line: not JSON, no object, a key twice, a nested value, a number beyond the range of a double
 */
export function readJsonlTable(source: DataFile): ColumnTable {
  const { file } = source
  const columns = new Map<string, Cell[]>()
  const lines: number[] = []
  for (const [i, text] of decodeText(source).split('\n').entries()) {
    if (text.trim() === '') continue
    for (const [name, value] of parseLine(text, file, i + 1)) {
      let column = columns.get(name)
      if (column === undefined) {
        if (columns.size === MOST_COLUMNS)
          throw new DataError({ file, line: i + 1 }, `more than ${MOST_COLUMNS} different keys`)
        columns.set(name, (column = []))
      }
      // Earlier lines without this key.
      while (column.length < lines.length) column.push(null)
      column.push(value)
    }
    lines.push(i + 1)
    checkSize(file, lines.length, columns.size)
  }
  if (lines.length === 0) throw new DataError({ file, line: 1 }, 'the file is empty')
  const entries = [...columns].map(([name, column]) => {
    while (column.length < lines.length) column.push(null)
    return [name, tighten(file, name, column)] as const
  })
  return columnTableOf(file, entries, lines.length, (row) => lines[row])
}

function parseLine(text: string, file: string, line: number): [string, Cell][] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new DataError({ file, line }, `${quoted(text.trim())} is not JSON`)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new DataError({ file, line }, `${quoted(text.trim())} is not an object`)
  const entries = Object.entries(parsed as Record<string, unknown>).map(([name, value]): [string, Cell] => {
    if (typeof value === 'object' && value !== null)
      throw new DataError({ file, line, field: quoted(name) }, 'is nested, expected a plain value')
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new DataError({ file, line, field: quoted(name) }, 'is infinite')
    return [name, value as Cell]
  })
  // The parser keeps the last of two equal keys without a word. In a flat object every text before a colon is a key.
  const keys = [...text.matchAll(TEXT_OF_JSON)].filter(([, colon]) => colon !== undefined).length
  if (keys !== entries.length) throw new DataError({ file, line }, 'a key stands twice')
  return entries
}
