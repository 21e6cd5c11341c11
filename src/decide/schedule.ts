import { periodIndex, type Period, type SessionDay } from '../core/calendar.js'

/** How often is decided, and on which session of the period. */
export interface Schedule {
  /** A calendar period, or a number of sessions. */
  readonly every: Period | number
  /**
   * Whether a session is the last of its period, by a calendar that knows it in advance. Without it a decision is made on the first
   * session of a period: that a row is the last of its month is otherwise known only at the next one. A period whose last session
   * the data do not have is decided upon at the next row, when that is known.
   */
  readonly endsPeriod?: ((session: SessionDay) => boolean) | undefined
}

/**
 * Rows at whose close a decision is made: the first row of the range, then the first (or the last) session of every period, or
 * every n-th row.
 * @param dates - session days, ascending; shape [nDates]
 * @param start - first row, inclusive
 * @param end - last row, exclusive
 */
export function decisionRows(dates: Int32Array, start: number, end: number, { every, endsPeriod }: Schedule): number[] {
  const isDue = (row: number): boolean => {
    if (typeof every === 'number') return (row - start) % every === 0
    const isNew = periodIndex(dates[row], every) !== periodIndex(dates[row - 1], every)
    if (endsPeriod === undefined) return isNew
    return endsPeriod(dates[row]) || (isNew && !endsPeriod(dates[row - 1]))
  }
  const rows: number[] = []
  for (let row = start; row < end; row++) if (row === start || isDue(row)) rows.push(row)
  return rows
}
