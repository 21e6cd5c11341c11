import papaparse from 'papaparse'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import type { SymbolBars } from '../../src/panel/bars.js'

const PRICES = ['Open', 'High', 'Low', 'Close'] as const
const SPLITS = 'Stock Splits'
const SIMULATED = 'Simulated'
const DATE = /^(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
/** Adjusted prices are products of factors: rounding breaks low <= close <= high by some units in the last place. */
const ROUNDING = 1e-9

/** Shows a value of a file in a message: short, on one line, control characters escaped. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
}

/**
 * Reads daily bars: a header row with Date, Open, High, Low, Close and Volume in any order (case ignored, other columns
 * allowed), optionally Stock Splits and Simulated (true, false); one row a session in ascending order. The date is the calendar day as written; a time
 * behind it is ignored, whatever its zone. Nothing is repaired.
 * @param text - the file's content
 * @param file - its name, for messages
 * @throws DataError naming file, line and field at the first thing wrong: a missing or repeated column, a row of another
 *   length, a date that does not exist, descends or repeats, a number that does not parse, is infinite or negative, a price
 *   of zero, or prices outside their day's range
 */
export function parseOhlcvCsv(text: string, file: string, symbol: string): SymbolBars {
  const fail = (line: number, field: string, problem: string): never => {
    throw new DataError({ file, line, field }, problem)
  }
  const { data, errors } = papaparse.parse<string[]>(text.replace(/^\uFEFF/, '').replace(/(\r?\n)+$/, ''), {
    delimiter: ',',
  })
  const syntax = errors.find((error) => error.code !== 'UndetectableDelimiter')
  if (syntax !== undefined) fail((syntax.row ?? 0) + 1, 'row', syntax.message)
  const header = (data[0] ?? []).map((name) => name.trim().toLowerCase())
  if (header.length === 0 || (header.length === 1 && header[0] === '')) fail(1, 'header', 'the file is empty')
  if (header.some((name) => name.includes('\n'))) fail(1, 'header', 'a quoted field holds a line break')

  const columnOf = (name: string, required: boolean): number => {
    const column = header.indexOf(name.toLowerCase())
    if (column < 0 && required) fail(1, name, 'column is missing')
    if (column >= 0 && header.indexOf(name.toLowerCase(), column + 1) >= 0) fail(1, name, 'column stands twice')
    return column
  }
  const dateColumn = columnOf('Date', true)
  const priceColumns = PRICES.map((name) => columnOf(name, true))
  const volumeColumn = columnOf('Volume', true)
  const splitColumn = columnOf(SPLITS, false)
  const simulatedColumn = columnOf(SIMULATED, false)
  const n = data.length - 1
  if (n === 0) fail(2, 'Date', 'the file has a header and no rows')

  const numberAt = (row: readonly string[], column: number, line: number, field: string): number => {
    const cell = row[column].trim()
    if (!NUMBER.test(cell)) {
      if (/^[+-]?(inf|infinity)$/i.test(cell)) fail(line, field, `${quoted(cell)} is infinite`)
      fail(line, field, `${quoted(cell)} is not a number`)
    }
    const value = Number(cell)
    if (!Number.isFinite(value)) fail(line, field, `${quoted(cell)} is infinite`)
    return value
  }

  const dates = new Int32Array(n)
  const [open, high, low, close, volume, splits] = Array.from({ length: 6 }, () => new Float64Array(n))
  const prices = [open, high, low, close]
  let simulated = false
  for (let i = 0; i < n; i++) {
    const row = data[i + 1]
    const line = i + 2
    if (row.length !== header.length) fail(line, 'row', `${row.length} fields, expected ${header.length}`)
    const broken = row.findIndex((cell) => cell.includes('\n'))
    if (broken >= 0) fail(line, data[0][broken], 'a quoted field holds a line break')
    const session = parseSession(DATE.exec(row[dateColumn].trim())?.[1] ?? '')
    if (Number.isNaN(session)) fail(line, 'Date', `${quoted(row[dateColumn])} is not a date, expected YYYY-MM-DD`)
    dates[i] = session
    if (i > 0 && session === dates[i - 1]) fail(line, 'Date', `${formatSession(session)} stands twice`)
    if (i > 0 && session < dates[i - 1])
      fail(
        line,
        'Date',
        `${formatSession(session)} comes after ${formatSession(dates[i - 1])}, expected ascending dates`,
      )
    for (const [p, field] of PRICES.entries()) {
      const price = numberAt(row, priceColumns[p], line, field)
      if (!(price > 0)) fail(line, field, `${price} is ${price === 0 ? 'zero' : 'negative'}, expected a price above 0`)
      prices[p][i] = price
    }
    for (const [p, field] of PRICES.entries()) {
      if (prices[p][i] > high[i] * (1 + ROUNDING)) fail(line, field, `${prices[p][i]} lies above the high, ${high[i]}`)
      if (prices[p][i] < low[i] * (1 - ROUNDING)) fail(line, field, `${prices[p][i]} lies below the low, ${low[i]}`)
    }
    volume[i] = numberAt(row, volumeColumn, line, 'Volume')
    if (volume[i] < 0) fail(line, 'Volume', `${volume[i]} is negative, expected 0 or more`)
    if (splitColumn >= 0) splits[i] = numberAt(row, splitColumn, line, SPLITS)
    if (simulatedColumn >= 0) {
      const cell = row[simulatedColumn].trim().toLowerCase()
      if (cell !== 'true' && cell !== 'false') fail(line, SIMULATED, `${quoted(cell)}, expected true or false`)
      if (cell === 'true') simulated = true
    }
    if (splits[i] < 0) fail(line, SPLITS, `${splits[i]} is negative, expected 0 or more`)
  }
  return { symbol, dates, open, high, low, close, volume, splits, ...(simulated ? { simulated } : {}) }
}
