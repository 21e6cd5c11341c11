import { cellwise } from './stage-compute.js'
import { requireAtLeast, stageName, type StageFamily } from './stage.js'

const GMA = 'the general moving average of the sector switching rule, gMA(x, y)'
const MOVING_AVERAGES = 'Brock, Lakonishok and LeBaron (1992), Journal of Finance 47(5)'

/** Average of the close over the last w sessions, in price units; missing where one of them is. */
function averageFamily(
  family: string,
  statistic: 'mean' | 'weightedMean',
  formula: string,
  source: string,
  example: string,
): StageFamily {
  return {
    family,
    parameters: ['window'],
    example,
    create([window]) {
      requireAtLeast(family, 'window', window, 1)
      return {
        name: stageName(family, window),
        inputs: ['close'],
        lookback: window,
        width: 'asset',
        isLevel: true,
        formula,
        source,
        rolling: { statistic, window },
      }
    },
  }
}

/** Simple moving average of the close, in price units. */
const simpleMovingAverage = averageFamily(
  'sma',
  'mean',
  'mean of the close over the last w sessions',
  MOVING_AVERAGES,
  'sma_200',
)

/** Linearly weighted moving average of the close, in price units. */
const weightedMovingAverage = averageFamily(
  'wma',
  'weightedMean',
  '2 / (n (n + 1)) * sum of k p[k], k = 1 oldest ... n = window newest',
  'weighted moving average of the sector switching rule (gMA)',
  'wma_20',
)

/** The close as a fraction above its own average, so that funds of any price compare; 0 for flat prices. */
function averageGapOf(family: string, average: string, source: string, example: string): StageFamily {
  return {
    family,
    parameters: ['window'],
    example,
    create([window]) {
      requireAtLeast(family, 'window', window, 2)
      const name = stageName(average, window)
      return {
        name: stageName(family, window),
        inputs: ['close', name],
        lookback: 1,
        width: 'asset',
        formula: `close[t] / ${average}_w[t] - 1`,
        source,
        compute: cellwise((close, mean) => close / mean - 1),
      }
    },
  }
}

/** The fast average as a fraction above the slow one: the scale-free form of a moving-average oscillator. 0 for flat prices. */
const averageGap: StageFamily = {
  family: 'average_gap',
  parameters: ['fast', 'slow'],
  example: 'average_gap_50_200',
  create([fast, slow]) {
    requireAtLeast('average_gap', 'fast', fast, 2)
    requireAtLeast('average_gap', 'slow', slow, fast + 1)
    return {
      name: stageName('average_gap', fast, slow),
      inputs: [stageName('sma', fast), stageName('sma', slow)],
      lookback: 1,
      width: 'asset',
      formula: 'sma_fast[t] / sma_slow[t] - 1',
      source: MOVING_AVERAGES,
      compute: cellwise((short, long) => short / long - 1),
    }
  },
}

function generalFamily(
  family: string,
  isLevel: boolean,
  formula: string,
  gap: (price: number, average: number) => number,
): StageFamily {
  return {
    family,
    parameters: ['x', 'y'],
    example: stageName(family, 20, 1),
    create([x, y]) {
      requireAtLeast(family, 'y', y, 0)
      requireAtLeast(family, 'x', x, y)
      return {
        name: stageName(family, x, y),
        inputs: ['close', stageName('sma', x - y + 1)],
        lookback: y + 1,
        width: 'asset',
        isLevel,
        formula,
        source: GMA,
        compute([close, averages], out, rows) {
          const { cols } = close
          for (let i = Math.max(rows.from, y) * cols; i < rows.to * cols; i++)
            out.data[i] = gap(close.data[i], averages.data[i - y * cols])
        },
      }
    },
  }
}

/** Price less the mean of the x-y+1 prices from t-x to t-y, in price units: comparable between assets only by chance. */
const generalMovingAverage: StageFamily = generalFamily(
  'gma',
  true,
  'close[t] - mean(close[t-x] ... close[t-y])',
  (price, average) => price - average,
)

/** gMA as a fraction of the average, so that a 200 dollar fund and a 20 dollar fund can be compared. */
const normalisedGeneralMovingAverage: StageFamily = generalFamily(
  'gma_normalised',
  false,
  'close[t] / mean(close[t-x] ... close[t-y]) - 1',
  (price, average) => price / average - 1,
)

/** Averages of the price, and the price against them. */
export const movingAverageStages: readonly StageFamily[] = [
  simpleMovingAverage,
  weightedMovingAverage,
  averageGapOf('sma_gap', 'sma', MOVING_AVERAGES, 'sma_gap_200'),
  averageGapOf('wma_gap', 'wma', 'weighted moving average of the sector switching rule (gMA)', 'wma_gap_20'),
  averageGap,
  generalMovingAverage,
  normalisedGeneralMovingAverage,
]
