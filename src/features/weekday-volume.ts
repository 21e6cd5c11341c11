import { weekdayOf } from '../core/calendar.js'
import type { Matrix } from '../core/matrix.js'
import type { Rows } from '../kernels/kernels.js'
import { robustZ } from './robust-z.js'
import { requireAtLeast, stageName, type StageFamily } from './stage.js'

/** A median of fewer sessions says little of what is usual on a weekday. */
const LEAST_SESSIONS = 4

/** Per asset, the last row before `row` in which it was not listed, as far back as `from`; `from` - 1 for none. */
function lastMissing({ cols, data }: Matrix, from: number, row: number): Int32Array {
  const last = new Int32Array(cols).fill(from - 1)
  for (let i = from * cols; i < row * cols; i++) if (Number.isNaN(data[i])) last[i % cols] = Math.floor(i / cols)
  return last
}

function compute([log, volume, date]: readonly Matrix[], out: Matrix, rows: Rows, window: number): void {
  const { cols } = volume
  const first = Math.max(0, rows.from - window)
  const missing = lastMissing(volume, first, rows.from)
  const baseline = new Float64Array(window)
  for (let row = rows.from; row < rows.to; row++) {
    const weekday = weekdayOf(date.data[row])
    const alike: number[] = []
    for (let before = Math.max(0, row - window); before < row; before++)
      if (weekdayOf(date.data[before]) === weekday) alike.push(before)
    for (let col = 0; col < cols; col++) {
      if (Number.isNaN(volume.data[row * cols + col])) missing[col] = row
      if (row < window || missing[col] >= row - window) continue
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
const weekdayVolumeAnomaly: StageFamily = {
  family: 'weekday_volume_anomaly',
  parameters: ['window'],
  example: 'weekday_volume_anomaly_126',
  create([window]) {
    requireAtLeast('weekday_volume_anomaly', 'window', window, 5 * LEAST_SESSIONS)
    return {
      name: stageName('weekday_volume_anomaly', window),
      inputs: ['log_volume', 'volume', 'date'],
      lookback: window + 1,
      width: 'asset',
      formula:
        "(log_volume[t] - median) / (1.4826 MAD), both over those of rows t-window ... t-1 that have t's weekday",
      source: 'Kiymaz and Berument (2003), Review of Financial Economics 12(4); Iglewicz and Hoaglin (1993)',
      compute(inputs, out, rows) {
        compute(inputs, out, rows, window)
      },
    }
  },
}

/** Volume against what its weekday is used to. */
export const weekdayVolumeStages: readonly StageFamily[] = [weekdayVolumeAnomaly]
