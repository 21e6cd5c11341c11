import { nameOfParts, type ParsedName } from './stage-name.js'
import { requireAtLeast, type ComputedStage, type RollingStage, type StageFamily } from './stage.js'

/** A stage but for its name, which follows from its family, parameters and operands. */
export type Terms = Omit<ComputedStage, 'name'> | Omit<RollingStage, 'name'>

/** Least value of a parameter; or its least and its most. */
export type Limits = number | readonly [least: number, most: number]

/** Limits by the name of the parameter, in the order of the parameters; a function where they follow from the others. */
type ParameterLimits = Readonly<Record<string, Limits | ((...parameters: readonly number[]) => Limits)>>

/** The form that all families share: those of this file and of `windowed.ts` are made of it. */
export function familyOf(
  example: ParsedName,
  limits: ParameterLimits,
  terms: (parameters: readonly number[], operands: readonly string[]) => Terms,
): StageFamily {
  const { family } = example
  const parameterNames = Object.keys(limits)

  function requireLimits(parameters: readonly number[], areRelations: boolean): void {
    for (const [i, name] of parameterNames.entries()) {
      const limit = limits[name]
      if ((typeof limit === 'function') !== areRelations) continue
      const [least, most] = [typeof limit === 'function' ? limit(...parameters) : limit].flat()
      requireAtLeast(family, name, parameters[i], least, most)
    }
  }

  return {
    family,
    parameters: parameterNames,
    operands: ['x', 'y'].slice(0, example.operands.length),
    example: nameOfParts(example),
    create(parameters, operands) {
      requireLimits(parameters, false)
      // What follows from other parameters makes sense once those are right.
      requireLimits(parameters, true)
      return { name: nameOfParts({ family, parameters, operands }), ...terms(parameters, operands) }
    },
  }
}

/** A family without parameters and operands, which is a single stage: <family>. */
export function plainFamily(family: string, terms: Terms): StageFamily {
  return familyOf({ family, parameters: [], operands: [] }, {}, () => terms)
}

/** A family with parameters: <family>_<parameter>_<parameter>. */
export function parametrisedFamily(
  family: string,
  limits: ParameterLimits,
  example: readonly number[],
  terms: (...parameters: readonly number[]) => Terms,
): StageFamily {
  return familyOf({ family, parameters: example, operands: [] }, limits, (parameters) => terms(...parameters))
}

/** A family that is applied to other columns: <family>(<x>) or <family>(<x>,<y>). */
export function appliedFamily(
  family: string,
  example: readonly string[],
  terms: (...operands: readonly string[]) => Terms,
): StageFamily {
  return familyOf({ family, parameters: [], operands: example }, {}, (_, operands) => terms(...operands))
}
