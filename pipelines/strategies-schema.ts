import { z } from 'zod'
import { completePolicy, policySchema } from './decision-policy.js'
import type { YamlSource } from './yaml-source.js'

/** A strategy beside the models: the sectors ranked by one feature, decided upon when the experiment decides. */
const strategy = z.strictObject({
  /** One of the experiment's features. */
  feature: z.string(),
  /** Whether the highest values are wanted (momentum), or the lowest (mean reversion). */
  order: z.enum(['highest', 'lowest']).default('highest'),
  ...policySchema,
})

/** Strategies by name, and how they are put together. */
export const strategiesSchema = {
  strategies: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and hyphens'), strategy)
    .default({}),
  /** How much each strategy gets; they are chosen and weighed as sectors are, by what they earned so far. */
  combine: z.strictObject(policySchema).prefault({ select: 'all' }),
}

type Given = z.output<z.ZodObject<typeof strategiesSchema>>

/**
 * The strategies with every step and parameter spelt out.
 * @param features - of the experiment
 * @throws ConfigError naming file, line and field
 */
export function completeStrategies(
  { strategies, combine }: Given,
  features: readonly string[],
  source: YamlSource,
): Given {
  const complete = Object.entries(strategies).map(([name, { feature, order, ...given }]) => {
    const path = ['strategies', name]
    if (!features.includes(feature))
      throw source.errorAt(
        [...path, 'feature'],
        `"${feature}" is none of the features, expected one of ${features.join(', ')}`,
      )
    return [name, { feature, order, ...completePolicy(given, source, path) }] as const
  })
  return { strategies: Object.fromEntries(complete), combine: completePolicy(combine, source, ['combine']) }
}
