import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError, type DataLocation } from '../../src/core/errors.js'
import { monthStart } from '../../src/core/months.js'
import type { DataFile } from '../text/data-folder.js'
import { quoted } from '../text/quoted.js'
import { parseNumber } from '../text/cells.js'
import { datedSeries, type DatedRow, type DatedSeries } from './dated-series.js'
import { readWorkbook, type WorkbookCell, type WorkbookSheet } from './workbook.js'

/** Two sheets may print the same index with other rounding. */
const SAME = 1e-6

function numberOf(cell: WorkbookCell, location: DataLocation): number {
  const value = typeof cell === 'string' ? parseNumber(cell) : cell
  if (value === undefined || Number.isNaN(value))
    throw new DataError(location, `${quoted(String(cell))} is not a number`)
  return value
}

function monthOf([year, month]: readonly WorkbookCell[], location: DataLocation): SessionDay {
  const y = numberOf(year, { ...location, field: `${String(location.field)} Year` })
  const m = numberOf(month, { ...location, field: `${String(location.field)} Month` })
  if (!Number.isInteger(y) || y < 1000 || y > 9999 || !Number.isInteger(m) || m < 1 || m > 12)
    throw new DataError(location, `${quoted(`${y}-${m}`)} is not a month`)
  return monthStart(y * 12 + m - 1)
}

const isEmpty = (row: readonly WorkbookCell[]): boolean => row.every((cell) => cell === undefined)

/** The source is named in a text below the table: one cell of words and nothing beside it. */
function isFooter(row: readonly WorkbookCell[]): boolean {
  return typeof row[0] === 'string' && Number.isNaN(parseNumber(row[0])) && isEmpty(row.slice(1))
}

/** Rows of months below the header; nothing but empty rows and words may follow them. */
function tableRows({ name, rows }: WorkbookSheet, file: string): { row: readonly WorkbookCell[]; line: number }[] {
  const lines = rows.map((row, i) => ({ row, line: i + 1 })).slice(1)
  const end = lines.findIndex(({ row }) => isEmpty(row) || isFooter(row))
  const kept = end < 0 ? lines : lines.slice(0, end)
  const after = end < 0 ? undefined : lines.slice(end).find(({ row }) => !isEmpty(row) && !isFooter(row))
  if (after !== undefined)
    throw new DataError({ file, line: after.line, field: name.slice(0, 40) }, 'a row follows the end of the table')
  if (kept.length === 0) throw new DataError({ file, line: 2, field: name.slice(0, 40) }, 'the sheet has no months')
  return kept
}

function headerOf({ name, rows }: WorkbookSheet, file: string): string[] {
  const header = Array.from(rows[0] ?? [], (cell) => String(cell ?? '').trim())
  const location = { file, line: 1, field: name.slice(0, 40) }
  if (header[0]?.toLowerCase() !== 'year' || header[1]?.toLowerCase() !== 'month' || header.length < 3)
    throw new DataError(location, `header ${quoted(header.join(','))}, expected Year, Month and at least one index`)
  for (const [i, title] of header.entries()) {
    if (title === '') throw new DataError(location, `column ${i + 1} has no name`)
    if (header.indexOf(title) !== i) throw new DataError(location, `column ${quoted(title)} stands twice`)
  }
  return header
}

function seriesOfSheet(sheet: WorkbookSheet, file: string): DatedSeries[] {
  const header = headerOf(sheet, file)
  const months = tableRows(sheet, file).map(({ row, line }) => {
    const location = { file, line, field: sheet.name.slice(0, 40) }
    if (row.length > header.length) throw new DataError(location, `${row.length} fields, expected ${header.length}`)
    return { row, location, valid: monthOf(row, location) }
  })
  months.sort((a, b) => a.valid - b.valid)
  return header.slice(2).map((name, i) => {
    const rows = months.map(({ row, location, valid }): DatedRow => {
      const cell = row[i + 2]
      return { valid, location, value: cell === undefined ? NaN : numberOf(cell, { ...location, field: name }) }
    })
    return datedSeries(name, rows)
  })
}

/** @throws DataError when two sheets say different things of one month */
function checkSame(file: string, a: DatedSeries, b: DatedSeries): void {
  const values = new Map(Array.from(a.valid, (day, i) => [day, a.values[i]]))
  for (const [i, day] of b.valid.entries()) {
    const other = values.get(day)
    if (other !== undefined && Math.abs(other - b.values[i]) > SAME * Math.abs(other))
      throw new DataError(
        { file, field: a.name },
        `two sheets differ in ${formatSession(day).slice(0, 7)}: ${other} and ${b.values[i]}`,
      )
  }
}

/**
 * Reads the monthly workbook of the US Economic Policy Uncertainty index: sheets with Year, Month and one index a column, in
 * either order of time, a text about the source below. An index that stands in two sheets must agree; the longer one is taken.
 * @returns series by their headers, such as News_Based_Policy_Uncert_Index and Three_Component_Index
 * @throws DataError for a damaged or oversized workbook, and naming file, line and field of what is wrong in a sheet
 * @see Baker, Bloom and Davis (2016), Measuring Economic Policy Uncertainty, QJE 131(4)
 */
export function parsePolicyUncertaintyWorkbook(file: Pick<DataFile, 'file' | 'bytes'>): DatedSeries[] {
  const series = new Map<string, DatedSeries>()
  for (const sheet of readWorkbook(file))
    for (const found of seriesOfSheet(sheet, file.file)) {
      const other = series.get(found.name)
      if (other !== undefined) checkSame(file.file, other, found)
      if (other === undefined || found.valid.length > other.valid.length) series.set(found.name, found)
    }
  return [...series.values()]
}
