import { ConfigError } from '../core/errors.js'
import { nearestName } from '../core/nearest.js'
import type { DecisionContext } from './decision-context.js'

/** What all steps of a decision have. Parameters are complete: defaults are filled in where an experiment is read. */
export interface Step<Params> {
  readonly name: string
  readonly defaults: Params
  /** @throws ConfigError when a parameter is out of range */
  check(params: Params): void
}

/** What was chosen. */
export interface Selection {
  /** [nAssets] 1 chosen, a fraction where several tie for the last places, negative to be sold short, 0 not chosen. Never NaN. */
  readonly shares: Float64Array
  /** Why, in words without a line break; empty where there is nothing to say. */
  readonly note: string
}

/** First step: which assets. */
export interface Selector<Params> extends Step<Params> {
  select(context: DecisionContext, params: Params): Selection
}

/** Target weights and what is to be said of them. */
export interface Weighed {
  /** [nAssets] fractions of equity; negative = short, what is missing to 1 is cash. Never NaN. */
  readonly weights: Float64Array
  /** Why, in words without a line break; empty where there is nothing to say (a constraint that did not bind). */
  readonly note: string
}

/** Second step: how much of each. Only chosen assets get a weight, of the sign of their share. */
export interface Weigher<Params> extends Step<Params> {
  weigh(context: DecisionContext, selection: Selection, params: Params): Weighed
}

/** Weights after a constraint; the note is empty where it did not bind. */
export interface Constrained extends Weighed {
  /** [nAssets], 1 where nothing is to be traded: the weight is the one that is held, and the position stays as it is. None when absent. */
  readonly kept?: Uint8Array
}

/** Third step, any number of times: what may not be. The weights that it is given stay as they are. */
export interface Constraint<Params> extends Step<Params> {
  constrain(context: DecisionContext, weights: Float64Array, params: Params): Constrained
}

/* eslint-disable @typescript-eslint/no-explicit-any -- one list holds steps of different parameters */
export type AnySelector = Selector<any>
export type AnyWeigher = Weigher<any>
export type AnyConstraint = Constraint<any>
/* eslint-enable @typescript-eslint/no-explicit-any */

/** A step with its parameters. */
export interface Configured<S> {
  readonly step: S
  readonly params: unknown
}

/**
 * The step of a name.
 * @param kind - what it is, for the message
 * @throws ConfigError for an unknown one, naming the nearest
 */
export function stepNamed<S extends { readonly name: string }>(kind: string, steps: readonly S[], name: string): S {
  const step = steps.find((candidate) => candidate.name === name)
  if (step !== undefined) return step
  const nearest = nearestName(
    name,
    steps.map((candidate) => candidate.name),
  )
  throw new ConfigError(`${kind} "${name}" is unknown, the nearest is "${nearest ?? ''}"`)
}

/**
 * The step of a name at its defaults, but for the parameters given.
 * @throws ConfigError for an unknown name
 */
export function configured<S extends { readonly defaults: unknown; readonly name: string }>(
  kind: string,
  steps: readonly S[],
  name: string,
  params: object = {},
): Configured<S> {
  const step = stepNamed(kind, steps, name)
  return { step, params: { ...(step.defaults as object), ...params } }
}
