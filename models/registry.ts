import { ConfigError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import type { AnyModel } from '../src/forecast/model.js'
import { actorCritic } from './actor-critic/actor-critic.js'
import { cycle } from './cycle.js'
import { gradientBoosting } from './gradient-boosting/gradient-boosting.js'
import { lstm } from './lstm/lstm.js'
import { momentum } from './momentum.js'
import { ridge } from './ridge.js'

/** A model by name; `load` because a tensor library takes a quarter of a second to import. */
export interface ModelEntry {
  readonly name: string
  load(): Promise<AnyModel>
}

const ready = (model: AnyModel): ModelEntry => ({ name: model.name, load: () => Promise.resolve(model) })

/** Every model there is. A new one is added here, and the audit and the experiments know it. */
export const models: readonly ModelEntry[] = [
  ready(momentum),
  ready(ridge),
  ready(gradientBoosting),
  ready(lstm),
  ready(cycle),
  ready(actorCritic),
  {
    name: 'mlp',
    async load(): Promise<AnyModel> {
      const [{ createMlp }, { loadTensorBackend }] = await Promise.all([
        import('./tfjs/mlp.js'),
        import('./tfjs/backend.js'),
      ])
      return createMlp(await loadTensorBackend())
    },
  },
]

/**
 * The model of a name.
 * @throws ConfigError for an unknown one, naming the nearest
 */
export async function modelOf(name: string): Promise<AnyModel> {
  const entry = models.find((candidate) => candidate.name === name)
  if (entry === undefined) {
    const nearest = nearestName(
      name,
      models.map((candidate) => candidate.name),
    )
    throw new ConfigError(`model "${name}" is unknown, the nearest is "${nearest ?? ''}"`)
  }
  return entry.load()
}
