/** What is bought, or what is sold short: each side is weighed on its own. */
export interface Side {
  /** 1 for what is bought, -1 for what is sold short. */
  readonly sign: 1 | -1
  /** Positions of its assets among all, ascending; one or more. */
  readonly members: readonly number[]
  /** Its part of the sizes of all shares, in (0, 1]: how large it is to be. */
  readonly part: number
}

/**
 * The sides of a selection, the long one first; none where nothing was chosen. Sizes of positions sum to 1 over both.
 * @param shares - [nAssets] as chosen
 */
export function sidesOf(shares: Float64Array): Side[] {
  const gross = shares.reduce((sum, share) => sum + Math.abs(share), 0)
  return ([1, -1] as const).flatMap((sign) => {
    const members = Array.from(shares.keys()).filter((i) => sign * shares[i] > 0)
    const size = members.reduce((sum, i) => sum + Math.abs(shares[i]), 0)
    return members.length === 0 ? [] : [{ sign, members, part: size / gross }]
  })
}
