import { roundToUnit } from './lots.js'
import { productOf } from './rational.js'

/** A number with fixed decimals, a half away from 0, thousands apart by commas: "16,663.00"; zero has no sign. */
export function decimalText(value: number, decimals: number): string {
  const digits = roundToUnit(value, Number(`1e-${decimals}`)).toFixed(decimals)
  return (/[1-9]/.test(digits) ? digits : digits.replace('-', '')).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')
}

/** A fraction in percent, as {@link decimalText}: "16.66%". */
export function percentageText(fraction: number, decimals: number): string {
  return `${decimalText(productOf(fraction, 100), decimals)}%`
}
