import { NO_KNOBS } from '../datasets/simulated/knobs.js'
import { panelOfMarket } from '../datasets/simulated/panel-of-market.js'
import { simulateMarket } from '../datasets/simulated/simulate-market.js'
import { setImmediate } from 'node:timers/promises'
import { momentum } from '../models/momentum.js'
import { models } from '../models/registry.js'
import { ridge } from '../models/ridge.js'
import {
  auditForecaster,
  auditRotation,
  auditRows,
  auditStage,
  type Forecaster,
  type Rotation,
} from '../src/audit/audit.js'
import { simulate } from '../src/backtest/simulate.js'
import { createMatrix, selectColumns } from '../src/core/matrix.js'
import { decideRotation } from '../src/decide/decide-rotation.js'
import type { AnyDecisionRule } from '../src/decide/decision-rule.js'
import { decisionRules } from '../src/decide/decision-rules.js'
import { decisionRows } from '../src/decide/schedule.js'
import { exampleStages, stageOf } from '../src/features/stage-families.js'
import { ENSEMBLE, meanOfRanks } from '../src/forecast/ensemble.js'
import { fitSeed, forecastFold } from '../src/forecast/forecast-fold.js'
import type { AnyModel } from '../src/forecast/model.js'
import { BAR_FIELDS, type BarField, type Panel } from '../src/panel/panel.js'
import { walkForwardFolds } from '../src/samples/walk-forward.js'
import { featuresAndTarget } from './prepare.js'
import type { Progress } from './progress.js'

/** One thing that was audited. */
export interface AuditCheck {
  readonly kind: 'stage' | 'model' | 'decision'
  readonly name: string
  /** Values at or before the audited dates that depended on what came after; 0 for an honest one. */
  readonly changed: number
}

/** What the audit found. */
export interface AuditReport {
  /** Dates at which the future was changed. */
  readonly dates: number
  readonly checks: readonly AuditCheck[]
  /** Checks with changes. */
  readonly leaks: number
}

const DATES = 60
const SESSIONS = 620
const SEED = 7

/** Features and folds of the audit's models: short lookbacks, so that a small market suffices. */
const EXPERIMENT = {
  features: ['relative_strength_10', 'relative_strength_5', 'volume_anomaly_10', 'volatility_10'],
  horizon: 5,
  target: 'z' as const,
}
const FIRST_TEST_ROW = 480
const REFIT_SESSIONS = 20

/** Parameters that make each model small; a model without an entry is audited at its defaults. */
const SMALL_PARAMS: Readonly<Record<string, object>> = {
  momentum: { feature: 'relative_strength_10' },
  'gradient-boosting': { trees: 8, maxLeaves: 4, minSamplesLeaf: 20 },
  lstm: { window: 4, hidden: 3, epochs: 2 },
  mlp: { hidden: [3], epochs: 1 },
}

/** The simulated market that is audited: a late listing, a death and a split within it. */
export function auditMarket(): Panel {
  return panelOfMarket(
    simulateMarket({
      seed: SEED,
      from: '2015-01-05',
      sessions: SESSIONS,
      knobs: {
        ...NO_KNOBS,
        lateListing: { sector: 'real-estate', session: 200 },
        death: { sector: 'energy', session: 540 },
        split: { sector: 'utilities', session: 530, ratio: 2 },
      },
    }),
  )
}

function ofSectors(panel: Panel, sectors: readonly string[]): Panel {
  const cols = sectors.map((sector) => panel.sectors.indexOf(sector))
  const fields = {} as Record<BarField, Panel['fields'][BarField]>
  for (const field of BAR_FIELDS) fields[field] = selectColumns(panel.fields[field], cols)
  const assetSeries = Object.fromEntries(
    Object.entries(panel.assetSeries).map(([name, values]) => [name, selectColumns(values, cols)]),
  )
  return { ...panel, assets: cols.map((col) => panel.assets[col]), sectors, fields, assetSeries }
}

/**
 * The whole way from a panel to a model's out-of-sample scores, as the walk-forward step goes it.
 * @param runFold - how one fold is run; another one only to see that the audit catches it
 */
export function walkForwardForecaster(
  model: AnyModel,
  params: object,
  runFold: typeof forecastFold = forecastFold,
): Forecaster {
  return (panel, lastRow) => {
    const out = createMatrix(panel.dates.length, panel.assets.length)
    const { features, target } = featuresAndTarget(EXPERIMENT, panel)
    const folds = walkForwardFolds(panel.dates, {
      from: panel.dates[FIRST_TEST_ROW],
      refit: REFIT_SESSIONS,
      scheme: 'expanding',
      embargo: 0,
    })
    for (const fold of folds) {
      if (fold.testStart > lastRow) break
      const seed = fitSeed(SEED, model.name, fold.index)
      const scores = runFold(model, features, target, fold, { params, seed, trainStride: 1 })
      out.data.set(scores, fold.testStart * out.cols)
    }
    return out
  }
}

/** The way from scores to a ledger, as the backtest step goes it. */
export function rotationOf(rule: AnyDecisionRule, fill: 'open' | 'close'): Rotation {
  return (panel, scores) => {
    const benchmarkWeights = new Float64Array(panel.assets.length).fill(1)
    const options = { rule, params: rule.defaults as unknown, assets: panel.assets, benchmarkWeights }
    const rows = decisionRows(panel.dates, FIRST_TEST_ROW, panel.dates.length, { every: 'weekly' })
    const weights = decideRotation(scores, rows, options)
    const market = { open: panel.fields.open, close: panel.fields.close }
    return { weights, performance: simulate(market, weights, { fill, costBps: 5, capital: 100_000 }) }
  }
}

/**
 * Audits every registered stage, model and decision rule: whatever comes after a date is cut off, thinned out or filled with
 * nonsense, and nothing at or before the date may change by a single bit.
 */
export async function auditAll(progress: Progress): Promise<AuditReport> {
  const panel = auditMarket()
  const checks: AuditCheck[] = []
  const record = async (kind: AuditCheck['kind'], name: string, changed: number): Promise<void> => {
    progress(`${kind} ${name}: ${changed === 0 ? 'clean' : `${changed} values changed`}`)
    checks.push({ kind, name, changed })
    // A turn of the event loop, or an interrupt would wait for the last check.
    await setImmediate()
  }
  const stageRows = auditRows(20, SESSIONS - 1, DATES)
  for (const stage of exampleStages()) await record('stage', stage.name, auditStage(stage, stageOf, panel, stageRows))

  const testRows = auditRows(FIRST_TEST_ROW, SESSIONS - 1, DATES)
  // Models see fewer sectors, which costs less; a late listing, a death and a split are among them.
  const fewer = ofSectors(panel, ['energy', 'financials', 'health-care', 'real-estate', 'utilities'])
  const scores = walkForwardForecaster(momentum, SMALL_PARAMS.momentum)(panel, SESSIONS - 1)
  for (const entry of models) {
    const model = await entry.load()
    const params = { ...(model.defaults as object), ...SMALL_PARAMS[entry.name] }
    await record('model', entry.name, auditForecaster(walkForwardForecaster(model, params), fewer, testRows))
  }
  const members = [walkForwardForecaster(momentum, SMALL_PARAMS.momentum), walkForwardForecaster(ridge, ridge.defaults)]
  const ensemble: Forecaster = (market, lastRow) => meanOfRanks(members.map((member) => member(market, lastRow)))
  await record('model', ENSEMBLE, auditForecaster(ensemble, fewer, testRows))
  for (const rule of decisionRules)
    for (const fill of ['open', 'close'] as const)
      await record(
        'decision',
        `${rule.name} at ${fill}`,
        auditRotation(rotationOf(rule, fill), panel, scores, testRows),
      )
  return { dates: DATES, checks, leaks: checks.filter(({ changed }) => changed > 0).length }
}
