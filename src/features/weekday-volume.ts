import { weekdayOf } from '../core/calendar.js'
import type { Matrix } from '../core/matrix.js'
import type { Rows } from '../kernels/kernels.js'
import { latestMissing } from './latest-missing.js'
import { robustZ } from './robust-z.js'
import type { StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** A median of fewer sessions says little of what is usual on a weekday. */
const LEAST_SESSIONS = 4

function compute([log, volume, date]: readonly Matrix[], out: Matrix, rows: Rows, window: number): void {
  const { cols } = volume
  const missing = latestMissing(volume, rows.from, window + 1)
  const baseline = new Float64Array(window)
  for (let row = rows.from; row < rows.to; row++) {
    const weekday = weekdayOf(date.data[row])
    const alike: number[] = []
    for (let before = Math.max(0, row - window); before < row; before++)
      if (weekdayOf(date.data[before]) === weekday) alike.push(before)
    for (let col = 0; col < cols; col++) {
      if (Number.isNaN(volume.data[row * cols + col])) missing[col] = row
      if (row - missing[col] <= window) continue
      let n = 0
      for (const before of alike) {
        const value = log.data[before * cols + col]
        if (!Number.isNaN(value)) baseline[n++] = value
      }
      if (n >= LEAST_SESSIONS) out.data[row * cols + col] = robustZ(log.data[row * cols + col], baseline.subarray(0, n))
    }
  }
}

/**
 * Robust z-score of log volume against earlier sessions of the same weekday: Fridays of expiry and quiet Mondays are usual where
 * they belong. Sessions without volume are left out of the baseline, which needs 4; such a session itself is NaN, and so is a
 * baseline without spread.
 */
const weekdayVolumeAnomaly = windowedFamily('weekday_volume_anomaly', 5 * LEAST_SESSIONS, 126, (window) => ({
  inputs: ['log_volume', 'volume', 'date'],
  lookback: window + 1,
  width: 'asset',
  formula: "(log_volume[t] - median) / (1.4826 MAD), both over those of rows t-window ... t-1 that have t's weekday",
  source: 'Kiymaz and Berument (2003), Review of Financial Economics 12(4); Iglewicz and Hoaglin (1993)',
  compute(inputs, out, rows) {
    compute(inputs, out, rows, window)
  },
}))

/** Volume against what its weekday is used to. */
export const weekdayVolumeStages: readonly StageFamily[] = [weekdayVolumeAnomaly]
