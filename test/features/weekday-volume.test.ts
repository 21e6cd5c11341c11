import { describe, expect, it } from 'vitest'
import { weekdayOf } from '../../src/core/calendar.js'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { stageOf } from '../../src/features/stage-families.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import type { Panel } from '../../src/panel/panel.js'
import { weekdays } from '../contracts/random-panel.js'
import { computeColumn, panelOfCloses } from './compute.js'

const FRIDAY = 5

function market(volumes: readonly number[], dates = weekdays(volumes.length)): Panel {
  const panel = panelOfCloses(
    volumes.map((volume) => [Number.isNaN(volume) ? NaN : 1]),
    volumes.map(() => 1),
    volumes.map((volume) => [volume]),
  )
  return { ...panel, dates }
}

/** Volumes whose logs are 1, 2, 3, 6 on rows 1, 6, 11, 16 and 8.5 on row 21; those of other weekdays are far off and vary. */
function volumes(change: (volume: number, row: number) => number = (volume) => volume): number[] {
  const logs = new Map([1, 2, 3, 6, 8.5].map((log, k) => [1 + 5 * k, log]))
  return Array.from({ length: 30 }, (_, row) => change(Math.exp(logs.get(row) ?? 100 + row), row))
}

const at = (row: number, window: number, panel: Panel): number =>
  computeColumn(`weekday_volume_anomaly_${window}`, panel).data[row]

describe('weekday_volume_anomaly', () => {
  // Median of 1, 2, 3, 6 is 2.5; distances 1.5, 0.5, 0.5, 3.5 have the median 1.
  const EXPECTED = (8.5 - 2.5) / 1.482602218505602

  it('compares with the sessions of the same weekday alone', () => {
    expect(at(21, 20, market(volumes()))).toBeCloseTo(EXPECTED, 12)
  })

  it('counts weekdays, not rows: a holiday moves the rows and not the baseline', () => {
    const all = weekdays(31)
    // Without the ninth session the four sessions of the weekday lie 5, 10, 14 and 19 rows back.
    const [dates, series] = [all.filter((_, row) => row !== 8), volumes().filter((_, row) => row !== 8)]
    expect(at(20, 20, market(series, dates.slice(0, series.length)))).toBeCloseTo(EXPECTED, 12)
  })

  it('leaves sessions without volume out of the baseline, of which four must remain', () => {
    const dry = (row: number): Panel => market(volumes((volume, each) => (each === row ? 0 : volume)))
    expect(at(21, 20, dry(6))).toBeNaN()
    expect(at(21, 20, dry(7))).toBeCloseTo(EXPECTED, 12)
    // Over 25 rows five sessions of row 26's weekday, logs 1, 2, 3, 6, 8.5; without the 2 there are four, of median 4.5.
    const series = volumes((volume, row) => (row === 6 ? 0 : row === 26 ? Math.exp(7) : volume))
    // Distances 3.5, 1.5, 1.5, 4 have the median 2.5.
    expect(at(26, 25, market(series))).toBeCloseTo((7 - 4.5) / (2.5 * 1.482602218505602), 12)
  })

  it('a session without volume has no value, nor has one before which the asset was not listed for the whole window', () => {
    expect(at(21, 20, market(volumes((volume, row) => (row === 21 ? 0 : volume))))).toBeNaN()
    expect(at(21, 20, market(volumes((volume, row) => (row < 2 ? NaN : volume))))).toBeNaN()
    expect(at(21, 20, market(volumes((volume, row) => (row < 1 ? NaN : volume))))).toBeCloseTo(EXPECTED, 12)
    // Row 0 is of another weekday, but part of the longer window.
    expect(at(21, 21, market(volumes((volume, row) => (row < 1 ? NaN : volume))))).toBeNaN()
    expect(at(21, 21, market(volumes()))).toBeCloseTo(EXPECTED, 12)
  })

  it('one row alone is as of the batch, also soon after a listing and beside sessions without volume', () => {
    const panel = market(volumes((volume, row) => (row < 3 ? NaN : row === 11 ? 0 : volume)))
    const stage = stageOf('weekday_volume_anomaly_21')
    if (!('compute' in stage)) throw new Error('bug: it has an arithmetic of its own')
    const dates = matrixOver(30, 1, Float64Array.from(panel.dates))
    const inputs = [computeColumn('log_volume', panel), panel.fields.volume, dates]
    const batch = computeColumn(stage.name, panel)
    expect([...batch.data].findIndex((value) => !Number.isNaN(value))).toBe(24)
    for (let row = 0; row < 30; row++) {
      const out = createMatrix(30, 1)
      stage.compute(inputs, out, { from: row, to: row + 1 }, referenceKernels)
      expect(out.data[row], `row ${row}`).toBe(batch.data[row])
    }
  })

  it('does not flag busy Fridays, which the plain anomaly does, but a Friday busier than those', () => {
    const random = createRandom(3, 'volumes')
    const dates = weekdays(300)
    const busy = Array.from(dates, (date) => {
      const usual = 1e6 * Math.exp(0.1 * random.normal())
      return weekdayOf(date) === FRIDAY ? 5 * usual : usual
    })
    const fridays = [...dates.keys()].filter((row) => row > 130 && weekdayOf(dates[row]) === FRIDAY)
    const event = fridays[10]
    const panel = market(busy.map((volume, row) => (row === event ? 3 * volume : volume)), dates) // prettier-ignore
    const own = computeColumn('weekday_volume_anomaly_126', panel).data
    const plain = computeColumn('volume_anomaly_126', panel).data
    expect(fridays.length).toBeGreaterThan(20)
    for (const row of fridays) {
      expect(plain[row]).toBeGreaterThan(5)
      if (row === event) expect(own[row]).toBeGreaterThan(5)
      else expect(Math.abs(own[row])).toBeLessThan(5)
    }
  })

  it('needs room for four weeks', () => {
    expect(() => stageOf('weekday_volume_anomaly_19')).toThrow('weekday_volume_anomaly: window is "19"')
  })
})
