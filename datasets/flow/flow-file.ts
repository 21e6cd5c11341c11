import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import type { SourceNote } from '../tables/source-note.js'
import { parseDate, requireDate, requireNumber } from '../text/cells.js'
import { columnOf, parseCsvTable } from '../text/csv-table.js'
import type { DataFile } from '../text/data-folder.js'
import { decodeText } from '../text/decode-text.js'
import { quoted } from '../text/quoted.js'
import { repairDoubleEncoding } from './repair-double-encoding.js'

/** What can be odd about a flow file. */
export type FlowNoteKind =
  | 'double-encoded'
  | 'newest-first'
  | 'unnamed-column'
  | 'note-row'
  | 'net-value'
  | 'net-value-missing'
  | 'beyond-volume'
export type FlowNote = SourceNote<FlowNoteKind>

/** Trading of foreign investors in one stock on one session. */
export interface FlowRow {
  readonly date: SessionDay
  /** Thousand dong per share. */
  readonly close: number
  /** Shares traded by order matching. */
  readonly volume: number
  /** Shares that foreigners bought and sold, put-through deals included. */
  readonly buy: number
  readonly sell: number
  /** As published: billion dong, one decimal; NaN where a zero was published although shares and price give more. */
  readonly netValue: number
}

/** Rows of one file, ascending by date. */
export interface FlowFile {
  readonly symbol: string
  readonly rows: readonly FlowRow[]
  readonly notes: readonly FlowNote[]
}

/** Day of crawling; trade date; matched price; volume; foreign buying and selling; net value. */
const HEADERS = {
  crawled: 'date',
  traded: 'Ngày',
  close: 'Giá khớp',
  volume: 'Khối lượng',
  buy: 'NN mua',
  sell: 'NN bán',
  netValue: 'Giá trị NN (Tỉ VND)',
} as const

/** A note about a corporate action in the trade date's place: `14/10/2025: Cổ tức ...`. */
const NOTE = /^(\d{2}\/\d{2}\/\d{4}):\s*(\S.*)$/s
/** A published net value is rounded to a tenth, and trades at the prices of the day, not at its close. */
const ROUNDING = 0.1
const PRICE_SPREAD = 0.05

/**
 * One file of daily foreign trading on the Ho Chi Minh exchange. A row whose trade date is a note about a corporate action is left
 * out, and reported; its date and text are in the note. Where the published net value does not fit shares and price it is reported
 * and kept as published; a zero that does not fit stands for missing.
 * @throws DataError naming line and column: a column is missing, a date or a number can not be read, a date stands twice, a row
 *   was crawled before it was traded, a count of shares is negative
 */
export function parseFlowFile(source: DataFile, symbol: string): FlowFile {
  const { file } = source
  const notes: FlowNote[] = []
  const table = parseCsvTable(decodeText(source), file)
  const header = table.header.map((name) => repairDoubleEncoding(name).normalize('NFC'))
  if (table.header.some((name, i) => name !== header[i]))
    notes.push({
      kind: 'double-encoded',
      file,
      line: 1,
      symbol,
      detail: 'header encoded as UTF-8 twice: decoded twice',
    })
  if (header.includes('nan'))
    notes.push({ kind: 'unnamed-column', file, line: 1, symbol, detail: 'a column "nan" is not read' })
  const columnAt = (name: string): number => columnOf({ file, header }, name)
  const columns = Object.fromEntries(Object.entries(HEADERS).map(([key, name]) => [key, columnAt(name)])) as Record<
    keyof typeof HEADERS,
    number
  >
  const rows: FlowRow[] = []
  const lineByDate = new Map<SessionDay, number>()
  for (const [i, cells] of table.rows.entries()) {
    const line = table.lineOf(i)
    const note = NOTE.exec(repairDoubleEncoding(cells[columns.traded].trim()))
    if (note !== null) {
      const date = parseDate(note[1], 'dmy')
      notes.push({
        kind: 'note-row',
        file,
        line,
        symbol,
        ...(Number.isNaN(date) ? {} : { date }),
        detail: `left out: ${note[2]}`,
      })
      continue
    }
    const row = readRow(cells, columns, file, line)
    const twice = lineByDate.get(row.date)
    if (twice !== undefined)
      throw new DataError(
        { file, line, field: HEADERS.traded },
        `${formatSession(row.date)} stands twice, also in line ${twice}`,
      )
    lineByDate.set(row.date, line)
    const found = checkRow(row)
    const isMissing = found.some(({ kind }) => kind === 'net-value-missing')
    rows.push(isMissing ? { ...row, netValue: NaN } : row)
    notes.push(...found.map((note) => ({ ...note, file, line, symbol, date: row.date })))
  }
  if (rows.length > 1 && rows[0].date > rows[rows.length - 1].date)
    notes.push({ kind: 'newest-first', file, symbol, detail: 'rows stand newest first' })
  return { symbol, rows: rows.sort((a, b) => a.date - b.date), notes }
}

function readRow(
  cells: readonly string[],
  columns: Readonly<Record<keyof typeof HEADERS, number>>,
  file: string,
  line: number,
): FlowRow {
  const where = (key: keyof typeof HEADERS): { file: string; line: number; field: string } => ({
    file,
    line,
    field: HEADERS[key],
  })
  const numberOf = (key: keyof typeof HEADERS): number => requireNumber(cells[columns[key]], where(key))
  const countOf = (key: keyof typeof HEADERS): number => {
    const value = numberOf(key)
    if (value < 0) throw new DataError(where(key), `${quoted(cells[columns[key]])} is negative`)
    return value
  }
  const date = requireDate(cells[columns.traded], 'dmy', where('traded'))
  const crawled = requireDate(cells[columns.crawled], 'ymd', where('crawled'))
  if (crawled < date)
    throw new DataError(
      where('crawled'),
      `${quoted(cells[columns.crawled])} is before the trade date ${formatSession(date)}`,
    )
  const close = countOf('close')
  return {
    date,
    close,
    volume: countOf('volume'),
    buy: countOf('buy'),
    sell: countOf('sell'),
    netValue: numberOf('netValue'),
  }
}

/** Shares at a price of thousand dong, in billion dong. */
export function billionDong(shares: number, close: number): number {
  return (shares * close) / 1e6
}

function checkRow({ close, volume, buy, sell, netValue }: FlowRow): Pick<FlowNote, 'kind' | 'detail'>[] {
  const notes: Pick<FlowNote, 'kind' | 'detail'>[] = []
  const implied = billionDong(buy - sell, close)
  const text = `net value ${netValue} bn VND, shares times price give ${implied.toFixed(1)}`
  if (netValue === 0 && Math.abs(implied) > ROUNDING) notes.push({ kind: 'net-value-missing', detail: text })
  else if (Math.abs(netValue - implied) > ROUNDING + PRICE_SPREAD * Math.abs(implied))
    notes.push({ kind: 'net-value', detail: text })
  if (Math.max(buy, sell) > volume)
    notes.push({
      kind: 'beyond-volume',
      detail: `${Math.max(buy, sell)} shares of foreigners, volume ${volume} (put-through deals)`,
    })
  return notes
}
