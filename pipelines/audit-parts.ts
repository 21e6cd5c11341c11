import { models } from '../models/registry.js'
import { auditRows } from '../src/audit/audit.js'
import { auditStages, type Changes, type StageAudit } from '../src/audit/audit-stages.js'
import { stepPolicies } from '../src/decide/policy.js'
import { planStages } from '../src/features/plan.js'
import { panelSources } from '../src/features/run-stages.js'
import { exampleStages, stageOf } from '../src/features/stage-families.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { createWasmKernels } from '../src/kernels/wasm.js'
import { auditMarket, ofSectors } from './audit-market.js'
import { auditModel, auditRule, testRows } from './audit-models.js'

/** What is demanded of stages. */
export const STAGE_DEMANDS = ['future', 'start', 'replay', 'lookback'] as const
export type StageDemand = (typeof STAGE_DEMANDS)[number]

/** A piece of the audit: what is looked at, at which rows. Pieces do not depend on each other. */
export type AuditPart =
  | { readonly kind: 'stages'; readonly demand: StageDemand; readonly rows: readonly number[] }
  | { readonly kind: 'model'; readonly name: string; readonly rows: readonly number[] }
  | { readonly kind: 'decision'; readonly name: string; readonly rows: readonly number[] }

const STAGE_DATES = 200
/** Rows behind the longest lookback on the market of the stages, so that every stage has values to lose. */
const STAGE_ROWS = 300
/** The market is longer than the longest lookback by these rows, of which the audited dates are most. */
const FIRST_STAGE_ROW = 180
/** Starts of a later history, and cuts behind which the past is changed. */
const CUTS = 5
/** Dates of one piece: enough that opening the audit is little of its work. */
const DATES_A_PART = 20
/** A late listing, a death and a split are among them, and two sectors that nothing happens to. */
const STAGE_SECTORS = ['energy', 'financials', 'health-care', 'materials', 'real-estate', 'utilities']

/** Every registered stage, at its example. */
export function auditedStages(): string[] {
  return exampleStages().map(({ name }) => name)
}

function openStages(): { readonly audit: StageAudit; readonly nRows: number } {
  const names = auditedStages()
  const { lookback } = planStages(names, panelSources(auditMarket()), stageOf)
  const panel = ofSectors(auditMarket(lookback + STAGE_ROWS), STAGE_SECTORS)
  const plan = planStages(names, panelSources(panel), stageOf)
  return { audit: auditStages(plan, panel, createWasmKernels()), nRows: panel.dates.length }
}

/** Opened once a thread: all pieces about stages look at the same market. */
let opened: ReturnType<typeof openStages> | undefined

function chunks(rows: readonly number[]): (readonly number[])[] {
  return Array.from({ length: Math.ceil(rows.length / DATES_A_PART) }, (_, i) =>
    rows.slice(i * DATES_A_PART, (i + 1) * DATES_A_PART),
  )
}

/** Everything there is to audit, in pieces of about the same work; the dearest first, so that no thread waits for long. */
export function auditParts(): AuditPart[] {
  opened ??= openStages()
  const { nRows } = opened
  const cuts = auditRows(1, STAGE_ROWS, CUTS)
  const ofStages = (demand: StageDemand, rows: readonly number[]): AuditPart => ({ kind: 'stages', demand, rows })
  return [
    ...[...models.map(({ name }) => name), ENSEMBLE].flatMap((name) =>
      chunks(testRows).map((rows): AuditPart => ({ kind: 'model', name, rows })),
    ),
    ...chunks(auditRows(FIRST_STAGE_ROW, nRows - 1, STAGE_DATES)).map((rows) => ofStages('future', rows)),
    ofStages('start', cuts),
    ofStages('replay', []),
    ofStages('lookback', cuts),
    ...[...stepPolicies().keys()].flatMap((name) =>
      chunks(testRows).map((rows): AuditPart => ({ kind: 'decision', name, rows })),
    ),
  ]
}

function changesOf({ audit }: { readonly audit: StageAudit }, demand: StageDemand, rows: readonly number[]): Changes {
  return demand === 'replay' ? audit.replay() : audit[demand](rows)
}

/** Values that changed, by what was looked at. */
export async function auditPart(part: AuditPart): Promise<Changes> {
  switch (part.kind) {
    case 'stages':
      opened ??= openStages()
      return changesOf(opened, part.demand, part.rows)
    case 'model':
      return new Map([[part.name, await auditModel(part.name, part.rows)]])
    case 'decision':
      return new Map([[part.name, auditRule(part.name, part.rows)]])
  }
}
