import type { SessionDay } from '../../core/calendar.js'
import { median } from '../../core/statistics.js'
import type { BarsUnderCheck } from './bars-under-check.js'
import type { BarFinding } from './finding.js'

/** Least size of a spike: log return in excess of the market's. */
const LEAST_MOVE = 0.1
/** Least size in robust standard deviations of the sessions around it. */
const LEAST_DEVIATIONS = 10
/** Largest part of the move that may be left after the next session. */
const MOST_LEFT = 0.25
/** Sessions before and after whose returns tell what is usual there. */
const AROUND = 63
/** Fewer returns around it do not tell. */
const LEAST_AROUND = 10
/** Fewer symbols do not tell the market's move. */
const LEAST_SYMBOLS = 5
/** Median of |x| of a normal variable with deviation 1. */
const NORMAL_MEDIAN = 0.6745

/** Log returns of a symbol, each at the session it ends with. */
interface Returns {
  readonly sessions: Int32Array
  readonly values: Float64Array
}

function returnsOf({ bars, faulty }: BarsUnderCheck): Returns {
  const closes = new Map([...faulty].map(([day, { close }]) => [day, close]))
  for (let i = 0; i < bars.dates.length; i++) closes.set(bars.dates[i], bars.close[i])
  const days = Int32Array.from(closes.keys())
    .filter((day) => (closes.get(day) ?? NaN) > 0)
    .sort()
  const logs = Float64Array.from(days, (day) => Math.log(closes.get(day) ?? NaN))
  return { sessions: days.subarray(1), values: logs.subarray(1).map((value, i) => value - logs[i]) }
}

/** Median log return of a group by session; a session with few symbols has none. */
function marketReturns(group: readonly Returns[]): ReadonlyMap<SessionDay, number> {
  const bySession = new Map<SessionDay, number[]>()
  for (const { sessions, values } of group)
    for (let i = 0; i < sessions.length; i++) {
      const list = bySession.get(sessions[i])
      if (list === undefined) bySession.set(sessions[i], [values[i]])
      else list.push(values[i])
    }
  const market = new Map<SessionDay, number>()
  for (const [session, list] of bySession) if (list.length >= LEAST_SYMBOLS) market.set(session, median(list))
  return market
}

/** Robust standard deviation of the returns around two that are left out. */
function usualMove(values: Float64Array, at: number): number {
  const around = [...values.subarray(Math.max(0, at - AROUND), at), ...values.subarray(at + 2, at + 2 + AROUND)]
  return around.length < LEAST_AROUND ? NaN : median(around.map(Math.abs)) / NORMAL_MEDIAN
}

function percent(logReturn: number): string {
  const value = 100 * Math.expm1(logReturn)
  return `${value > 0 ? '+' : ''}${value.toFixed(1)} %`
}

/**
 * Closes that jump and come back at the next session, as a wrong print does. The return in excess of the group's median return
 * of that session must be at least 10 % and 10 robust standard deviations (median absolute return of the 63 sessions before and
 * after / 0.6745), and the next session must take back at least three quarters of it. News moves a price and leaves it there; a
 * crash moves all symbols and raises the deviation around it.
 */
export function findSpikes(group: readonly BarsUnderCheck[]): BarFinding[] {
  const returns = group.map(returnsOf)
  const market = marketReturns(returns)
  return group.flatMap(({ bars }, symbol): BarFinding[] => {
    const { sessions, values } = returns[symbol]
    const excess = values.map((value, i) => value - (market.get(sessions[i]) ?? 0))
    const found: BarFinding[] = []
    for (let i = 0; i + 1 < excess.length; i++) {
      const size = Math.abs(excess[i])
      if (size < LEAST_MOVE || excess[i] * excess[i + 1] >= 0) continue
      if (Math.abs(excess[i] + excess[i + 1]) > MOST_LEFT * size) continue
      if (!(size >= LEAST_DEVIATIONS * usualMove(excess, i))) continue
      const detail = `the close moves ${percent(values[i])} and then ${percent(values[i + 1])}`
      found.push({ kind: 'spike', symbol: bars.symbol, session: sessions[i], detail })
    }
    return found
  })
}
