import { ConfigError } from '../src/core/errors.js'
import { rankFractions } from '../src/core/statistics.js'
import { widthOf } from '../src/features/plan-outputs.js'
import { planStages } from '../src/features/plan.js'
import { computeFeatures } from '../src/features/run-stages.js'
import { stageOf } from '../src/features/stage-families.js'
import { createWasmKernels } from '../src/kernels/wasm.js'
import type { Panel } from '../src/panel/panel.js'

/** An asset against the others of its panel at one session. */
export interface RankedAsset {
  /** Column of the panel. */
  readonly column: number
  /** 1 = highest score; ties share the better rank. */
  readonly rank: number
  /** Mean over the features of the asset's rank among the others, from 0 (lowest) to 1 (highest). */
  readonly score: number
  /** The features themselves, by name. */
  readonly features: Readonly<Record<string, number>>
}

/**
 * Ranks the assets of a panel by features of their own at one session, highest first, ties in order of the columns. An asset
 * without one of the features is left out.
 * @param by - names of features that have a value for each asset
 * @param sources - what the panel really has, of all that features may be made of
 * @throws ConfigError for an unknown feature, with the nearest, one listed twice, one of another shape, or one of what is missing
 */
export function rankAssets(
  panel: Panel,
  row: number,
  by: readonly string[],
  sources: readonly string[],
): readonly RankedAsset[] {
  const plan = planStages(by, sources, stageOf)
  for (const name of by)
    if (widthOf(plan, name) !== 'asset')
      throw new ConfigError(`feature "${name}" has a value per ${widthOf(plan, name)}, expected one per stock`)
  const { names, values } = computeFeatures(plan, panel, createWasmKernels())
  const at = (feature: number, col: number): number => values[feature].data[row * panel.assets.length + col]
  const columns = panel.assets.flatMap((_, col) =>
    names.every((_name, feature) => !Number.isNaN(at(feature, col))) ? [col] : [],
  )
  const ranks = names.map((_, feature) => rankFractions(columns.map((col) => at(feature, col))))
  const scores = columns.map((_, i) => ranks.reduce((sum, rank) => sum + rank[i], 0) / ranks.length)
  return columns
    .map((column, i) => ({
      column,
      rank: 1 + scores.filter((score) => score > scores[i]).length,
      score: scores[i],
      features: Object.fromEntries(names.map((name, feature) => [name, at(feature, column)])),
    }))
    .sort((a, b) => a.rank - b.rank || a.column - b.column)
}
