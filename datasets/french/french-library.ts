import { parseSession, type SessionDay } from '../../src/core/calendar.js'
import { ConfigError, DataError } from '../../src/core/errors.js'
import { createMatrix, matrixOver, type Matrix } from '../../src/core/matrix.js'
import { monthEnd } from '../../src/core/months.js'
import { nearestName } from '../../src/core/nearest.js'
import { requireNumber } from '../text/cells.js'
import { quoted } from '../text/quoted.js'

export type FrenchFrequency = 'daily' | 'monthly' | 'annual'

/** One table of a file of Kenneth R. French's data library. */
export interface FrenchBlock {
  /** Text right above the table, blanks reduced; empty where there is none. */
  readonly title: string
  readonly frequency: FrenchFrequency
  /** Names of the portfolios or factors, trimmed; [nColumns] */
  readonly columns: readonly string[]
  /** The day itself, or the last calendar day of the month or year: the day on which a return is complete; ascending; [nPeriods] */
  readonly periods: Int32Array
  /** nPeriods x nColumns as written (returns in percent); NaN where the file says -99.99 or -999 */
  readonly values: Matrix
}

/** Titles of the tables in an industry file. */
export const FRENCH_TITLES = {
  valueWeightedMonthly: 'Average Value Weighted Returns -- Monthly',
  equalWeightedMonthly: 'Average Equal Weighted Returns -- Monthly',
  valueWeightedAnnual: 'Average Value Weighted Returns -- Annual',
  equalWeightedAnnual: 'Average Equal Weighted Returns -- Annual',
  firms: 'Number of Firms in Portfolios',
  firmSize: 'Average Firm Size',
  bookToMarket: 'Sum of BE / Sum of ME',
  averageBookToMarket: 'Value-Weighted Average of BE/ME',
} as const

const MISSING = [-99.99, -999]
/** The library's widest files have a hundred portfolios. */
const MOST_COLUMNS = 1000
const FREQUENCY_OF_LENGTH = new Map<number, FrenchFrequency>([
  [4, 'annual'],
  [6, 'monthly'],
  [8, 'daily'],
])

interface Line {
  /** From 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** A table while it is read. */
interface OpenTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly header: number
  readonly rows: Line[]
}

/** A line without the commas that a spreadsheet padded it with. */
function withoutPadding(row: string): string {
  let end = row.length
  while (end > 0 && /[,\s]/.test(row[end - 1])) end--
  return row.slice(0, end)
}

const squeezed = (text: string): string => text.trim().replace(/\s+/g, ' ')
const isPeriod = (cell: string): boolean => /^\d+$/.test(cell)

/** A header has no name, or the name "date", over its periods; everything right of it is named. */
function isHeader(cells: readonly string[]): boolean {
  return cells.length > 1 && (cells[0] === '' || cells[0].toLowerCase() === 'date')
}

/** Last day of the period; NaN when there is no such day. */
function periodDay(text: string, frequency: FrenchFrequency): SessionDay {
  const year = Number(text.slice(0, 4))
  if (frequency === 'annual') return monthEnd(year * 12 + 11)
  const month = Number(text.slice(4, 6))
  if (frequency === 'monthly') return month >= 1 && month <= 12 ? monthEnd(year * 12 + month - 1) : NaN
  return parseSession(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`)
}

function checkColumns(file: string, line: number, columns: readonly string[]): void {
  for (const [i, name] of columns.entries()) {
    if (name === '') throw new DataError({ file, line, field: 'header' }, `column ${i + 2} has no name`)
    if (columns.indexOf(name) !== i)
      throw new DataError({ file, line, field: 'header' }, `column ${quoted(name)} stands twice`)
  }
}

function blockOf(file: string, { title, columns, header, rows }: OpenTable): FrenchBlock {
  if (rows.length === 0) throw new DataError({ file, line: header, field: 'header' }, 'a table without rows')
  const frequency = FREQUENCY_OF_LENGTH.get(rows[0].cells[0].length)
  if (frequency === undefined)
    throw new DataError(
      { file, line: rows[0].line, field: 'period' },
      `${quoted(rows[0].cells[0])}, expected YYYY, YYYYMM or YYYYMMDD`,
    )
  const periods = new Int32Array(rows.length)
  const values = createMatrix(rows.length, columns.length)
  for (const [i, { line, cells }] of rows.entries()) {
    const at = { file, line, field: 'period' }
    const period = cells[0].length === rows[0].cells[0].length ? periodDay(cells[0], frequency) : NaN
    if (Number.isNaN(period)) throw new DataError(at, `${quoted(cells[0])} is not a period like those above it`)
    if (i > 0 && period <= periods[i - 1])
      throw new DataError(at, `${quoted(cells[0])} does not come after the period before it`)
    if (cells.length !== columns.length + 1)
      throw new DataError({ file, line, field: 'row' }, `${cells.length} fields, expected ${columns.length + 1}`)
    periods[i] = period
    for (const [j, name] of columns.entries()) {
      const value = requireNumber(cells[j + 1], { file, line, field: name })
      values.data[i * columns.length + j] = MISSING.includes(value) ? NaN : value
    }
  }
  return { title, frequency, columns, periods, values }
}

/**
 * Reads a file of the data library: any text, then tables, each with an optional title right above its header, closed by an
 * empty line (or by one of commas alone, where a spreadsheet padded the rows), a copyright line at the end.
 * @param text - without byte order mark
 * @throws DataError naming file, line and field: a row that is no data within a table, data outside of one, a period that does not
 *   exist or does not ascend, a cell that is no number, another number of fields, no table at all
 * @see mba.tuck.dartmouth.edu/pages/faculty/ken.french/data_library.html
 */
export function parseFrenchLibrary(text: string, file: string): FrenchBlock[] {
  const blocks: FrenchBlock[] = []
  let above: string[] = []
  let open: OpenTable | undefined
  const close = (): void => {
    if (open !== undefined) blocks.push(blockOf(file, open))
    open = undefined
    above = []
  }
  for (const [i, row] of text.split(/\r?\n/).entries()) {
    const line = i + 1
    // No further than what tells that it is too wide: a line may claim millions of cells.
    const cells = row.split(',', MOST_COLUMNS + 2).map((cell) => cell.trim())
    if (cells.length > MOST_COLUMNS + 1)
      throw new DataError(
        { file, line, field: open === undefined ? 'header' : 'row' },
        `more than ${MOST_COLUMNS} columns`,
      )
    if (cells.every((cell) => cell === '')) close()
    else if (open !== undefined) {
      if (!isPeriod(cells[0]))
        throw new DataError({ file, line, field: 'period' }, `${quoted(cells[0])} is not a period`)
      open.rows.push({ line, cells })
    } else if (isPeriod(cells[0])) throw new DataError({ file, line, field: 'row' }, 'data without a header above them')
    else if (isHeader(cells)) {
      checkColumns(file, line, cells.slice(1))
      open = { title: squeezed(above.join(' ')), columns: cells.slice(1), header: line, rows: [] }
    } else above.push(withoutPadding(row))
  }
  close()
  if (blocks.length === 0) throw new DataError({ file, line: 1, field: 'header' }, 'the file has no table')
  return blocks
}

/**
 * The table of a title (case and blanks ignored).
 * @throws ConfigError when the file has none, naming the nearest, or several
 */
export function findFrenchBlock(blocks: readonly FrenchBlock[], title: string): FrenchBlock {
  const wanted = squeezed(title).toLowerCase()
  const found = blocks.filter((block) => block.title.toLowerCase() === wanted)
  if (found.length === 1) return found[0]
  const titles = blocks.map((block) => block.title)
  const problem =
    found.length > 1 ? 'stands several times' : `not in the file, nearest: ${quoted(nearestName(title, titles) ?? '')}`
  throw new ConfigError(`table ${quoted(title)}: ${problem}`)
}

/** The same table with its percents as fractions: 1.45 becomes 0.0145. For tables of returns only. */
export function percentToFraction(block: FrenchBlock): FrenchBlock {
  const { rows, cols, data } = block.values
  return {
    ...block,
    values: matrixOver(
      rows,
      cols,
      data.map((value) => value / 100),
    ),
  }
}
