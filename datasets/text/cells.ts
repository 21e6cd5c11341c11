import { parseSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError, type DataLocation } from '../../src/core/errors.js'
import { quoted } from './quoted.js'

// Each digit can be read in one way only: on a cell of a megabyte any choice would cost its square.
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
const PARTS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/

/** Order in which a source writes dates: it is stated, never guessed. `ymd` is YYYY-MM-DD (or YYYYMMDD). */
export const DATE_ORDERS = ['ymd', 'mdy', 'dmy'] as const
export type DateOrder = (typeof DATE_ORDERS)[number]

/**
 * The session day of a date. A time behind an ISO date is ignored, whatever its zone: the day is the one written.
 * @returns NaN when the text is no date of that order, or no day that exists
 */
export function parseDate(text: string, order: DateOrder): SessionDay {
  const cell = text.trim()
  if (order === 'ymd') return parseSession(ISO.exec(cell)?.[1] ?? cell.replace(COMPACT, '$1-$2-$3'))
  const match = PARTS.exec(cell)
  if (match === null) return NaN
  const [month, day] = order === 'mdy' ? [match[1], match[2]] : [match[2], match[1]]
  return parseSession(`${match[3]}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

/**
 * A finite number written plainly (digits, point, exponent).
 * @returns NaN when the text is anything else: blank, words, separators, or beyond the range of a double
 */
export function parseNumber(text: string): number {
  const cell = text.trim()
  if (!NUMBER.test(cell)) return NaN
  const value = Number(cell)
  return Number.isFinite(value) ? value : NaN
}

/** @throws DataError when the cell is not a date of that order */
export function requireDate(text: string, order: DateOrder, location: DataLocation): SessionDay {
  const session = parseDate(text, order)
  const expected = { ymd: 'YYYY-MM-DD', mdy: 'MM/DD/YYYY', dmy: 'DD/MM/YYYY' }[order]
  if (Number.isNaN(session)) throw new DataError(location, `${quoted(text)} is not a date, expected ${expected}`)
  return session
}

/** @throws DataError when the cell is not a finite number */
export function requireNumber(text: string, location: DataLocation): number {
  const value = parseNumber(text)
  if (!Number.isNaN(value)) return value
  const infinite = /^[+-]?(inf|infinity)$/i.test(text.trim()) || NUMBER.test(text.trim())
  throw new DataError(location, `${quoted(text)} is ${infinite ? 'infinite' : 'not a number'}`)
}
