import type { SymbolBars } from '../../src/panel/bars.js'
import { createBarCollector, type ParsedBars } from './bar-collector.js'
import type { OnBarFault } from './bar-fault.js'
import { openBarsText } from './bars-text.js'
import { dialectOf } from './dialect-options.js'
import type { BarDialect } from './dialects.js'

/** How bars are read. */
export interface ParseBarsOptions {
  /** `standard` when absent. */
  readonly dialect?: BarDialect | undefined
  /** Takes the faults of rows, which are left out; without it the first fault is a DataError. */
  readonly onFault?: OnBarFault | undefined
}

/**
 * Reads daily bars of one symbol, as {@link parseOhlcvCsv} does, and keeps the line of each.
 * @throws DataError as there
 */
export function readOhlcvCsv(text: string, file: string, symbol: string, options: ParseBarsOptions = {}): ParsedBars {
  const { dialect = dialectOf('standard'), onFault } = options
  const source = openBarsText(text, file, { dialect, needsSymbol: false, onFault, symbol })
  const collector = createBarCollector(symbol, {
    file,
    layout: source.layout,
    onFault,
    explain: (fault, row, line) => source.explain(fault, row, line),
  })
  source.forEachRow((row, line) => collector.add(row, line))
  return collector.finish()
}

/**
 * Reads daily bars: in the standard dialect a header row with Date, Open, High, Low, Close and Volume in any order (case
 * ignored, other columns allowed), optionally Stock Splits, Dividends and Capital Gains (cash per share, summed) and Simulated
 * (true, false); one row a session in ascending order. The date is the calendar day as written; a time behind it is ignored,
 * whatever its zone. Any finite price above 0 is taken. Nothing is repaired.
 * @param text - the file's content
 * @param file - its name, for messages
 * @param options - another dialect; `onFault` to go on after a row at fault, which is then left out
 * @returns bars in ascending order; without rows when all of them were at fault
 * @throws DataError naming file, line and field: always for a file that can not be split into rows, that is no file of bars
 *   or has a column missing or repeated; without `onFault` also for the first row at fault: of another length, a date that
 *   does not exist, breaks the order or repeats, a number that does not parse, is infinite or negative, a price of zero, or
 *   prices outside their day's range by more than 1e-9 of it. Where another dialect reads the row, the message names it
 */
export function parseOhlcvCsv(text: string, file: string, symbol: string, options: ParseBarsOptions = {}): SymbolBars {
  return readOhlcvCsv(text, file, symbol, options).bars
}
