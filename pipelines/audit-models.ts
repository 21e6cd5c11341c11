import { momentum } from '../models/momentum.js'
import { modelOf } from '../models/registry.js'
import { ridge } from '../models/ridge.js'
import { auditForecaster, auditRotation, auditRows, type Forecaster, type Rotation } from '../src/audit/audit.js'
import { simulate } from '../src/backtest/simulate.js'
import { createMatrix, viewRows, type Matrix } from '../src/core/matrix.js'
import { decideRotation, type RotationOptions } from '../src/decide/decide-rotation.js'
import { stepPolicies, type Policy } from '../src/decide/policy.js'
import { decisionRows } from '../src/decide/schedule.js'
import { tradedDecisions } from '../src/decide/weights.js'
import { ENSEMBLE, meanOfRanks } from '../src/forecast/ensemble.js'
import { fitSeed, forecastFold } from '../src/forecast/forecast-fold.js'
import type { AnyModel } from '../src/forecast/model.js'
import { walkForwardFolds } from '../src/samples/walk-forward.js'
import { auditMarket, ofSectors } from './audit-market.js'
import { featuresAndTarget } from './prepare.js'

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
  cycle: { level: ['relative_strength_10'], direction: ['-volatility_10', 'relative_strength_5'] },
  'actor-critic': { epochs: 2 },
  mlp: { hidden: [3], epochs: 1 },
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

/** The way from scores to ledgers that fill at the open and at the close, as the backtest step goes it. */
export function rotationOf(policy: Policy): Rotation {
  return (panel, scores, lastRow) => {
    const benchmarkWeights = new Float64Array(panel.assets.length).fill(1)
    const options: RotationOptions = {
      policy,
      assets: panel.assets,
      sectors: panel.sectors,
      benchmarkWeights,
      closes: panel.fields.close,
      sessionsPerYear: 252,
      costRate: 0.0005,
    }
    const rows = decisionRows(panel.dates, FIRST_TEST_ROW, lastRow + 1, { every: 'weekly' })
    const weights = decideRotation(scores, rows, options)
    const until = (matrix: Matrix): Matrix => viewRows(matrix, 0, lastRow + 1)
    const market = { open: until(panel.fields.open), close: until(panel.fields.close) }
    const margin = { initial: 0.5, maintenance: 0.25 }
    const traded = tradedDecisions(weights)
    const performances = (['open', 'close'] as const).map((fill) =>
      simulate(market, traded, { fill, costBps: 5, capital: 100_000, margin }),
    )
    return { weights, performances }
  }
}

/** Rows after which the future of models and rules is changed. */
export const testRows: readonly number[] = auditRows(FIRST_TEST_ROW, SESSIONS - 1, DATES)

async function forecasterOf(name: string): Promise<Forecaster> {
  if (name !== ENSEMBLE) {
    const model = await modelOf(name)
    return walkForwardForecaster(model, { ...(model.defaults as object), ...SMALL_PARAMS[name] })
  }
  const members = [walkForwardForecaster(momentum, SMALL_PARAMS.momentum), walkForwardForecaster(ridge, ridge.defaults)]
  return (market, lastRow) => meanOfRanks(members.map((member) => member(market, lastRow)))
}

/** Forecasts of a model, or of the ensemble, that changed. */
export async function auditModel(name: string, rows: readonly number[]): Promise<number> {
  // Fewer sectors cost less; a late listing, a death and a split are among them.
  const panel = ofSectors(auditMarket(SESSIONS), ['energy', 'financials', 'health-care', 'real-estate', 'utilities'])
  return auditForecaster(await forecasterOf(name), panel, rows)
}

/** Decisions, holdings and trades of a policy with the step of a name that changed. */
export function auditRule(name: string, rows: readonly number[]): number {
  const panel = auditMarket(SESSIONS)
  const scores = walkForwardForecaster(momentum, SMALL_PARAMS.momentum)(panel, SESSIONS - 1)
  const policy = stepPolicies().get(name)
  if (policy === undefined) throw new Error(`bug: no step of a decision is called "${name}"`)
  return auditRotation(rotationOf(policy), panel, scores, rows)
}
