import { ConfigError } from '../core/errors.js'

/** How a measure turns per-period numbers into yearly ones. */
export interface AnnualOptions {
  /** Risk-free rate per year as a fraction, flat over the whole series. */
  readonly riskFreeAnnual: number
  /** Periods of the series per year: 252 for sessions, 12 for months. */
  readonly periodsPerYear: number
}

/** @throws ConfigError, in the caller's name, unless there is a positive number of periods a year */
export function checkPeriods(caller: string, periodsPerYear: number): void {
  if (!(periodsPerYear > 0) || periodsPerYear === Infinity)
    throw new ConfigError(`${caller}: periodsPerYear "${periodsPerYear}", expected a number above 0`)
}

/**
 * The rate of one period that compounds to the annual rate: (1 + annual)^(1 / periodsPerYear) - 1.
 * @throws ConfigError, in the caller's name, when the rate is not a number above -1
 * @see QuantStats, which converts its annual rate in the same way
 */
export function riskFreePerPeriod(caller: string, { riskFreeAnnual, periodsPerYear }: AnnualOptions): number {
  checkPeriods(caller, periodsPerYear)
  if (!(riskFreeAnnual > -1) || riskFreeAnnual === Infinity)
    throw new ConfigError(`${caller}: riskFreeAnnual "${riskFreeAnnual}", expected a fraction a year above -1`)
  return Math.pow(1 + riskFreeAnnual, 1 / periodsPerYear) - 1
}
