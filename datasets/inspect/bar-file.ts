import type { SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import type { BarsUnderCheck, FaultyRow } from '../../src/panel/quality/bars-under-check.js'
import { findingOf, type Finding } from '../../src/panel/quality/finding.js'
import type { ParsedBars } from '../bars/bar-collector.js'
import type { BarFault } from '../bars/bar-fault.js'
import { dialectOf } from '../bars/dialect-options.js'
import type { BarColumn, BarDialect } from '../bars/dialects.js'
import { readOhlcvCsv } from '../bars/ohlcv-csv.js'
import { readOhlcvLong } from '../bars/ohlcv-long.js'
import { isTicker } from '../bars/ticker.js'
import { parseNumber } from '../text/cells.js'
import { stemOf, type InspectedText } from './inspection.js'

/** The readers allow as much: adjusted prices are products of rounded factors. */
const ROUNDING = 1e-9
/** A file with more rows at fault is refused as a whole: nobody reads a million findings. */
const MOST_FAULTS = 10_000
/** Characters of the first line that are looked at; the reader refuses a header of too many columns. */
const HEADER_LENGTH = 2 ** 20

/** One symbol of a file of bars. */
export interface InspectedSymbol {
  readonly name: string
  readonly parsed: ParsedBars
  readonly checked: BarsUnderCheck
  /** Lines of the rows at fault by their sessions. */
  readonly faultLines: ReadonlyMap<SessionDay, number>
}

/** A file of bars: what its rows alone say, and the symbols to be checked beside others. */
export interface InspectedBars {
  readonly rows: number
  readonly findings: readonly Finding[]
  readonly symbols: readonly InspectedSymbol[]
}

const cellsOf = (line: string, { delimiter }: BarDialect): string[] =>
  line.split(delimiter).map((cell) => cell.replaceAll('"', '').trim())

/** The dialect that a header is written in. Columns tell it; the order of day and month does not show and is the dialect's own. */
function dialectOfHeader(header: readonly string[]): BarDialect {
  const names = header.map((name) => name.toLowerCase())
  if (names.includes('price') && !names.includes('close')) return dialectOf('investing')
  if (names.some((name) => name.startsWith('<')) || !names.includes('volume')) return dialectOf('stooq')
  return dialectOf(names.some((name) => /^adj\.? close$/.test(name)) ? 'yahoo' : 'standard')
}

/** The file's name, or the symbol that its rows state where that is how the name begins: AAPL of AAPL_data.csv. */
function symbolOfFile(name: string, lines: readonly string[], dialect: BarDialect): string {
  const stem = stemOf(name)
  const known = dialect.columns.symbol.map((title) => title.toLowerCase())
  const column = cellsOf(lines[0], dialect).findIndex((title) => known.includes(title.toLowerCase()))
  const stated = column < 0 ? '' : (cellsOf(lines[1] ?? '', dialect)[column] ?? '')
  return isTicker(stated) && stem.startsWith(stated) ? stated : stem
}

/** Finds the prices and the volume of lines by the columns of the header. */
function createFaultReader(header: readonly string[], dialect: BarDialect): (line: string) => FaultyRow {
  const columnOf = (column: BarColumn): number => {
    const known = dialect.columns[column].map((title) => title.toLowerCase())
    return header.findIndex((title) => known.includes(title.toLowerCase()))
  }
  const columns = (['open', 'high', 'low', 'close', 'volume'] as const).map(columnOf)
  return (line) => {
    const cells = cellsOf(line, dialect)
    const [open, high, low, close, volume] = columns.map((column) => parseNumber(cells[column] ?? ''))
    return { open, high, low, close, volume }
  }
}

/** A price of zero is the row's first fault; where it lies outside of its day's range as well, that is told too. */
function rangeFault({ kind, line, date, symbol }: BarFault, file: string, row: FaultyRow): Finding[] {
  const { open, high, low, close } = row
  const prices = [open, high, low, close]
  if (kind !== 'zero-price') return []
  const outside = prices.find((price) => price > high * (1 + ROUNDING) || price < low * (1 - ROUNDING))
  if (outside === undefined) return []
  return [findingOf('ohlc', { file, line, date, symbol }, `${outside} lies outside of ${low} to ${high}`)]
}

/**
 * Reads a file of bars row by row; each row at fault is one finding.
 * @param long - the file has a column that names the symbol of each row
 * @throws DataError for a file that can not be read at all
 */
export function inspectBarsFile({ name, text }: InspectedText, long: boolean): InspectedBars {
  const lines = text.split(/\r\n|\n|\r/)
  const firstLine = lines[0].slice(0, HEADER_LENGTH)
  const dialect = dialectOfHeader(firstLine.split(/[,;\t|]/).map((cell) => cell.replaceAll('"', '').trim()))
  const header = cellsOf(firstLine, dialect)
  const readFault = createFaultReader(header, dialect)
  const faults = new Map<string, BarFault[]>()
  const findings: Finding[] = []
  let nFaults = 0
  const onFault = (fault: BarFault): void => {
    const { kind, line, date, symbol, field, problem } = fault
    const place = { file: name, line, date, symbol: symbol === '' ? undefined : symbol }
    nFaults++
    if (nFaults > MOST_FAULTS)
      throw new DataError({ file: name, line, field }, `${problem}: one of more than ${MOST_FAULTS} rows at fault`)
    findings.push(
      findingOf(kind, place, `${field}: ${problem}`),
      ...rangeFault(fault, name, readFault(lines[line - 1] ?? '')),
    )
    const own = faults.get(symbol)
    if (own === undefined) faults.set(symbol, [fault])
    else own.push(fault)
  }
  const parsed = long
    ? readOhlcvLong(text, name, { dialect, onFault })
    : [readOhlcvCsv(text, name, symbolOfFile(name, lines, dialect), { dialect, onFault })]
  const rows = nFaults + parsed.reduce((sum, { bars }) => sum + bars.dates.length, 0)
  if (rows === nFaults) {
    const problem = rows === 0 ? 'the file has no row' : `none of the ${rows} rows can be used`
    findings.push(findingOf('unreadable-bars', { file: name }, problem))
  }
  const symbols = parsed.map((each): InspectedSymbol => {
    const present = new Set(each.bars.dates)
    const faulty = new Map<SessionDay, FaultyRow>()
    const faultLines = new Map<SessionDay, number>()
    for (const { date, line } of faults.get(each.bars.symbol) ?? []) {
      if (date === undefined || present.has(date) || faulty.has(date)) continue
      faulty.set(date, readFault(lines[line - 1] ?? ''))
      faultLines.set(date, line)
    }
    return { name, parsed: each, checked: { bars: each.bars, faulty }, faultLines }
  })
  return { rows, findings, symbols }
}
