import { createRequire } from 'node:module'
import type * as Xlsx from 'xlsx'
import { DataError } from '../../src/core/errors.js'
import type { DataFile } from '../text/data-folder.js'
import { problemOfZip } from './zip-guard.js'

/** Cell of a workbook: text, a number, or nothing. */
export type WorkbookCell = string | number | undefined

/** One sheet; empty rows are empty arrays, so that row i stands in line i + 1. */
export interface WorkbookSheet {
  readonly name: string
  readonly rows: readonly (readonly WorkbookCell[])[]
}

const MOST_BYTES = 16 * 2 ** 20
const MOST = { entries: 1000, bytes: 64 * 2 ** 20 }
const MOST_ROWS = 20_000
const MOST_COLUMNS = 256

/** The library takes a fifth of a second to load, and few runs read a workbook. */
function loadXlsx(): typeof Xlsx {
  return createRequire(import.meta.url)('xlsx') as typeof Xlsx
}

function cellOf(cell: Xlsx.CellObject | undefined, where: () => DataError): WorkbookCell {
  if (cell?.t === 'e') throw where()
  const value = cell?.v
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return value === undefined || value === '' ? undefined : String(value)
}

/** Rows of a sheet in the library's dense form: an array of arrays of cells, with holes. */
function rowsOf(sheet: readonly unknown[], file: string, name: string): WorkbookCell[][] {
  const dense = sheet as readonly (readonly (Xlsx.CellObject | undefined)[] | undefined)[]
  return Array.from(dense, (row = [], i) => {
    const location = { file, line: i + 1, field: name.slice(0, 40) }
    if (row.length > MOST_COLUMNS) throw new DataError(location, `more than ${MOST_COLUMNS} columns`)
    return Array.from(row, (cell) => cellOf(cell, () => new DataError(location, 'a cell holds an error')))
  })
}

/**
 * Reads the values of an .xlsx workbook; formulas are not evaluated, their stored results are taken. The archive is checked
 * before the library sees it.
 * @throws DataError when the file is no workbook, is damaged, holds anything but sheets of cells, unpacks to more than 64 MB, or has more than 20,000 rows or 256
 *   columns in a sheet, or a cell that holds an error
 */
export function readWorkbook({ file, bytes }: Pick<DataFile, 'file' | 'bytes'>): WorkbookSheet[] {
  if (bytes.length > MOST_BYTES)
    throw new DataError({ file }, `has ${bytes.length} bytes, expected at most ${MOST_BYTES}`)
  const problem = problemOfZip(bytes, MOST)
  if (problem !== undefined) throw new DataError({ file }, `can not be read as a workbook: ${problem}`)
  let workbook: Xlsx.WorkBook
  try {
    workbook = loadXlsx().read(bytes, {
      type: 'array',
      dense: true,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      sheetRows: MOST_ROWS + 1,
    })
  } catch {
    throw new DataError({ file }, 'can not be read as a workbook')
  }
  return workbook.SheetNames.map((name) => {
    const sheet: unknown = workbook.Sheets[name]
    // The list of sheets may name one that the archive does not hold, or a chart.
    if (!Array.isArray(sheet)) throw new DataError({ file, field: name.slice(0, 40) }, 'is not a sheet of cells')
    const rows = rowsOf(sheet, file, name)
    if (rows.length > MOST_ROWS) throw new DataError({ file, field: name.slice(0, 40) }, `more than ${MOST_ROWS} rows`)
    return { name, rows }
  })
}
