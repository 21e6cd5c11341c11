/** Largest number in a ratio such as 3:2; that of n:1 and 1:n may be larger. */
const MOST_IN_RATIO = 10
/** Stock dividends of one share for up to so many are declared. */
const MOST_PER_SHARE = 100
/** Sources cut decimals: 0.3333 is one for three. */
const ROUNDING = 5e-4

function isWhole(value: number): boolean {
  const whole = Math.round(value)
  return whole >= 1 && Math.abs(value / whole - 1) < ROUNDING
}

/**
 * Whether a split is of a ratio that boards declare: n:1, 1:n, small whole numbers (3:2, 7:10), or a stock dividend of one share for up
 * to 100. Another ratio is a price factor that stands for something else, such as a spin-off.
 * @param ratio - new shares per old share, above 0
 */
export function isSplitRatio(ratio: number): boolean {
  if (isWhole(ratio) || isWhole(1 / ratio)) return true
  for (let old = 2; old <= MOST_IN_RATIO; old++)
    if (ratio * old < MOST_IN_RATIO + 0.5 && isWhole(ratio * old)) return true
  const perShare = Math.round(1 / (ratio - 1))
  return perShare > 0 && perShare <= MOST_PER_SHARE && Math.abs(ratio - 1 - 1 / perShare) <= ROUNDING / 10
}
