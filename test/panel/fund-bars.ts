import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { columnOf, parseCsvTable } from '../../datasets/text/csv-table.js'
import { parseSession } from '../../src/core/calendar.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import { distributionsAsPaid, rawFromTotalReturn, type ShareEvents } from '../../src/panel/total-return.js'
import { REAL_DATA } from '../fixtures/command-line.js'

const FOLDER = join(REAL_DATA, 'us-sector-etfs')

export const SECTOR_FUNDS = ['XLB', 'XLC', 'XLE', 'XLF', 'XLI', 'XLK', 'XLP', 'XLRE', 'XLU', 'XLV', 'XLY']

/** Whether the real funds can be read; says so where they can not. */
export function haveFunds(test: string): boolean {
  const present = existsSync(FOLDER)
  if (!present) process.stderr.write(`${test}: skipped, no data in ${FOLDER}\n`)
  return present
}

/** A fund's fully adjusted bars as its file has them, and its splits and distributions, the latter in shares of their own session. */
export function readFund(symbol: string): { readonly adjusted: SymbolBars; readonly events: ShareEvents } {
  const file = join(FOLDER, `${symbol}.csv`)
  const table = parseCsvTable(readFileSync(file, 'utf8'), file)
  const column = (name: string): Float64Array => {
    const c = columnOf(table, name)
    return Float64Array.from(table.rows, (row) => Number(row[c]))
  }
  const splits = column('Stock Splits')
  const gains = column('Capital Gains')
  const cash = column('Dividends').map((dividend, i) => dividend + gains[i])
  const adjusted: SymbolBars = {
    symbol,
    dates: Int32Array.from(table.rows, (row) => parseSession(row[0].slice(0, 10))),
    open: column('Open'),
    high: column('High'),
    low: column('Low'),
    close: column('Close'),
    volume: column('Volume'),
    splits: new Float64Array(splits.length),
  }
  return { adjusted, events: { splits, distributions: distributionsAsPaid(cash, splits) } }
}

/** A fund's raw bars, splits and distributions stated. */
export function readRawFund(symbol: string): SymbolBars {
  const { adjusted, events } = readFund(symbol)
  return rawFromTotalReturn(adjusted, events)
}
