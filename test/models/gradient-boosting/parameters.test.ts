import { describe, expect, it } from 'vitest'
import { checkParameters, GRADIENT_BOOSTING_DEFAULTS } from '../../../models/gradient-boosting/parameters.js'
import { ConfigError } from '../../../src/core/errors.js'

describe('checkParameters', () => {
  it('accepts the defaults and the ends of every range', () => {
    checkParameters(GRADIENT_BOOSTING_DEFAULTS)
    checkParameters({ ...GRADIENT_BOOSTING_DEFAULTS, trees: 1, learningRate: 1, maxLeaves: 1, maxBins: 2 })
    checkParameters({ ...GRADIENT_BOOSTING_DEFAULTS, minSamplesLeaf: 1, l2: 0, minGain: 0, validationFraction: 0 })
  })

  for (const [name, value] of [
    ['trees', 0],
    ['trees', 2.5],
    ['learningRate', 0],
    ['learningRate', 1.1],
    ['maxLeaves', 0],
    ['maxBins', 1],
    ['maxBins', 256],
    ['minSamplesLeaf', 0],
    ['l2', -1],
    ['l2', Infinity],
    ['minGain', -1],
    ['featureFraction', 0],
    ['rowFraction', 2],
    ['earlyStoppingRounds', 0],
    ['validationFraction', 1],
    ['validationFraction', NaN],
    ['trees', '3'],
    ['trees', undefined],
  ] as const)
    it(`refuses ${name} ${String(value)}, naming both`, () => {
      const params = { ...GRADIENT_BOOSTING_DEFAULTS, [name]: value }
      expect(() => checkParameters(params)).toThrow(ConfigError)
      expect(() => checkParameters(params)).toThrow(`gradientBoosting: ${name} is out of range, "${String(value)}"`)
    })
})
