import { formatSession } from '../../src/core/calendar.js'
import { nearestName } from '../../src/core/nearest.js'
import type { RestrictedParams } from '../../src/decide/check/restricted.js'
import type { Weights } from '../../src/decide/weights.js'
import type { Panel } from '../../src/panel/panel.js'
import { quoted } from '../../datasets/text/quoted.js'
import { counted } from '../feature-text.js'
import type { Experiment } from '../experiment-schema.js'
import type { DecisionsSummary } from './decision-log.js'
import { entryOf } from './decision-steps.js'

/** Faults of a check that are named. */
const MOST_FAULTS = 3

/** Warnings of restricted symbols that are no assets of the experiment: most often they are mistyped, and restrict nothing. */
export function restrictedWarnings({ checks }: Pick<Experiment, 'checks'>, assets: readonly string[]): string[] {
  const symbols = checks
    .map(entryOf)
    .filter(([name]) => name === 'restricted')
    .flatMap(([, params]) => (params as RestrictedParams).symbols)
  const unknown = [...new Set(symbols)].filter((symbol) => !assets.includes(symbol))
  return unknown.map(
    (symbol) =>
      `the check "restricted" names ${quoted(symbol)}, which is no asset here and restricts nothing; the nearest is "${nearestName(symbol, assets) ?? ''}"`,
  )
}

function blockedCount(blocked: number, count: number): string {
  return `${blocked} of ${counted(count, 'decision')} ${blocked === 1 ? 'was' : 'were'} blocked`
}

function faultsText(faults: readonly string[]): string {
  const more = faults.length - MOST_FAULTS
  return `${faults.slice(0, MOST_FAULTS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** A warning of decisions that checks before the trade blocked, with the last of them; none when there is no such. */
function blockedWarning(decisions: Weights, { dates }: Pick<Panel, 'dates'>): string[] {
  const blocked = decisions.flatMap(({ dateIndex, checks = [] }) => {
    const by = checks.filter(({ outcome }) => outcome === 'block')
    return by.length === 0 ? [] : [{ session: dates[dateIndex], by }]
  })
  const last = blocked.at(-1)
  if (last === undefined) return []
  const names = new Set(blocked.flatMap(({ by }) => by.map(({ check }) => check)))
  const faults = last.by.map(({ check, faults: own }) => `${check} (${faultsText(own)})`).join(', ')
  return [
    `${blockedCount(blocked.length, decisions.length)} by ${[...names].join(', ')}; the last: ${formatSession(last.session)}, ${faults}`,
  ]
}

/**
 * What a reader of a run has to know of its checks before the trade, a sentence each.
 * @param decisions - of the portfolio that the run is about
 */
export function checkWarnings(
  experiment: Pick<Experiment, 'checks'>,
  panel: Pick<Panel, 'assets' | 'dates'>,
  decisions: Weights,
): string[] {
  return [...restrictedWarnings(experiment, panel.assets), ...blockedWarning(decisions, panel)]
}

/** What a verdict about a portfolio has to add where not all of its decisions were traded; nothing where they were. */
export function blockedSentence(decisions: Pick<DecisionsSummary, 'blocked' | 'count'> | undefined): string {
  if (decisions === undefined || decisions.blocked === 0) return ''
  const { blocked, count } = decisions
  const held = blocked === count ? 'no decision was traded' : 'the portfolio held on instead'
  return ` ${blockedCount(blocked, count)} before the trade: ${held}, and that is what is judged.`
}
