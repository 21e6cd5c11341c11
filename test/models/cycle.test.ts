import { describe, expect, it } from 'vitest'
import { cycle } from '../../models/cycle.js'
import { ArtifactError, ConfigError, ShapeError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'
import { encodeRecord } from '../../src/core/records.js'
import { correlation } from '../../src/core/statistics.js'
import type { Samples } from '../../src/samples/samples.js'

const PARAMS = { level: ['growth'], direction: ['-slack'], shrinkage: 20 }
const FEATURES = ['noise', 'growth', 'slack']
const N_ASSETS = 4

/** Each asset does well in one phase of a slow cycle, by `strength` deviations of the noise. */
function cycleSamples(nSessions: number, strength: number, seed: number): Samples {
  const random = createRandom(seed, 'cycle')
  const nSamples = nSessions * N_ASSETS
  const x = new Float64Array(nSamples * 3)
  const y = new Float64Array(nSamples)
  const dateIndex = Int32Array.from({ length: nSamples }, (_, i) => Math.floor(i / N_ASSETS))
  for (let i = 0; i < nSamples; i++) {
    const angle = (2 * Math.PI * dateIndex[i]) / 200
    const [growth, slack] = [3 + Math.sin(angle), -Math.cos(angle)]
    x.set([random.normal(), growth, slack], i * 3)
    // Level and direction by their signs: early 0, mid 1, late 2, recession 3.
    const phase = growth > 3 ? (slack < 0 ? 1 : 2) : slack < 0 ? 0 : 3
    y[i] = random.normal() + (i % N_ASSETS === phase ? strength : 0)
  }
  const [assetIndex, labelEnd] = [dateIndex.map((_, i) => i % N_ASSETS), dateIndex.map((date) => date + 1)]
  return { x, y, dateIndex, assetIndex, labelEnd, nSamples, window: 1, featureNames: FEATURES }
}

/** One sample of each asset at a level and a direction. */
function moment(growth: number, slack: number, nAssets = N_ASSETS): Samples {
  const base = cycleSamples(1, 0, 1)
  const x = Float64Array.from({ length: nAssets * 3 }, (_, i) => [0, growth, slack][i % 3])
  const assetIndex = Int32Array.from({ length: nAssets }, (_, i) => i)
  return { ...base, x, y: new Float64Array(nAssets).fill(NaN), assetIndex, nSamples: nAssets }
}

describe('cycle', () => {
  it('learns which asset each phase favours, and foresees it', () => {
    const state = cycle.fit(cycleSamples(1000, 1, 1), PARAMS, { seed: 1 })
    const fresh = cycleSamples(600, 1, 2)
    expect(correlation(cycle.predict(state, fresh), fresh.y)).toBeGreaterThan(0.25)
    const favourite = (growth: number, slack: number): number => {
      const scores = cycle.predict(state, moment(growth, slack))
      return scores.indexOf(Math.max(...scores))
    }
    expect([favourite(2, -1), favourite(4, -1), favourite(4, 1), favourite(2, 1)]).toEqual([0, 1, 2, 3])
  })

  it('finds nothing where phases favour nobody', () => {
    const state = cycle.fit(cycleSamples(1000, 0, 1), PARAMS, { seed: 1 })
    const fresh = cycleSamples(1000, 0, 2)
    // 4,000 samples: four standard errors.
    expect(Math.abs(correlation(cycle.predict(state, fresh), fresh.y))).toBeLessThan(4 / Math.sqrt(4000))
  })

  it('by hand: means of the phases by their probabilities, drawn to the mean by what is usual', () => {
    // Far above and far below what is usual in turn: 1 / 1.4826 deviations, high and rising with h, or low and falling with h.
    const samples = {
      ...moment(0, 0, 4),
      x: Float64Array.from([0, 9, -9, 0, 9, -9, 0, -9, 9, 0, -9, 9]),
      y: Float64Array.of(3, 1, 1, -1),
      assetIndex: Int32Array.of(0, 1, 0, 1),
    }
    const { mean, common, effects } = cycle.fit(samples, { ...PARAMS, shrinkage: 2 }, { seed: 1 })
    const h = 1 / (1 + Math.exp(-1.702 / 1.482602218505602))
    const [likely, unlikely] = [h * h, (1 - h) * (1 - h)]
    // Targets less their mean 1: 2, 0 in the first moment, 0, -2 in the second.
    const mid = (2 * likely - 2 * unlikely) / (2 + 2 * likely + 2 * unlikely)
    expect(mean).toBe(1)
    expect(common[1]).toBeCloseTo(mid, 12)
    expect(common[3]).toBeCloseTo(-mid, 12)
    // Asset 0 has 2 in the first moment and 0 in the second: beyond what is common 2 - mid and -mid.
    expect(effects[1]).toBeCloseTo(mid + (likely * (2 - mid) - unlikely * mid) / (2 + likely + unlikely), 12)
  })

  it('an asset that was not trained has what is common; without a level or direction there is no opinion', () => {
    const state = cycle.fit(cycleSamples(400, 1, 1), PARAMS, { seed: 1 })
    const scores = cycle.predict(state, moment(4, -1, 6))
    expect(scores[4]).toBe(scores[5])
    expect(Number.isFinite(scores[5])).toBe(true)
    expect(cycle.predict(state, moment(NaN, 1)).every(Number.isNaN)).toBe(true)
    expect(cycle.predict(state, moment(1, NaN)).every(Number.isNaN)).toBe(true)
  })

  it('refuses indicators that are not computed, and samples without those of its training', () => {
    expect(() => cycle.check(PARAMS, ['growth', 'slac'])).toThrow(
      new ConfigError('cycle: feature "slack" is not computed, expected one such as "slac"'),
    )
    expect(() => cycle.check({ ...PARAMS, level: [] })).toThrow(
      'cycle: level "[]", expected names of features, 1 or more',
    )
    expect(() => cycle.check({ ...PARAMS, direction: ['-'] })).toThrow(ConfigError)
    for (const level of [
      ['growth', 'growth'],
      ['growth', 'slack', '-growth'],
    ])
      expect(() => cycle.check({ ...PARAMS, level })).toThrow(
        new ConfigError('cycle: level holds "growth" twice, expected each feature once, with one sign'),
      )
    expect(() => cycle.check({ ...PARAMS, direction: ['growth'] })).not.toThrow()
    expect(() => cycle.check({ ...PARAMS, shrinkage: 0 })).toThrow(ConfigError)
    const state = cycle.fit(cycleSamples(50, 1, 1), PARAMS, { seed: 1 })
    expect(() => cycle.predict(state, { ...moment(1, 1), featureNames: ['a', 'growth', 'b'] })).toThrow(
      new ShapeError('cycle: the samples have no feature "slack", expected it as in training'),
    )
  })

  it('asks for another training where a saved state is without what this version reads', () => {
    const older = encodeRecord({ kind: 'cycle', header: { model: { level: [], direction: [] }, mean: 0 }, arrays: {} })
    expect(() => cycle.load(older)).toThrow(
      new ArtifactError('cycle holds no indicators as this version reads them: train it again'),
    )
  })
})
