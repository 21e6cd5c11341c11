import { describe, expect, it } from 'vitest'
import { tellAudit } from '../../pipelines/commands/audit.js'
import { auditMarket } from '../../pipelines/audit-market.js'
import type { AuditPart } from '../../pipelines/audit-parts.js'
import { auditReport, type AuditReport } from '../../pipelines/audit-report.js'
import { auditRows } from '../../src/audit/audit.js'
import { auditStages, type Changes } from '../../src/audit/audit-stages.js'
import { planStages } from '../../src/features/plan.js'
import { panelSources } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { shiftByMinusOne } from '../fixtures/leaks.js'

const PARTS: readonly AuditPart[] = [
  { kind: 'model', name: 'ridge', rows: [1, 2] },
  { kind: 'stages', demand: 'future', rows: [10, 20, 30] },
  { kind: 'stages', demand: 'future', rows: [40] },
  { kind: 'stages', demand: 'start', rows: [5] },
  { kind: 'stages', demand: 'replay', rows: [] },
  { kind: 'stages', demand: 'lookback', rows: [6] },
  { kind: 'decision', name: 'top-k', rows: [3] },
  { kind: 'decision', name: 'tilt', rows: [3] },
  { kind: 'model', name: 'ridge', rows: [7] },
]

const found = (...counts: readonly number[]): Changes => new Map(counts.map((count, i) => [`stage_${i}`, count]))
const of = (name: string, count: number): Changes => new Map([[name, count]])

const CHANGES: readonly Changes[] = [
  of('ridge', 5),
  found(1, 0),
  found(2, 0),
  found(0, 0),
  found(40, 0),
  found(500, 0),
  of('top-k', 0),
  of('tilt', 9),
  of('ridge', 60),
]

/** What the command prints and answers. */
function told(report: AuditReport, json = false): { readonly code: number; readonly text: string } {
  const lines: string[] = []
  const output = { result: (text: string) => lines.push(text), progress: () => undefined }
  return { code: tellAudit(report, { json }, output), text: lines.join('\n') }
}

describe('the report of an audit', () => {
  it('adds up what each piece found, each where it belongs', () => {
    expect(auditReport(PARTS, CHANGES, ['stage_0', 'stage_1'])).toEqual({
      dates: 4,
      perturbations: ['truncate', 'delete', 'poison', 'shuffle', 'blank'],
      checks: [
        { kind: 'stage', name: 'stage_0', dates: 4, changed: 543, future: 3, start: 0, replay: 40, lookback: 500 },
        { kind: 'stage', name: 'stage_1', dates: 4, changed: 0, future: 0, start: 0, replay: 0, lookback: 0 },
        { kind: 'model', name: 'ridge', dates: 3, changed: 65 },
        { kind: 'decision', name: 'top-k', dates: 1, changed: 0 },
        { kind: 'decision', name: 'tilt', dates: 1, changed: 9 },
      ],
      leaks: 3,
    })
  })

  it.each([
    ['a stage, by its future', 1],
    ['a stage, by its start', 3],
    ['a stage, by its replay', 4],
    ['a stage, by its lookback', 5],
    ['a rule', 6],
    ['a model, by its last piece', 8],
  ])('counts a leak of %s, of a single value', (_, piece) => {
    const changes = CHANGES.map(
      (counts, i) => new Map([...counts.keys()].map((name, at) => [name, i === piece && at === 0 ? 1 : 0])),
    )
    expect(auditReport(PARTS, changes, ['stage_0', 'stage_1']).leaks).toBe(1)
  })

  it('does not take for clean what no piece looked at', () => {
    expect(() => auditReport(PARTS, CHANGES, ['stage_0', 'stage_2'])).toThrow('bug: stage_2 was not audited')
  })
})

describe('the command of the audit', () => {
  /** One piece about stages, one of which looks at the next session where `leaks`. */
  function auditedReport(leaks: boolean): AuditReport {
    const panel = auditMarket(300)
    const rows = auditRows(20, 299, 5)
    const names = ['relative_strength_10', ...(leaks ? [shiftByMinusOne.name] : [])]
    const plan = planStages(names, panelSources(panel), (name) =>
      name === shiftByMinusOne.name ? shiftByMinusOne : stageOf(name),
    )
    const changes = auditStages(plan, panel, referenceKernels).future(rows)
    return auditReport([{ kind: 'stages', demand: 'future', rows }], [changes], names)
  }

  it('answers 1 and names the stage that looks ahead, and no other', () => {
    const report = auditedReport(true)
    const { code, text } = told(report)
    expect(code).toBe(1)
    expect(text).toMatch(/^1 leak at 5 dates x 5 perturbations \(truncate, delete, poison, shuffle, blank\)\.$/m)
    const [honest, leaking] = report.checks
    expect([honest.changed, leaking.name]).toEqual([0, shiftByMinusOne.name])
    expect(leaking.changed).toBeGreaterThan(0)
    expect(text).toMatch(
      new RegExp(`^${leaking.name} +stage +5 +${leaking.changed} +0 +0 +0 +${leaking.changed}$`, 'm'),
    )
    expect(told(report, true)).toEqual({ code: 1, text: JSON.stringify(report, null, 2) })
  })

  it('answers 0 where nothing leaks', () => {
    const { code, text } = told(auditedReport(false))
    expect(code).toBe(0)
    expect(text).toContain('No look-ahead found at 5 dates')
  })
})
