import { ConfigError } from '../core/errors.js'
import type { Performance } from './performance.js'

/** Element of the first session after those that fill the first decision which trades; 0 when nothing is traded. */
function builtBefore({ startIndex, events }: Performance): number {
  const fills = events.filter(({ type }) => type === 'fill')
  const last = fills.findLast(({ decidedIndex }) => decidedIndex === fills[0].decidedIndex)
  return last === undefined ? 0 : last.dateIndex - startIndex + 1
}

/**
 * One-way turnover a year: half of the traded value (buys plus sells) as a fraction of equity, over the length of the ledger.
 * The orders of the first decision that trades are not counted, however many sessions they take: they build the portfolio from cash. Nor are
 * pay-outs of funds that end.
 * @param periodsPerYear - sessions a year, above 0
 * @returns fraction a year, 1 when everything is replaced once a year; NaN for a ledger of under two sessions
 * @throws ConfigError when periodsPerYear is not positive
 */
export function annualTurnover(performance: Performance, periodsPerYear: number): number {
  if (!(periodsPerYear > 0) || periodsPerYear === Infinity)
    throw new ConfigError(`annualTurnover: periodsPerYear "${periodsPerYear}", expected a number above 0`)
  const { traded } = performance
  const sum = traded.subarray(builtBefore(performance)).reduce((total, value) => total + value, 0)
  const years = (traded.length - 1) / periodsPerYear
  return years > 0 ? sum / 2 / years : NaN
}
