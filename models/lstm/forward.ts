import { addProduct } from './matrix-products.js'
import type { LstmParameters } from './parameters.js'
import type { LstmWorkspace } from './workspace.js'

/**
 * Runs a batch of sequences through the network. Per step, with z = x W + h U + b split into the four gates:
 * ```
 * i, f, o = sigmoid(z)   g = tanh(z)   c' = f c + i g   h' = o tanh(c')
 * ```
 * and the output is h of the last step times the head's weights, plus its bias.
 * @param workspace - `inputs` are filled for `nRows` sequences; receives `outputs` and all that the backward pass needs
 * @see Hochreiter and Schmidhuber (1997), Neural Computation 9(8); Gers et al. (2000) for the forget gate
 */
export function forward(parameters: LstmParameters, workspace: LstmWorkspace, nRows: number): void {
  const { nInputs, hidden, inputWeights, hiddenWeights, biases, headWeights, headBias } = parameters
  const { window, inputs, gates, cells, hiddens, outputs } = workspace
  const width = 4 * hidden
  const step = nRows * hidden

  for (let row = 0; row < window * nRows; row++) gates.set(biases, row * width)
  addProduct(gates, 0, inputs, 0, inputWeights, window * nRows, nInputs, width)
  // A smaller batch shifts the steps: what an earlier batch left where the initial state lies now must go.
  cells.fill(0, 0, step)
  hiddens.fill(0, 0, step)
  for (let t = 0; t < window; t++) {
    addProduct(gates, t * nRows * width, hiddens, t * step, hiddenWeights, nRows, hidden, width)
    activate(workspace, t, nRows)
  }
  for (let row = 0; row < nRows; row++) {
    const last = window * step + row * hidden
    let sum = headBias[0]
    for (let unit = 0; unit < hidden; unit++) sum += headWeights[unit] * hiddens[last + unit]
    outputs[row] = sum
  }
}

/** Applies the nonlinearities of step t and advances cell and hidden state. */
function activate({ hidden, gates, cells, squashedCells, hiddens }: LstmWorkspace, t: number, nRows: number): void {
  for (let row = 0; row < nRows; row++) {
    const gate = (t * nRows + row) * 4 * hidden
    const before = (t * nRows + row) * hidden
    const after = before + nRows * hidden
    for (let unit = 0; unit < hidden; unit++) {
      const inputAt = gate + unit
      const forgetAt = inputAt + hidden
      const candidateAt = forgetAt + hidden
      const outputAt = candidateAt + hidden
      const i = 1 / (1 + Math.exp(-gates[inputAt]))
      const f = 1 / (1 + Math.exp(-gates[forgetAt]))
      const g = Math.tanh(gates[candidateAt])
      const o = 1 / (1 + Math.exp(-gates[outputAt]))
      gates[inputAt] = i
      gates[forgetAt] = f
      gates[candidateAt] = g
      gates[outputAt] = o
      const cell = f * cells[before + unit] + i * g
      const squashed = Math.tanh(cell)
      cells[after + unit] = cell
      squashedCells[before + unit] = squashed
      hiddens[after + unit] = o * squashed
    }
  }
}
