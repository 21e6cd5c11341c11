import { requireAtLeast, stageName, type ComputedStage, type RollingStage, type StageFamily } from './stage.js'

/** A stage but for its name, which follows from its family and window. */
type Terms = Omit<ComputedStage, 'name'> | Omit<RollingStage, 'name'>

/** A family with one parameter, its window (or what else `parameter` calls it): <family>_<window>. */
export function windowedFamily(
  family: string,
  leastWindow: number,
  exampleWindow: number,
  terms: (window: number) => Terms,
  parameter = 'window',
): StageFamily {
  return {
    family,
    parameters: [parameter],
    example: stageName(family, exampleWindow),
    create([window]) {
      requireAtLeast(family, parameter, window, leastWindow)
      return { name: stageName(family, window), ...terms(window) }
    },
  }
}
