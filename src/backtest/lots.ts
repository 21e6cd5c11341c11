/** Quotients this close to a whole number are one that a division missed: 1.001 / 0.001 is 1000.9999999999999. */
const NEARLY = 1e-9
/** Of a large count a part of it that is rounding would be a share: this many lots are the most that are. */
const MOST_ROUNDING = 1e-6

/**
 * A computed number of shares in whole lots, rounded towards zero; what lacks no more than rounding to a whole lot is one.
 * @param shares - finite, of either sign
 * @param lot - shares a lot: 10, 1, 0.001; 0 leaves the shares as they are
 * @returns a multiple of the lot; where it is one over a whole number, the double nearest to its decimal
 */
export function wholeLots(shares: number, lot: number): number {
  if (lot === 0) return shares
  const quotient = shares / lot
  const nearest = Math.round(quotient)
  const isWhole = Math.abs(quotient - nearest) <= Math.min(MOST_ROUNDING, NEARLY * Math.max(1, Math.abs(nearest)))
  const lots = isWhole ? nearest : Math.trunc(quotient)
  const perShare = Math.round(1 / lot)
  // The sum takes the sign off a zero.
  return (lot < 1 && Math.abs(perShare * lot - 1) <= NEARLY ? lots / perShare : lots * lot) + 0
}
