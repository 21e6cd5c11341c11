import { describe, expect, it } from 'vitest'
import { ConfigError, ShapeError } from '../../src/core/errors.js'
import { rowOf } from '../../src/core/matrix.js'
import { planStages, type Plan } from '../../src/features/plan.js'
import { computeFeatures, panelSources, runStages } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import type { Stage } from '../../src/features/stage.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { panelRows } from '../../src/panel/panel-rows.js'
import { changePanel, differences, randomPanel } from '../contracts/random-panel.js'
import { dataOf } from './hard-panel.js'
import { copyingKernels, KERNELS } from './kernels-under-test.js'

const panel = randomPanel(12, 3, 2)
const planOf = (outputs: string[], ...extra: Stage[]): Plan =>
  planStages(outputs, panelSources(panel), (name) => extra.find((stage) => stage.name === name) ?? stageOf(name))

/** One value per session: the benchmark's close. */
const perSession: Stage = {
  name: 'per_session',
  inputs: ['benchmark.close'],
  lookback: 1,
  width: 'session',
  formula: 'benchmark.close[t]',
  source: 'test',
  compute([benchmark], out, rows) {
    out.data.set(benchmark.data.subarray(rows.from, rows.to), rows.from)
  },
}

describe('runStages', () => {
  it('holds every stage by name, and the sources that they are made of', () => {
    const columns = runStages(
      planOf(['momentum_differential_2', 'benchmark_return', 'volume']),
      panel,
      referenceKernels,
    )
    expect([...columns.keys()].sort()).toEqual(
      ['benchmark.close', 'benchmark_return', 'close', 'momentum_2', 'momentum_differential_2', 'volume'].sort(),
    )
    expect(columns.get('close')).toBe(panel.fields.close)
    expect(columns.get('benchmark.close')?.cols).toBe(1)
    expect(columns.get('momentum_differential_2')?.cols).toBe(9)
  })

  it('offers the days and the sectors as sources', () => {
    const read = (source: string): Stage => ({
      ...perSession,
      name: `read_${source}`,
      inputs: [source],
      width: 'inputs',
      compute([input], out, rows) {
        for (let row = rows.from; row < rows.to; row++) rowOf(out, row).set(rowOf(input, row))
      },
    })
    const names = ['read_date', 'read_sector']
    const sectors = { ...panel, sectors: ['utilities', 'energy', 'utilities'] }
    const columns = runStages(planOf(names, read('date'), read('sector')), sectors, referenceKernels)
    expect(dataOf(columns, 'read_date')).toEqual(Float64Array.from(panel.dates))
    expect([...dataOf(columns, 'read_sector').subarray(30)]).toEqual([1, 0, 1, 1, 0, 1])
  })

  it('rolling statistics of the same inputs come out the same together and alone', () => {
    const names = ['rolling_mean_3(close)', 'rolling_deviation_3(close)', 'rolling_mean_5(close)']
    const together = runStages(planOf(names), panel, referenceKernels)
    for (const name of names) {
      const alone = runStages(planOf([name]), panel, referenceKernels)
      expect(differences(dataOf(together, name), dataOf(alone, name)), name).toBe(0)
    }
  })

  it.each([...KERNELS, ['copying', copyingKernels] as const])(
    'writes over a result that is no longer needed, with %s kernels',
    (_, kernels) => {
      const plan = planOf(['rolling_mean_3(momentum_2)', 'momentum_differential_2', 'benchmark_return'])
      const other = randomPanel(12, 3, 99)
      const expected = runStages(plan, panel, kernels)
      const recycled = runStages(plan, other, kernels)
      const again = runStages(plan, panel, kernels, recycled)
      for (const [name, { data }] of expected) {
        expect(differences(dataOf(again, name), data), name).toBe(0)
        const isSource = plan.stages.every((stage) => stage.name !== name)
        if (!isSource) expect(again.get(name), name).toBe(recycled.get(name))
      }
      // Memory of another shape is of no use.
      const shorter = runStages(plan, panelRows(panel, 0, 9), kernels, again)
      expect(shorter.get('benchmark_return')?.rows).toBe(9)
    },
  )

  it('a panel without sessions has columns without rows', () => {
    const columns = runStages(planOf(['momentum_differential_mean_2']), panelRows(panel, 0, 0), referenceKernels)
    expect(columns.get('momentum_differential_mean_2')).toMatchObject({ rows: 0, cols: 3 })
  })

  it('refuses a plan for another panel, naming what is missing', () => {
    const plan = planStages(['breadth_user'], ['breadth'], () => ({ ...perSession, inputs: ['breadth'] }))
    expect(() => runStages(plan, panel, referenceKernels)).toThrow(
      new ConfigError('feature "per_session" needs "breadth", which the panel has not'),
    )
  })
})

describe('computeFeatures', () => {
  it('gives the outputs in the order asked, one matrix of sessions by assets each', () => {
    const features = computeFeatures(planOf(['momentum_2', 'close', 'wma_3']), panel, referenceKernels)
    expect(features.names).toEqual(['momentum_2', 'close', 'wma_3'])
    expect(features.values.map(({ rows, cols }) => [rows, cols])).toEqual([[12, 3], [12, 3], [12, 3]]) // prettier-ignore
    expect(features.values[1]).toBe(panel.fields.close)
    expect([features.dates, features.assets, features.sectors]).toEqual([panel.dates, panel.assets, panel.sectors])
  })

  it('repeats a value per session for every asset, from a stage or from the panel', () => {
    const { values } = computeFeatures(planOf(['per_session', 'benchmark.volume'], perSession), panel, referenceKernels)
    for (let i = 0; i < 36; i++) {
      expect(values[0].data[i]).toBe(panel.series['benchmark.close'][Math.floor(i / 3)])
      expect(values[1].data[i]).toBe(panel.series['benchmark.volume'][Math.floor(i / 3)])
    }
  })

  it('refuses a value per pair of assets', () => {
    const compute = (): unknown => computeFeatures(planOf(['momentum_differential_2']), panel, referenceKernels)
    expect(compute).toThrow(
      new ShapeError('feature "momentum_differential_2" has a value per pair, expected one per asset'),
    )
  })

  it('refuses a value per pair that a general stage hands on, and a source that is not there', () => {
    expect(() => computeFeatures(planOf(['lag_1(momentum_differential_2)']), panel, referenceKernels)).toThrow(
      new ShapeError('feature "lag_1(momentum_differential_2)" has a value per pair, expected one per asset'),
    )
    const elsewhere = planStages(['feed.other'], ['feed.other'], stageOf)
    expect(() => computeFeatures(elsewhere, panel, referenceKernels)).toThrow(
      new ConfigError('feature "feed.other" is asked for, which the panel has not'),
    )
  })

  it('an asset is seasoned once it and the benchmark were listed for the whole lookback of the plan', () => {
    const changed = changePanel(panel, (value, row, col) =>
      (col === 1 && row < 3) || (col === 2 && row >= 8) || (col === -1 && row === 10) ? NaN : value,
    )
    const { seasoned } = computeFeatures(planOf(['momentum_2', 'close']), changed, referenceKernels)
    const ofAsset = (col: number): string => Array.from({ length: 12 }, (_, row) => seasoned[row * 3 + col]).join('')
    expect(ofAsset(0)).toBe('001111111100')
    expect(ofAsset(1)).toBe('000001111100')
    expect(ofAsset(2)).toBe('001111110000')
  })
})
