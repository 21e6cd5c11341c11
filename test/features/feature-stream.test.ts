import { describe, expect, it } from 'vitest'
import { ConfigError, DataError, ShapeError } from '../../src/core/errors.js'
import { rowOf } from '../../src/core/matrix.js'
import { openFeatureStream, sessionOf, type FeatureRow, type FeatureStream } from '../../src/features/feature-stream.js'
import type { Plan } from '../../src/features/plan.js'
import { computeFeatures, type FeaturePanel } from '../../src/features/run-stages.js'
import type { Session } from '../../src/features/session.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { panelRows } from '../../src/panel/panel-rows.js'
import type { Panel } from '../../src/panel/panel.js'
import { changePanel, differences, randomPanel } from '../contracts/random-panel.js'
import { exampleNames, hardPanel, planFor } from './hard-panel.js'
import { copyingKernels, KERNELS } from './kernels-under-test.js'

const TESTED = [...KERNELS, ['copying', copyingKernels] as const]

/** Names of the features that differ from a row of the batch in a bit, "seasoned" among them. */
function differing(row: FeatureRow, batch: FeaturePanel, at: number): string[] {
  expect(row.names).toEqual(batch.names)
  expect(row.date).toBe(batch.dates[at])
  const names = batch.names.filter((_, i) => differences(row.values[i], rowOf(batch.values[i], at)) > 0)
  const nAssets = batch.assets.length
  const expected = batch.seasoned.subarray(at * nAssets, (at + 1) * nAssets)
  return expected.every((value, col) => value === row.seasoned[col]) ? names : [...names, 'seasoned']
}

/** Replays the sessions from `start` on and compares every row with the batch. */
function replay(plan: Plan, panel: Panel, batch: FeaturePanel, start: number, kernels = referenceKernels): void {
  const stream = openFeatureStream(plan, panelRows(panel, 0, start), kernels)
  for (let row = start; row < panel.dates.length; row++)
    expect(differing(stream.append(sessionOf(panel, row)), batch, row), `row ${row} from ${start}`).toEqual([])
}

describe('every stage, session by session, is the batch to the last bit', () => {
  it.each(exampleNames())('%s', (name) => {
    const { lookback } = planFor(randomPanel(2, 1, 0), [name])
    const panel = hardPanel(lookback + 80, 5)
    const plan = planFor(panel, [name])
    const batch = computeFeatures(plan, panel, referenceKernels)
    for (const start of [0, 1, lookback - 1, lookback, lookback + 41]) replay(plan, panel, batch, start)
  })

  it.each(TESTED)('all at once, with %s kernels', (_, kernels) => {
    const names = exampleNames()
    const { lookback } = planFor(randomPanel(2, 1, 0), names)
    const panel = hardPanel(lookback + 100, 6)
    const plan = planFor(panel, [...names, 'close', 'benchmark.close'])
    const batch = computeFeatures(plan, panel, kernels)
    expect(batch.values.some(({ data }) => data.subarray(-4).some((value) => !Number.isNaN(value)))).toBe(true)
    for (const start of [0, lookback - 30, lookback + 3]) replay(plan, panel, batch, start, kernels)
  })

  it('a single asset too', () => {
    const panel = randomPanel(120, 1, 4)
    const plan = planFor(panel, ['momentum_differential_rank_5', 'rolling_beta_20(momentum_1,benchmark_return)'])
    replay(plan, panel, computeFeatures(plan, panel, referenceKernels), 0)
  })
})

const NAMES = ['momentum_3', 'rolling_mean_5(momentum_1)', 'momentum_differential_mean_2', 'benchmark_return', 'volume']
const panel = hardPanel(60, 8)
const plan = planFor(panel, NAMES)
const batch = computeFeatures(plan, panel, referenceKernels)
const openAt = (row: number): FeatureStream => openFeatureStream(plan, panelRows(panel, 0, row), referenceKernels)

describe('amend', () => {
  const wrong = changePanel(panel, (value, row) => (row % 3 === 0 ? NaN : value * 1.5))

  it('any number of times is append of the final session', () => {
    const stream = openAt(0)
    for (let row = 0; row < 60; row++) {
      stream.append(sessionOf(wrong, row))
      stream.amend({ ...sessionOf(wrong, (row + 7) % 60), date: panel.dates[row] })
      expect(differing(stream.amend(sessionOf(panel, row)), batch, row), `row ${row}`).toEqual([])
    }
  })

  it('takes the place of the last session of the history, and what follows is as if it had always been so', () => {
    for (const n of [1, 2, 7, 40]) {
      const history = changePanel(panelRows(panel, 0, n), (value, row) => (row === n - 1 ? value * 1.1 : value))
      const stream = openFeatureStream(plan, history, referenceKernels)
      expect(differing(stream.amend(sessionOf(panel, n - 1)), batch, n - 1)).toEqual([])
      for (let row = n; row < 60; row++)
        expect(differing(stream.append(sessionOf(panel, row)), batch, row), `row ${row}`).toEqual([])
    }
  })

  it('is refused for another day, and where there is no session yet', () => {
    expect(() => openAt(20).amend(sessionOf(panel, 20))).toThrow(
      new DataError({ file: 'session', field: 'date' }, 'is 2019-01-29, expected 2019-01-28, the latest session'),
    )
    expect(() => openAt(0).amend(sessionOf(panel, 0))).toThrow(
      'session: date: is 2019-01-01, expected no session: there is none yet to be amended',
    )
  })
})

describe('append', () => {
  const session = sessionOf(panel, 20)

  it.each<[string, Session, string]>([
    ['of the same day', sessionOf(panel, 19), 'session: date: is 2019-01-28, expected a day after 2019-01-28'],
    ['of an earlier day', sessionOf(panel, 3), 'session: date: is 2019-01-04, expected a day after 2019-01-28'],
    ['of no day', { ...session, date: NaN }, 'session: date: is "NaN", expected whole days since 1970-01-01'],
    ['at an hour', { ...session, date: 17950.5 }, 'session: date: is "17950.5", expected whole days since 1970-01-01'],
    [
      'with too few assets',
      { ...session, fields: { ...session.fields, volume: [1, 2, 3] } },
      'session 2019-01-29: volume: 3 values, expected 4, one per asset',
    ],
    [
      'without the benchmark',
      { ...session, series: {} },
      'session 2019-01-29: benchmark.close: is missing, expected one value',
    ],
  ])('refuses a session %s, and goes on as if nothing had been', (_, refused, message) => {
    const stream = openAt(20)
    expect(() => stream.append(refused)).toThrow(DataError)
    expect(() => stream.append(refused)).toThrow(message)
    for (let row = 20; row < 60; row++) {
      expect(() => stream.append({ ...refused, date: panel.dates[0] })).toThrow(DataError)
      expect(differing(stream.append(sessionOf(panel, row)), batch, row)).toEqual([])
      expect(() => stream.amend({ ...sessionOf(panel, row), series: {} })).toThrow('benchmark.close')
    }
  })

  it('names a series per asset that is missing, and needs none that the plan does not', () => {
    const flows = planFor(panel, ['rolling_mean_2(feed.flow)', 'lag_1(feed.macro)'])
    const bare = { ...session, assetSeries: {} }
    const stream = openFeatureStream(flows, panelRows(panel, 0, 20), referenceKernels)
    expect(() => stream.append(bare)).toThrow('session 2019-01-29: feed.flow: is missing, expected one value per asset')
    const { series } = session
    expect(() => stream.append({ ...session, series: { 'benchmark.close': series['benchmark.close'] } })).toThrow(
      'session 2019-01-29: feed.macro: is missing, expected one value',
    )
    const fields = { ...session.fields, open: [], high: [] }
    expect(differing(openAt(20).append({ ...bare, fields }), batch, 20)).toEqual([])
  })

  it('gives arrays that later sessions leave as they are', () => {
    const stream = openAt(20)
    const first = stream.append(sessionOf(panel, 20))
    for (let row = 21; row < 60; row++) stream.append(sessionOf(panel, row))
    stream.amend({ ...sessionOf(panel, 30), date: panel.dates[59] })
    expect(differing(first, batch, 20)).toEqual([])
  })
})

describe('openFeatureStream', () => {
  it('neither keeps nor changes the history', () => {
    const history = panelRows(panel, 0, 30)
    const stream = openFeatureStream(plan, history, referenceKernels)
    expect(history).toEqual(panelRows(panel, 0, 30))
    for (const { data } of Object.values(history.fields)) data.fill(0.25)
    for (const values of Object.values(history.series)) values.fill(0.25)
    history.dates.fill(99_999)
    for (let row = 30; row < 60; row++) {
      const given = sessionOf(panel, row)
      expect(differing(stream.append(given), batch, row)).toEqual([])
      expect(given).toEqual(sessionOf(panel, row))
    }
  })

  it('needs no more of the history than the lookback of the plan', () => {
    const recent = openFeatureStream(plan, panelRows(panel, 40 - plan.lookback, 40), referenceKernels)
    for (let row = 40; row < 60; row++) expect(differing(recent.append(sessionOf(panel, row)), batch, row)).toEqual([])
  })

  it('refuses a matrix of pairs, however it comes about, and a panel without a source of the plan', () => {
    const pairs = (name: string): unknown => openFeatureStream(planFor(panel, [name]), panel, referenceKernels)
    expect(() => pairs('momentum_differential_2')).toThrow(ShapeError)
    expect(() => pairs('lag_1(momentum_differential_2)')).toThrow(
      new ShapeError('feature "lag_1(momentum_differential_2)" has a value per pair, expected one per asset'),
    )
    const flows = planFor(panel, ['lag_1(feed.flow)'])
    expect(() => openFeatureStream(flows, { ...panel, assetSeries: {} }, referenceKernels)).toThrow(
      new ConfigError('feature "lag_1(feed.flow)" needs "feed.flow", which the panel has not'),
    )
  })
})
