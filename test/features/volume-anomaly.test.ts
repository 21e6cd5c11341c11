import { describe, expect, it } from 'vitest'
import { formatSession } from '../../src/core/calendar.js'
import { createRandom } from '../../src/core/random.js'
import { stageOf } from '../../src/features/stage-families.js'
import { alignBars } from '../../src/panel/align-bars.js'
import { weekdays } from '../contracts/random-panel.js'
import { barsOn } from '../panel/fixture.js'
import { computeColumn, panelOfCloses } from './compute.js'

const N = 120
const EVENT = 90
const WINDOW = 63

/** Volumes around a million with a deviation of 20 %, changed from a row on or at it. */
function volumes(change: (volume: number, row: number) => number = (volume) => volume): number[] {
  const random = createRandom(11, 'volumes')
  return Array.from({ length: N }, (_, row) => change(Math.round(1e6 * Math.exp(0.2 * random.normal())), row))
}

const anomaly = (series: readonly number[]): Float64Array =>
  computeColumn(
    `volume_anomaly_${WINDOW}`,
    panelOfCloses(
      series.map(() => [1]),
      series.map(() => 1),
      series.map((volume) => [volume]),
    ),
  ).data

describe('volume_anomaly', () => {
  it('flags a session of five times the volume, and ordinary sessions are not far out', () => {
    const z = anomaly(volumes((volume, row) => (row === EVENT ? 5 * volume : volume)))
    expect(z[EVENT]).toBeGreaterThan(5)
    const others = z.filter((value, row) => !Number.isNaN(value) && row !== EVENT)
    expect(others).toHaveLength(N - WINDOW - 1)
    expect(others.every((value) => Math.abs(value) < 5)).toBe(true)
  })

  it('flags a session of a fifth of the volume on the other side', () => {
    expect(anomaly(volumes((volume, row) => (row === EVENT ? volume / 5 : volume)))[EVENT]).toBeLessThan(-5)
  })

  it('a split day is no anomaly once the bars are adjusted, though the raw volume stays five times as large', () => {
    const dates = [...weekdays(N)].map(formatSession)
    const splits = new Float64Array(N)
    splits[EVENT] = 5
    const raw = barsOn('X', dates, {
      volume: Float64Array.from(volumes((volume, row) => (row >= EVENT ? 5 * volume : volume))),
      splits,
    })
    const align = (adjusted: boolean): Float64Array => {
      const options = {
        sectors: ['energy'],
        benchmark: barsOn('B', dates),
        simulated: true,
        locate: (file: string) => ({ file }),
      }
      return computeColumn(`volume_anomaly_${WINDOW}`, alignBars({ ...options, assets: [raw], adjusted })).data
    }
    expect(Math.abs(align(false)[EVENT])).toBeLessThan(5)
    expect(align(true)[EVENT], 'the same bars, wrongly taken as adjusted').toBeGreaterThan(5)
  })

  it('the session is not part of its own baseline, and does not depend on the unit of volume', () => {
    const [plain, large] = [anomaly(volumes()), anomaly(volumes((volume) => 1000 * volume))]
    for (let row = WINDOW; row < N; row++) expect(large[row]).toBeCloseTo(plain[row], 9)
    const [a, b] = [10, 100].map((factor) =>
      anomaly(volumes((volume, row) => (row === EVENT ? factor * volume : volume))),
    )
    // Were the outlier in its own baseline, a tenfold larger one would shift the median that it is measured from.
    const unit = (b[EVENT] - a[EVENT]) / Math.log(10)
    expect(a[EVENT] - plain[EVENT]).toBeCloseTo(unit * Math.log(10), 9)
  })

  it('a session without volume is missing, and so are those that look back on it', () => {
    const z = anomaly(volumes((volume, row) => (row === 20 ? 0 : volume)))
    for (let row = 0; row < N; row++) expect(Number.isNaN(z[row])).toBe(row <= 20 + WINDOW)
  })

  it('a baseline without spread has no unit: missing', () => {
    const z = anomaly(volumes((volume, row) => (row === EVENT ? volume : 1000)))
    expect(z.every((value) => Number.isNaN(value))).toBe(true)
  })

  it('needs three sessions of baseline', () => {
    expect(() => stageOf('volume_anomaly_2')).toThrow('volume_anomaly: window is "2"')
  })
})

describe('log_volume', () => {
  it('is the natural log, missing where nothing traded or nothing is known', () => {
    const panel = panelOfCloses([[1], [1], [1]], [1, 1, 1], [[Math.E], [0], [NaN]]) // prettier-ignore
    expect([...computeColumn('log_volume', panel).data]).toEqual([1, NaN, NaN])
  })
})
