import { describe, expect, it } from 'vitest'
import { formatSession } from '../../src/core/calendar.js'
import { createRandom } from '../../src/core/random.js'
import { stageOf } from '../../src/features/stage-families.js'
import { alignBars } from '../../src/panel/align-bars.js'
import type { Panel } from '../../src/panel/panel.js'
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

/** One asset, closes and volumes by row. */
const traded = (closes: readonly number[], volumes: readonly number[]): Panel =>
  panelOfCloses(
    closes.map((close) => [close]),
    closes.map(() => 1),
    volumes.map((volume) => [volume]),
  )
const E = Math.E
const valuesOf = (name: string, panel: Panel): number[] => [...computeColumn(name, panel).data]

describe('log_volume', () => {
  it('is the natural log, missing where nothing traded or nothing is known', () => {
    expect(valuesOf('log_volume', traded([1, 1, 1], [E, 0, NaN]))).toEqual([1, NaN, NaN])
  })
})

describe('dollar_volume', () => {
  it('is the money traded, 0 where nothing was; its log is missing there', () => {
    const panel = traded([2, 3, NaN, 4], [10, 0, 10, 0.25])
    expect(valuesOf('dollar_volume', panel)).toEqual([20, 0, NaN, 1])
    expect(valuesOf('log_dollar_volume', panel)).toEqual([Math.log(20), NaN, NaN, 0])
  })

  it('a split leaves it as it is: half the price, twice the shares', () => {
    expect(valuesOf('dollar_volume', traded([2, 1], [10, 20]))).toEqual([20, 20])
  })
})

describe('dollar_volume_z and volume_trend', () => {
  // Logs 0, 1, 5: mean 2, squares 4 + 1 + 9 = 14, deviation sqrt(14 / 2); the slope of three is half the way from first to last.
  const panel = traded([1, 1, 1, 1], [1, E, E ** 5, 0])

  it('measure the newest of its window, and the growth over it', () => {
    expect(computeColumn('dollar_volume_z_3', panel).data[2]).toBeCloseTo(3 / Math.sqrt(7), 12)
    expect(computeColumn('volume_trend_3', panel).data[2]).toBeCloseTo(2.5, 12)
  })

  it('are missing in the first rows and where a session of the window had no volume', () => {
    for (const name of ['dollar_volume_z_3', 'volume_trend_3'])
      expect(valuesOf(name, panel).map(Number.isNaN)).toEqual([true, true, false, true])
  })

  it('the money traded counts the price, the shares do not', () => {
    const dear = traded([1, E, E ** 4], [1, 1, E])
    // Logs of money 0, 1, 5 again; of shares 0, 0, 1: mean 1/3, deviation 1 / sqrt(3).
    expect(computeColumn('dollar_volume_z_3', dear).data[2]).toBeCloseTo(3 / Math.sqrt(7), 12)
    expect(computeColumn('rolling_z_3(log_volume)', dear).data[2]).toBeCloseTo(2 / Math.sqrt(3), 12)
  })
})

describe('relative_volume', () => {
  it('is a multiple of the mean before, of which the session is no part', () => {
    // 600 / ((100 + 300) / 2), then nothing against (300 + 600) / 2.
    const panel = traded([1, 1, 1, 1], [100, 300, 600, 0])
    expect(valuesOf('relative_volume_2', panel)).toEqual([NaN, NaN, 3, 0])
  })

  it('is missing where nothing was traded in the whole window before', () => {
    expect(valuesOf('relative_volume_2', traded([1, 1, 1], [0, 0, 5]))[2]).toBeNaN()
  })
})

describe('price_volume_correlation', () => {
  const closes = [0, 1, 3, 6].map(Math.exp)
  const of = (logs: readonly number[]): number =>
    computeColumn('price_volume_correlation_3', traded(closes, logs.map(Math.exp))).data[3]

  it('correlates returns of 1, 2, 3 with changes of log volume', () => {
    expect(of([0, 2, 6, 12])).toBeCloseTo(1, 12) // changes 2, 4, 6
    expect(of([0, 3, 5, 6])).toBeCloseTo(-1, 12) // changes 3, 2, 1
    expect(of([0, 1, 4, 6])).toBeCloseTo(0.5, 12) // changes 1, 3, 2: products (-1)(-1) + 0 + 0 = 1, squares 2 and 2
  })
})

describe('amihud', () => {
  const panel = traded([100, 110, 99, 99], [10, 1000, 500, 0])

  it('is the move per million traded', () => {
    // 10% on 110,000; -10% on 49,500.
    const [first, second] = [0.1 / 0.11, 0.1 / 0.0495]
    expect(valuesOf('illiquidity', panel)[1]).toBeCloseTo(first, 12)
    expect(computeColumn('amihud_2', panel).data[2]).toBeCloseTo((first + second) / 2, 12)
  })

  it('is missing without a return, and where nothing was traded', () => {
    expect(valuesOf('illiquidity', panel).map(Number.isNaN)).toEqual([true, false, false, true])
    expect(valuesOf('amihud_2', panel).map(Number.isNaN)).toEqual([true, true, false, true])
  })
})

describe('turnover_share', () => {
  it('is the mean share of the money traded by all that are listed', () => {
    // Money 30 and 10, then 20 and 20; the third asset is listed later and trades as much as both.
    const panel = panelOfCloses(
      [[1, 1, NaN], [2, 1, NaN], [2, 1, 4]], // prettier-ignore
      [1, 1, 1],
      [[30, 10, NaN], [10, 20, NaN], [10, 20, 10]], // prettier-ignore
    )
    const shares = valuesOf('dollar_volume_share', panel)
    expect(shares).toEqual([0.75, 0.25, NaN, 0.5, 0.5, NaN, 0.25, 0.25, 0.5])
    expect(valuesOf('turnover_share_2', panel).slice(3)).toEqual([0.625, 0.375, NaN, 0.375, 0.375, NaN])
  })

  it('is missing where nobody traded, 0 where others did', () => {
    const panel = panelOfCloses([[1, 1], [1, 1]], [1, 1], [[0, 0], [0, 5]]) // prettier-ignore
    expect(valuesOf('dollar_volume_share', panel)).toEqual([NaN, NaN, 0, 1])
  })
})
