import { ConfigError } from '../core/errors.js'
import { nearestName } from '../core/nearest.js'
import { largeTrade } from './large-trade.js'
import { momentum } from './momentum.js'
import { momentumDifferential, momentumDifferentialMean, momentumDifferentialRank } from './momentum-differential.js'
import { generalMovingAverage, normalisedGeneralMovingAverage, weightedMovingAverage } from './moving-average.js'
import { relativePrice, relativeStrength, relativeStrengthSlope } from './relative-strength.js'
import type { Stage, StageFamily } from './stage.js'
import { volatility } from './volatility.js'
import { logVolume, volumeAnomaly } from './volume-anomaly.js'

/** Every kind of stage there is. A new one is added here, and the audit and the experiments know it. */
export const stageFamilies: readonly StageFamily[] = [
  momentum,
  relativePrice,
  relativeStrength,
  relativeStrengthSlope,
  momentumDifferential,
  momentumDifferentialMean,
  momentumDifferentialRank,
  logVolume,
  volumeAnomaly,
  largeTrade,
  volatility,
  weightedMovingAverage,
  generalMovingAverage,
  normalisedGeneralMovingAverage,
]

const NAME = /^([a-z][a-z_]*?)((?:_\d{1,6})*)$/

function usage(family: StageFamily): string {
  return [family.family, ...family.parameters.map((parameter) => `<${parameter}>`)].join('_')
}

/**
 * The stage of a name such as `relative_strength_63`.
 * @throws ConfigError for an unknown family (naming the nearest) or parameters that do not fit it
 */
export function stageOf(name: string): Stage {
  const match = NAME.exec(name)
  const family = stageFamilies.find((candidate) => candidate.family === match?.[1])
  if (match === null || family === undefined) {
    const nearest = nearestName(
      match?.[1] ?? name,
      stageFamilies.map((candidate) => candidate.family),
    )
    const hint = stageFamilies.find((candidate) => candidate.family === nearest)
    throw new ConfigError(`feature "${name}" is unknown${hint === undefined ? '' : `, the nearest is ${usage(hint)}`}`)
  }
  const parameters = match[2].split('_').slice(1).map(Number)
  const least = family.parameters.length - (family.optional ?? 0)
  if (parameters.length < least || parameters.length > family.parameters.length)
    throw new ConfigError(`feature "${name}": ${parameters.length} parameters, expected ${usage(family)}`)
  const stage = family.create(...parameters)
  // Two names for one stage (momentum_07, momentum_7_0) would be two columns, or none.
  if (stage.name !== name) throw new ConfigError(`feature "${name}" is written "${stage.name}"`)
  return stage
}

/** One stage of every family, at its example parameters: what the audit walks. */
export function exampleStages(): Stage[] {
  return stageFamilies.map((family) => family.create(...family.example))
}
