import type { DecisionContext } from '../decision-context.js'
import type { Constraint } from '../decision-step.js'
import { percent } from '../exposures.js'
import { requireChoice, requirePositive } from '../require-params.js'
import { capGroups, RESTS, type Rest } from './cap-groups.js'

export interface GroupCapParams {
  /** Largest sum of sizes of a group's positions, long and short, fraction of equity. */
  readonly most: number
  /** Where what is above goes: cash, or the others in proportion. */
  readonly rest: Rest
}

/**
 * A cap on every group of assets.
 * @param each - what a group is, for the note: "each", "a sector"
 * @param groupsOf - [nAssets] the group of each asset
 */
export function groupCap(
  name: string,
  defaults: GroupCapParams,
  each: string,
  groupsOf: (context: DecisionContext) => readonly string[],
): Constraint<GroupCapParams> {
  return {
    name,
    defaults,
    check({ most, rest }) {
      requirePositive(`${name}: most`, most, 10)
      requireChoice(`${name}: rest`, rest, RESTS)
    },
    constrain(context, given, { most, rest }) {
      const { weights, above } = capGroups(given, { groups: groupsOf(context), most, rest })
      const bound = [...above].map(([group, size]) => `${group} from ${percent(size)}`)
      return { weights, note: bound.length === 0 ? '' : `at most ${percent(most)} ${each}: ${bound.join(', ')}` }
    },
  }
}
