import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { quoted } from '../text/quoted.js'
import { cellText, dateForm, dateOfCell, isInfinite, type BarCell } from './bar-cells.js'
import { RowFault, type BarFaultKind } from './bar-fault.js'
import { labelOf, type BarLayout } from './bar-layout.js'
import { LEAST_PRICE, MOST_PRICE, MOST_VOLUME, ROUNDING } from './bar-limits.js'
import type { BarColumn } from './dialects.js'

const PRICES = ['open', 'high', 'low', 'close'] as const

/** One session of one symbol. Prices and volume are NaN only where the dialect states that they may be lacking. */
export interface BarRow {
  readonly date: SessionDay
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly split: number
  readonly distribution: number
  readonly simulated: boolean
}

/** A row while it is read. */
interface RowReader {
  readonly layout: BarLayout
  readonly row: readonly BarCell[]
  readonly date: SessionDay
}

function faultOf(reader: RowReader, kind: BarFaultKind, column: BarColumn, problem: string): RowFault {
  return new RowFault(kind, labelOf(reader.layout.dialect, column), problem, reader.date)
}

/** A finite number, or a fault of that kind. */
function numberAt(reader: RowReader, column: BarColumn, kind: BarFaultKind): number {
  const { layout, row } = reader
  const cell = row[layout.columns[column]]
  if (typeof cell === 'number' && Number.isFinite(cell)) return cell
  const text = cellText(cell)
  const value = layout.readNumber(text, column === 'volume')
  if (!Number.isNaN(value)) return value
  throw faultOf(reader, kind, column, `${quoted(text)} is ${isInfinite(text) ? 'infinite' : 'not a number'}`)
}

/** Whether a row has no value of a column, and is allowed to. */
function isLacking({ layout, row }: RowReader, column: BarColumn): boolean {
  const position = layout.columns[column]
  return position < 0 || (layout.mayLack.has(column) && layout.missing.has(cellText(row[position])))
}

function priceAt(reader: RowReader, column: BarColumn): number {
  if (isLacking(reader, column)) return NaN
  const { layout, row } = reader
  const kind = layout.missing.has(cellText(row[layout.columns[column]])) ? 'blank-price' : 'unparsable-price'
  const price = numberAt(reader, column, kind)
  if (price >= LEAST_PRICE && price <= MOST_PRICE) return price
  if (price > 0)
    throw faultOf(
      reader,
      'unparsable-price',
      column,
      `${price} is out of range, expected ${LEAST_PRICE} to ${MOST_PRICE}`,
    )
  const [zero, word] = price === 0 ? (['zero-price', 'zero'] as const) : (['negative-price', 'negative'] as const)
  throw faultOf(reader, zero, column, `${price} is ${word}, expected a price above 0`)
}

/** A number of 0 or more. */
function amountAt(reader: RowReader, column: BarColumn, kind: BarFaultKind): number {
  const amount = numberAt(reader, column, kind)
  if (amount < 0) throw faultOf(reader, kind, column, `${amount} is negative, expected 0 or more`)
  if (amount > MOST_VOLUME)
    throw faultOf(reader, kind, column, `${amount} is out of range, expected at most ${MOST_VOLUME}`)
  return amount
}

function optionalAmountAt(reader: RowReader, column: BarColumn, kind: BarFaultKind): number {
  return reader.layout.columns[column] < 0 ? 0 : amountAt(reader, column, kind)
}

function requireRange(reader: RowReader, prices: readonly number[]): void {
  const [, high, low] = prices
  for (const [p, column] of PRICES.entries()) {
    if (prices[p] > high * (1 + ROUNDING))
      throw faultOf(reader, 'ohlc', column, `${prices[p]} lies above the high, ${high}`)
    if (prices[p] < low * (1 - ROUNDING))
      throw faultOf(reader, 'ohlc', column, `${prices[p]} lies below the low, ${low}`)
  }
}

/** Scales prices so that the close becomes the adjusted one: Yahoo's factor of splits and dividends, row by row. */
function adjusted(reader: RowReader, prices: readonly number[]): readonly number[] {
  if (!reader.layout.dialect.useAdjustedClose) return prices
  const close = priceAt(reader, 'adjustedClose')
  const scaled = prices.map((price, p) => (p === 3 ? close : close * (price / prices[3])))
  const lost = scaled.find((price, p) => !Number.isNaN(prices[p]) && !(price >= LEAST_PRICE && price <= MOST_PRICE))
  if (lost !== undefined)
    throw faultOf(reader, 'unparsable-price', 'adjustedClose', `${close} scales a price to ${lost}`)
  return scaled
}

function isSimulated(reader: RowReader): boolean {
  const { layout, row } = reader
  if (layout.columns.simulated < 0) return false
  const text = cellText(row[layout.columns.simulated]).toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  throw faultOf(reader, 'simulated', 'simulated', `${quoted(text)}, expected true or false`)
}

function dateAt(layout: BarLayout, row: readonly BarCell[]): SessionDay {
  const { columns, dialect } = layout
  const cell = row[columns.date]
  const date = dateOfCell(cell, dialect)
  const problem = (column: BarColumn, text: string): RowFault => new RowFault('date', labelOf(dialect, column), text)
  if (Number.isNaN(date)) {
    const text = typeof cell === 'string' ? cell : cellText(cell)
    throw problem('date', `${quoted(text)} is not a date, expected ${dateForm(dialect)}`)
  }
  const period = columns.period < 0 ? 'd' : cellText(row[columns.period]).toLowerCase()
  if (period !== 'd') throw problem('period', `${quoted(period)} is no daily bar, expected "D"`)
  return date
}

/** The kept row before is the measure: a row at fault moves no date. */
function requireOrder({ dialect }: BarLayout, date: SessionDay, before: SessionDay): void {
  const label = labelOf(dialect, 'date')
  if (date === before) throw new RowFault('duplicate-date', label, `${formatSession(date)} stands twice`, date)
  if (date > before !== (dialect.order === 'ascending'))
    throw new RowFault(
      'descending-date',
      label,
      `${formatSession(date)} comes after ${formatSession(before)}, expected ${dialect.order} dates`,
      date,
    )
}

/**
 * Reads one row: prices and volumes within the limits of `bar-limits.ts` are taken.
 * @param before - date of the row before; undefined for the first one
 * @throws RowFault naming the first thing wrong, in this order: date, order of dates, each price as a number above 0, prices outside of
 *   their day's range, volume, split, distributions, simulated
 */
export function readBarRow(layout: BarLayout, row: readonly BarCell[], before?: SessionDay): BarRow {
  const reader: RowReader = { layout, row, date: dateAt(layout, row) }
  if (before !== undefined) requireOrder(layout, reader.date, before)
  const prices = PRICES.map((column) => priceAt(reader, column))
  requireRange(reader, prices)
  const [open, high, low, close] = adjusted(reader, prices)
  return {
    date: reader.date,
    open,
    high,
    low,
    close,
    volume: isLacking(reader, 'volume') ? NaN : amountAt(reader, 'volume', 'volume'),
    split: optionalAmountAt(reader, 'splits', 'split'),
    distribution:
      optionalAmountAt(reader, 'dividends', 'distribution') + optionalAmountAt(reader, 'capitalGains', 'distribution'),
    simulated: isSimulated(reader),
  }
}
