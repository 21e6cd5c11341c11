import { createHash } from 'node:crypto'
import { formatSession } from '../../src/core/calendar.js'
import type { Decision } from '../../src/decide/policy.js'
import type { WeightDecision, Weights } from '../../src/decide/weights.js'
import type { Panel } from '../../src/panel/panel.js'
import { canonicalJson } from './canonical-json.js'

/** What a report says of the decisions of its portfolio. The last hash stands for all of them. */
export interface DecisionsSummary {
  readonly count: number
  /** Decisions that a check before the trade blocked, and that one warned of. */
  readonly blocked: number
  readonly warned: number
  /** Hash of the last record of the log. */
  readonly head: string
}

/** A log of decisions, to be written, and what is said of it. */
export interface DecisionLog {
  /** A line of canonical JSON for each decision. */
  readonly text: string
  readonly summary: DecisionsSummary
}

/** SHA-256 over the canonical JSON of a value, in hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

/**
 * What the first record follows: the hash of the experiment and its data.
 * @param experiment - text of the experiment with every default filled in, as the run folder holds it
 * @param dataSha256 - checksum of the data
 */
export function runIdentity(experiment: string, dataSha256: string): string {
  return hashOf({ experiment: createHash('sha256').update(experiment).digest('hex'), data: dataSha256 })
}

/** Weights by symbol, without zeros. */
export function bySymbol(weights: Float64Array, assets: readonly string[]): Record<string, number> {
  return Object.fromEntries([...weights.entries()].filter(([, w]) => w !== 0).map(([i, w]) => [assets[i], w]))
}

/** Whether a check before the trade came to that. */
export function hasOutcome({ checks = [] }: Pick<Decision, 'checks'>, outcome: 'block' | 'warn'): boolean {
  return checks.some((check) => check.outcome === outcome)
}

/** Everything there is to say about a decision, without its place in the chain. */
function contentOf(decision: WeightDecision, { dates, assets }: Pick<Panel, 'dates' | 'assets'>): object {
  const { dateIndex, ranking = [], trace = [], weights, reason, checks = [], holds = false, kept } = decision
  return {
    date: formatSession(dates[dateIndex]),
    row: dateIndex,
    ranked: ranking.map(({ asset, score, rank }) => ({ symbol: asset, score, rank })),
    steps: trace.map(({ step, note, weights: after }) => ({ step, note, weights: bySymbol(after, assets) })),
    weights: bySymbol(weights, assets),
    reason,
    checks,
    holds,
    // Absent, the record is what it was before decisions could leave some of their assets as they are.
    ...(kept === undefined ? {} : { kept: assets.filter((_, i) => kept[i] === 1) }),
  }
}

/**
 * The decisions of a portfolio as a log in which nothing can be changed unseen: each record holds the hash of the one before it
 * (`previous`), and its own (`hash`) over everything else in it. To change, remove, insert or move one is to break the chain there.
 * That the end was cut off shows in the number of records and the last hash, which the report keeps. Who can write all files of
 * a run can write them anew: keep the last hash elsewhere, and `verify-log --head` holds the log to it.
 * @param identity - of the run: what the first record follows
 */
export function decisionLog(decisions: Weights, panel: Pick<Panel, 'dates' | 'assets'>, identity: string): DecisionLog {
  let head = identity
  const lines = decisions.map((decision) => {
    const record = { ...contentOf(decision, panel), previous: head }
    head = hashOf(record)
    return canonicalJson({ ...record, hash: head })
  })
  const withOutcome = (outcome: 'block' | 'warn'): number =>
    decisions.filter((decision) => hasOutcome(decision, outcome)).length
  return {
    text: lines.map((line) => `${line}\n`).join(''),
    summary: { count: lines.length, blocked: withOutcome('block'), warned: withOutcome('warn'), head },
  }
}
