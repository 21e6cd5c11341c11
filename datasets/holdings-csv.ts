import papaparse from 'papaparse'
import { DataError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import { parseNumber } from './text/cells.js'
import { inverseFundOf, leverageOn } from './registry/instruments.js'
import { columnOf } from './text/csv-table.js'
import { quoted } from './text/quoted.js'

/** What somebody holds. */
export interface Holdings {
  /** Shares by symbol; short positions are negative. */
  readonly shares: ReadonlyMap<string, number>
  /** Currency. */
  readonly cash: number
}

/** Symbol of the row that holds cash; its `shares` are an amount of money. */
export const CASH = 'CASH'

/** What is to be done about a symbol that has no price: an inverse fund can be entered as the position that it stands for. */
function adviceOn(symbol: string, known: readonly string[]): string {
  const of = known.find((candidate) => inverseFundOf(candidate)?.symbol === symbol)
  const fund = of === undefined ? undefined : inverseFundOf(of)
  if (of === undefined || fund === undefined)
    return `the nearest symbol is "${nearestName(symbol, [...known, CASH]) ?? ''}"`
  // Worth the same, with the same exposure: L times its value in the fund, and 1 - L times in cash.
  const leverage = leverageOn(fund, Infinity)
  return `it is an inverse fund of ${of}: enter shares of ${of} worth ${leverage} times its value in its place, and ${1 - leverage} times its value more as ${CASH}`
}

/**
 * Reads holdings: a header row with `symbol` and `shares`, one row a symbol; the row `CASH` is an amount of money.
 * @param known - symbols that have a price
 * @throws DataError naming file, line and field: a missing or repeated column, a row of another length, an
 *   unknown or repeated symbol, a number that does not parse
 */
export function parseHoldingsCsv(text: string, file: string, known: readonly string[]): Holdings {
  const { data, errors } = papaparse.parse<string[]>(text.replace(/^\uFEFF/, '').trimEnd(), { delimiter: ',' })
  if (errors.length > 0) throw new DataError({ file, line: (errors[0].row ?? 0) + 1, field: 'row' }, errors[0].message)
  const header = (data[0] ?? []).map((name) => name.trim())
  const symbolColumn = columnOf({ file, header }, 'symbol')
  const sharesColumn = columnOf({ file, header }, 'shares')
  const shares = new Map<string, number>()
  let cash = NaN
  for (const [i, row] of data.slice(1).entries()) {
    const line = i + 2
    // A thousands separator makes a field more: 1,000 shares would be read as 1.
    if (row.length !== header.length)
      throw new DataError({ file, line, field: 'row' }, `${row.length} fields, expected ${header.length}`)
    const symbol = row[symbolColumn].trim()
    const cell = row[sharesColumn].trim()
    const value = parseNumber(cell)
    if (Number.isNaN(value))
      throw new DataError({ file, line, field: 'shares' }, `${quoted(cell)} is not a finite number`)
    if (symbol === CASH ? !Number.isNaN(cash) : shares.has(symbol))
      throw new DataError({ file, line, field: 'symbol' }, `"${symbol}" stands twice`)
    if (symbol === CASH) cash = value
    else if (known.includes(symbol)) shares.set(symbol, value)
    else
      throw new DataError(
        { file, line, field: 'symbol' },
        `${quoted(symbol)} has no price here, ${adviceOn(symbol, known)}`,
      )
  }
  return { shares, cash: Number.isNaN(cash) ? 0 : cash }
}
