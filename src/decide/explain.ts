import { netOf, percent } from './exposures.js'
import type { Decision } from './policy.js'

/** "A 50.0%, B -25.0%, cash 75.0%" */
function portfolioText(weights: Float64Array, assets: readonly string[]): string {
  const held = assets.flatMap((asset, i) => (weights[i] === 0 ? [] : [`${asset} ${percent(weights[i])}`]))
  return [...held, `cash ${percent(1 - netOf(weights) + 0)}`].join(', ')
}

/** "A 50.0% to 25.0%" for every asset that a step changed. */
function changesText(before: Float64Array, after: Float64Array, assets: readonly string[]): string {
  const changes = assets.flatMap((asset, i) =>
    before[i] === after[i] ? [] : [`${asset} ${percent(before[i])} to ${percent(after[i])}`],
  )
  return changes.join(', ')
}

/**
 * How a decision came about, a line for each step: who ranked where, who was chosen, what each constraint changed, what the checks
 * said, and what is held in the end.
 * @param assets - [nAssets] names of the decision's weights
 */
export function explain(decision: Omit<Decision, 'reason'>, assets: readonly string[]): string[] {
  const { ranking, trace, checks = [], weights, holds } = decision
  const ranked = ranking.map(({ asset, score, rank }) => `${rank} ${asset} ${score.toPrecision(4)}`)
  const steps = trace.map(({ step, note, weights: after }, i) => {
    if (step.startsWith('select ')) return `${step}: ${note}`
    const text = step.startsWith('weigh ')
      ? portfolioText(after, assets)
      : changesText(trace[i - 1].weights, after, assets)
    const parts = [note, text].filter((part) => part !== '')
    return `${step}: ${parts.length === 0 ? 'does not bind' : parts.join('; ')}`
  })
  return [
    `ranked: ${ranked.length === 0 ? 'nothing has a score' : ranked.join(', ')}`,
    ...steps,
    ...checks.map(({ check, outcome, faults }) => [`check ${check}: ${outcome}`, ...faults].join(', ')),
    `${holds === true ? 'holds on' : 'decided'}: ${portfolioText(weights, assets)}`,
  ]
}
