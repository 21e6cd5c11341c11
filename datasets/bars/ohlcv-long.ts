import type { SymbolBars } from '../../src/panel/bars.js'
import { quoted } from '../text/quoted.js'
import { cellText, type BarCell } from './bar-cells.js'
import { createBarCollector, type BarCollector, type CollectOptions, type ParsedBars } from './bar-collector.js'
import { reportFault, RowFault } from './bar-fault.js'
import { labelOf } from './bar-layout.js'
import { openBarsText } from './bars-text.js'
import { dialectOf } from './dialect-options.js'
import type { ParseBarsOptions } from './ohlcv-csv.js'
import { isTicker } from './ticker.js'

/** Takes rows of many symbols, each named by the row's own symbol column. */
interface SymbolCollector {
  add(row: readonly BarCell[], line: number): void
  /** The symbols in the order of their first rows. */
  finish(): ParsedBars[]
}

/** Collects rows symbol by symbol: blocks may be interleaved, dates are in order within each symbol. */
export function createSymbolCollector(options: CollectOptions): SymbolCollector {
  const { file, layout, onFault } = options
  const collectors = new Map<string, BarCollector>()
  return {
    add(row, line) {
      const symbol = cellText(row[layout.columns.symbol])
      if (!isTicker(symbol)) {
        const fault = new RowFault('symbol', labelOf(layout.dialect, 'symbol'), `${quoted(symbol)} is no ticker symbol`)
        reportFault(fault, { file, line, symbol }, onFault)
        return
      }
      let collector = collectors.get(symbol)
      if (collector === undefined) {
        collector = createBarCollector(symbol, options)
        collectors.set(symbol, collector)
      }
      collector.add(row, line)
    },
    finish: () => [...collectors.values()].map((collector) => collector.finish()),
  }
}

/**
 * Reads daily bars of many symbols from one file, as {@link parseOhlcvLong} does, and keeps the line of each.
 * @throws DataError as there
 */
export function readOhlcvLong(text: string, file: string, options: ParseBarsOptions = {}): ParsedBars[] {
  const { dialect = dialectOf('standard'), onFault } = options
  const source = openBarsText(text, file, { dialect, needsSymbol: true, onFault, symbol: '' })
  const collector = createSymbolCollector({
    file,
    layout: source.layout,
    onFault,
    explain: (fault, row, line) => source.explain(fault, row, line),
  })
  source.forEachRow((row, line) => collector.add(row, line))
  return collector.finish()
}

/**
 * Reads one file with the daily bars of many symbols: the columns of `parseOhlcvCsv` and one that names the symbol of each
 * row (Symbol, Ticker or Name in the standard dialect). Rows of a symbol are in the order of dates; symbols may be interleaved.
 * @returns one entry a symbol, in the order of their first rows
 * @throws DataError as `parseOhlcvCsv`, and for a symbol that is no plain ticker
 */
export function parseOhlcvLong(text: string, file: string, options: ParseBarsOptions = {}): SymbolBars[] {
  return readOhlcvLong(text, file, options).map(({ bars }) => bars)
}
