import { describe, expect, it } from 'vitest'
import { prepareTargets } from '../../models/training-targets.js'
import { mean, standardDeviation } from '../../src/core/statistics.js'
import { plantedSequences } from './lstm/fixture.js'

const samples = plantedSequences(80, 3, 1, 'pattern')

describe('prepareTargets', () => {
  it('takes centre and scale from the samples that train alone', () => {
    const poisoned = { ...samples, y: samples.y.map((y, i) => (samples.dateIndex[i] >= 12 ? 1e6 : y)) }
    const { split, targets, targetMean, targetScale } = prepareTargets(poisoned, 0.25)
    // 20 sessions: 15 to 19 validate; labels are 3 sessions long, so 12 to 14 are purged.
    expect(Math.max(...Array.from(split.train, (i) => samples.dateIndex[i]))).toBe(11)
    expect(Math.min(...Array.from(split.validation, (i) => samples.dateIndex[i]))).toBe(15)
    const trained = Float64Array.from(split.train, (i) => targets[i])
    expect(mean(trained)).toBeCloseTo(0, 12)
    expect(standardDeviation(trained, 0)).toBeCloseTo(1, 12)
    expect(targets[0] * targetScale + targetMean).toBeCloseTo(samples.y[0], 12)
  })

  it('lets all samples train where the purge would leave none', () => {
    const { split } = prepareTargets({ ...samples, labelEnd: samples.labelEnd.map((end) => end + 50) }, 0.25)
    expect(split.train).toHaveLength(80)
    expect(split.validation).toHaveLength(0)
  })

  it('has scale 1 where all targets are the same', () => {
    const { targets, targetScale } = prepareTargets({ ...samples, y: new Float64Array(80).fill(2) }, 0)
    expect(targetScale).toBe(1)
    expect(targets.every((target) => target === 0)).toBe(true)
  })
})
