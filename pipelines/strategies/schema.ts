import { z } from 'zod'
import { phaseTableOf } from '../../datasets/registry/phase-preferences.js'
import { widthOf } from '../../src/features/plan-outputs.js'
import type { Plan } from '../../src/features/plan.js'
import { repeatedIndicator, signedName } from '../../src/regimes/cycle-phases.js'
import { completePolicy, policySchema } from '../decisions/decision-policy.js'
import { located } from '../located.js'
import type { DocumentPath, YamlSource } from '../yaml-source.js'

const indicators = z.array(z.string()).min(1)

/**
 * A strategy beside the models: sectors ranked by a feature, or by what the phase of the cycle favours, and decided upon with them. A sector
 * takes part once it has the history of the experiment's longest feature, as for the models, however short the strategy's own is.
 */
const strategy = z.strictObject({
  /** One of the experiment's features. */
  feature: z.string().optional(),
  /** Whether the highest values are wanted (momentum), or the lowest (mean reversion). */
  order: z.enum(['highest', 'lowest']).default('highest'),
  /** In place of a feature: a published table of preferences, and the features that tell the phase (a minus turns one over). */
  phases: z.strictObject({ table: z.string(), level: indicators, direction: indicators }).optional(),
  ...policySchema,
})

/** Strategies by name, and how they are put together. */
export const strategiesSchema = {
  strategies: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and hyphens'), strategy)
    .default({}),
  /** How much each strategy gets; they are chosen and weighed as sectors are. Their scores are what they grew by in the last 252 sessions. */
  combine: z.strictObject(policySchema).prefault({ select: 'all' }),
}

type Given = z.output<z.ZodObject<typeof strategiesSchema>>
/** A strategy as an experiment gives it. */
export type GivenStrategy = z.output<typeof strategy>

function requireFeature(name: string, features: readonly string[], source: YamlSource, path: DocumentPath): void {
  if (!features.includes(name))
    throw source.errorAt(path, `"${name}" is none of the features, expected one of ${features.join(', ')}`)
}

function checkScores({ feature, phases }: GivenStrategy, plan: Plan, source: YamlSource, path: DocumentPath): void {
  if ((feature === undefined) === (phases === undefined))
    throw source.errorAt(path, 'ranks the sectors by a feature or by phases: expected one of the two')
  if (feature !== undefined) requireFeature(feature, plan.outputs, source, [...path, 'feature'])
  if (phases === undefined) return
  located(source, [...path, 'phases', 'table'], () => phaseTableOf(phases.table))
  for (const kind of ['level', 'direction'] as const) {
    const repeated = repeatedIndicator(phases[kind])
    if (repeated !== undefined) throw source.errorAt([...path, 'phases', kind], `"${repeated}" stands twice`)
    for (const [i, indicator] of phases[kind].entries()) {
      const at = [...path, 'phases', kind, i]
      const { name } = signedName(indicator)
      requireFeature(name, plan.outputs, source, at)
      // Whether a feed has values per session or asset is known only once it is read.
      if (!name.startsWith('feed.') && widthOf(plan, name) !== 'session')
        throw source.errorAt(at, `"${name}" has a value per asset, expected one of the session`)
    }
  }
}

/**
 * The strategies with every step and parameter spelt out.
 * @param plan - of the experiment's features
 * @throws ConfigError naming file, line and field
 */
export function completeStrategies({ strategies, combine }: Given, plan: Plan, source: YamlSource): Given {
  const complete = Object.entries(strategies).map(([name, given]) => {
    const path = ['strategies', name]
    checkScores(given, plan, source, path)
    const { feature, order, phases, ...policy } = given
    const scores = phases === undefined ? { feature, order } : { phases, order }
    return [name, { ...scores, ...completePolicy(policy, source, path) }] as const
  })
  return { strategies: Object.fromEntries(complete), combine: completePolicy(combine, source, ['combine']) }
}
