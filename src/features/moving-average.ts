import { createMatrix } from '../core/matrix.js'
import { requireAtLeast, stageName, type Stage, type StageFamily } from './stage.js'

/** Linearly weighted moving average of the close, in price units. */
export const weightedMovingAverage: StageFamily = {
  family: 'wma',
  parameters: ['window'],
  example: [20],
  create(window: number): Stage {
    requireAtLeast('wma', 'window', window, 1)
    return {
      name: stageName('wma', window),
      inputs: ['close'],
      lookback: window,
      width: 'asset',
      isLevel: true,
      formula: '2 / (n (n + 1)) * sum of k p[k], k = 1 oldest ... n = window newest',
      source: 'weighted moving average of the sector switching rule (gMA)',
      compute([close], out, kernels) {
        kernels.rollingWeightedMean(close, window, out)
      },
    }
  },
}

function gapFamily(
  family: string,
  isLevel: boolean,
  formula: string,
  gap: (price: number, average: number) => number,
): StageFamily {
  return {
    family,
    parameters: ['x', 'y'],
    example: [20, 1],
    create(x: number, y: number): Stage {
      requireAtLeast(family, 'y', y, 0)
      requireAtLeast(family, 'x', x, y)
      const window = x - y + 1
      return {
        name: stageName(family, x, y),
        inputs: ['close'],
        lookback: x + 1,
        width: 'asset',
        isLevel,
        formula,
        source: 'the general moving average of the sector switching rule, gMA(x, y)',
        compute([close], out, kernels) {
          const averages = createMatrix(close.rows, close.cols)
          kernels.rollingMean(close, window, averages)
          const offset = y * close.cols
          for (let i = x * close.cols; i < close.data.length; i++)
            out.data[i] = gap(close.data[i], averages.data[i - offset])
        },
      }
    },
  }
}

/** Price less the mean of the x-y+1 prices from t-x to t-y, in price units: comparable between assets only by chance. */
export const generalMovingAverage: StageFamily = gapFamily(
  'gma',
  true,
  'close[t] - mean(close[t-x] ... close[t-y])',
  (price, average) => price - average,
)

/** gMA as a fraction of the average, so that a 200 dollar fund and a 20 dollar fund can be compared. */
export const normalisedGeneralMovingAverage: StageFamily = gapFamily(
  'gma_normalised',
  false,
  'close[t] / mean(close[t-x] ... close[t-y]) - 1',
  (price, average) => price / average - 1,
)
