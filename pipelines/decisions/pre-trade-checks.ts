import { z } from 'zod'
import type { Matrix } from '../../src/core/matrix.js'
import { checks } from '../../src/decide/checks.js'
import { configured, stepNamed } from '../../src/decide/decision-step.js'
import type { PreTradeOptions } from '../../src/decide/pre-trade.js'
import {
  completeStep,
  entryOf,
  givenStep,
  placedStep,
  type CompleteStep,
  type GivenStep,
  type PlacedStep,
} from './decision-steps.js'
import type { YamlSource } from '../yaml-source.js'

/** What every decision has to pass before it is traded, in an experiment. */
export const checksSchema = z.array(givenStep).default([])

/** What of an experiment the checks are made of. */
interface DecidedUpon {
  readonly checks: readonly GivenStep[]
  readonly data: { readonly source: string }
  readonly backtest: { readonly capital: number; readonly distributions: string }
}

/** Refuses a check in units of price where prices as they were quoted are not known. */
function requireQuotes({ data, backtest }: DecidedUpon, { name, nameAt }: PlacedStep, source: YamlSource): void {
  if (stepNamed('check', checks, name).readsQuotes !== true || backtest.distributions === 'cash') return
  const instead =
    data.source === 'csv'
      ? 'expected backtest.distributions "cash", for which prices as they were quoted are made'
      : `and data.source "${data.source}" has no prices as they were quoted`
  throw source.errorAt(
    nameAt,
    `check "${name}" is in units of price: adjusting for a split or distribution rescales the past, which would tell of it, ${instead}`,
  )
}

/**
 * The checks of an experiment with every parameter spelt out.
 * @throws ConfigError naming file, line and field
 */
export function completeChecks(experiment: DecidedUpon, source: YamlSource): CompleteStep[] {
  return experiment.checks.map((one, i) => {
    const placed = placedStep(one, ['checks', i])
    const complete = completeStep('check', checks, placed, source)
    requireQuotes(experiment, placed, source)
    return complete
  })
}

/**
 * What the decisions of an experiment that was read have to pass; undefined where that is nothing.
 * @param volumes - nDates x nAssets, shares a session
 * @param quotes - nDates x nAssets, closes as they were quoted, where those are known
 */
export function preTradeOf(
  { checks: given, backtest: { capital } }: DecidedUpon,
  volumes: Matrix,
  quotes?: Matrix,
): PreTradeOptions | undefined {
  if (given.length === 0) return undefined
  return { checks: given.map((one) => configured('check', checks, ...entryOf(one))), volumes, quotes, capital }
}
