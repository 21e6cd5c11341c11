import type { Matrix } from '../core/matrix.js'
import { mean, median, standardDeviation } from '../core/statistics.js'
import type { Kernels } from './kernels.js'

/** Makes the MAD of normal data estimate its standard deviation (Hampel 1974): 1 / inverse normal CDF of 3/4. */
const MAD_TO_DEVIATION = 1.482602218505602

/** Applies `statistic` to every complete window of every column. */
function overWindows(input: Matrix, window: number, out: Matrix, statistic: (values: Float64Array) => number): void {
  const { rows, cols, data } = input
  const values = new Float64Array(window)
  for (let col = 0; col < cols; col++) {
    let present = 0
    for (let row = 0; row < rows; row++) {
      present = Number.isNaN(data[row * cols + col]) ? 0 : present + 1
      if (present < window) {
        out.data[row * cols + col] = NaN
        continue
      }
      for (let k = 0; k < window; k++) values[k] = data[(row - window + 1 + k) * cols + col]
      out.data[row * cols + col] = statistic(values)
    }
  }
}

function weightedMean(values: Float64Array): number {
  let sum = 0
  for (let k = 0; k < values.length; k++) sum += (k + 1) * values[k]
  return sum / ((values.length * (values.length + 1)) / 2)
}

function slope(values: Float64Array): number {
  const centre = (values.length - 1) / 2
  const average = mean(values)
  let covariance = 0
  let variance = 0
  for (let k = 0; k < values.length; k++) {
    covariance += (k - centre) * (values[k] - average)
    variance += (k - centre) * (k - centre)
  }
  return covariance / variance
}

function robustZ(values: Float64Array): number {
  const baseline = values.subarray(0, values.length - 1)
  const centre = median(baseline)
  const deviation = MAD_TO_DEVIATION * median(Float64Array.from(baseline, (value) => Math.abs(value - centre)))
  return deviation > 0 ? (values[values.length - 1] - centre) / deviation : NaN
}

/** The specification: every window is computed anew from its own values. */
export const referenceKernels: Kernels = {
  rollingMean: (input, window, out) => overWindows(input, window, out, mean),
  rollingDeviation: (input, window, out) => overWindows(input, window, out, standardDeviation),
  rollingWeightedMean: (input, window, out) => overWindows(input, window, out, weightedMean),
  rollingSlope: (input, window, out) => overWindows(input, window, out, slope),
  rollingRobustZ: (input, window, out) => overWindows(input, window, out, robustZ),
}
