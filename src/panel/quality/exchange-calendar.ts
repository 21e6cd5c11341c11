import { EXCHANGES, knownRange, type Exchange } from '../../core/exchanges/exchange.js'
import { compareSessions } from '../../core/exchanges/sessions.js'
import type { SymbolBars } from '../bars.js'
import type { BarFinding } from './finding.js'
import type { MarketSessions } from './market-sessions.js'

/** Fewer sessions do not tell one exchange from another. */
const LEAST_SESSIONS = 120
/** Part of the days on which group and exchange may differ. */
const MOST_DIFFERENCES = 0.01
/** Prices adjusted for dividends are rounded: a move may seem half a percent larger than it was. */
const LIMIT_ROUNDING = 0.005

/**
 * Largest move of a price from one close to the next, as a fraction; the wider limits of first days are left out.
 * @see Ho Chi Minh Stock Exchange and Hanoi Stock Exchange, trading regulations (7 % and 10 %)
 */
const MOVE_LIMITS: ReadonlyMap<Exchange, number> = new Map([
  ['HOSE', 0.07],
  ['HNX', 0.1],
])

/** Part of the days on which sessions and exchange differ, of those days that are known of it; NaN when they are too few to tell. */
function differenceFrom(exchange: Exchange, sessions: Int32Array): number {
  const { from, to } = knownRange(exchange)
  const known = sessions.filter((day) => day >= from && day <= to)
  if (known.length < LEAST_SESSIONS) return NaN
  const { missing, unexpected } = compareSessions(exchange, known)
  return Math.max(missing.length, unexpected.length) / known.length
}

/**
 * The exchange whose sessions a group follows: of 120 sessions or more that lie within what is known of it at most one in a hundred
 * is missing or not the exchange's. Of exchanges that fit the first in {@link EXCHANGES}.
 * @returns undefined when none does
 */
export function recogniseExchange({ sessions }: MarketSessions): Exchange | undefined {
  return EXCHANGES.find((exchange) => differenceFrom(exchange, sessions) <= MOST_DIFFERENCES)
}

/** Sessions of the exchange on which the group did not trade, and the group's sessions on which it was closed. */
export function findCalendarMismatches({ sessions, strays }: MarketSessions, exchange: Exchange): BarFinding[] {
  const { missing, unexpected } = compareSessions(exchange, sessions)
  return [
    ...missing
      .filter((day) => !strays.has(day))
      .map((session): BarFinding => {
        const detail = `a session of ${exchange} on which no symbol has a row`
        return { kind: 'calendar-missing', symbol: null, session, detail }
      }),
    ...unexpected.map(({ day, reason }): BarFinding => {
      const detail = `rows on a day on which ${exchange} was closed: ${reason}`
      return { kind: 'calendar-extra', symbol: null, session: day, detail }
    }),
  ]
}

/** Indices of the Vietnamese exchanges: limits hold for shares. */
const INDICES = /^(VN.*INDEX|VN\d+|VNALL.*|HNX.*INDEX|HNX\d+|UPCOM.*)$/i

/** Closes that move further than the exchange allows from one session to the next, half a percent allowed for rounding. */
export function findLimitMoves({ symbol, dates, close }: SymbolBars, exchange: Exchange): BarFinding[] {
  const limit = MOVE_LIMITS.get(exchange)
  if (limit === undefined || INDICES.test(symbol)) return []
  const found: BarFinding[] = []
  for (let i = 1; i < dates.length; i++) {
    const move = close[i] / close[i - 1] - 1
    if (!(Math.abs(move) > limit + LIMIT_ROUNDING)) continue
    const size = `${move > 0 ? '+' : ''}${(100 * move).toFixed(1)} %`
    const detail = `the close moves ${size}, the limit of ${exchange} is ${(100 * limit).toFixed(0)} %`
    found.push({ kind: 'limit-move', symbol, session: dates[i], detail })
  }
  return found
}
