import { ConfigError } from '../../src/core/errors.js'
import { decodeText } from '../text/decode-text.js'
import { parseCsvTable } from '../text/csv-table.js'
import type { DataFile } from '../text/data-folder.js'
import { quoted } from '../text/quoted.js'
import { readArrowTable } from './arrow-table.js'
import { columnTableOf, type ColumnTable } from './column-table.js'
import { readJsonlTable } from './jsonl-table.js'
import { readParquetTable } from './parquet-table.js'

function readCsvTable(source: DataFile): ColumnTable {
  const table = parseCsvTable(decodeText(source), source.file)
  const { file, header, rows } = table
  const columns = header.map((name, i) => [name, rows.map((row) => row[i].trim())] as const)
  return columnTableOf(file, columns, rows.length, (row) => table.lineOf(row))
}

const READERS = new Map<string, (source: DataFile) => ColumnTable | Promise<ColumnTable>>([
  ['parquet', readParquetTable],
  ['arrow', readArrowTable],
  ['feather', readArrowTable],
  ['jsonl', readJsonlTable],
  ['ndjson', readJsonlTable],
  ['csv', readCsvTable],
])

/**
 * The columns of a file, read by its ending: `.parquet`, `.arrow` or `.feather` (Arrow IPC), `.jsonl` or `.ndjson` (one object per
 * line), `.csv` (values as text, trimmed).
 * @throws ConfigError for another ending
 * @throws DataError when the content is not what the ending says
 */
export async function readColumns(source: DataFile): Promise<ColumnTable> {
  const ending = /\.([^./\\]+)$/.exec(source.file)?.[1].toLowerCase() ?? ''
  const read = READERS.get(ending)
  if (read === undefined)
    throw new ConfigError(
      `file ${quoted(source.file)}: has an unknown ending, expected one of ${[...READERS.keys()].join(', ')}`,
    )
  return read(source)
}
