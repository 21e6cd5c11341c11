import { formatSession, weekdayOf, type SessionDay } from '../../core/calendar.js'
import { SUNDAY } from '../../core/exchanges/civil-rules.js'
import { isNyseWeekend } from '../../core/exchanges/nyse-holidays.js'
import { lowerBound } from '../../core/search.js'
import type { BarsUnderCheck } from './bars-under-check.js'
import type { BarFinding } from './finding.js'
import { spanOf, type MarketSessions } from './market-sessions.js'

/** Sessions in a row on which a symbol has no bar. */
export interface Gap {
  readonly first: SessionDay
  readonly last: SessionDay
  /** Number of sessions missing. */
  readonly missing: number
}

/** The market's sessions between a symbol's first and last one on which it has no row, in runs. */
export function gapsOf(checked: BarsUnderCheck, { sessions }: MarketSessions): Gap[] {
  const [first, last] = spanOf(checked)
  const present = new Set(checked.bars.dates)
  const gaps: Gap[] = []
  let run: Gap | undefined
  for (let i = lowerBound(sessions, first); i < sessions.length && sessions[i] < last; i++) {
    const day = sessions[i]
    if (present.has(day) || checked.faulty.has(day)) {
      if (run !== undefined) gaps.push(run)
      run = undefined
    } else run = { first: run?.first ?? day, last: day, missing: (run?.missing ?? 0) + 1 }
  }
  if (run !== undefined) gaps.push(run)
  return gaps
}

/** Missing sessions within a symbol's life, one finding a run, at its first session. */
export function findGaps(checked: BarsUnderCheck, market: MarketSessions): BarFinding[] {
  return gapsOf(checked, market).map(({ first, last, missing }) => ({
    kind: 'gap',
    symbol: checked.bars.symbol,
    session: first,
    detail:
      missing === 1
        ? '1 session missing on which others traded'
        : `${missing} sessions missing on which others traded, ${formatSession(first)} to ${formatSession(last)}`,
  }))
}

/** Rows on weekends (Saturdays since New York gave them up in 1952), and on days on which hardly any other symbol traded. */
export function findExtraSessions({ bars }: BarsUnderCheck, { strays }: MarketSessions): BarFinding[] {
  const found: BarFinding[] = []
  for (const session of bars.dates) {
    const weekend = isNyseWeekend(session)
    if (!weekend && !strays.has(session)) continue
    const detail = weekend
      ? `a row on a ${weekdayOf(session) === SUNDAY ? 'Sunday' : 'Saturday'}`
      : 'a row on a day on which others did not trade'
    found.push({ kind: 'calendar-extra', symbol: bars.symbol, session, detail })
  }
  return found
}
