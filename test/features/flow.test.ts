import { describe, expect, it } from 'vitest'
import { levelsOf } from '../../src/features/plan-outputs.js'
import { planStages } from '../../src/features/plan.js'
import { panelSources } from '../../src/features/run-stages.js'
import { stageOf } from '../../src/features/stage-families.js'
import type { Panel } from '../../src/panel/panel.js'
import { computeColumn, panelOfCloses, withAssetSeries, withSeries } from './compute.js'

/** One asset with a flow "feed.flow" of its own and a series "feed.macro" per session. */
function market(closes: readonly number[], volumes: readonly number[], values: readonly number[]): Panel {
  const panel = panelOfCloses(
    closes.map((close) => [close]),
    closes.map(() => 1),
    volumes.map((volume) => [volume]),
  )
  return withSeries(withAssetSeries(panel, 'feed.flow', values), 'feed.macro', values)
}
const valuesOf = (name: string, panel: Panel): number[] => [...computeColumn(name, panel).data]

describe('per_turnover and per_volume', () => {
  it('are the sum of a flow over what was traded meanwhile', () => {
    const panel = market([10, 20], [10, 5], [100, -40])
    expect(valuesOf('per_turnover_2(feed.flow)', panel)).toEqual([NaN, 0.3]) // 60 / (100 + 100)
    expect(valuesOf('per_volume_2(feed.flow)', panel)).toEqual([NaN, 4]) // 60 / 15
    expect(valuesOf('per_turnover_1(feed.flow)', panel)).toEqual([1, -0.4])
  })

  it('are missing where nothing was traded, and where the flow is not known', () => {
    for (const family of ['per_turnover', 'per_volume']) {
      const name = `${family}_1(feed.flow)`
      expect(valuesOf(name, market([1, 1, 1], [5, 0, 5], [5, 5, NaN]))).toEqual([1, NaN, NaN])
    }
  })

  it('a flow is no feature where prices are adjusted here: splits change the shares, distributions the money', () => {
    const panel = market([1], [1], [1])
    const names = ['per_turnover_5(feed.flow)', 'per_volume_5(feed.flow)', 'yield_to_price(feed.macro)']
    const levels = levelsOf(planStages(names, panelSources(panel), stageOf))
    expect(names.filter((name) => levels.has(name))).toEqual(names)
  })
})

describe('flow_persistence', () => {
  it('is the share of buying less the share of selling', () => {
    const panel = market([1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [5, 2, -9, 0, NaN])
    expect(valuesOf('sign(feed.flow)', panel)).toEqual([1, 1, -1, 0, NaN])
    expect(valuesOf('flow_persistence_4(feed.flow)', panel)).toEqual([NaN, NaN, NaN, 0.25, NaN])
  })
})

describe('sensitivity', () => {
  // The series changes by 1, -1, 3; returns are 0.02 plus half of that.
  const closes = [0, 0.52, 0.04, 1.56].map(Math.exp)

  it('is the slope of returns on the changes of a series', () => {
    const panel = market(closes, [1, 1, 1, 1], [7, 8, 7, 10])
    const values = valuesOf('sensitivity_3(feed.macro)', panel)
    expect(values.slice(0, 3)).toEqual([NaN, NaN, NaN])
    expect(values[3]).toBeCloseTo(0.5, 12)
  })

  it('is missing where the series did not change: there was nothing to answer to', () => {
    expect(valuesOf('sensitivity_3(feed.macro)', market(closes, [1, 1, 1, 1], [7, 7, 7, 7]))[3]).toBeNaN()
  })
})

describe('growth', () => {
  it('is relative to the value before', () => {
    const panel = market([1, 1, 1], [1, 1, 1], [4, 5, 6])
    expect(valuesOf('growth_2(feed.macro)', panel)).toEqual([NaN, NaN, 0.5])
    expect(valuesOf('growth_1(feed.macro)', panel)).toEqual([NaN, 0.25, 6 / 5 - 1])
  })

  it('is missing from and to values that are not positive', () => {
    const panel = market([1, 1, 1, 1], [1, 1, 1, 1], [-1, 2, 0, 2])
    expect(valuesOf('growth_1(feed.macro)', panel)).toEqual([NaN, NaN, NaN, NaN])
  })
})

describe('yield_to_price', () => {
  it('is a figure per share over the close; losses have a negative one', () => {
    const panel = market([20, 20, 0, NaN], [1, 1, 1, 1], [1, -5, 1, 1])
    expect(valuesOf('yield_to_price(feed.macro)', panel)).toEqual([0.05, -0.25, NaN, NaN])
  })
})
