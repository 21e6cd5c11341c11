import { describe, expect, it } from 'vitest'
import { ConfigError, ShapeError } from '../../src/core/errors.js'
import { planStages, type Plan } from '../../src/features/plan.js'
import { computeFeatures, panelSources, runStages } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import type { Stage } from '../../src/features/stage.js'
import { referenceKernels } from '../../src/kernels/reference.js'
import { changePanel, randomPanel } from '../contracts/random-panel.js'

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
  compute: ([benchmark], out) => out.data.set(benchmark.data),
}

describe('runStages', () => {
  it('holds every source and every stage by name', () => {
    const columns = runStages(planOf(['momentum_differential_2']), panel, referenceKernels)
    expect([...columns.keys()]).toEqual([...panelSources(panel), 'momentum_2', 'momentum_differential_2'])
    expect(columns.get('close')).toBe(panel.fields.close)
    expect(columns.get('benchmark.close')?.cols).toBe(1)
    expect(columns.get('momentum_differential_2')?.cols).toBe(9)
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
