import type { SessionDay } from '../../src/core/calendar.js'

/** What can be wrong with one row of daily bars. */
export const BAR_FAULTS = [
  'row-length',
  'date',
  'duplicate-date',
  'descending-date',
  'blank-price',
  'unparsable-price',
  'zero-price',
  'negative-price',
  'ohlc',
  'volume',
  'split',
  'distribution',
] as const
export type BarFaultKind = (typeof BAR_FAULTS)[number]

/** A row that can not be used, and why: the first thing wrong with it. */
export interface BarFault {
  readonly kind: BarFaultKind
  readonly file: string
  /** Line in the file, from 1. */
  readonly line: number
  /** Column as the source names it. */
  readonly field: string
  /** The row's session, where it could be read. */
  readonly date?: SessionDay
  readonly symbol: string
  readonly problem: string
}

/** Takes the faults of a file one by one; the row at fault is left out. Without it a fault is a DataError. */
export type OnBarFault = (fault: BarFault) => void
