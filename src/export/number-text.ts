const MINUS = '\u2212'
const NOTHING = 'n/a'

/** A number as reports receive it: NaN, infinite, null or absent means that there is none. */
export type MaybeNumber = number | null | undefined

function present(value: MaybeNumber): value is number {
  return value !== null && value !== undefined && Number.isFinite(value)
}

/** Sign and grouped digits; a value that rounds to zero has no sign. */
function signedDigits(value: number, decimals: number, plus: string): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f')
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`
  if (!/[1-9]/.test(digits)) return digits
  return `${value < 0 ? MINUS : plus}${digits}`
}

/** A number with fixed decimals and a true minus sign, thousands apart by a narrow space; "n/a" when there is none. */
export function numberText(value: MaybeNumber, decimals = 2): string {
  return present(value) ? signedDigits(value, decimals, '') : NOTHING
}

/** As {@link numberText}, with a plus sign before positive numbers. */
export function signedText(value: MaybeNumber, decimals = 2): string {
  return present(value) ? signedDigits(value, decimals, '+') : NOTHING
}

/** A fraction in percent with fixed decimals; "n/a" when there is none. */
export function percentText(fraction: MaybeNumber, decimals = 1): string {
  return present(fraction) ? `${signedDigits(fraction * 100, decimals, '')}%` : NOTHING
}

/** As {@link percentText}, with a plus sign before positive numbers. */
export function signedPercentText(fraction: MaybeNumber, decimals = 1): string {
  return present(fraction) ? `${signedDigits(fraction * 100, decimals, '+')}%` : NOTHING
}

/**
 * A sentence with a true minus sign before each of its negative numbers, as tables have it: sentences are written for terminals and JSON
 * too, where the sign is a hyphen. Hyphens within words, dates and ranges stay.
 */
export function withTrueMinus(text: string): string {
  return text.replace(/(?<![-\p{L}\p{N}_.%)])-(?=[$€£]?\.?\d)/gu, MINUS)
}
