import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../pipelines/experiment.js'
import { modelReports, type ModelReport } from '../../pipelines/model-report.js'
import { prepare } from '../../pipelines/prepare.js'
import { walkForward } from '../../pipelines/walk-forward.js'
import { mean, standardDeviation } from '../../src/core/statistics.js'

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1)
const quiet = (): void => undefined

/** Out-of-sample skill of every model on a simulated market. */
async function skillOn(
  seed: number,
  {
    knobs,
    models,
    horizon = 21,
    sessions = 3600,
  }: { readonly knobs: string; readonly models: string; readonly horizon?: number; readonly sessions?: number },
): Promise<Record<string, ModelReport>> {
  const parsed = await parseExperiment(
    `name: skill
hypothesis: what is planted is found, and nothing else
seed: ${seed}
data: { source: simulated, from: 2000-01-03, sessions: ${sessions}, knobs: ${knobs} }
horizon: ${horizon}
features: [relative_strength_5, relative_strength_10, relative_strength_21, relative_strength_63, relative_strength_126, momentum_differential_rank_63, volume_anomaly_21, volatility_21, volatility_63]
walkForward: { from: 2006-01-03, refit: 756, trainStride: 4 }
models: ${models}`,
    'skill.yaml',
  )
  const prepared = await prepare(parsed, { folder: undefined }, quiet)
  const { forecasts } = await walkForward(parsed, prepared, 1, quiet)
  return modelReports(forecasts, prepared.target)
}

async function skillOfAllSeeds(setting: Parameters<typeof skillOn>[1]): Promise<Record<string, number[]>> {
  const reports: Record<string, ModelReport>[] = []
  for (const seed of SEEDS) reports.push(await skillOn(seed, setting))
  return Object.fromEntries(Object.keys(reports[0]).map((name) => [name, reports.map((report) => report[name].rankIc)]))
}

const ALL_MODELS =
  '{ momentum: { feature: relative_strength_63 }, ridge: {}, gradient-boosting: { trees: 60, minSamplesLeaf: 40 }, lstm: { window: 8, hidden: 8, epochs: 4 } }'

describe('what is planted in a simulated market is found', { timeout: 600_000 }, () => {
  it('by every model with a rank IC of at least 0.05 on each of ten seeds, by the ensemble of at least 0.08', async () => {
    const knobs =
      '{ momentum: { strength: 0.2, halfLife: 120 }, leadLag: { strength: 0.6, lag: 10 }, regimes: { strength: 0.2, meanLength: 60 }, volumeShocks: { rate: 0.01, multiple: 6, drift: 0.05, sessions: 15 } }'
    const skill = await skillOfAllSeeds({ knobs, models: ALL_MODELS })
    for (const [name, ics] of Object.entries(skill)) expect(Math.min(...ics), name).toBeGreaterThan(0.05)
    expect(Math.min(...skill.mean)).toBeGreaterThan(0.08)
  })

  it.each([
    ['persistent relative momentum', '{ momentum: { strength: 0.2, halfLife: 120 } }', 21, 3600, 0.07],
    ['regimes', '{ regimes: { strength: 0.5, meanLength: 120 } }', 21, 3600, 0.04],
    ['volume shocks', '{ volumeShocks: { rate: 0.02, multiple: 8, drift: 0.06, sessions: 10 } }', 5, 3600, 0.1],
    ['lead-lag', '{ leadLag: { strength: 0.9, lag: 10 } }', 5, 5000, 0.02],
  ])('each effect alone, by ridge: %s', async (_, knobs, horizon, sessions, least) => {
    const { ridge } = await skillOfAllSeeds({ knobs, models: '{ ridge: {} }', horizon, sessions })
    expect(Math.min(...ridge)).toBeGreaterThan(least)
  })
})

describe('with all knobs at zero', { timeout: 600_000 }, () => {
  it('the mean rank IC of no model differs from 0 beyond 3 standard errors over ten seeds', async () => {
    const skill = await skillOfAllSeeds({ knobs: 'none', models: ALL_MODELS })
    expect(Object.keys(skill)).toEqual(['momentum', 'ridge', 'gradient-boosting', 'lstm', 'mean'])
    for (const [name, ics] of Object.entries(skill)) {
      const standardError = standardDeviation(ics) / Math.sqrt(ics.length)
      expect(standardError, name).toBeLessThan(0.02)
      expect(Math.abs(mean(ics)), name).toBeLessThan(3 * standardError)
    }
  })
})
