import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.js'
import type { Matrix } from '../../src/core/matrix.js'
import { levelsOf, requireFeatures, widthOf } from '../../src/features/plan-outputs.js'
import { planStages, type Plan } from '../../src/features/plan.js'
import { panelSources, runStages } from '../../src/features/run-stages.js'
import { exampleStages, stageOf } from '../../src/features/stage-families.js'
import { createWasmKernels } from '../../src/kernels/wasm.js'
import type { Panel } from '../../src/panel/panel.js'
import { changePanel, randomPanel } from '../contracts/random-panel.js'

const planFor = (panel: Panel, ...names: string[]): Plan => planStages(names, panelSources(panel), stageOf)

/** Comparisons of levels between assets, and what is made of them. */
const LAUNDERED = [
  'rolling_z_21(rank(close))',
  'rolling_rank_21(z(close))',
  'rolling_z_5(neutralise(momentum_5,close))',
  'trend_sign_21(demean(close))',
  'divergence_21(demean(close))',
  'surprise_60(rank(close))',
  'rank(rolling_z_5(rank(volume)))',
]

/** Free of levels, though made of them. */
const SOUND = ['rank(momentum_21)', 'rolling_z_21(close)', 'rank(rolling_z_21(close))', 'rolling_rank_9(volume)']

describe('features of raw prices', () => {
  const random = randomPanel(420, 4, 29)
  // All begin at a price of 1, so that they overtake each other.
  const panel = changePanel(random, (value, _, col, field) =>
    col < 0 || field === 'volume' || field.startsWith('feed.') ? value : value / random.fields.close.data[col],
  )
  const event = 400
  const rescale = (prices: number, volumes: number): Panel =>
    changePanel(panel, (value, row, col, field) =>
      col !== 1 || row >= event || field.startsWith('feed.') ? value : value * (field === 'volume' ? volumes : prices),
    )
  // Known at row 400, a split of 4 for 1 makes a quarter of all earlier prices of asset 1; a large distribution takes a third of them.
  const split = rescale(1 / 4, 4)
  const distribution = rescale(2 / 3, 1)
  const names = [...exampleStages().map(({ name }) => name), ...LAUNDERED, ...SOUND]
  const plans = names.map((name) => planFor(panel, name)).filter(({ lookback }) => lookback < 300)
  const isAccepted = (plan: Plan): boolean => {
    try {
      requireFeatures(plan, true)
      return true
    } catch (error) {
      if (error instanceof ConfigError) return false
      throw error
    }
  }
  const valuesOf = (plan: Plan, market: Panel): Matrix => {
    const column = runStages(plan, market, createWasmKernels()).get(plan.outputs[0])
    if (column === undefined) throw new Error('bug: not computed')
    return column
  }

  it.each([
    ['split', split],
    ['distribution', distribution],
  ])('do not tell of a later %s: none that is accepted changes before it', (_, rescaled) => {
    const accepted = plans.filter(isAccepted)
    expect(accepted.length).toBeGreaterThan(100)
    for (const plan of accepted) {
      const [before, after] = [valuesOf(plan, panel), valuesOf(plan, rescaled)]
      for (let i = 0; i < event * before.cols; i++) {
        const [a, b] = [before.data[i], after.data[i]]
        const isSame = Number.isNaN(a) ? Number.isNaN(b) : Math.abs(a - b) <= 1e-7 * Math.max(1, Math.abs(a))
        expect(isSame, `${plan.outputs[0]} at row ${Math.floor(i / before.cols)}: ${a}, ${b}`).toBe(true)
      }
    }
  })

  it.each(LAUNDERED)('%s is refused: the split of one asset moves its place among the others', (name) => {
    const plan = planFor(panel, name)
    expect(isAccepted(plan)).toBe(false)
    expect(levelsOf(plan).has(name)).toBe(true)
    expect(valuesOf(plan, panel).data.slice(0, event * 4)).not.toEqual(valuesOf(plan, split).data.slice(0, event * 4))
  })

  it.each(SOUND)('%s is accepted', (name) => {
    expect(isAccepted(planFor(panel, name))).toBe(true)
  })

  it('fields themselves are refused where prices are adjusted here, and only there', () => {
    expect(() => requireFeatures(planFor(panel, 'close'), true)).toThrow('"close" is in units of price or shares')
    expect(() => requireFeatures(planFor(panel, 'close', 'rank(close)'), false)).not.toThrow()
  })
})

describe('widths of a plan', () => {
  const panel = randomPanel(30, 4, 1)

  it('follow the first input of stages that take any', () => {
    const plan = planFor(panel, 'lag_1(momentum_differential_2)', 'rank(momentum_2)', 'lag_1(breadth_3)')
    expect(plan.outputs.map((name) => widthOf(plan, name))).toEqual(['pair', 'asset', 'session'])
  })

  it.each(['yield_to_price(momentum_differential_5)', 'sensitivity_21(momentum_differential_5)'])(
    '%s is refused, before and when it is computed',
    (name) => {
      const plan = planFor(panel, name)
      expect(() => requireFeatures(plan, false)).toThrow('has a value per pair')
      expect(() => runStages(plan, panel, createWasmKernels())).toThrow(/16 values per session, expected 1 or 4/)
    },
  )

  it('a value per asset does not fit a value per session', () => {
    const plan = planFor(panel, 'rolling_covariance_5(breadth_3,close)')
    const problem = '"breadth_3" has one value per session, expected one per asset'
    expect(() => requireFeatures(plan, false)).toThrow(problem)
    expect(() => runStages(plan, panel, createWasmKernels())).toThrow(problem)
    expect(() => requireFeatures(planFor(panel, 'rolling_covariance_5(close,breadth_3)'), false)).not.toThrow()
  })
})
