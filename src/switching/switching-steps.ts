import { periodIndex, weekdayOf, type SessionDay } from '../core/calendar.js'
import { knownRange, type Exchange } from '../core/exchanges/exchange.js'
import { isLastSessionOf } from '../core/exchanges/sessions.js'
import { lastRowOfEach } from '../panel/resample.js'

/** How often the rule decides. */
export const STEP_LENGTHS = ['daily', 'weekly', 'monthly'] as const
export type StepLength = (typeof STEP_LENGTHS)[number]

/**
 * Rows whose closes are the prices of the rule: every session, or the last one of each week (Monday to Sunday) or month.
 * @param dates - session days, ascending; shape [nDates]
 */
export function stepRows(dates: Int32Array, every: StepLength): number[] {
  return every === 'daily' ? Array.from(dates, (_, row) => row) : lastRowOfEach(dates, every)
}

/**
 * Whether the period of the latest session may have further sessions, so that its price is a running one. An exchange's calendar
 * knows; without one every further weekday counts as a session, and a week that ends before a holiday is taken to go on.
 */
export function mayBeUnfinished(latest: SessionDay, every: StepLength, exchange?: Exchange): boolean {
  if (every === 'daily') return false
  if (exchange !== undefined) {
    const { from, to } = knownRange(exchange)
    if (latest >= from && latest <= to) return !isLastSessionOf(exchange, every, latest)
  }
  const weekday = weekdayOf(latest)
  const next = latest + (weekday === 5 ? 3 : weekday === 6 ? 2 : 1)
  return periodIndex(next, every) === periodIndex(latest, every)
}
