import { ConfigError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'
import type { Kernels, RollingStatistic, Rows } from '../kernels/kernels.js'

/** Columns of a stage's output: one per asset, one per ordered pair of assets (i * nAssets + j), or a single one. */
export type StageWidth = 'asset' | 'pair' | 'session'

interface StageTerms {
  /** Derived from its parameters and operands: "momentum_126", "rank(momentum_126)". */
  readonly name: string
  /** Panel fields, panel series or other stages, by name. */
  readonly inputs: readonly string[]
  /** Rows of its inputs, the current one included; 1 or more. */
  readonly lookback: number
  /** `inputs` takes the width of the first input. */
  readonly width: StageWidth | 'inputs'
  /** How it is computed, in one line. */
  readonly formula: string
  /**
   * True for values in units of price, shares or money, which adjusting for a later split or distribution rescales; ratios and z-scores
   * are not. `inherited`: when one of the inputs is. `mixed`: as inherited, of a stage that compares assets with each other: a split rescales
   * one of them, so nothing made of the result (not even a z-score) is free of it.
   */
  readonly isLevel?: boolean | 'inherited' | 'mixed'
  /** Where the definition comes from. */
  readonly source: string
}

/** A stage with an arithmetic of its own. */
export interface ComputedStage extends StageTerms {
  /**
   * Fills rows `rows.from` to `rows.to` of `out`, which are NaN when it is called: it writes what it knows. Reads rows
   * t - lookback + 1 ... t of its inputs for row t, where they exist; must not change its inputs.
   */
  compute(inputs: readonly Matrix[], out: Matrix, rows: Rows, kernels: Kernels): void
}

/** A stage that is a rolling statistic of its inputs: those of the same inputs are computed together. */
export interface RollingStage extends StageTerms {
  readonly rolling: { readonly statistic: RollingStatistic; readonly window: number }
}

/** A feature computed from earlier columns. Output row t depends on input rows t-lookback+1 ... t and on nothing else. */
export type Stage = ComputedStage | RollingStage

/** A kind of stage, made from whole-number parameters and the names of other columns, all of which are part of its name. */
export interface StageFamily {
  /** Name without parameters: "momentum". */
  readonly family: string
  /** Names of the parameters in order; the last `optional` of them may be left out. */
  readonly parameters: readonly string[]
  readonly optional?: number
  /** Names of the columns it is applied to, in order: ["x"] for rank(x). None when absent. */
  readonly operands?: readonly string[]
  /** Name of the example that the audit walks and the documentation shows: "momentum_126". */
  readonly example: string
  /** @throws ConfigError when a parameter is out of range */
  create(parameters: readonly number[], operands: readonly string[]): Stage
}

/** No family of stages has the name. */
export class UnknownFeatureError extends ConfigError {
  /** The family whose name comes nearest, and how its names are written. */
  readonly nearest: { readonly family: string; readonly usage: string } | undefined

  constructor(message: string, nearest?: { readonly family: string; readonly usage: string }) {
    super(message)
    this.nearest = nearest
  }
}

/** A stage's name from its family and parameters. */
export function stageName(family: string, ...parameters: readonly number[]): string {
  return [family, ...parameters].join('_')
}

/** A stage's name from its family, parameters and the columns it is applied to: "rolling_mean_21(momentum_1)". */
export function appliedName(family: string, parameters: readonly number[], operands: readonly string[]): string {
  return `${stageName(family, ...parameters)}(${operands.join(',')})`
}

/**
 * Refuses a parameter that is below its least value, or beyond its most.
 * @throws ConfigError naming the stage and the parameter
 */
export function requireAtLeast(stage: string, parameter: string, value: number, least: number, most = 100_000): void {
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new ConfigError(`${stage}: ${parameter} is "${value}", expected a whole number from ${least} to ${most}`)
}
