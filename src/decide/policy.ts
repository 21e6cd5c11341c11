import type { DecisionContext } from './decision-context.js'
import {
  configured,
  type AnyConstraint,
  type AnySelector,
  type AnyWeigher,
  type Configured,
  type Constrained,
} from './decision-step.js'
import { constraints } from './constraints.js'
import type { CheckResult } from './pre-trade-check.js'
import { rankingOf, type Ranked } from './ranking.js'
import { selectors } from './selectors.js'
import { weighers } from './weighers.js'

/** How is decided: select, weigh, then constrain in order. When is decided is the schedule's. */
export interface Policy {
  readonly select: Configured<AnySelector>
  readonly weigh: Configured<AnyWeigher>
  readonly constrain: readonly Configured<AnyConstraint>[]
}

/** What one step did. */
export interface TraceStep {
  /** select, weigh or constrain, and the step's name: "constrain volatility-target". */
  readonly step: string
  readonly note: string
  /** [nAssets] shares chosen, or weights after the step. */
  readonly weights: Float64Array
}

/** A decision and how it came about. */
export interface Decision {
  /** [nAssets] fractions of equity; negative = short, what is missing to 1 is cash. Never NaN. */
  readonly weights: Float64Array
  /** Why, in one line a person can read: what was chosen, and which constraints bound. */
  readonly reason: string
  /** Every asset with a score, strongest first. */
  readonly ranking: readonly Ranked[]
  /** Every step in order. */
  readonly trace: readonly TraceStep[]
  /** What was checked before the trade, and what came of it; absent where nothing was. */
  readonly checks?: readonly CheckResult[]
  /**
   * True where nothing new is traded: a constraint or a check has it that what is held is held on to. The weights are those held. What an
   * earlier decision could not have filled is made up where `kept` marks it: never after a check, which leaves `kept` absent.
   */
  readonly holds?: boolean
  /**
   * [nAssets], 1 where the position is left as it is, whatever its weight has become by the session of the trade; its weight here is
   * the one held when it was decided. An order of it that could not be filled in full is made up. Absent where there is no such asset.
   */
  readonly kept?: Uint8Array
}

/**
 * A policy of registered steps by name, each at its defaults but for the parameters given.
 * @throws ConfigError for an unknown name
 */
export function policyOf(
  select: readonly [name: string, params?: object],
  weigh: readonly [name: string, params?: object] = ['equal'],
  constrain: readonly (readonly [name: string, params?: object])[] = [],
): Policy {
  return {
    select: configured('selection', selectors, ...select),
    weigh: configured('weighing', weighers, ...weigh),
    constrain: constrain.map((given) => configured('constraint', constraints, ...given)),
  }
}

/** What would have been easy: every asset with a score, in equal parts. */
export const EQUAL_WEIGHT_POLICY: Policy = policyOf(['all'])

/** Every registered step by name, in a policy that has it do its work at its defaults: what audit and contracts go through. */
export function stepPolicies(): ReadonlyMap<string, Policy> {
  return new Map([
    ...selectors.map(({ name }): [string, Policy] => [name, policyOf([name])]),
    ...weighers.map(({ name }): [string, Policy] => [name, policyOf(['all'], [name])]),
    ...constraints.map(({ name }): [string, Policy] => [name, policyOf(['top-k'], ['equal'], [[name]])]),
  ])
}

/** A policy in a few words: "top-k, inverse-volatility, volatility-target". Equal weighing goes without saying. */
export function policyLabel({ select, weigh, constrain }: Policy): string {
  const steps = [select, ...(weigh.step.name === 'equal' ? [] : [weigh]), ...constrain]
  return steps.map(({ step }) => step.name).join(', ')
}

/** What is left as it is after one more constraint: what a later one changes is traded. */
function stillKept(kept: Uint8Array, before: Float64Array, { weights, kept: own }: Constrained): Uint8Array {
  return kept.map((isKept, i) => (own?.[i] === 1 || (isKept === 1 && weights[i] === before[i]) ? 1 : 0))
}

/** The decision at the close of one session. */
export function decideAt(context: DecisionContext, { select, weigh, constrain }: Policy): Decision {
  const trace: TraceStep[] = []
  const record = (kind: string, name: string, weights: Float64Array, note: string): Float64Array => {
    if (weights.length !== context.assets.length || !weights.every(Number.isFinite))
      throw new Error(`bug: ${kind} ${name} gave weights that are no numbers: ${weights.join(' ')}`)
    trace.push({ step: `${kind} ${name}`, note, weights })
    return weights
  }
  const selection = select.step.select(context, select.params)
  record('select', select.step.name, selection.shares, selection.note)
  const weighed = weigh.step.weigh(context, selection, weigh.params)
  let weights = record('weigh', weigh.step.name, weighed.weights, weighed.note)
  let kept: Uint8Array = new Uint8Array(weights.length)
  for (const { step, params } of constrain) {
    const constrained = step.constrain(context, weights, params)
    kept = stillKept(kept, weights, constrained)
    weights = record('constrain', step.name, constrained.weights, constrained.note)
  }
  const holds = kept.length > 0 && !kept.includes(0)
  // Of what is not held nothing can be left: should the ledger still have some of it, it is sold.
  const left = kept.map((isKept, i) => (weights[i] === 0 ? 0 : isKept))
  const reason = trace.map(({ note }) => note).filter((note) => note !== '')
  const ranking = rankingOf(context.assets, context.scores)
  return {
    weights,
    reason: reason.join('; '),
    ranking,
    trace,
    ...(holds ? { holds } : {}),
    ...(left.includes(1) ? { kept: left } : {}),
  }
}
