import { ConfigError } from '../core/errors.js'
import { nearestName } from '../core/nearest.js'
import { breadthStages } from './breadth.js'
import { calendarStages } from './calendar.js'
import { crossSectionStages } from './cross-section.js'
import { crossingStages } from './crossing.js'
import { divergenceStages } from './divergence.js'
import { drawdownStages } from './drawdown.js'
import { flowStages } from './flow.js'
import { largeTradeStages } from './large-trade.js'
import { marketStages } from './market.js'
import { momentumDifferentialStages } from './momentum-differential.js'
import { momentumQualityStages } from './momentum-quality.js'
import { momentumStages } from './momentum.js'
import { movingAverageStages } from './moving-average.js'
import { oscillatorStages } from './oscillator.js'
import { rangeVolatilityStages } from './range-volatility.js'
import { relativeRotationStages } from './relative-rotation.js'
import { relativeStrengthStages } from './relative-strength.js'
import { releaseStages } from './releases.js'
import { rollingStages } from './rolling.js'
import { IMPLICIT_SOURCES } from './plan.js'
import { nameOfParts, parseStageName, type ParsedName } from './stage-name.js'
import { UnknownFeatureError, type Stage, type StageFamily } from './stage.js'
import { varianceShareStages } from './variance-share.js'
import { volatilityStages } from './volatility.js'
import { volumeBalanceStages } from './volume-balance.js'
import { volumeStages } from './volume.js'
import { weekdayVolumeStages } from './weekday-volume.js'
import { weeklyStages } from './weekly.js'

/** Every kind of stage there is. A new one is added to its theme's list, a theme here, and the audit and the experiments know it. */
export const stageFamilies: readonly StageFamily[] = [
  ...momentumStages,
  ...momentumQualityStages,
  ...volatilityStages,
  ...rangeVolatilityStages,
  ...drawdownStages,
  ...movingAverageStages,
  ...crossingStages,
  ...weeklyStages,
  ...oscillatorStages,
  ...relativeStrengthStages,
  ...relativeRotationStages,
  ...momentumDifferentialStages,
  ...marketStages,
  ...breadthStages,
  ...varianceShareStages,
  ...volumeStages,
  ...weekdayVolumeStages,
  ...volumeBalanceStages,
  ...largeTradeStages,
  ...divergenceStages,
  ...flowStages,
  ...releaseStages,
  ...calendarStages,
  ...crossSectionStages,
  ...rollingStages,
]

const familyOf = new Map(stageFamilies.map((family) => [family.family, family]))

/** How a family's names are written: "rolling_mean_<window>(<x>)". */
export function usage({ family, parameters, operands = [] }: StageFamily): string {
  const head = [family, ...parameters.map((parameter) => `<${parameter}>`)].join('_')
  return operands.length === 0 ? head : `${head}(${operands.map((operand) => `<${operand}>`).join(',')})`
}

function unknown(name: string, family: string): UnknownFeatureError {
  const nearest = familyOf.get(nearestName(family, [...familyOf.keys()]) ?? '')
  if (nearest === undefined) return new UnknownFeatureError(`feature "${name}" is unknown`)
  const hint = { family: nearest.family, usage: usage(nearest) }
  return new UnknownFeatureError(`feature "${name}" is unknown, the nearest is ${hint.usage}`, hint)
}

/** A family's stage. @throws ConfigError with the whole name, where a parameter is out of range */
function created(family: StageFamily, { parameters, operands }: ParsedName, name: string): Stage {
  try {
    return family.create(parameters, operands)
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(`feature "${name}": ${error.message}`) : error
  }
}

/**
 * The stage of a name such as `relative_strength_63` or `rank(momentum_126)`.
 * @throws ConfigError for an unknown family (naming the nearest) or parameters or operands that do not fit it
 */
export function stageOf(name: string): Stage {
  const parts = parseStageName(name)
  const family = familyOf.get(parts?.family ?? '')
  if (parts === undefined || family === undefined) throw unknown(name, parts?.family ?? name)
  const { parameters, operands } = parts
  const least = family.parameters.length - (family.optional ?? 0)
  if (parameters.length < least || parameters.length > family.parameters.length)
    throw new ConfigError(`feature "${name}": ${parameters.length} parameters, expected ${usage(family)}`)
  if (operands.length !== (family.operands ?? []).length)
    throw new ConfigError(`feature "${name}": applied to ${operands.length} columns, expected ${usage(family)}`)
  const code = operands.find((operand) => (IMPLICIT_SOURCES as readonly string[]).includes(operand))
  if (code !== undefined)
    throw new ConfigError(`feature "${name}": "${code}" is what features are made of, and no quantity`)
  const stage = created(family, parts, name)
  // Two names for one stage (momentum_07, momentum_7_0) would be two columns, or none.
  if (stage.name !== name || nameOfParts(parts) !== name)
    throw new ConfigError(`feature "${name}" is written "${stage.name}"`)
  return stage
}

/** One stage of every family, at its example parameters: what the audit walks. */
export function exampleStages(): Stage[] {
  return stageFamilies.map(({ example }) => stageOf(example))
}
