import { z } from 'zod'
import type { Matrix } from '../../src/core/matrix.js'
import { checks } from '../../src/decide/checks.js'
import { configured } from '../../src/decide/decision-step.js'
import type { PreTradeOptions } from '../../src/decide/pre-trade.js'
import { completeStep, entryOf, givenStep, placedStep, type CompleteStep, type GivenStep } from './decision-steps.js'
import type { YamlSource } from '../yaml-source.js'

/** What every decision has to pass before it is traded, in an experiment. */
export const checksSchema = z.array(givenStep).default([])

/**
 * The checks of an experiment with every parameter spelt out.
 * @throws ConfigError naming file, line and field
 */
export function completeChecks(given: readonly GivenStep[], source: YamlSource): CompleteStep[] {
  return given.map((one, i) => completeStep('check', checks, placedStep(one, ['checks', i]), source))
}

/** What of an experiment the checks are made of. */
interface DecidedUpon {
  readonly checks: readonly GivenStep[]
  readonly backtest: { readonly capital: number }
}

/**
 * What the decisions of an experiment that was read have to pass; undefined where that is nothing.
 * @param volumes - nDates x nAssets, shares a session
 */
export function preTradeOf(
  { checks: given, backtest: { capital } }: DecidedUpon,
  volumes: Matrix,
): PreTradeOptions | undefined {
  if (given.length === 0) return undefined
  return { checks: given.map((one) => configured('check', checks, ...entryOf(one))), volumes, capital }
}
