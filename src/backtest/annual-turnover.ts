import { ConfigError } from '../core/errors.js'
import type { Performance } from './performance.js'

/** Element of the first session after those that fill the first decision which trades; 0 when nothing is traded. */
function builtBefore({ startIndex, events }: Performance): number {
  const fills = events.filter(({ type }) => type === 'fill')
  const last = fills.findLast(({ decidedIndex }) => decidedIndex === fills[0].decidedIndex)
  return last === undefined ? 0 : last.dateIndex - startIndex + 1
}

/**
 * One-way turnover of each session: half of the traded value (buys plus sells) as a fraction of equity.
 * The orders of the first decision that trades are not counted, however many sessions they take: they build the portfolio from cash. Nor are
 * pay-outs of funds that end.
 * @returns shape [nSessions]; 0 up to the last session in which the portfolio is built
 */
export function sessionTurnover(performance: Performance): Float64Array {
  const built = builtBefore(performance)
  return performance.traded.map((value, session) => (session < built ? 0 : value / 2))
}

/**
 * One-way turnover a year: that of {@link sessionTurnover} over the length of the ledger.
 * @param periodsPerYear - sessions a year, above 0
 * @returns fraction a year, 1 when everything is replaced once a year; NaN for a ledger of under two sessions
 * @throws ConfigError when periodsPerYear is not positive
 */
export function annualTurnover(performance: Performance, periodsPerYear: number): number {
  if (!(periodsPerYear > 0) || periodsPerYear === Infinity)
    throw new ConfigError(`annualTurnover: periodsPerYear "${periodsPerYear}", expected a number above 0`)
  const turned = sessionTurnover(performance)
  const years = (turned.length - 1) / periodsPerYear
  return years > 0 ? turned.reduce((sum, value) => sum + value, 0) / years : NaN
}
