import { ConfigError } from '../core/errors.js'
import { BAR_FIELDS, benchmarkSeries } from '../panel/panel.js'
import type { Plan } from './plan.js'
import type { StageWidth } from './stage.js'

const LEVELS: readonly string[] = BAR_FIELDS.flatMap((field) => [field, benchmarkSeries(field)])

/**
 * Columns of a plan that adjusting for a later split or distribution changes: fields of the bars, stages that say so, stages that inherit it, and
 * everything made of a comparison of such columns between assets.
 */
export function levelsOf({ stages }: Pick<Plan, 'stages'>): Set<string> {
  const levels = new Set(LEVELS)
  const mixed = new Set<string>()
  for (const { name, inputs, isLevel } of stages) {
    const ofLevel = inputs.some((input) => levels.has(input))
    if (inputs.some((input) => mixed.has(input)) || (isLevel === 'mixed' && ofLevel)) mixed.add(name)
    if (isLevel === true || (isLevel === 'inherited' && ofLevel) || mixed.has(name)) levels.add(name)
  }
  return levels
}

/** Width of a planned column; a source of the panel is taken to have a value per asset, unless it is a series of the benchmark. */
export function widthOf(plan: Pick<Plan, 'stages'>, name: string): StageWidth {
  const stage = plan.stages.find((candidate) => candidate.name === name)
  if (stage === undefined) return name.startsWith('benchmark.') || name === 'date' ? 'session' : 'asset'
  return stage.width === 'inputs' ? widthOf(plan, stage.inputs[0]) : stage.width
}

/**
 * Refuses a stage that is given a value per pair where it has one per asset or session, or a first input that is narrower than
 * another.
 * @throws ConfigError naming the stage and its input
 */
function requireWidths(plan: Pick<Plan, 'stages'>): void {
  for (const { name, inputs, width } of plan.stages) {
    if (widthOf(plan, name) === 'pair') continue
    const pair = inputs.find((input) => widthOf(plan, input) === 'pair')
    if (pair !== undefined)
      throw new ConfigError(`feature "${name}": "${pair}" has a value per pair, expected one per asset or session`)
    if (width !== 'inputs' || widthOf(plan, inputs[0]) !== 'session') continue
    // Whether a feed has values per session or asset is known only once it is read.
    if (inputs.some((input) => !input.startsWith('feed.') && widthOf(plan, input) === 'asset'))
      throw new ConfigError(`feature "${name}": "${inputs[0]}" has one value per session, expected one per asset`)
  }
}

/**
 * Refuses outputs of a plan that can not be features.
 * @param isRaw - whether prices are adjusted for splits and distributions here, so that later ones would rescale earlier levels
 * @throws ConfigError for a value per pair, and for a level of raw prices
 */
export function requireFeatures(plan: Pick<Plan, 'stages' | 'outputs'>, isRaw: boolean): void {
  requireWidths(plan)
  const levels = levelsOf(plan)
  for (const name of plan.outputs) {
    if (widthOf(plan, name) === 'pair')
      throw new ConfigError(`feature "${name}" has a value per pair, expected one per asset or session`)
    if (isRaw && levels.has(name))
      throw new ConfigError(
        `feature "${name}" is in units of price or shares: adjusting raw data for a split or a distribution rescales its past, which would tell of it`,
      )
  }
}
