import type { SymbolBars } from '../../src/panel/bars.js'
import { parseNumber } from '../text/cells.js'
import { LEAST_PRICE, MOST_PRICE, MOST_VOLUME, ROUNDING } from './bar-limits.js'
import { createBarBuffers, growBarBuffers, type BarBuffers } from './fast-buffers.js'
import { behindTime, sessionOfBytes } from './fast-dates.js'
import { COLUMN, columnsOfHeader, NUMBERS } from './fast-header.js'

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const QUOTE = 34
const COMMA = 44
const POINT = 46

/** Exact in a double up to 10^22. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`))
/** Mantissas of up to nine digits stay within 32 bits. */
const SHORT = 9
const LONGEST_NUMBER = 40
/** "2020-01-02,1,1,1,1,1" and its line end: no row is shorter. */
const SHORTEST_ROW = 21
const LONGEST_HEADER = 4096

function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i])
  return text
}

/**
 * A number of more than nine digits or of another form than 123.45. A mantissa below 2^53 over a power of ten up to 10^22 is
 * one correctly rounded division of exact numbers (Clinger 1990, "How to read floating point numbers accurately").
 * @returns NaN when the reference might not read it as a number
 */
function longNumber(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > LONGEST_NUMBER) return NaN
  let mantissa = 0
  let digits = 0
  let places = -1
  for (let i = start; i < end; i++) {
    const digit = bytes[i] - 48
    if (digit >>> 0 < 10) {
      // Once it reaches 2^53 it stays above: rounding is monotone.
      mantissa = mantissa * 10 + digit
      digits++
      if (places >= 0) places++
    } else if (digit === POINT - 48 && places < 0) places = 0
    else return parseNumber(textOf(bytes, start, end))
  }
  if (digits === 0) return NaN
  if (mantissa < 2 ** 53 && places <= 22) return places > 0 ? mantissa / POWERS_OF_TEN[places] : mantissa
  return parseNumber(textOf(bytes, start, end))
}

/** Position of the comma or line end behind a cell; -1 when the cell holds a quote or anything but printable ASCII. */
function endOfCell(bytes: Uint8Array, at: number): number {
  for (let i = at; ; i++) {
    const byte = bytes[i]
    if (byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN) return i
    if (byte === QUOTE || byte < 32 || byte > 126) return -1
  }
}

function isWord(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  return end - start === word.length && textOf(bytes, start, end).toLowerCase() === word
}

/** The bytes with a line end behind the last row: the loops below stop at a line end, not at a length. */
function withLineEnd(bytes: Uint8Array, crlf: boolean): Uint8Array {
  if (bytes[bytes.length - 1] === LINE_FEED) return bytes
  const end = crlf ? [CARRIAGE_RETURN, LINE_FEED] : [LINE_FEED]
  const ended = new Uint8Array(bytes.length + end.length)
  ended.set(bytes)
  ended.set(end, bytes.length)
  return ended
}

/**
 * Reads a plain file of daily bars from its bytes: the same bars, to the bit, as the reference reader gives for its text.
 * Plain is ASCII with one header line, commas, one kind of line end, dates YYYY-MM-DD (a time may follow), no quotes, no blank
 * lines, and nothing wrong. Dates, prices and volumes are parsed where they stand; no text is made.
 * @param bytes - the whole file
 * @param buffers - room that is used again: the bars are views on it until the next call with the same one. Without it they
 *   have memory of their own.
 * @returns undefined for any other file, which is then the reference reader's to read or to refuse
 */
export function parseOhlcvFast(bytes: Uint8Array, symbol: string, buffers?: BarBuffers): SymbolBars | undefined {
  const headerEnd = bytes.subarray(0, LONGEST_HEADER).indexOf(LINE_FEED)
  if (headerEnd < 1) return undefined
  const crlf = bytes[headerEnd - 1] === CARRIAGE_RETURN
  const columns = columnsOfHeader(textOf(bytes, 0, crlf ? headerEnd - 1 : headerEnd))
  if (columns === undefined) return undefined
  const ended = withLineEnd(bytes, crlf)
  const target = buffers ?? createBarBuffers()
  growBarBuffers(target, Math.ceil((ended.length - headerEnd) / SHORTEST_ROW) + 1)
  const rows = parseRows(ended, headerEnd + 1, columns, crlf, target)
  if (rows === undefined) return undefined
  return barsOf(symbol, target, columns, rows, buffers === undefined)
}

interface Rows {
  readonly count: number
  readonly simulated: boolean
}

function parseRows(
  bytes: Uint8Array,
  start: number,
  columns: Uint8Array,
  crlf: boolean,
  target: BarBuffers,
): Rows | undefined {
  const { dates, open, high, low, close, volume, splits, distributions } = target
  const nColumns = columns.length
  const row = new Float64Array(NUMBERS)
  let at = start
  let count = 0
  let lastDate = -Infinity
  let simulated = false
  while (at < bytes.length) {
    for (let c = 0; c < nColumns; c++) {
      const column = columns[c]
      const from = at
      if (column < NUMBERS) {
        let mantissa = 0
        let digit = bytes[at] - 48
        while (digit >>> 0 < 10) {
          mantissa = (Math.imul(mantissa, 10) + digit) | 0
          digit = bytes[++at] - 48
        }
        let digits = at - from
        let places = 0
        if (digit === POINT - 48) {
          const fraction = ++at
          digit = bytes[at] - 48
          while (digit >>> 0 < 10) {
            mantissa = (Math.imul(mantissa, 10) + digit) | 0
            digit = bytes[++at] - 48
          }
          places = at - fraction
          digits += places
        }
        const byte = digit + 48
        if ((digits - 1) >>> 0 < SHORT && (byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN))
          row[column] = places === 0 ? mantissa : mantissa / POWERS_OF_TEN[places]
        else {
          at = endOfCell(bytes, from)
          if (at < 0) return undefined
          const value = longNumber(bytes, from, at)
          if (Number.isNaN(value)) return undefined
          row[column] = value
        }
      } else if (column === COLUMN.date) {
        const date = sessionOfBytes(bytes, at)
        if (!(date > lastDate)) return undefined
        lastDate = date
        at += 10
        if (bytes[at] === 32 || bytes[at] === 84) at = behindTime(bytes, at)
        if (at < 0) return undefined
      } else {
        at = endOfCell(bytes, at)
        if (at < 0) return undefined
        if (column === COLUMN.simulated) {
          if (isWord(bytes, from, at, 'true')) simulated = true
          else if (!isWord(bytes, from, at, 'false')) return undefined
        }
      }
      if (c < nColumns - 1 && bytes[at++] !== COMMA) return undefined
    }
    if (crlf && bytes[at++] !== CARRIAGE_RETURN) return undefined
    if (bytes[at++] !== LINE_FEED) return undefined
    const [o, h, l, k] = row
    const most = h * (1 + ROUNDING)
    const least = l * (1 - ROUNDING)
    if (!(l >= LEAST_PRICE && h <= MOST_PRICE && o <= most && l <= most && k <= most)) return undefined
    if (!(o >= least && h >= least && k >= least && o >= LEAST_PRICE && k >= LEAST_PRICE)) return undefined
    if (!(o <= MOST_PRICE && k <= MOST_PRICE && h >= LEAST_PRICE)) return undefined
    for (let c = COLUMN.volume as number; c < NUMBERS; c++)
      if (!(row[c] >= 0 && row[c] <= MOST_VOLUME)) return undefined
    dates[count] = lastDate
    open[count] = o
    high[count] = h
    low[count] = l
    close[count] = k
    volume[count] = row[4]
    splits[count] = row[5]
    distributions[count] = row[6] + row[7]
    count++
  }
  return count === 0 ? undefined : { count, simulated }
}

function barsOf(
  symbol: string,
  buffers: BarBuffers,
  columns: Uint8Array,
  { count, simulated }: Rows,
  own: boolean,
): SymbolBars {
  const take = (values: Float64Array): Float64Array => (own ? values.slice(0, count) : values.subarray(0, count))
  const distributes = columns.includes(COLUMN.dividends) || columns.includes(COLUMN.gains)
  return {
    symbol,
    dates: own ? buffers.dates.slice(0, count) : buffers.dates.subarray(0, count),
    open: take(buffers.open),
    high: take(buffers.high),
    low: take(buffers.low),
    close: take(buffers.close),
    volume: take(buffers.volume),
    splits: take(buffers.splits),
    ...(distributes ? { distributions: take(buffers.distributions) } : {}),
    ...(simulated ? { simulated } : {}),
  }
}
