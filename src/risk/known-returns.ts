/** Whether a series has values and none of them is NaN: what every metric here asks first. */
export function areKnown(returns: ArrayLike<number>): boolean {
  for (let i = 0; i < returns.length; i++) if (Number.isNaN(returns[i])) return false
  return returns.length > 0
}
