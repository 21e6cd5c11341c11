import { ShapeError } from '../../src/core/errors.js'
import type { Random } from '../../src/core/random.js'

/** Sizes of the network. */
export interface LstmShape {
  /** Features of one step, 1 or more. */
  readonly nInputs: number
  /** Units of the recurrent layer, 1 or more. */
  readonly hidden: number
}

/**
 * All parameters in one flat array, with a named view of each part. Rows are what comes in, columns are the gates in the
 * order i (input), f (forget), g (candidate), o (output), `hidden` columns each: column `gate * hidden + unit`.
 * ```
 * inputWeights [nInputs, 4 * hidden] | hiddenWeights [hidden, 4 * hidden] | biases [4 * hidden] | headWeights [hidden] | headBias [1]
 * ```
 * These are the weights of PyTorch's `nn.LSTM` transposed, with its two biases added together.
 */
export interface LstmParameters extends LstmShape {
  /** [parameterCount(shape)], the memory of the views below. */
  readonly flat: Float64Array
  readonly inputWeights: Float64Array
  readonly hiddenWeights: Float64Array
  readonly biases: Float64Array
  readonly headWeights: Float64Array
  readonly headBias: Float64Array
}

/** Bias of the forget gate at the start: a cell that remembers until it learns to forget (Jozefowicz et al., 2015). */
export const INITIAL_FORGET_BIAS = 1

/** Number of parameters of a network. */
export function parameterCount({ nInputs, hidden }: LstmShape): number {
  return (nInputs + hidden + 1) * 4 * hidden + hidden + 1
}

/**
 * Named views over a flat array, which is not copied.
 * @param flat - [parameterCount(shape)]; gradients and moments use the same layout
 * @throws ShapeError when the length is another
 */
export function parametersOver(shape: LstmShape, flat: Float64Array): LstmParameters {
  if (flat.length !== parameterCount(shape))
    throw new ShapeError(`parametersOver: ${flat.length} elements, expected ${parameterCount(shape)}`)
  const { nInputs, hidden } = shape
  let offset = 0
  const take = (size: number): Float64Array => flat.subarray(offset, (offset += size))
  return {
    nInputs,
    hidden,
    flat,
    inputWeights: take(nInputs * 4 * hidden),
    hiddenWeights: take(hidden * 4 * hidden),
    biases: take(4 * hidden),
    headWeights: take(hidden),
    headBias: take(1),
  }
}

/**
 * Parameters at the start of training: uniform in +-1 / sqrt(hidden), as PyTorch draws them, except the biases: those of the
 * forget gate are {@link INITIAL_FORGET_BIAS}, the others and that of the head 0.
 */
export function initialParameters(shape: LstmShape, random: Random): LstmParameters {
  const parameters = parametersOver(shape, new Float64Array(parameterCount(shape)))
  const bound = 1 / Math.sqrt(shape.hidden)
  for (const weights of [parameters.inputWeights, parameters.hiddenWeights, parameters.headWeights])
    for (let i = 0; i < weights.length; i++) weights[i] = bound * (2 * random.uniform() - 1)
  parameters.biases.fill(INITIAL_FORGET_BIAS, shape.hidden, 2 * shape.hidden)
  return parameters
}
