import { DataError } from '../../src/core/errors.js'
import type { ColumnTable } from '../tables/column-table.js'
import type { BarCell } from './bar-cells.js'
import { createBarCollector, type CollectOptions, type ParsedBars } from './bar-collector.js'
import { barLayout, labelOf } from './bar-layout.js'
import { dialectOf } from './dialect-options.js'
import type { ParseBarsOptions } from './ohlcv-csv.js'
import { createSymbolCollector } from './ohlcv-long.js'

/** How the bars of a table are read. */
export interface BarsTableOptions extends ParseBarsOptions {
  /** The symbol of all rows; without it a column names the symbol of each. */
  readonly symbol?: string | undefined
}

/**
 * Reads daily bars from the columns of a Parquet, Arrow or JSON-lines file, by the same rules and with the same messages as
 * `parseOhlcvCsv` and `parseOhlcvLong`. Numbers are taken as they are, text is read as the dialect says; null and NaN are blank.
 * @returns one entry a symbol, in the order of their first rows
 * @throws DataError as those; lines are the table's own
 */
export function parseBarsTable(table: ColumnTable, options: BarsTableOptions = {}): ParsedBars[] {
  const { file, names, rowCount } = table
  const { dialect = dialectOf('standard'), onFault, symbol } = options
  const layout = barLayout({ file, header: names }, dialect, symbol === undefined)
  if (rowCount === 0) throw new DataError({ file, field: labelOf(dialect, 'date') }, 'the table has no rows')
  const used = new Set(Object.values(layout.columns))
  const columns = names.map((name, i) => (used.has(i) ? table.column(name) : undefined))
  const collect: CollectOptions = { file, layout, onFault }
  const single = symbol === undefined ? undefined : createBarCollector(symbol, collect)
  const many = createSymbolCollector(collect)
  const collector = single ?? many
  for (let row = 0; row < rowCount; row++) {
    const cells = columns.map((column): BarCell => column?.[row] ?? null)
    collector.add(cells, table.lineOf(row))
  }
  return single === undefined ? many.finish() : [single.finish()]
}
