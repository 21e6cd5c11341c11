import { percent } from '../exposures.js'

/** Digits after the point beyond which two doubles of the size of a weight or a price look alike. */
const MOST_DIGITS = 12

/** An amount and the limit that it breaks in the fewest digits that tell them apart. */
function toldApart(
  amount: number,
  limit: number,
  fewest: number,
  format: (amount: number, digits: number) => string,
): readonly [amount: string, limit: string] {
  for (let digits = fewest; ; digits++) {
    const [told, least] = [format(amount, digits), format(limit, digits)]
    if (told !== least || digits === MOST_DIGITS) return [told, least]
  }
}

/**
 * A fraction that is larger than it may be: "12.3% above 10.0%".
 * @param of - what it is a fraction of, with a space before it
 */
export function percentAbove(fraction: number, most: number, of = ''): string {
  return toldApart(fraction, most, 1, percent).join(`${of} above `)
}

/** A price that is lower than it may be: "0.50 below 1.00". */
export function priceBelow(price: number, least: number): string {
  return toldApart(price, least, 2, (amount, digits) => amount.toFixed(digits)).join(' below ')
}
