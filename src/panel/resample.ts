import { periodIndex, type Period } from '../core/calendar.js'

/**
 * The last row of each period of a calendar, the last period included though it may be incomplete. For looking back on closed
 * history: at the time itself, whether a session ends its period is only known at the next one.
 * @param dates - session days, ascending; shape [nDates]
 */
export function lastRowOfEach(dates: Int32Array, period: Period): number[] {
  const rows: number[] = []
  for (let row = 0; row < dates.length; row++)
    if (row === dates.length - 1 || periodIndex(dates[row + 1], period) !== periodIndex(dates[row], period))
      rows.push(row)
  return rows
}
