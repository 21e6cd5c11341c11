import { ConfigError } from '../core/errors.js'
import { nearestName } from '../core/nearest.js'
import { UnknownFeatureError, type Stage } from './stage.js'

/** Stages in an order in which each comes after its inputs. */
export interface Plan {
  readonly stages: readonly Stage[]
  /** Names of the stages that were asked for, in the order asked. */
  readonly outputs: readonly string[]
  /** Panel rows that the outputs need, the current one included: lookbacks summed along the longest chain. */
  readonly lookback: number
  /** The same of every stage, by name. */
  readonly lookbacks: ReadonlyMap<string, number>
}

/** What stages may use of every panel beside its fields and series, but what is no feature itself. */
export const IMPLICIT_SOURCES = ['date', 'sector'] as const

/**
 * Orders the stages that the outputs need and sums their lookbacks.
 * @param outputs - names of the features wanted
 * @param sources - names that exist without a stage (panel fields and series), beside {@link IMPLICIT_SOURCES}
 * @param resolve - makes the stage of a name; throws ConfigError for unknown ones
 * @throws ConfigError on an unknown input (naming who asks for it), a duplicate output or a cycle (naming its stages)
 */
export function planStages(
  outputs: readonly string[],
  sources: readonly string[],
  resolve: (name: string) => Stage,
): Plan {
  const stages: Stage[] = []
  const totals = new Map<string, number>([...sources, ...IMPLICIT_SOURCES].map((source) => [source, 1]))

  function visit(name: string, path: readonly string[]): number {
    const known = totals.get(name)
    if (known !== undefined) return known
    if (path.includes(name)) throw new ConfigError(`features form a cycle: ${[...path, name].join(' -> ')}`)
    const stage = resolveInput(name, path)
    let longest = 1
    for (const input of stage.inputs) longest = Math.max(longest, visit(input, [...path, name]))
    const total = stage.lookback + longest - 1
    totals.set(name, total)
    stages.push(stage)
    return total
  }

  function resolveInput(name: string, path: readonly string[]): Stage {
    try {
      return resolve(name)
    } catch (error) {
      const consumer = path.at(-1)
      if (consumer === undefined || !(error instanceof ConfigError)) throw error
      if (!(error instanceof UnknownFeatureError))
        throw new ConfigError(`feature "${consumer}" needs "${name}": ${error.message}`)
      const nearest = nearestName(name.replace(/_[\d_]*$/, ''), [...sources, error.nearest?.family ?? []].flat())
      const isFeature = nearest !== undefined && !sources.includes(nearest)
      throw new ConfigError(
        `feature "${consumer}" needs "${name}", which is neither a panel field nor a feature` +
          (isFeature ? ` (nearest feature: ${error.nearest?.usage ?? ''})` : '') +
          (isFeature || nearest === undefined ? '' : ` (nearest field: ${nearest})`),
      )
    }
  }

  let lookback = 1
  for (const [i, name] of outputs.entries()) {
    if (outputs.indexOf(name) !== i) throw new ConfigError(`feature "${name}" is listed twice`)
    if ((IMPLICIT_SOURCES as readonly string[]).includes(name))
      throw new ConfigError(`"${name}" is what features are made of, and no feature itself`)
    lookback = Math.max(lookback, visit(name, []))
  }
  return { stages, outputs, lookback, lookbacks: totals }
}
