import { ConfigError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'
import type { Kernels } from '../kernels/kernels.js'

/** Columns of a stage's output: one per asset, one per ordered pair of assets (i * nAssets + j), or a single one. */
export type StageWidth = 'asset' | 'pair' | 'session'

/** A feature computed from earlier columns. Output row t depends on input rows t-lookback+1 ... t and on nothing else. */
export interface Stage {
  /** Derived from its parameters: "momentum_126". */
  readonly name: string
  /** Panel fields, panel series or other stages, by name. */
  readonly inputs: readonly string[]
  /** Rows of its inputs, the current one included; 1 or more. */
  readonly lookback: number
  readonly width: StageWidth
  /** How it is computed, in one line. */
  readonly formula: string
  /** True for values in units of price or shares, which adjusting for a later split rescales; ratios and z-scores are not. */
  readonly isLevel?: boolean
  /** Where the definition comes from. */
  readonly source: string
  /** Fills `out` (NaN where the lookback is incomplete or an input is NaN). Must not change its inputs. */
  compute(inputs: readonly Matrix[], out: Matrix, kernels: Kernels): void
}

/** A kind of stage, made from whole-number parameters that are part of its name. */
export interface StageFamily {
  /** Name without parameters: "momentum". */
  readonly family: string
  /** Names of the parameters in order; the last `optional` of them may be left out. */
  readonly parameters: readonly string[]
  readonly optional?: number
  /** Parameters of the example that the audit and the documentation show. */
  readonly example: readonly number[]
  /** @throws ConfigError when a parameter is out of range */
  create(...parameters: readonly number[]): Stage
}

/** A stage's name from its family and parameters. */
export function stageName(family: string, ...parameters: readonly number[]): string {
  return [family, ...parameters].join('_')
}

/**
 * Refuses a parameter that is below its least value.
 * @throws ConfigError naming the stage and the parameter
 */
export function requireAtLeast(stage: string, parameter: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > 100_000)
    throw new ConfigError(`${stage}: ${parameter} is "${value}", expected a whole number from ${least} to 100000`)
}
