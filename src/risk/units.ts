declare const unit: unique symbol

/** A part of a whole: 0.185 is 18.5%. Returns, volatilities and drawdowns are fractions, losses negative. */
export type Fraction = number & { readonly [unit]: 'fraction' }
/** A length of time in trading sessions (periods of the series it was measured on). */
export type Sessions = number & { readonly [unit]: 'sessions' }
/** A number without unit, such as a Sharpe ratio or a beta. */
export type Ratio = number & { readonly [unit]: 'ratio' }

/** Says that a number is a fraction; the value is unchanged. */
export function fraction(value: number): Fraction {
  return value as Fraction
}

/** Says that a number counts sessions; the value is unchanged. */
export function sessions(value: number): Sessions {
  return value as Sessions
}

/** Says that a number has no unit; the value is unchanged. */
export function ratio(value: number): Ratio {
  return value as Ratio
}

function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  // A small loss must not be printed as minus zero.
  return /[1-9]/.test(text) ? text : text.replace('-', '')
}

/** A fraction in percent, "-18.5%"; "n/a" when it is NaN or infinite. */
export function formatPercent(value: Fraction, decimals = 1): string {
  return Number.isFinite(value) ? `${fixed(value * 100, decimals)}%` : 'n/a'
}

/** A probability in percent with as many decimals as it has, "97.5%". */
export function formatLevel(level: number): string {
  return `${Number((level * 100).toFixed(8))}%`
}

/** What a period of a series is called: "month" for 12 a year; "period" where no calendar has so many. */
export function periodName(periodsPerYear: number): string {
  if (periodsPerYear >= 360 && periodsPerYear <= 366) return 'day'
  // Markets differ in their holidays, and so do the numbers that people take for them.
  if (periodsPerYear >= 230 && periodsPerYear <= 262) return 'session'
  if (periodsPerYear >= 50 && periodsPerYear <= 53) return 'week'
  const names: Readonly<Record<number, string>> = { 12: 'month', 4: 'quarter', 1: 'year' }
  return names[periodsPerYear] ?? 'period'
}

/**
 * A length of time, "219 sessions"; an average keeps one decimal; "n/a" when it is NaN or infinite.
 * @param period - name of one period of the series, as {@link periodName} gives it
 */
export function formatSessions(value: Sessions, period = 'session'): string {
  if (!Number.isFinite(value)) return 'n/a'
  return `${fixed(value, Number.isInteger(value) ? 0 : 1)} ${value === 1 ? period : `${period}s`}`
}

/** A number without unit, "0.69"; "n/a" when it is NaN or infinite. */
export function formatRatio(value: Ratio, decimals = 2): string {
  return Number.isFinite(value) ? fixed(value, decimals) : 'n/a'
}
