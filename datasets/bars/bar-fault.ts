import type { SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'

/** What can be wrong with one row of daily bars. */
export const BAR_FAULTS = [
  'row-length',
  'symbol',
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
  'simulated',
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

/** Thrown while a row is read, before it is decided whether a fault ends the reading. */
export class RowFault extends Error {
  override readonly name = 'RowFault'
  readonly kind: BarFaultKind
  readonly field: string
  readonly date: SessionDay | undefined

  constructor(kind: BarFaultKind, field: string, problem: string, date?: SessionDay) {
    super(problem)
    this.kind = kind
    this.field = field
    this.date = date
  }
}

/** Where a row stands. */
interface RowPlace {
  readonly file: string
  readonly line: number
  readonly symbol: string
}

/**
 * Hands a fault on.
 * @throws DataError when nobody takes faults
 */
export function reportFault(fault: RowFault, { file, line, symbol }: RowPlace, onFault: OnBarFault | undefined): void {
  const { kind, field, date, message: problem } = fault
  if (onFault === undefined) throw new DataError({ file, line, field }, problem)
  onFault({ kind, file, line, field, symbol, problem, ...(date === undefined ? {} : { date }) })
}
