import { periodIndex, type Period } from '../core/calendar.js'

/**
 * Rows at whose close a decision is made: the first row of the range, then the first session of every period. The first
 * session and not the last, because whether a session is the last of its month is only known at the next one.
 * @param dates - session days, ascending; shape [nDates]
 * @param start - first row, inclusive
 * @param end - last row, exclusive
 * @param every - a calendar period, or a number of sessions
 */
export function decisionRows(dates: Int32Array, start: number, end: number, every: Period | number): number[] {
  const rows: number[] = []
  for (let row = start; row < end; row++) {
    const due =
      row === start ||
      (typeof every === 'number'
        ? (row - start) % every === 0
        : periodIndex(dates[row], every) !== periodIndex(dates[row - 1], every))
    if (due) rows.push(row)
  }
  return rows
}
