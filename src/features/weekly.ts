import { periodIndex } from '../core/calendar.js'
import { parametrisedFamily } from './family.js'
import { latestMissing } from './latest-missing.js'
import type { ComputedStage, StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** The New York Stock Exchange traded on Saturdays until 1952; no exchange has more sessions in a week. */
const SESSIONS_A_WEEK = 6
const MOST_WEEKS = 10_000

/** Rows that hold the running week and the last session of each of the `weeks` before, whatever their holidays. */
function rowsOf(weeks: number): number {
  return SESSIONS_A_WEEK * weeks + 1
}

/**
 * Rows at which the prices of weeks stand: row t for the running week, then the last session of each week before, newest first.
 * Weeks (Monday to Sunday) without a session do not count. Fewer than asked where the rows from `oldest` on do not hold them.
 */
function weekEnds(dates: Float64Array, t: number, oldest: number, count: number): number[] {
  const ends = [t]
  for (let row = t - 1; row >= oldest && ends.length < count; row--)
    if (periodIndex(dates[row], 'weekly') !== periodIndex(dates[row + 1], 'weekly')) ends.push(row)
  return ends
}

/** Price of a column `k` weeks ago, the running week being 0. */
type WeekPrice = (k: number) => number

/**
 * A value of the closes of weeks. Row t uses sessions up to t alone: the running week stands with its latest close, no Friday is
 * waited for. Missing unless the asset has a close in every row of the lookback, and where that many rows hold fewer weeks (more
 * than six rows a week).
 * @param weeks - weeks needed before the running one
 */
function ofWeeks(weeks: number, value: (price: WeekPrice) => number): Pick<ComputedStage, 'lookback' | 'compute'> {
  const lookback = rowsOf(weeks)
  return {
    lookback,
    compute([close, date], out, rows) {
      const { cols, data } = close
      const missing = latestMissing(close, rows.from, lookback)
      for (let row = rows.from; row < rows.to; row++) {
        const ends = weekEnds(date.data, row, Math.max(0, row - lookback + 1), weeks + 1)
        for (let col = 0; col < cols; col++) {
          if (Number.isNaN(data[row * cols + col])) missing[col] = row
          if (row - missing[col] >= lookback && ends.length > weeks)
            out.data[row * cols + col] = value((k) => data[ends[k] * cols + col])
        }
      }
    },
  }
}

/** Mean of the prices from `newest` to `oldest` weeks ago; of equal prices exactly that price. */
function meanOf(price: WeekPrice, newest: number, oldest: number): number {
  const first = price(newest)
  let sum = 0
  for (let k = newest; k <= oldest; k++) sum += price(k) - first
  return first + sum / (oldest - newest + 1)
}

/** Mean of n prices weighted n (running week) ... 1 (oldest); of equal prices exactly that price. */
function weightedMeanOf(price: WeekPrice, n: number): number {
  const first = price(0)
  let sum = 0
  for (let k = 1; k < n; k++) sum += (n - k) * (price(k) - first)
  return first + sum / ((n * (n + 1)) / 2)
}

const WEEKS = 'p[k] = close of the last session of the k-th week before, p[0] = close[t]'

function weeklyGeneralFamily(
  family: string,
  isLevel: boolean,
  formula: string,
  gap: (price: number, average: number) => number,
): StageFamily {
  return parametrisedFamily(family, { x: (_, y) => [y, MOST_WEEKS], y: 0 }, [10, 1], (x, y) => ({
    inputs: ['close', 'date'],
    width: 'asset',
    isLevel,
    formula: `${formula}; ${WEEKS}`,
    source: 'the general moving average of the sector switching rule, gMA(x, y), x and y in weeks',
    ...ofWeeks(x, (price) => gap(price(0), meanOf(price, y, x))),
  }))
}

/** gMA of weekly closes, x >= y >= 0 in weeks, in price units: the latest close less the mean of x-y+1 weeks. */
const weeklyGeneralMovingAverage = weeklyGeneralFamily(
  'weekly_gma',
  true,
  'p[0] - mean(p[x] ... p[y])',
  (price, average) => price - average,
)

/** Weekly gMA as a fraction of the average, so that funds of any price compare. */
const weeklyNormalisedGeneralMovingAverage = weeklyGeneralFamily(
  'weekly_gma_normalised',
  false,
  'p[0] / mean(p[x] ... p[y]) - 1',
  (price, average) => price / average - 1,
)

/** Linearly weighted average of the closes of n weeks, the running one among them, in price units. */
const weeklyWeightedMovingAverage = windowedFamily(
  'weekly_wma',
  [1, MOST_WEEKS],
  10,
  (weeks) => ({
    inputs: ['close', 'date'],
    width: 'asset',
    isLevel: true,
    formula: `2 / (n (n + 1)) * sum of (n - k) p[k], k = 0 ... n - 1, n = weeks; ${WEEKS}`,
    source: 'weighted moving average of the sector switching rule (gMA), in weeks',
    ...ofWeeks(weeks - 1, (price) => weightedMeanOf(price, weeks)),
  }),
  'weeks',
)

/** Averages of the closes of weeks. */
export const weeklyStages: readonly StageFamily[] = [
  weeklyWeightedMovingAverage,
  weeklyGeneralMovingAverage,
  weeklyNormalisedGeneralMovingAverage,
]
