import { describe, expect, it } from 'vitest'
import { ACTOR_CRITIC_DEFAULTS } from '../../models/actor-critic/hyperparameters.js'
import { GRADIENT_BOOSTING_DEFAULTS } from '../../models/gradient-boosting/parameters.js'
import { LSTM_DEFAULTS } from '../../models/lstm/hyperparameters.js'
import { modelOf, models } from '../../models/registry.js'
import { MLP_DEFAULTS } from '../../models/tfjs/hyperparameters.js'
import { describeModelContract, type ModelTrial } from './model-contract.js'

const TRIALS: Readonly<Record<string, ModelTrial>> = {
  // Its score is a feature as it stands: there is nothing that labels could teach it.
  momentum: { params: { feature: 'planted' }, learnsNothing: true },
  ridge: { params: { lambda: 0.1 } },
  'gradient-boosting': {
    params: { ...GRADIENT_BOOSTING_DEFAULTS, trees: 40, learningRate: 0.1, maxLeaves: 6, minSamplesLeaf: 20 },
  },
  lstm: { params: { ...LSTM_DEFAULTS, window: 3, hidden: 5, epochs: 12, batchSize: 32, learningRate: 0.01 } },
  cycle: { params: { level: ['planted'], direction: ['planted'], shrinkage: 20 } },
  'actor-critic': { params: { ...ACTOR_CRITIC_DEFAULTS, epochs: 8 } },
  mlp: { params: { ...MLP_DEFAULTS, hidden: [6], epochs: 12, batchSize: 32, learningRate: 0.01 } },
}

describe('every model', () => {
  it('is under contract', () => {
    expect(models.map(({ name }) => name)).toEqual(Object.keys(TRIALS))
  })

  it('is found by its name; an unknown one is refused with the nearest', async () => {
    for (const { name } of models) expect((await modelOf(name)).name).toBe(name)
    await expect(modelOf('rigde')).rejects.toThrow('model "rigde" is unknown, the nearest is "ridge"')
  })

  for (const entry of models) describeModelContract(entry, TRIALS[entry.name])
})
