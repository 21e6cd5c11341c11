import type { Performance } from '../../src/backtest/performance.js'
import { returnsOf } from '../../src/backtest/returns-of.js'
import { formatSession } from '../../src/core/calendar.js'
import type { WeightDecision, Weights } from '../../src/decide/weights.js'
import { cagr } from '../../src/risk/growth.js'
import { formatPercent } from '../../src/risk/units.js'
import { volatility } from '../../src/risk/volatility.js'

/** What a portfolio decided, and what came of it net of costs. */
interface Decided {
  readonly weights: Weights
  readonly net: Performance
}

/** Whether a decision holds nothing since no asset had a score: a rule that prefers cash has had its choice. */
function hadNoChoice({ weights, ranking }: WeightDecision): boolean {
  return ranking?.length === 0 && weights.every((weight) => weight === 0)
}

function lateStart(name: string, { weights, net }: Decided, dates: Int32Array, sessionsPerYear: number): string[] {
  const first = weights.findIndex((decision) => !hadNoChoice(decision))
  if (weights.length === 0 || first === 0) return []
  if (first < 0) return [`${name} never had anything to rank the sectors by: it stayed in cash`]
  const { dateIndex } = weights[first]
  const returns = returnsOf(net)
  const idle = dateIndex - net.startIndex
  const since = returns.subarray(idle)
  // Of less than a year, growth a year says nothing.
  const then =
    since.length < sessionsPerYear
      ? ''
      : `; from then on its CAGR net is ${formatPercent(cagr(since, sessionsPerYear), 2)} at a volatility of ${formatPercent(volatility(since, sessionsPerYear))}`
  return [
    `${name} was in cash until ${formatSession(dates[dateIndex])}, ${idle} of ${returns.length} sessions, with nothing to rank the sectors by: its metrics, and what it is compared and combined with, count that time${then}`,
  ]
}

/**
 * Warnings of portfolios whose first decisions hold nothing, such as a table that is followed from the year after it was published:
 * years of cash make growth and volatility look small.
 * @param portfolios - by name
 * @param dates - of the panel
 */
export function lateStartWarnings(
  portfolios: Readonly<Record<string, Decided>>,
  dates: Int32Array,
  sessionsPerYear: number,
): string[] {
  return Object.entries(portfolios).flatMap(([name, decided]) => lateStart(name, decided, dates, sessionsPerYear))
}
