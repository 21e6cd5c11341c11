import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, shuffle } from '../../src/core/random.js'
import { buildSamples } from '../../src/samples/build-samples.js'
import { innerSplit } from '../../src/samples/inner-split.js'
import { selectSamples, type Samples } from '../../src/samples/samples.js'
import { randomFeatures } from './fixture.js'

function samplesOver(nDates: number, horizon: number): Samples {
  const { features, target } = randomFeatures(nDates, 2, 1, horizon)
  return buildSamples(features, target, 1, { start: 0, end: nDates })
}

describe('innerSplit', () => {
  it('validates on the last sessions and purges what overlaps them', () => {
    const samples = samplesOver(10, 3)
    const { train, validation } = innerSplit(samples, 0.2)
    expect([...new Set(Array.from(validation, (i) => samples.dateIndex[i]))]).toEqual([8, 9])
    expect([...new Set(Array.from(train, (i) => samples.dateIndex[i]))]).toEqual([0, 1, 2, 3, 4])
    expect(train).toHaveLength(10)
  })

  it('no training label reaches the first validation session, in any order of samples', () => {
    const cases = fc.tuple(
      fc.integer({ min: 3, max: 40 }),
      fc.integer({ min: 1, max: 8 }),
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      fc.integer(),
    )
    fc.assert(
      fc.property(cases, ([nDates, horizon, fraction, seed]) => {
        const ordered = samplesOver(nDates, horizon)
        const order = shuffle(
          Array.from({ length: ordered.nSamples }, (_, i) => i),
          createRandom(seed),
        )
        const samples = selectSamples(ordered, order)
        const { train, validation } = innerSplit(samples, fraction)
        const first = Math.min(...Array.from(validation, (i) => samples.dateIndex[i]))
        expect(validation.length).toBeGreaterThan(0)
        for (const i of train) expect(samples.labelEnd[i]).toBeLessThan(first)
        const dropped = samples.nSamples - train.length - validation.length
        expect(dropped, 'only the sessions within one horizon are lost').toBe(2 * Math.min(first, horizon))
      }),
    )
  })

  it('few sessions leave nothing to train, no samples leave nothing at all', () => {
    const one = innerSplit(samplesOver(2, 1), 0.5)
    expect([one.train.length, one.validation.length]).toEqual([0, 2])
    const none = innerSplit(selectSamples(samplesOver(3, 1), []), 0.5)
    expect([none.train.length, none.validation.length]).toEqual([0, 0])
  })
})
