import { addProduct, addTransposedProduct, transpose } from './matrix-products.js'
import type { LstmParameters } from './parameters.js'
import type { LstmWorkspace } from './workspace.js'

/**
 * Mean squared error of a batch and its gradient by every parameter, back through the whole window.
 * @param parameters - those of the forward pass
 * @param workspace - as `forward` left it
 * @param targets - [nRows], in units of the network's output
 * @param gradients - receives the gradient, same layout as the parameters; what it held is overwritten
 * @returns mean over the batch of (output - target)^2
 */
export function backward(
  parameters: LstmParameters,
  workspace: LstmWorkspace,
  targets: Float64Array,
  nRows: number,
  gradients: LstmParameters,
): number {
  const { nInputs, hidden, hiddenWeights, headWeights } = parameters
  const { window, inputs, hiddens, outputs, gateGradients, hiddenGradients, cellGradients } = workspace
  const { hiddenWeightsTransposed } = workspace
  const width = 4 * hidden
  gradients.flat.fill(0)

  let loss = 0
  for (let row = 0; row < nRows; row++) {
    const error = outputs[row] - targets[row]
    loss += (error * error) / nRows
    const slope = (2 * error) / nRows
    const last = (window * nRows + row) * hidden
    gradients.headBias[0] += slope
    for (let unit = 0; unit < hidden; unit++) {
      gradients.headWeights[unit] += slope * hiddens[last + unit]
      hiddenGradients[row * hidden + unit] = slope * headWeights[unit]
    }
  }

  cellGradients.fill(0, 0, nRows * hidden)
  transpose(hiddenWeightsTransposed, hiddenWeights, hidden, width)
  for (let t = window - 1; t >= 0; t--) {
    stepBack(workspace, t, nRows)
    hiddenGradients.fill(0, 0, nRows * hidden)
    const stepStart = t * nRows * width
    addProduct(hiddenGradients, 0, gateGradients, stepStart, hiddenWeightsTransposed, nRows, width, hidden)
  }

  // The weights are the same at every step: their gradients are one sum over all steps and rows.
  const rows = window * nRows
  addTransposedProduct(gradients.inputWeights, inputs, 0, gateGradients, rows, nInputs, width)
  addTransposedProduct(gradients.hiddenWeights, hiddens, 0, gateGradients, rows, hidden, width)
  const { biases } = gradients
  for (let row = 0; row < rows; row++) for (let j = 0; j < width; j++) biases[j] += gateGradients[row * width + j]
  return loss
}

/** From the gradients by h and c after step t: those by the gates before their nonlinearity, and by c before the step. */
function stepBack(workspace: LstmWorkspace, t: number, nRows: number): void {
  const { hidden, gates, cells, squashedCells, gateGradients, hiddenGradients, cellGradients } = workspace
  for (let row = 0; row < nRows; row++) {
    const gate = (t * nRows + row) * 4 * hidden
    const before = (t * nRows + row) * hidden
    for (let unit = 0; unit < hidden; unit++) {
      const inputAt = gate + unit
      const forgetAt = inputAt + hidden
      const candidateAt = forgetAt + hidden
      const outputAt = candidateAt + hidden
      const i = gates[inputAt]
      const f = gates[forgetAt]
      const g = gates[candidateAt]
      const o = gates[outputAt]
      const squashed = squashedCells[before + unit]
      const byHidden = hiddenGradients[row * hidden + unit]
      const byCell = cellGradients[row * hidden + unit] + byHidden * o * (1 - squashed * squashed)
      gateGradients[inputAt] = byCell * g * i * (1 - i)
      gateGradients[forgetAt] = byCell * cells[before + unit] * f * (1 - f)
      gateGradients[candidateAt] = byCell * i * (1 - g * g)
      gateGradients[outputAt] = byHidden * squashed * o * (1 - o)
      cellGradients[row * hidden + unit] = byCell * f
    }
  }
}
