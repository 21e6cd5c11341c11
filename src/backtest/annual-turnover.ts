import type { Performance } from './performance.js'

/**
 * One-way turnover a year: half of what was bought and sold as a fraction of equity, the first purchase from cash included.
 * @param periodsPerYear - sessions a year
 * @returns fraction of equity a year; NaN with under two sessions
 */
export function annualTurnover({ traded }: Performance, periodsPerYear: number): number {
  if (traded.length < 2) return NaN
  return ((traded.reduce((sum, value) => sum + value, 0) / 2) * periodsPerYear) / (traded.length - 1)
}
