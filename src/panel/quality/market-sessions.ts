import type { SessionDay } from '../../core/calendar.js'
import type { BarsUnderCheck } from './bars-under-check.js'

/** Sessions that a group of symbols traded on, and the days on which only a stray row stands. */
export interface MarketSessions {
  /** Ascending; a day on which at least half of the symbols listed then have a row. */
  readonly sessions: Int32Array
  /** Ascending; days on which fewer have one: no session of the market, as far as the group can tell. */
  readonly strays: ReadonlySet<SessionDay>
}

/** Under so many listed symbols a majority says nothing: every day with a row is a session. */
const LEAST_LISTED = 3

/**
 * The sessions of a group of symbols of one market, told by the group itself.
 * @param group - symbols of one market; a symbol is listed from its first to its last row
 */
export function marketSessions(group: readonly BarsUnderCheck[]): MarketSessions {
  const traded = new Map<SessionDay, number>()
  const starts = new Map<SessionDay, number>()
  const add = (counts: Map<SessionDay, number>, day: SessionDay): void => {
    counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  const ends = new Map<SessionDay, number>()
  for (const { bars, faulty } of group) {
    for (const day of bars.dates) add(traded, day)
    for (const day of faulty.keys()) add(traded, day)
    const [first, last] = spanOf({ bars, faulty })
    add(starts, first)
    add(ends, last)
  }
  const sessions: SessionDay[] = []
  const strays = new Set<SessionDay>()
  let listed = 0
  for (const day of Int32Array.from(traded.keys()).sort()) {
    listed += starts.get(day) ?? 0
    if (listed < LEAST_LISTED || 2 * (traded.get(day) ?? 0) >= listed) sessions.push(day)
    else strays.add(day)
    listed -= ends.get(day) ?? 0
  }
  return { sessions: Int32Array.from(sessions), strays }
}

/** First and last session of a symbol, rows at fault included; [NaN, NaN] when there is no row at all. */
export function spanOf({ bars, faulty }: BarsUnderCheck): readonly [SessionDay, SessionDay] {
  let first = bars.dates.at(0) ?? NaN
  let last = bars.dates.at(-1) ?? NaN
  for (const day of faulty.keys()) {
    if (!(first <= day)) first = day
    if (!(last >= day)) last = day
  }
  return [first, last]
}
