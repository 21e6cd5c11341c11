import { ROLLING_STATISTICS, type RollingStatistic } from '../kernels/kernels.js'
import { familyOf, type Limits, type Terms } from './family.js'
import type { RollingStage, StageFamily } from './stage.js'

/** A family with one parameter, its window (or what else `parameter` calls it): <family>_<window>. */
export function windowedFamily(
  family: string,
  limits: Limits,
  exampleWindow: number,
  terms: (window: number) => Terms,
  parameter = 'window',
): StageFamily {
  const example = { family, parameters: [exampleWindow], operands: [] }
  return familyOf(example, { [parameter]: limits }, ([window]) => terms(window))
}

/** A family with one parameter that is applied to other columns: <family>_<window>(<x>) or <family>_<window>(<x>,<y>). */
export function windowedAppliedFamily(
  family: string,
  limits: Limits,
  exampleWindow: number,
  exampleOperands: readonly string[],
  terms: (window: number, ...operands: readonly string[]) => Terms,
  parameter = 'window',
): StageFamily {
  const example = { family, parameters: [exampleWindow], operands: exampleOperands }
  return familyOf(example, { [parameter]: limits }, ([window], operands) => terms(window, ...operands))
}

/** What a rolling statistic of fixed columns leaves open; a value per asset unless told otherwise. */
type RollingTerms = Pick<RollingStage, 'formula' | 'source' | 'isLevel'> & Partial<Pick<RollingStage, 'width'>>

/** The terms of a rolling statistic at a window. */
export function rollingTerms(
  statistic: RollingStatistic,
  window: number,
  inputs: readonly string[],
  terms: Omit<RollingStage, 'name' | 'inputs' | 'lookback' | 'rolling'>,
): Terms {
  return { inputs, lookback: window, ...terms, rolling: { statistic, window } }
}

/** A family that is a rolling statistic of fixed columns, at any window at which that exists: <family>_<window>. */
export function rollingOf(
  family: string,
  statistic: RollingStatistic,
  inputs: readonly string[],
  exampleWindow: number,
  terms: RollingTerms,
): StageFamily {
  return windowedFamily(family, ROLLING_STATISTICS[statistic].leastWindow, exampleWindow, (window) =>
    rollingTerms(statistic, window, inputs, { width: 'asset', ...terms }),
  )
}
