import type { SessionDay } from '../../src/core/calendar.js'
import { positionOf } from '../../src/core/search.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import type { BarCell } from './bar-cells.js'
import { reportFault, RowFault, type OnBarFault } from './bar-fault.js'
import type { BarLayout } from './bar-layout.js'
import { readBarRow, type BarRow } from './bar-row.js'

/** Bars of one symbol, and where they stand in their source. */
export interface ParsedBars {
  readonly bars: SymbolBars
  /** Line of a session's row, from 1; undefined when the bars have no such session. */
  readonly lineOf: (session: SessionDay) => number | undefined
}

/** Takes the rows of one symbol in the order of the source. */
export interface BarCollector {
  /** @throws DataError when the row is at fault and nobody takes faults */
  add(row: readonly BarCell[], line: number): void
  /** Bars in ascending order; without rows when all of them were at fault. */
  finish(): ParsedBars
}

/** What the rows of a file are read with. */
export interface CollectOptions {
  readonly file: string
  readonly layout: BarLayout
  readonly onFault?: OnBarFault | undefined
  /** Adds to the message of a fault what may have caused it. */
  readonly explain?: (fault: RowFault, row: readonly BarCell[], line: number) => RowFault
}

/** Finds the line of a session by the line of each row. */
export function lineFinder(dates: Int32Array, lineOfRow: (row: number) => number): ParsedBars['lineOf'] {
  return (session) => {
    const row = positionOf(dates, session)
    return row < 0 ? undefined : lineOfRow(row)
  }
}

function barsOf(symbol: string, rows: readonly BarRow[], layout: BarLayout): SymbolBars {
  const take = (pick: (row: BarRow) => number): Float64Array => {
    const values = new Float64Array(rows.length)
    for (const [i, row] of rows.entries()) values[i] = pick(row)
    return values
  }
  const { dividends, capitalGains } = layout.columns
  return {
    symbol,
    dates: Int32Array.from(rows, (row) => row.date),
    open: take((row) => row.open),
    high: take((row) => row.high),
    low: take((row) => row.low),
    close: take((row) => row.close),
    volume: take((row) => row.volume),
    splits: take((row) => row.split),
    ...(dividends < 0 && capitalGains < 0 ? {} : { distributions: take((row) => row.distribution) }),
    // One simulated row makes the file simulated.
    ...(rows.some((row) => row.simulated) ? { simulated: true } : {}),
  }
}

/** Bars with the lines of their rows. Apart from the collector, whose rows would live as long as what finds a line. */
function withLines(bars: SymbolBars, lines: Int32Array): ParsedBars {
  return { bars, lineOf: lineFinder(bars.dates, (row) => lines[row]) }
}

/**
 * Collects the bars of one symbol. A row at fault is reported once and left out; the order of dates is that of the rows
 * that were kept.
 */
export function createBarCollector(symbol: string, options: CollectOptions): BarCollector {
  const { file, layout, onFault, explain } = options
  const rows: BarRow[] = []
  const lines: number[] = []
  return {
    add(row, line) {
      try {
        rows.push(readBarRow(layout, row, rows.at(-1)?.date))
        lines.push(line)
      } catch (error) {
        if (!(error instanceof RowFault)) throw error
        reportFault(explain?.(error, row, line) ?? error, { file, line, symbol }, onFault)
      }
    },
    finish() {
      if (layout.dialect.order === 'descending') {
        rows.reverse()
        lines.reverse()
      }
      return withLines(barsOf(symbol, rows, layout), Int32Array.from(lines))
    },
  }
}
