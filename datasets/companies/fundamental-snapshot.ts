import type { SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import type { SourceNote } from '../tables/source-note.js'
import { parseNumber } from '../text/cells.js'
import { columnOf, parseCsvTable, type CsvTable } from '../text/csv-table.js'
import type { DataFile } from '../text/data-folder.js'
import { decodeText } from '../text/decode-text.js'
import { quoted } from '../text/quoted.js'
import { classShareSymbol } from './class-share.js'
import { checkCompany } from './company-checks.js'
import {
  companyOf,
  FIELD_HEADERS,
  fieldColumns,
  FUNDAMENTAL_FIELDS,
  type Company,
  type FundamentalField,
} from './fundamental-fields.js'
import { detectUnits, parseMoney, type FundamentalUnits } from './fundamental-units.js'

/** What can be odd about a snapshot of company figures. */
export type FundamentalNoteKind =
  | 'ragged-row'
  | 'columns-missing'
  | 'columns-swapped'
  | 'units'
  | 'sub-industries'
  | 'zero-for-missing'
  | 'not-finite'
  | 'other-share-class'
  | 'price-outside-range'
  | 'range-inverted'
export type FundamentalNote = SourceNote<FundamentalNoteKind>

/** Company figures of one file. */
export interface FundamentalSnapshot {
  readonly file: string
  /** Day on which the file was known. */
  readonly known: SessionDay
  readonly units: FundamentalUnits
  /** By symbol, share classes behind a point. */
  readonly companies: ReadonlyMap<string, Company>
  readonly notes: readonly FundamentalNote[]
}

const MISSING = ['', 'N/A']
/** A company has no price, cap or sales of nothing, and banks' EBITDA of 0 means that there is none: zero stands for missing. */
const NEVER_ZERO: readonly FundamentalField[] = FUNDAMENTAL_FIELDS.filter((field) => field !== 'dividendYield')
/** The standard has eleven sectors; sources spell some of them in two ways. */
const MOST_SECTORS = 20
const MONEY: readonly FundamentalField[] = ['marketCap', 'ebitda']

/**
 * Company figures of one file, in the units of {@link Company}. Headers, units and meanings changed through the years; what was
 * understood otherwise than written is in the notes. Zeros (but a zero dividend yield) and infinite ratios count as not published.
 * Where most rows have the low of 52 weeks above the high, the two columns carry each other's names and are exchanged.
 * @param units - stated units; found by {@link detectUnits} when absent
 * @throws DataError naming file, line and column for a missing column, a symbol twice, a cell that is no number, unclear units
 */
export function parseFundamentalSnapshot(
  source: DataFile,
  known: SessionDay,
  units?: FundamentalUnits,
): FundamentalSnapshot {
  const notes: FundamentalNote[] = []
  const { file } = source
  const table = parseCsvTable(decodeText(source), file, {
    onRaggedRow: (line, problem) => notes.push({ kind: 'ragged-row', file, line, detail: `left out: ${problem}` }),
  })
  const columns = fieldColumns(table)
  const understood = units ?? unitsOf(table, columns)
  const rows = readRows(table, columns, understood, notes)
  const isSwapped = rows.filter(({ figures }) => figures.low52 > figures.high52).length * 2 > rows.length
  notes.push(...fileNotes(table, columns, understood, isSwapped), ...zeroNotes(file, rows))
  const companies = new Map<string, Company>()
  for (const { symbol, line, figures } of rows) {
    if (companies.has(symbol)) throw new DataError({ file, line, field: 'Symbol' }, `${quoted(symbol)} stands twice`)
    const read = withoutZeros(isSwapped ? { ...figures, low52: figures.high52, high52: figures.low52 } : figures)
    const { company, notes: found } = checkCompany(read, { file, line, symbol })
    notes.push(...found)
    companies.set(symbol, company)
  }
  return { file, known, units: understood, companies, notes }
}

interface Row {
  readonly symbol: string
  readonly line: number
  readonly figures: Company
}

function readRows(
  table: CsvTable,
  columns: ReadonlyMap<FundamentalField, number>,
  units: FundamentalUnits,
  notes: FundamentalNote[],
): Row[] {
  const symbolColumn = columnOf(table, 'Symbol')
  return table.rows.map((cells, row) => {
    const line = table.lineOf(row)
    const symbol = classShareSymbol(cells[symbolColumn])
    if (symbol === '') throw new DataError({ file: table.file, line, field: 'Symbol' }, 'is blank')
    const figureOf = (field: FundamentalField): number => {
      const cell = cells[columns.get(field) ?? -1]?.trim() ?? ''
      if (MISSING.includes(cell)) return NaN
      if (/^-?Infinity$/.test(cell)) {
        notes.push({
          kind: 'not-finite',
          file: table.file,
          line,
          symbol,
          detail: `${FIELD_HEADERS[field][0]}: left out: ${quoted(cell)}`,
        })
        return NaN
      }
      const value = MONEY.includes(field) ? parseMoney(cell, units.money) : parseNumber(cell)
      if (Number.isNaN(value))
        throw new DataError(
          { file: table.file, line, field: table.header[columns.get(field) ?? 0] },
          `${quoted(cell)} is not a number`,
        )
      return field === 'dividendYield' && units.dividendYield === 'percent' ? value / 100 : value
    }
    return { symbol, line, figures: companyOf(figureOf) }
  })
}

function unitsOf(table: CsvTable, columns: ReadonlyMap<FundamentalField, number>): FundamentalUnits {
  const cellsOf = (field: FundamentalField): string[] =>
    table.rows.map((cells) => cells[columns.get(field) ?? -1].trim()).filter((cell) => !MISSING.includes(cell))
  const yields = cellsOf('dividendYield').map(parseNumber)
  return detectUnits(
    table.file,
    cellsOf('marketCap'),
    yields.filter((value) => value > 0),
  )
}

function withoutZeros(figures: Company): Company {
  return companyOf((field) => (figures[field] === 0 && NEVER_ZERO.includes(field) ? NaN : figures[field]))
}

function zeroNotes(file: string, rows: readonly Row[]): FundamentalNote[] {
  return NEVER_ZERO.flatMap((field): FundamentalNote[] => {
    const count = rows.filter(({ figures }) => figures[field] === 0).length
    const detail = `${FIELD_HEADERS[field][0]}: 0 read as missing in ${count} rows`
    return count === 0 ? [] : [{ kind: 'zero-for-missing', file, detail }]
  })
}

function fileNotes(
  table: CsvTable,
  columns: ReadonlyMap<FundamentalField, number>,
  units: FundamentalUnits,
  isSwapped: boolean,
): FundamentalNote[] {
  const { file } = table
  const missing = FUNDAMENTAL_FIELDS.filter((field) => columns.get(field) === -1).map(
    (field) => FIELD_HEADERS[field][0],
  )
  const sectorColumn = columnOf(table, 'Sector', false)
  const notes: FundamentalNote[] = [
    { kind: 'units', file, detail: `money: ${units.money}, dividend yield: ${units.dividendYield}` },
  ]
  if (missing.length > 0) notes.push({ kind: 'columns-missing', file, detail: missing.join(', ') })
  if (isSwapped)
    notes.push({
      kind: 'columns-swapped',
      file,
      detail: "52 Week Low and 52 Week High carry each other's names: exchanged",
    })
  const names = new Set(sectorColumn < 0 ? [] : table.rows.map((cells) => cells[sectorColumn].trim()))
  if (names.size > MOST_SECTORS)
    notes.push({ kind: 'sub-industries', file, detail: `Sector holds ${names.size} different names: sub-industries` })
  return notes
}
