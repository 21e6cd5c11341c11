import { quoted } from '../datasets/text/quoted.js'
import { ConfigError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import { levelsOf, widthOf } from '../src/features/plan-outputs.js'
import { planStages } from '../src/features/plan.js'
import { stageFamilies, stageOf, usage } from '../src/features/stage-families.js'
import type { StageFamily, StageWidth } from '../src/features/stage.js'
import { BAR_FIELDS, benchmarkSeries } from '../src/panel/panel.js'

/** One kind of feature, at its example parameters. */
export interface ListedFeature {
  readonly name: string
  /** Fields, series or other features that it is made of. */
  readonly inputs: readonly string[]
  /** Sessions of the panel that it needs, the current one included: lookbacks summed along its inputs. */
  readonly lookback: number
  readonly formula: string
  readonly source: string
  readonly family: string
  /** How names of the family are written: "rolling_mean_<window>(<x>)". */
  readonly usage: string
  readonly parameters: readonly string[]
  readonly operands: readonly string[]
  /** A value per asset, per ordered pair of assets, or one per session. */
  readonly width: StageWidth
  /** Whether it is in units of price or shares, which adjusting for a later split rescales. */
  readonly isLevel: boolean
}

/** What `sectorcast features --list --json` prints. */
export interface FeatureList {
  readonly features: readonly ListedFeature[]
}

/** A feed or another series beside the bars: "feed.macro", which no feature without brackets is called. */
function isSeries(name: string): boolean {
  return name.includes('.') && !name.includes('(')
}

/** Sources that an example is made of, feeds included, whatever data there are. */
function sourcesFor(name: string): string[] {
  const sources = new Set<string>(BAR_FIELDS.flatMap((field) => [field, benchmarkSeries(field)]))
  const visit = (input: string): void => {
    if (isSeries(input)) sources.add(input)
    else if (!sources.has(input) && input !== 'date' && input !== 'sector') stageOf(input).inputs.forEach(visit)
  }
  stageOf(name).inputs.forEach(visit)
  return [...sources]
}

function listed(family: StageFamily): ListedFeature {
  const { name, inputs, formula, source } = stageOf(family.example)
  const plan = planStages([name], sourcesFor(name), stageOf)
  return {
    name,
    inputs,
    lookback: plan.lookback,
    formula,
    source,
    family: family.family,
    usage: usage(family),
    parameters: family.parameters,
    operands: family.operands ?? [],
    width: widthOf(plan, name),
    isLevel: levelsOf(plan).has(name),
  }
}

/**
 * Every registered kind of feature at its example.
 * @param filter - a family, or a part of names, in letters of any size; all when absent
 * @throws ConfigError when nothing matches, naming the nearest family
 */
export function listFeatures(filter?: string): FeatureList {
  const all = stageFamilies.map(listed)
  if (filter === undefined) return { features: all }
  const part = filter.toLowerCase()
  const features = all.filter(({ name, family }) => name.includes(part) || family.includes(part))
  if (features.length > 0) return { features }
  const nearest = nearestName(
    filter,
    all.map(({ family }) => family),
  )
  throw new ConfigError(`--list ${quoted(filter)}: no feature has that name, the nearest is "${nearest ?? ''}"`)
}
