import { ConfigError } from '../core/errors.js'
import { BAR_FIELDS, benchmarkSeries } from '../panel/panel.js'
import type { Plan } from './plan.js'
import type { StageWidth } from './stage.js'

const LEVELS: readonly string[] = BAR_FIELDS.flatMap((field) => [field, benchmarkSeries(field)])

/**
 * Columns of a plan in units of price or shares, which adjusting for a later split rescales: fields of the bars, stages that say so,
 * and stages that inherit it.
 */
export function levelsOf({ stages }: Pick<Plan, 'stages'>): Set<string> {
  const levels = new Set(LEVELS)
  for (const { name, inputs, isLevel } of stages)
    if (isLevel === true || (isLevel === 'inherited' && inputs.some((input) => levels.has(input)))) levels.add(name)
  return levels
}

/** Width of a planned column; a source of the panel is taken to have a value per asset, unless it is a series of the benchmark. */
export function widthOf(plan: Pick<Plan, 'stages'>, name: string): StageWidth {
  const stage = plan.stages.find((candidate) => candidate.name === name)
  if (stage === undefined) return name.startsWith('benchmark.') || name === 'date' ? 'session' : 'asset'
  return stage.width === 'inputs' ? widthOf(plan, stage.inputs[0]) : stage.width
}

/**
 * Refuses outputs of a plan that can not be features.
 * @param isRaw - whether prices are adjusted for splits here, so that later splits would rescale earlier levels
 * @throws ConfigError for a value per pair, and for a level of raw prices
 */
export function requireFeatures(plan: Pick<Plan, 'stages' | 'outputs'>, isRaw: boolean): void {
  const levels = levelsOf(plan)
  for (const name of plan.outputs) {
    if (widthOf(plan, name) === 'pair')
      throw new ConfigError(`feature "${name}" has a value per pair, expected one per asset or session`)
    // A field itself is no stage: who asks for it knows what it is.
    if (isRaw && levels.has(name) && !LEVELS.includes(name))
      throw new ConfigError(
        `feature "${name}" is in units of price or shares: adjusting raw data for a split rescales its past, which would tell of the split`,
      )
  }
}
