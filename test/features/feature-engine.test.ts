import { describe, expect, it } from 'vitest'
import { ConfigError, ShapeError } from '../../src/core/errors.js'
import { createFeatureEngine } from '../../src/features/feature-engine.js'
import { planStages } from '../../src/features/plan.js'
import { computeFeatures } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import type { Stage } from '../../src/features/stage.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { panelRows } from '../../src/panel/panel-rows.js'
import type { Panel } from '../../src/panel/panel.js'
import { changePanel, differences, randomPanel, reorderPanel } from '../contracts/random-panel.js'
import { edited, expectFresh } from './expect-fresh.js'
import { hardPanel, NAMES, planFor } from './hard-panel.js'
import { copyingKernels, KERNELS } from './kernels-under-test.js'

const TESTED = [...KERNELS, ['copying', copyingKernels] as const]

/** Of general stages alone, so that what each is made of can be read from its name. */
const CHAINS = [
  'rolling_mean_5(momentum_2)',
  'rolling_mean_3(momentum_2)',
  'rolling_beta_7(momentum_1,benchmark_return)',
  'rolling_max_4(lag_2(close))',
  'change_5(volume)',
  'lag_3(feed.flow)',
]
const N = 60
const panel = hardPanel(N, 3)
const plan = planFor(panel, NAMES)

describe.each(TESTED)('an engine with %s kernels', (_, kernels) => {
  it('computes everything at first, and nothing when the content is the same', () => {
    const engine = createFeatureEngine(plan, kernels)
    const first = engine.update(panel)
    expectFresh(first, plan, panel)
    expect([...first.recomputed.keys()]).toEqual(plan.stages.map(({ name }) => name))
    for (const rows of first.recomputed.values()) expect(rows).toEqual({ from: 0, to: N })

    const again = engine.update(changePanel(panel, (value) => value))
    expectFresh(again, plan, panel)
    expect(again.recomputed.size).toBe(0)
  })

  it.each<[number, number, string, Record<string, [from: number, to: number]>]>([
    [
      20,
      0,
      'close',
      {
        momentum_1: [20, 22],
        momentum_2: [20, 23],
        'rolling_mean_5(momentum_2)': [20, 27],
        'rolling_mean_3(momentum_2)': [20, 25],
        'rolling_beta_7(momentum_1,benchmark_return)': [20, 28],
        'lag_2(close)': [20, 23],
        'rolling_max_4(lag_2(close))': [20, 26],
      },
    ],
    [58, 1, 'volume', { 'change_5(volume)': [58, 60] }],
    [58, -1, 'close', { benchmark_return: [58, 60], 'rolling_beta_7(momentum_1,benchmark_return)': [58, 60] }],
    [0, 2, 'feed.flow', { 'lag_3(feed.flow)': [0, 4] }],
    [30, 3, 'open', {}],
  ])('a value (row %i, column %i of %s) reaches its dependants and their lookbacks alone', (at, col, field, reach) => {
    const chains = planFor(panel, CHAINS)
    const engine = createFeatureEngine(chains, kernels)
    engine.update(panel)
    const changed = edited(panel, at, col, field)
    const updated = engine.update(changed)
    expectFresh(updated, chains, changed)
    const reached = [...updated.recomputed].map(([name, { from, to }]) => [name, [from, to]])
    expect(Object.fromEntries(reached)).toEqual(reach)
  })

  it('writes no other rows than those that it reports', () => {
    const chains = planFor(panel, CHAINS)
    const engine = createFeatureEngine(chains, kernels)
    const mark = 1234.5
    for (const { data } of engine.update(panel).values) data.fill(mark)
    const changed = edited(edited(panel, 20, 0, 'close'), 31, 2, 'close')
    const { values, recomputed } = engine.update(changed)
    const fresh = computeFeatures(chains, changed, referenceKernels)
    for (const [i, name] of CHAINS.entries()) {
      const { from, to } = recomputed.get(name) ?? { from: 0, to: 0 }
      const expected = values[i].data.slice().fill(mark)
      expected.set(fresh.values[i].data.subarray(from * 4, to * 4), from * 4)
      expect(differences(values[i].data, expected), name).toBe(0)
    }
    expect(recomputed.get('rolling_max_4(lag_2(close))')).toEqual({ from: 20, to: 37 })
    expect(recomputed.has('change_5(volume)')).toBe(false)
  })

  it('notices a panel that was written over', () => {
    const own = panelRows(panel, 0, N)
    const engine = createFeatureEngine(plan, kernels)
    engine.update(own)
    own.fields.close.data[33 * 4] *= 1.01
    own.series['benchmark.close'][12] = NaN
    expectFresh(engine.update(own), plan, own)
  })

  it('computes appended rows alone, any number of times, and none when rows are taken away', () => {
    const engine = createFeatureEngine(plan, kernels)
    let before = 0
    for (const to of [0, 1, 2, 3, 20, 21, 60, 40, 41, 41, 3, 60]) {
      const cut = panelRows(panel, 0, to)
      const updated = engine.update(cut)
      expectFresh(updated, plan, cut)
      for (const rows of updated.recomputed.values()) expect(rows).toEqual({ from: before, to })
      expect(updated.recomputed.size).toBe(to > before ? plan.stages.length : 0)
      before = to
    }
  })

  it('grows beyond any room that it has', () => {
    const long = randomPanel(700, 2, 9)
    const short = planFor(long, ['rolling_mean_3(momentum_1)', 'momentum_differential_mean_1'])
    const engine = createFeatureEngine(short, kernels)
    for (const to of [10, 75, 140, 141, 300, 700]) {
      const cut = panelRows(long, 0, to)
      expectFresh(engine.update(cut), short, cut)
    }
  })

  it('computes from a session on that was put in, or taken out', () => {
    const engine = createFeatureEngine(plan, kernels)
    const join = (a: Panel, b: Panel): Panel => {
      const both = (x: Float64Array, y: Float64Array): Float64Array => Float64Array.from([...x, ...y])
      const fields = { ...a.fields }
      for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) {
        const data = both(a.fields[field].data, b.fields[field].data)
        fields[field] = { rows: data.length / 4, cols: 4, data }
      }
      const series = Object.fromEntries(Object.entries(a.series).map(([k, x]) => [k, both(x, b.series[k])]))
      const flow = both(a.assetSeries['feed.flow'].data, b.assetSeries['feed.flow'].data)
      const assetSeries = { 'feed.flow': { rows: flow.length / 4, cols: 4, data: flow } }
      return { ...a, dates: Int32Array.from([...a.dates, ...b.dates]), fields, series, assetSeries }
    }
    const without = join(panelRows(panel, 0, 35), panelRows(panel, 36, N))
    engine.update(panel)
    for (const [next, to] of [
      [without, N - 1],
      [panel, N],
    ] as const) {
      const updated = engine.update(next)
      expectFresh(updated, plan, next)
      for (const [name, rows] of updated.recomputed) expect(rows, name).toEqual({ from: 35, to })
      expect(updated.recomputed.size).toBe(plan.stages.length)
    }
  })

  it('starts afresh for other assets, sectors, benchmark or number of assets', () => {
    const others: readonly Panel[] = [
      reorderPanel(panel, [2, 0, 1]),
      { ...panel, assets: ['W', 'X', 'Y', 'Z'] },
      { ...panel, sectors: ['a', 'a', 'b', 'b'] },
      { ...panel, benchmark: 'other' },
    ]
    for (const other of others) {
      const engine = createFeatureEngine(plan, kernels)
      for (const next of [panel, other, panel]) {
        const updated = engine.update(next)
        expectFresh(updated, plan, next)
        expect(updated.recomputed.size).toBe(plan.stages.length)
      }
    }
  })

  it('never writes to a panel, be it in memory of the kernels or not', () => {
    const engine = createFeatureEngine(plan, kernels)
    const theirs = (of: Panel): Panel => {
      const close = kernels.allocate(of.dates.length, 4)
      close.data.set(of.fields.close.data)
      return { ...of, fields: { ...of.fields, close } }
    }
    const panels = [
      theirs(panel),
      edited(panel, 40, 1, 'close'),
      panelRows(panel, 0, 30),
      theirs(hardPanel(N, 4)),
      panel,
    ]
    const copies = panels.map((each) => panelRows(each, 0, each.dates.length))
    for (const each of [...panels, ...panels]) expectFresh(engine.update(each), plan, each)
    for (const [i, each] of panels.entries()) expect(each).toEqual(copies[i])
  })

  it('after a panel that lacks a source, the next one is computed afresh', () => {
    const engine = createFeatureEngine(plan, kernels)
    engine.update(panel)
    expect(() => engine.update({ ...panel, assetSeries: {} })).toThrow(
      new ConfigError('feature "lag_3(feed.flow)" needs "feed.flow", which the panel has not'),
    )
    const updated = engine.update(panel)
    expectFresh(updated, plan, panel)
    expect(updated.recomputed.size).toBe(plan.stages.length)
  })

  it('after an error halfway, the next panel is computed afresh: nothing half done is kept', () => {
    const strict: Stage = {
      name: 'strict',
      inputs: ['lag_1(close)'],
      lookback: 1,
      width: 'asset',
      formula: 'x[t]',
      source: 'test',
      compute([input], out, { from, to }) {
        const values = input.data.subarray(from * 4, to * 4)
        if (values.includes(7.5)) throw new RangeError('7.5')
        out.data.set(values, from * 4)
      },
    }
    const fragile = planStages(['lag_1(close)', 'strict'], ['close'], (name) =>
      name === 'strict' ? strict : stageOf(name),
    )
    const engine = createFeatureEngine(fragile, kernels)
    engine.update(panel)
    expect(() => engine.update(edited(panel, 20, 0, 'close'))).toThrow(RangeError)
    expectFresh(engine.update(panel), fragile, panel)
  })
})

describe('the features of an engine', () => {
  it("are written over by the next update, but for what is said to be the caller's", () => {
    const engine = createFeatureEngine(plan, referenceKernels)
    const first = engine.update(panel)
    const [dates, seasoned] = [first.dates.slice(), first.seasoned.slice()]
    const kept = first.values[0].data.slice()
    const second = engine.update(edited(panel, 20, 0, 'close'))
    expect(second.values[0].data.buffer).toBe(first.values[0].data.buffer)
    expect(differences(first.values[0].data, kept)).toBeGreaterThan(0)
    engine.update(changePanel(panel, () => NaN))
    expect([first.dates, first.seasoned]).toEqual([dates, seasoned])
  })

  it('are one value per asset', () => {
    const create = (name: string): unknown =>
      createFeatureEngine(planFor(panel, [name]), referenceKernels).update(panel)
    for (const name of ['momentum_differential_2', 'lag_1(momentum_differential_2)'])
      expect(() => create(name)).toThrow(
        new ShapeError(`feature "${name}" has a value per pair, expected one per asset`),
      )
  })
})
