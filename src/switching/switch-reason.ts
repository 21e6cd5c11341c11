import type { SwitchingRule, SwitchStep } from './switching-rule.js'

/** What numbers and columns are called. */
export interface ReasonNames {
  readonly nameOf: (column: number) => string
  readonly numberOf: (value: number) => string
}

/** The gMA of the selected column against the hurdle, in words. */
function comparison(
  { hurdle, favourite }: SwitchStep,
  gma: number,
  rule: SwitchingRule,
  { nameOf, numberOf }: ReasonNames,
): string {
  const relation = gma > hurdle ? 'is above' : gma < hurdle ? 'is below' : 'is at'
  return `${numberOf(gma)} ${relation} the hurdle ${numberOf(hurdle)} (Factor ${rule.factor} x gMA of ${nameOf(favourite)})`
}

/**
 * Why a step ended as it did, in one line.
 * @param gma - that of the selected column; not looked at where there is none
 */
export function switchReason(step: SwitchStep, gma: number, rule: SwitchingRule, names: ReasonNames): string {
  const { nameOf } = names
  const { outcome, before, held, selected = held, isPaidOut } = step
  const paid = isPaidOut ? `${nameOf(before)} has no price any more and is paid out; ` : ''
  const leads = `${nameOf(selected)} has the ${rule.select} gMA`
  const numbers = comparison(step, gma, rule, names)
  const kept = selected === held ? 'it is held already and kept' : `${nameOf(held)} is kept`
  const reasons = {
    'no-candidate': `nothing has a gMA: ${nameOf(held)} is kept`,
    'no-hurdle': `${nameOf(step.favourite)}, the Favourite, has no gMA to compare with: ${nameOf(held)} is kept`,
    kept: `${leads}, but ${numbers}, not ${rule.magic === 1 ? 'above' : 'below'} it: ${kept}`,
    held: `${leads}, and ${numbers}: it is held already`,
    switched: `${leads}, and ${numbers}: switch to it${isPaidOut ? '' : ` from ${nameOf(before)}`}`,
  }
  return `${paid}${reasons[outcome]}`
}
