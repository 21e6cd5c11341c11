import { ConfigError } from '../core/errors.js'
import type { Performance } from './performance.js'

/**
 * One-way turnover a year: half of the traded value (buys plus sells) as a fraction of equity, over the length of the ledger.
 * The first session that trades is not counted: it builds the portfolio from cash. Nor are pay-outs of funds that end.
 * @param periodsPerYear - sessions a year, above 0
 * @returns fraction a year, 1 when everything is replaced once a year; NaN for a ledger of under two sessions
 * @throws ConfigError when periodsPerYear is not positive
 */
export function annualTurnover({ traded }: Performance, periodsPerYear: number): number {
  if (!(periodsPerYear > 0) || periodsPerYear === Infinity)
    throw new ConfigError(`annualTurnover: periodsPerYear "${periodsPerYear}", expected a number above 0`)
  const first = traded.findIndex((value) => value > 0)
  const sum = first < 0 ? 0 : traded.subarray(first + 1).reduce((total, value) => total + value, 0)
  const years = (traded.length - 1) / periodsPerYear
  return years > 0 ? sum / 2 / years : NaN
}
