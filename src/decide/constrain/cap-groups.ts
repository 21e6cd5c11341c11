import { scaled } from '../exposures.js'

/** Where what is above a cap goes: into cash, or to the other positions of the same sign in proportion to their sizes. */
export type Rest = 'cash' | 'others'
export const RESTS: readonly Rest[] = ['cash', 'others']

export interface CapGroupsOptions {
  /** [nAssets] the group of each asset. */
  readonly groups: readonly string[]
  /** Largest sum of sizes of a group, fraction of equity. */
  readonly most: number
  readonly rest: Rest
}

/** Weights within the caps. */
export interface CappedGroups {
  readonly weights: Float64Array
  /** Groups that were above the cap at the beginning, with the sum of sizes that they had. */
  readonly above: ReadonlyMap<string, number>
}

/** Sums a little above the cap are rounding. */
const TOLERANCE = 1e-12

function sizesOf(weights: Float64Array, groups: readonly string[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const [i, group] of groups.entries()) sizes.set(group, (sizes.get(group) ?? 0) + Math.abs(weights[i]))
  return sizes
}

/**
 * Scales every group that is larger than a cap down to it. With `rest: 'others'` what longs lost goes to the longs of groups that never
 * reached the cap, and what shorts lost to the shorts of such groups, each in proportion; whoever comes above the cap thereby is
 * capped in turn. What then finds no room is cash: five groups of at most 0.1 hold half of the portfolio.
 */
export function capGroups(given: Float64Array, { groups, most, rest }: CapGroupsOptions): CappedGroups {
  const limit = most * (1 + TOLERANCE)
  const above = new Map([...sizesOf(given, groups)].filter(([, size]) => size > limit))
  const full = new Set<string>()
  let weights = scaled(given, 1)
  for (;;) {
    const sizes = sizesOf(weights, groups)
    const over = [...sizes.keys()].filter((group) => !full.has(group) && (sizes.get(group) ?? 0) > limit)
    if (over.length === 0) return { weights, above }
    for (const group of over) full.add(group)
    const capped = weights.map((weight, i) =>
      over.includes(groups[i]) ? weight * (most / (sizes.get(groups[i]) ?? 1)) : weight,
    )
    weights = rest === 'cash' ? capped : handedOn(weights, capped, (i) => !full.has(groups[i]))
  }
}

/** What was lost between two portfolios, given to positions of the same sign that have room. */
function handedOn(before: Float64Array, after: Float64Array, hasRoom: (i: number) => boolean): Float64Array {
  const factors = [1, -1].map((sign) => {
    const sizeOf = (weight: number): number => Math.max(0, sign * weight)
    const lost = before.reduce((sum, weight, i) => sum + sizeOf(weight) - sizeOf(after[i]), 0)
    const room = after.reduce((sum, weight, i) => sum + (hasRoom(i) ? sizeOf(weight) : 0), 0)
    // A room of almost nothing would take more than there are numbers: it is none.
    return lost > 0 && Number.isFinite(lost / room) ? 1 + lost / room : 1
  })
  return after.map((weight, i) => (hasRoom(i) ? weight * factors[weight < 0 ? 1 : 0] : weight))
}
