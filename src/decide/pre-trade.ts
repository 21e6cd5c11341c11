import { rowOf, type Matrix } from '../core/matrix.js'
import type { Configured } from './decision-step.js'
import type { Decision } from './policy.js'
import type { AnyCheck, CheckParams, CheckResult, Order } from './pre-trade-check.js'

/** What every decision of a rotation has to pass, and what its orders are sized by. */
export interface PreTradeOptions {
  readonly checks: readonly Configured<AnyCheck>[]
  /** nDates x nAssets, shares a session; rows after a decision are not read. */
  readonly volumes: Matrix
  /** nDates x nAssets, closes as they were quoted, whatever is adjusted elsewhere; nothing is known of them when absent. */
  readonly quotes?: Matrix | undefined
  /** What the decisions' own account begins with, currency. */
  readonly capital: number
}

/**
 * Mean volume of the latest sessions up to a row, over those that have one.
 * @param volumes - nDates x nAssets; rows after `row` are not read
 */
export function averageVolumeUntil(volumes: Matrix, row: number): Order['averageVolume'] {
  return (sessions) =>
    Float64Array.from({ length: volumes.cols }, (_, i) => {
      let sum = 0
      let known = 0
      for (let t = Math.max(0, row - sessions + 1); t <= row; t++) {
        const volume = rowOf(volumes, t)[i]
        if (!Number.isFinite(volume)) continue
        sum += volume
        known++
      }
      return known > 0 ? sum / known : NaN
    })
}

function resultOf({ step, params }: Configured<AnyCheck>, order: Order): CheckResult {
  const faults = step.faults(order, params)
  return { check: step.name, outcome: faults.length === 0 ? 'pass' : (params as CheckParams).outcome, faults }
}

/**
 * The decision after the checks. When one of them blocks it, nothing of it is traded: what is held is held on to until the next
 * decision, in cash before the first. A warning changes nothing but the reason. Every check is asked, whatever the others say.
 */
export function passPreTrade(decision: Decision, order: Order, checks: readonly Configured<AnyCheck>[]): Decision {
  if (checks.length === 0) return decision
  const results = checks.map((check) => resultOf(check, order))
  const told = (outcome: CheckResult['outcome']): string[] =>
    results.filter((result) => result.outcome === outcome).map(({ check, faults }) => `${check} (${faults.join(', ')})`)
  const blocked = told('block')
  const warned = told('warn')
  const reason = [
    decision.reason,
    ...(warned.length === 0 ? [] : [`warned by ${warned.join(', ')}`]),
    ...(blocked.length === 0 ? [] : [`blocked by ${blocked.join(', ')}: holding on`]),
  ].join('; ')
  if (blocked.length === 0) return { ...decision, reason, checks: results }
  const { ranking, trace } = decision
  return { weights: order.held.slice(), reason, ranking, trace, checks: results, holds: true }
}
