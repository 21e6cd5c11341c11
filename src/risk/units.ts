declare const unit: unique symbol

/** A part of a whole: 0.05 is five percent. A drawdown is one, and so is a yearly growth rate. */
export type Fraction = number & { readonly [unit]: 'fraction' }
/** A number of trading sessions. */
export type Sessions = number & { readonly [unit]: 'sessions' }
/** A number without a unit, such as a Sharpe ratio. */
export type Ratio = number & { readonly [unit]: 'ratio' }

export const fraction = (value: number): Fraction => value as Fraction
export const sessions = (value: number): Sessions => value as Sessions
export const ratio = (value: number): Ratio => value as Ratio

const ABSENT = 'n/a'

/** A fraction as percent, `n/a` when there is none. A number of sessions is refused by the compiler. */
export function formatPercent(value: Fraction, decimals = 1): string {
  return Number.isFinite(value) ? `${(value * 100).toFixed(decimals)}%` : ABSENT
}

/** A whole number of sessions with its unit; a mean may have one decimal. */
export function formatSessions(value: Sessions): string {
  if (!Number.isFinite(value)) return ABSENT
  return `${Number.isInteger(value) ? value : value.toFixed(1)} sessions`
}

/** A ratio with two decimals, `n/a` when there is none. */
export function formatRatio(value: Ratio, decimals = 2): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : ABSENT
}
