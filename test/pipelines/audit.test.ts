import { describe, expect, it } from 'vitest'
import { auditAll } from '../../pipelines/audit.js'
import { auditedStages, auditParts, type AuditPart } from '../../pipelines/audit-parts.js'
import { models } from '../../models/registry.js'
import { stepPolicies } from '../../src/decide/policy.js'
import { ENSEMBLE } from '../../src/forecast/ensemble.js'
import { sectorcast } from '../fixtures/command-line.js'

const parts = auditParts()
const rowsOf = (isOf: (part: AuditPart) => boolean): number =>
  parts.filter(isOf).reduce((sum, { rows }) => sum + new Set(rows).size, 0)

describe('the pieces of the audit', () => {
  it('have 200 dates for the stages, and 60 for every model and rule', () => {
    expect(rowsOf((part) => part.kind === 'stages' && part.demand === 'future')).toBe(200)
    for (const { name } of [...models, { name: ENSEMBLE }])
      expect(rowsOf((part) => part.kind === 'model' && part.name === name)).toBe(60)
    for (const name of stepPolicies().keys())
      expect(rowsOf((part) => part.kind === 'decision' && part.name === name)).toBe(60)
  })

  it('ask the stages for everything that is demanded of them', () => {
    const demands = parts.flatMap((part) => (part.kind === 'stages' ? [part.demand] : []))
    expect(new Set(demands)).toEqual(new Set(['future', 'start', 'replay', 'lookback']))
  })
})

describe('the report of the audit', () => {
  it('adds the pieces up, stage by stage, model by model, rule by rule', async () => {
    const told: string[] = []
    const some: AuditPart[] = [
      { kind: 'model', name: 'momentum', rows: [500, 520] },
      { kind: 'stages', demand: 'future', rows: [300, 310] },
      { kind: 'stages', demand: 'future', rows: [320] },
      { kind: 'stages', demand: 'start', rows: [40] },
      { kind: 'model', name: 'momentum', rows: [540] },
      { kind: 'decision', name: 'all', rows: [500, 510] },
    ]
    const report = await auditAll((message) => told.push(message), 1, some)
    expect([report.dates, report.leaks]).toEqual([3, 0])
    expect(report.perturbations).toEqual(['truncate', 'delete', 'poison', 'shuffle', 'blank'])
    const names = auditedStages()
    expect(report.checks.slice(0, names.length).map(({ name }) => name)).toEqual(names)
    expect(report.checks[0]).toEqual({
      kind: 'stage',
      name: names[0],
      dates: 3,
      changed: 0,
      future: 0,
      start: 0,
      replay: 0,
      lookback: 0,
    })
    expect(report.checks.slice(names.length)).toEqual([
      { kind: 'model', name: 'momentum', dates: 3, changed: 0 },
      { kind: 'decision', name: 'all', dates: 2, changed: 0 },
    ])
    expect(told.at(-1)).toBe('6/6 all: clean')
  })

  it('refuses threads that are none', () => {
    const { status, stderr } = sectorcast(['audit', '--threads', '0'])
    expect([status, stderr]).toEqual([2, '--threads "0", expected a whole number from 1 to 256\n'])
  })
})
