import type { LstmShape } from './parameters.js'

/**
 * Buffers of one batch, allocated once and reused. Time-major: step t of a batch of `nRows` sequences begins at
 * t * nRows * width, so that one step is one contiguous matrix [nRows, width].
 */
export interface LstmWorkspace extends LstmShape {
  readonly window: number
  readonly capacity: number
  /** [window, nRows, nInputs] */
  readonly inputs: Float64Array
  /** [window, nRows, 4 * hidden]: gates i, f, g, o after their nonlinearity. */
  readonly gates: Float64Array
  /** [window + 1, nRows, hidden]: the cell before step 0 (all 0) and after each step. */
  readonly cells: Float64Array
  /** [window, nRows, hidden]: tanh of the cell after each step. */
  readonly squashedCells: Float64Array
  /** [window + 1, nRows, hidden]: the hidden state before step 0 (all 0) and after each step. */
  readonly hiddens: Float64Array
  /** [nRows]: output of the head. */
  readonly outputs: Float64Array
  /** [window, nRows, 4 * hidden]: gradient by the gates before their nonlinearity. */
  readonly gateGradients: Float64Array
  /** [nRows, hidden] */
  readonly hiddenGradients: Float64Array
  /** [nRows, hidden] */
  readonly cellGradients: Float64Array
  /** [4 * hidden, hidden] */
  readonly hiddenWeightsTransposed: Float64Array
}

/**
 * Buffers for batches of up to `capacity` sequences of `window` steps.
 * @param purpose - `predict` leaves the buffers of the backward pass empty
 */
export function createWorkspace(
  { nInputs, hidden }: LstmShape,
  window: number,
  capacity: number,
  purpose: 'train' | 'predict',
): LstmWorkspace {
  const backward = purpose === 'train' ? capacity : 0
  return {
    nInputs,
    hidden,
    window,
    capacity,
    inputs: new Float64Array(window * capacity * nInputs),
    gates: new Float64Array(window * capacity * 4 * hidden),
    cells: new Float64Array((window + 1) * capacity * hidden),
    squashedCells: new Float64Array(window * capacity * hidden),
    hiddens: new Float64Array((window + 1) * capacity * hidden),
    outputs: new Float64Array(capacity),
    gateGradients: new Float64Array(window * backward * 4 * hidden),
    hiddenGradients: new Float64Array(backward * hidden),
    cellGradients: new Float64Array(backward * hidden),
    hiddenWeightsTransposed: new Float64Array(backward === 0 ? 0 : 4 * hidden * hidden),
  }
}

/**
 * Copies the chosen sequences into the workspace, time-major; NaN becomes 0, the training mean of a scaled feature.
 * @param x - [nSamples, window, nInputs]
 * @param indices - sample numbers
 * @param start - first position in `indices`
 * @param nRows - number of sequences, at most the workspace's capacity
 */
export function gatherInputs(
  workspace: LstmWorkspace,
  x: Float64Array,
  indices: Int32Array,
  start: number,
  nRows: number,
): void {
  const { inputs, window, nInputs } = workspace
  for (let row = 0; row < nRows; row++) {
    let source = indices[start + row] * window * nInputs
    for (let step = 0; step < window; step++) {
      const destination = (step * nRows + row) * nInputs
      for (let j = 0; j < nInputs; j++) {
        const value = x[source++]
        inputs[destination + j] = Number.isNaN(value) ? 0 : value
      }
    }
  }
}
