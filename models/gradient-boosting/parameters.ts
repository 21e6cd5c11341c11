import { ConfigError } from '../../src/core/errors.js'

/** Parameters of gradient boosting, by the names of the field. */
export interface GradientBoostingParams {
  /** Most trees, 1 or more. */
  readonly trees: number
  /** Factor on every tree, above 0 and at most 1. */
  readonly learningRate: number
  /** Most leaves of a tree, 1 or more. */
  readonly maxLeaves: number
  /** Most bins of a feature for present values, 2 to 255. */
  readonly maxBins: number
  /** Fewest training rows in a leaf, 1 or more. */
  readonly minSamplesLeaf: number
  /** L2 regularisation of leaf values, in rows, 0 or more. */
  readonly l2: number
  /** A split must lower the sum of squared errors by more than this, 0 or more. */
  readonly minGain: number
  /** Share of the features that each tree may use, drawn anew for each; above 0 and at most 1. */
  readonly featureFraction: number
  /** Share of the rows that each tree learns from, drawn anew for each without replacement; above 0 and at most 1. */
  readonly rowFraction: number
  /** Trees without improvement on the inner validation after which fitting ends, 1 or more. */
  readonly earlyStoppingRounds: number
  /** Share of the latest training sessions that validate, from 0 (no early stopping) to below 1. */
  readonly validationFraction: number
}

/** Parameters used where an experiment says nothing. */
export const GRADIENT_BOOSTING_DEFAULTS: GradientBoostingParams = {
  trees: 200,
  learningRate: 0.05,
  maxLeaves: 15,
  maxBins: 255,
  minSamplesLeaf: 100,
  l2: 1,
  minGain: 0,
  featureFraction: 1,
  rowFraction: 1,
  earlyStoppingRounds: 20,
  validationFraction: 0.15,
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1
const isFraction = (value: number): boolean => value > 0 && value <= 1
const isPenalty = (value: number): boolean => Number.isFinite(value) && value >= 0

const RULES: Readonly<Record<keyof GradientBoostingParams, readonly [(value: number) => boolean, string]>> = {
  trees: [isCount, 'a whole number, 1 or more'],
  learningRate: [isFraction, 'a number above 0 and at most 1'],
  maxLeaves: [isCount, 'a whole number, 1 or more'],
  maxBins: [(value) => Number.isInteger(value) && value >= 2 && value <= 255, 'a whole number from 2 to 255'],
  minSamplesLeaf: [isCount, 'a whole number, 1 or more'],
  l2: [isPenalty, 'a number, 0 or more'],
  minGain: [isPenalty, 'a number, 0 or more'],
  featureFraction: [isFraction, 'a number above 0 and at most 1'],
  rowFraction: [isFraction, 'a number above 0 and at most 1'],
  earlyStoppingRounds: [isCount, 'a whole number, 1 or more'],
  validationFraction: [(value) => value >= 0 && value < 1, 'a number from 0 to below 1'],
}

/**
 * Checks every parameter.
 * @throws ConfigError naming the first that is missing, not a number or out of its range
 */
export function checkParameters(params: GradientBoostingParams): void {
  for (const name of Object.keys(RULES) as (keyof GradientBoostingParams)[]) {
    const [isValid, expected] = RULES[name]
    const value: unknown = params[name]
    if (typeof value !== 'number' || !isValid(value))
      throw new ConfigError(`gradientBoosting: ${name} is out of range, "${String(value)}", expected ${expected}`)
  }
}
