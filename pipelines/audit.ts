import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { PERTURBATIONS, type Perturbation } from '../src/audit/perturb.js'
import type { Changes } from '../src/audit/audit-stages.js'
import { auditedStages, auditPart, auditParts, STAGE_DEMANDS, type AuditPart, type StageDemand } from './audit-parts.js'
import type { Progress } from './progress.js'

/** What a model or a decision rule was found to do. */
interface PlainCheck {
  readonly kind: 'model' | 'decision'
  readonly name: string
  /** Dates after which the future was changed. */
  readonly dates: number
  /** Values that changed where none may; 0 for an honest one. */
  readonly changed: number
}

/**
 * What a stage was found to do: values that changed where none may, by what was demanded of it. `future`: when what came after a
 * date was changed; `start`: when the history began later; `replay`: session by session; `lookback`: when older rows were changed.
 */
export interface StageCheck extends Omit<PlainCheck, 'kind'>, Readonly<Record<StageDemand, number>> {
  readonly kind: 'stage'
  /** At or before a date, when what came after it was changed. */
  readonly future: number
  /** With a complete lookback, when the history began later. */
  readonly start: number
  /** Session by session against the batch. */
  readonly replay: number
  /** When rows older than the lookback were changed. */
  readonly lookback: number
}

/** One thing that was audited. */
export type AuditCheck = PlainCheck | StageCheck

/** What the audit found. */
export interface AuditReport {
  /** Dates after which the future of the stages was changed; models and decision rules have fewer. */
  readonly dates: number
  /** Ways in which it was changed at each date. */
  readonly perturbations: readonly Perturbation[]
  readonly checks: readonly AuditCheck[]
  /** Checks with changes. */
  readonly leaks: number
}

/** Name of what a piece looks at, where it is not all stages. */
function nameOf(part: AuditPart): string {
  if (part.kind === 'stages') return `stages: ${part.demand}`
  return part.kind === 'model' ? part.name : `${part.name} at ${part.fill}`
}

/** All pieces, in this thread or in a pool of workers. */
async function auditAllParts(parts: readonly AuditPart[], threads: number, progress: Progress): Promise<Changes[]> {
  let done = 0
  const tell = (part: AuditPart, changes: Changes): Changes => {
    const changed = [...changes.values()].reduce((sum, count) => sum + count, 0)
    progress(`${++done}/${parts.length} ${nameOf(part)}: ${changed === 0 ? 'clean' : `${changed} values changed`}`)
    return changes
  }
  if (threads === 1) {
    const results: Changes[] = []
    for (const part of parts) {
      results.push(tell(part, await auditPart(part)))
      // A turn of the event loop, or an interrupt would wait for the last piece.
      await setImmediate()
    }
    return results
  }
  const pool = new Piscina<AuditPart, Changes>({
    filename: fileURLToPath(new URL('./audit-parts.js', import.meta.url)),
    minThreads: threads,
    maxThreads: threads,
  })
  try {
    return await Promise.all(parts.map(async (part) => tell(part, await pool.run(part, { name: auditPart.name }))))
  } finally {
    await pool.destroy()
  }
}

/**
 * Audits every registered stage, model and decision rule: whatever comes after a date is changed, and nothing at or before the date
 * may change by a single bit. Stages must not depend on where the history starts, on rows older than their lookback, or on being
 * computed in a batch either.
 * @param threads - worker threads; the result does not depend on it
 * @param parts - pieces of the audit; all there are when absent
 */
export async function auditAll(
  progress: Progress,
  threads: number,
  parts: readonly AuditPart[] = auditParts(),
): Promise<AuditReport> {
  progress(`${auditedStages().length} stages, models and decision rules in ${parts.length} pieces`)
  const changes = await auditAllParts(parts, threads, progress)
  const results = parts.map((part, i) => ({ part, changes: changes[i] }))
  const datesOf = (isOf: (part: AuditPart) => boolean): number =>
    parts.filter(isOf).reduce((sum, { rows }) => sum + rows.length, 0)
  const changedIn = (isOf: (part: AuditPart) => boolean, name: string): number =>
    results.reduce((sum, { part, changes }) => sum + (isOf(part) ? (changes.get(name) ?? 0) : 0), 0)

  const dates = datesOf((part) => part.kind === 'stages' && part.demand === 'future')
  const stages = auditedStages().map((name): StageCheck => {
    const counts = Object.fromEntries(
      STAGE_DEMANDS.map((demand) => [
        demand,
        changedIn((part) => part.kind === 'stages' && part.demand === demand, name),
      ]),
    ) as Record<StageDemand, number>
    const changed = STAGE_DEMANDS.reduce((sum, demand) => sum + counts[demand], 0)
    return { kind: 'stage', name, dates, changed, ...counts }
  })
  const others = new Map(
    parts.flatMap((part): [string, PlainCheck][] => {
      if (part.kind === 'stages') return []
      const name = nameOf(part)
      const isOf = (other: AuditPart): boolean => other.kind === part.kind && nameOf(other) === name
      return [[name, { kind: part.kind, name, dates: datesOf(isOf), changed: changedIn(isOf, part.name) }]]
    }),
  )
  const checks = [...stages, ...others.values()]
  return { dates, perturbations: PERTURBATIONS, checks, leaks: checks.filter(({ changed }) => changed > 0).length }
}
