import type { Changes } from '../src/audit/audit-stages.js'
import { PERTURBATIONS, type Perturbation } from '../src/audit/perturb.js'
import { STAGE_DEMANDS, type AuditPart, type StageDemand } from './audit-parts.js'

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
interface StageCheck extends Omit<PlainCheck, 'kind'>, Readonly<Record<StageDemand, number>> {
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
type AuditCheck = PlainCheck | StageCheck

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
export function nameOfPart(part: AuditPart): string {
  if (part.kind === 'stages') return `stages: ${part.demand}`
  return part.name
}

/** Values of one thing that changed, as a piece counted them: a thing that was not looked at is not clean. */
function countOf(changes: Changes, name: string): number {
  const count = changes.get(name)
  if (count === undefined) throw new Error(`bug: ${name} was not audited`)
  return count
}

/**
 * Adds the pieces of an audit up: stage by stage over its demands, then models and decision rules in the order of their pieces.
 * @param parts - pieces; a demand without a piece counts as 0
 * @param changes - what each piece found, in the order of the pieces
 * @param stages - names of the stages that every piece about stages looked at
 */
export function auditReport(
  parts: readonly AuditPart[],
  changes: readonly Changes[],
  stages: readonly string[],
): AuditReport {
  const datesOf = (isOf: (part: AuditPart) => boolean): number =>
    parts.filter(isOf).reduce((sum, { rows }) => sum + rows.length, 0)
  const changedIn = (isOf: (part: AuditPart) => boolean, name: string): number =>
    parts.reduce((sum, part, i) => sum + (isOf(part) ? countOf(changes[i], name) : 0), 0)

  const dates = datesOf((part) => part.kind === 'stages' && part.demand === 'future')
  const ofStages = stages.map((name): StageCheck => {
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
      const name = nameOfPart(part)
      const isOf = (other: AuditPart): boolean => other.kind === part.kind && nameOfPart(other) === name
      return [[name, { kind: part.kind, name, dates: datesOf(isOf), changed: changedIn(isOf, part.name) }]]
    }),
  )
  const checks = [...ofStages, ...others.values()]
  return { dates, perturbations: PERTURBATIONS, checks, leaks: checks.filter(({ changed }) => changed > 0).length }
}
