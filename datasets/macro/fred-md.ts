import { civilOf, formatSession, periodIndex, type SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import { monthStart } from '../../src/core/months.js'
import { observationsOf, type Observation, type Observations } from '../../src/panel/observations.js'
import { requireDate, requireNumber } from '../text/cells.js'
import { parseCsvTable, type CsvTable } from '../text/csv-table.js'
import { quoted } from '../text/quoted.js'
import type { TransformCode } from './fred-md-transform.js'

/** One monthly file of the FRED-MD database. */
export interface FredMdVintage {
  readonly file: string
  /** First days of consecutive months; [nMonths] */
  readonly months: Int32Array
  /** Mnemonics; [nSeries] */
  readonly names: readonly string[]
  /** How to make each series stationary; [nSeries] */
  readonly codes: readonly TransformCode[]
  /** nMonths x nSeries; NaN = not released (or not yet) */
  readonly values: Matrix
}

/** Vintages are named by their last row. */
export const FRED_MD_FILE = /^fred-md-(\d{4})-(\d{2})\.csv$/

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '')

function namesOf({ file, header }: CsvTable): readonly string[] {
  const names = header.slice(1)
  if (header[0].toLowerCase() !== 'sasdate')
    throw new DataError({ file, line: 1, field: 'header' }, `${quoted(header[0])}, expected sasdate`)
  for (const [i, name] of names.entries()) {
    if (name === '') throw new DataError({ file, line: 1, field: 'header' }, `column ${i + 2} has no name`)
    if (names.indexOf(name) !== i)
      throw new DataError({ file, line: 1, field: name.slice(0, 40) }, 'column stands twice')
  }
  return names
}

function codesOf(table: CsvTable, names: readonly string[]): TransformCode[] {
  const location = { file: table.file, line: table.lineOf(0) }
  const row = table.rows[0] ?? ['']
  if (!/^transform:?$/i.test(row[0].trim()))
    throw new DataError({ ...location, field: 'sasdate' }, `${quoted(row[0])}, expected Transform: in the second row`)
  return names.map((name, i) => {
    const code = requireNumber(row[i + 1], { ...location, field: name })
    if (!Number.isInteger(code) || code < 1 || code > 7)
      throw new DataError({ ...location, field: name }, `transform code ${code}, expected 1 to 7`)
    return code as TransformCode
  })
}

/** Number of rows up to the blank ones that some vintages end with. */
function filledRows(table: CsvTable): number {
  let end = table.rows.length
  while (end > 1 && isBlank(table.rows[end - 1])) end--
  return end
}

function monthOf(table: CsvTable, row: number): SessionDay {
  const location = { file: table.file, line: table.lineOf(row), field: 'sasdate' }
  const month = requireDate(table.rows[row][0], 'mdy', location)
  if (civilOf(month).day !== 1)
    throw new DataError(location, `${quoted(table.rows[row][0])} is not the first of a month`)
  return month
}

/**
 * Reads a vintage of FRED-MD: a row of mnemonics, a row of transform codes, then one row a month with `sasdate` as M/D/YYYY.
 * Blank cells are values not (yet) released; blank rows may stand at the end.
 * @throws DataError naming file, line and field: another header, a code beyond 1 to 7, months that are not consecutive, a cell
 *   that is no number
 * @see McCracken and Ng (2016), FRED-MD: A Monthly Database for Macroeconomic Research, JBES 34(4)
 */
export function parseFredMd(text: string, file: string): FredMdVintage {
  const table = parseCsvTable(text, file)
  const names = namesOf(table)
  const codes = codesOf(table, names)
  const nMonths = filledRows(table) - 1
  if (nMonths < 1) throw new DataError({ file, line: 3, field: 'sasdate' }, 'the file has no months')
  const months = new Int32Array(nMonths)
  const values = createMatrix(nMonths, names.length)
  for (let i = 0; i < nMonths; i++) {
    const line = table.lineOf(i + 1)
    months[i] = monthOf(table, i + 1)
    if (i > 0 && periodIndex(months[i], 'monthly') !== periodIndex(months[i - 1], 'monthly') + 1)
      throw new DataError(
        { file, line, field: 'sasdate' },
        `${formatSession(months[i])} comes after ${formatSession(months[i - 1])}, expected the next month`,
      )
    for (const [j, name] of names.entries()) {
      const cell = table.rows[i + 1][j + 1]
      if (cell.trim() !== '') values.data[i * names.length + j] = requireNumber(cell, { file, line, field: name })
    }
  }
  return { file, months, names, codes, values }
}

/**
 * The day from which a vintage was surely public: the first of the second month after its last row. FRED-MD is posted in the
 * last days of the month after it.
 */
export function fredMdKnownFrom({ months }: Pick<FredMdVintage, 'months'>): SessionDay {
  return monthStart(periodIndex(months[months.length - 1], 'monthly') + 2)
}

/**
 * Checks that a vintage is what its name says.
 * @param name - file name, `fred-md-YYYY-MM.csv`
 * @throws DataError when the last row is of another month
 */
export function checkFredMdName({ file, months }: FredMdVintage, name: string): void {
  const [, year, month] = FRED_MD_FILE.exec(name) ?? []
  const last = formatSession(months[months.length - 1]).slice(0, 7)
  if (last !== `${year}-${month}`)
    throw new DataError({ file }, `its last row is of ${last}, expected that of its name`)
}

/** What a vintage says of one series, by month; a series it does not have says nothing. */
function columnIn(vintage: FredMdVintage, name: string): Map<SessionDay, number> {
  const column = vintage.names.indexOf(name)
  const said = new Map<SessionDay, number>()
  if (column < 0) return said
  for (const [row, month] of vintage.months.entries()) {
    const value = vintage.values.data[row * vintage.names.length + column]
    if (!Number.isNaN(value)) said.set(month, value)
  }
  return said
}

/**
 * Turns vintages into observations of one series: a value is recorded when it first appears or differs from the vintage
 * before; one that disappears (or whose series was dropped) is recorded as withdrawn, NaN.
 * @param vintages - ordered by the day they were known
 */
export function fredMdObservations(vintages: readonly FredMdVintage[], name: string): Observations {
  const observations: Observation[] = []
  let before = new Map<SessionDay, number>()
  for (const vintage of vintages) {
    const known = fredMdKnownFrom(vintage)
    const now = columnIn(vintage, name)
    for (const [valid, value] of now) if (before.get(valid) !== value) observations.push({ valid, known, value })
    for (const valid of before.keys()) if (!now.has(valid)) observations.push({ valid, known, value: NaN })
    before = now
  }
  return observationsOf(name, observations)
}
