import type { SessionDay } from '../../src/core/calendar.js'
import { parseDate, parseNumber } from '../text/cells.js'
import type { BarDialect, NumberStyle } from './dialects.js'

/** A cell of a text file, or of a table whose columns have types. */
export type BarCell = string | number | bigint | boolean | null

/** A cell as it is shown: trimmed; nothing and NaN are blank. */
export function cellText(cell: BarCell): string {
  return cell === null || (typeof cell === 'number' && Number.isNaN(cell)) ? '' : String(cell).trim()
}

const COMPACT = /^\s*\d{8}\s*$/
const NAMED_MONTH = /^\s*([A-Z][a-z]{2}) (\d{1,2}), (\d{4})\s*$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const SUFFIX = /^([^eE]*[\d.,])\s?([KMBT])$/i
const POWERS = new Map([
  ['k', 'e3'],
  ['m', 'e6'],
  ['b', 'e9'],
  ['t', 'e12'],
])

/**
 * Month first may be written with the month's English name (older files of investing.com: Apr 09, 2020).
 * @returns NaN when the text is no date of the dialect
 */
export function dateOfCell(cell: BarCell, dialect: BarDialect): SessionDay {
  const text = typeof cell === 'string' ? cell : cellText(cell)
  if (!dialect.compactDates && COMPACT.test(text)) return NaN
  const named = dialect.dateOrder === 'mdy' ? NAMED_MONTH.exec(text) : null
  if (named === null) return parseDate(text, dialect.dateOrder)
  return parseDate(`${MONTHS.indexOf(named[1]) + 1}/${named[2]}/${named[3]}`, 'mdy')
}

/** How dates of a dialect look, for messages. */
export function dateForm({ dateOrder, compactDates }: BarDialect): string {
  const form = { ymd: 'YYYY-MM-DD', mdy: 'MM/DD/YYYY', dmy: 'DD/MM/YYYY' }[dateOrder]
  return compactDates ? `${form} or YYYYMMDD` : form
}

/** Reads the text of a number; the second argument says whether a suffix of a thousand, a million ... may follow. */
export type NumberReader = (text: string, suffixed: boolean) => number

const escaped = (character: string): string => `\\${character}`

/**
 * The reader of a style of numbers. A suffix becomes an exponent in the text, so that 12.3M is 12300000 exactly.
 * @returns a function that gives NaN for a text of any other style and for one beyond the range of a double
 */
export function numberReader({ decimal, thousands, suffixes }: NumberStyle): NumberReader {
  if (decimal === '.' && thousands === undefined && !suffixes) return parseNumber
  const grouped =
    thousands === undefined
      ? undefined
      : new RegExp(`^[+-]?\\d{1,3}(?:${escaped(thousands)}\\d{3})+(?:${escaped(decimal)}\\d*)?$`)
  const plain = (text: string): string => {
    const digits = grouped?.test(text) === true ? text.replaceAll(thousands ?? '', '') : text
    if (decimal === '.') return digits
    return digits.includes('.') ? '' : digits.replace(',', '.')
  }
  return (text, suffixed) => {
    const match = suffixes && suffixed ? SUFFIX.exec(text) : null
    return match === null
      ? parseNumber(plain(text))
      : parseNumber(plain(match[1]) + (POWERS.get(match[2].toLowerCase()) ?? ''))
  }
}

/** Whether a text that could not be read is a number beyond the range of a double, or says so in words. */
export function isInfinite(text: string): boolean {
  return /^[+-]?inf(inity)?$/i.test(text) || Math.abs(Number(text)) === Infinity
}
