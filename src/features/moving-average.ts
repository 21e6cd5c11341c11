import { parametrisedFamily } from './family.js'
import { cellwise } from './stage-compute.js'
import { stageName, type StageFamily } from './stage.js'
import { rollingOf, windowedFamily } from './windowed.js'

const GMA = 'the general moving average of the sector switching rule, gMA(x, y)'
const MOVING_AVERAGES = 'Brock, Lakonishok and LeBaron (1992), Journal of Finance 47(5)'

const WMA = 'weighted moving average of the sector switching rule (gMA)'

/** Simple moving average of the close, in price units; missing where one of the closes is. */
const simpleMovingAverage = rollingOf('sma', 'mean', ['close'], 200, {
  isLevel: true,
  formula: 'mean of the close over the last w sessions',
  source: MOVING_AVERAGES,
})

/** Linearly weighted moving average of the close, in price units; missing where one of the closes is. */
const weightedMovingAverage = rollingOf('wma', 'weightedMean', ['close'], 20, {
  isLevel: true,
  formula: '2 / (n (n + 1)) * sum of k p[k], k = 1 oldest ... n = window newest',
  source: WMA,
})

/** The close as a fraction above its own average, so that funds of any price compare; 0 for flat prices. */
function averageGapOf(average: string, exampleWindow: number, source: string): StageFamily {
  return windowedFamily(`${average}_gap`, 2, exampleWindow, (window) => ({
    inputs: ['close', stageName(average, window)],
    lookback: 1,
    width: 'asset',
    formula: `close[t] / ${average}_w[t] - 1`,
    source,
    compute: cellwise((close, mean) => close / mean - 1),
  }))
}

/** The fast average as a fraction above the slow one: the scale-free form of a moving-average oscillator. 0 for flat prices. */
const averageGap = parametrisedFamily(
  'average_gap',
  { fast: 2, slow: (fast) => fast + 1 },
  [50, 200],
  (fast, slow) => ({
    inputs: [stageName('sma', fast), stageName('sma', slow)],
    lookback: 1,
    width: 'asset',
    formula: 'sma_fast[t] / sma_slow[t] - 1',
    source: MOVING_AVERAGES,
    compute: cellwise((short, long) => short / long - 1),
  }),
)

function generalFamily(
  family: string,
  isLevel: boolean,
  formula: string,
  gap: (price: number, average: number) => number,
): StageFamily {
  return parametrisedFamily(family, { x: (_, y) => y, y: 0 }, [20, 1], (x, y) => ({
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
  }))
}

/** Price less the mean of the x-y+1 prices from t-x to t-y, in price units: comparable between assets only by chance. */
const generalMovingAverage = generalFamily(
  'gma',
  true,
  'close[t] - mean(close[t-x] ... close[t-y])',
  (price, average) => price - average,
)

/** gMA as a fraction of the average, so that a 200 dollar fund and a 20 dollar fund can be compared. */
const normalisedGeneralMovingAverage = generalFamily(
  'gma_normalised',
  false,
  'close[t] / mean(close[t-x] ... close[t-y]) - 1',
  (price, average) => price / average - 1,
)

/** Averages of the price, and the price against them. */
export const movingAverageStages: readonly StageFamily[] = [
  simpleMovingAverage,
  weightedMovingAverage,
  averageGapOf('sma', 200, MOVING_AVERAGES),
  averageGapOf('wma', 20, WMA),
  averageGap,
  generalMovingAverage,
  normalisedGeneralMovingAverage,
]
