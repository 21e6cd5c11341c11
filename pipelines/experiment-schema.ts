import { z } from 'zod'
import { TARGET_KINDS } from '../src/samples/target.js'
import { ledgerSchema } from './ledger-schema.js'
import { csvData, frenchData, simulatedData, stocksData, universeSchema } from './data-schema.js'
import { policySchema } from './decisions/decision-policy.js'
import { strategiesSchema } from './strategies/schema.js'
import { checksSchema } from './decisions/pre-trade-checks.js'
import { feedsSchema } from './feeds/feed-schema.js'
import { isoDate, sessions, symbol } from '../datasets/text/schema-parts.js'

const period = z.enum(['weekly', 'monthly', 'quarterly', 'yearly'])
const params = z.record(z.string(), z.unknown())

/** An experiment as it is written; defaults exist here and nowhere else. */
export const experimentSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: 'expected lower-case letters, digits and hyphens' }),
  /** What the run is to find out, in a sentence. */
  hypothesis: z.string().min(1),
  seed: z.int().min(0).max(0xffffffff).default(1),
  data: z.discriminatedUnion('source', [csvData, stocksData, frenchData, simulatedData]),
  universe: universeSchema.optional(),
  /** Dated numbers beside the prices, each known from its day on. */
  feeds: feedsSchema.default({}),
  /** Sessions after t that are forecast. */
  horizon: z.int().min(1).max(1000),
  target: z.enum(TARGET_KINDS).default('z'),
  features: z.array(z.string()).min(1),
  /** What is fitted to the features on the training rows of each fold, in order. */
  transforms: z
    .array(
      z.union([
        z.literal('outlier-index', { error: 'expected "outlier-index" or { pca: COMPONENTS }' }),
        z.strictObject({ pca: z.int().min(1).max(1000) }),
      ]),
    )
    .default([]),
  walkForward: z.strictObject({
    /** First session forecast. */
    from: isoDate,
    /** Last session forecast; the last of the data when absent. */
    to: isoDate.optional(),
    refit: z.union([period, sessions]).default('yearly'),
    scheme: z.enum(['expanding', 'sliding']).default('expanding'),
    trainSessions: sessions.optional(),
    embargo: z.int().min(0).max(100_000).default(0),
    /** Train on every n-th session: labels of neighbouring sessions overlap and teach little more. */
    trainStride: z.int().min(1).max(1000).default(1),
  }),
  models: z
    .record(z.string(), params)
    .refine((models) => Object.keys(models).length > 0, { error: 'no model is listed' }),
  decision: z
    .strictObject({
      ...policySchema,
      every: z.union([period, sessions]).default('monthly'),
      /** Session of the period; the last one is known in advance where data.exchange says whose calendar it is. */
      on: z.enum(['first', 'last']).default('first'),
      /** What the tilts are around. */
      benchmarkWeights: z.union([z.literal('equal'), z.record(symbol, z.number().min(0))]).default('equal'),
    })
    .prefault({}),
  checks: checksSchema,
  ...strategiesSchema,
  backtest: z
    .strictObject({
      /** Price of session t+1 at which a decision of session t is traded. */
      fill: z.enum(['open', 'close']).default('open'),
      costBps: z.number().min(0).max(1000).default(5),
      capital: z.number().positive().max(1e12).default(100_000),
      ...ledgerSchema,
    })
    .prefault({}),
  report: z
    .strictObject({
      /** Flat annual rate of the Sharpe and Sortino ratios, as a fraction. */
      riskFree: z.number().min(-0.1).max(1).default(0),
      sessionsPerYear: z.number().min(1).max(366).default(252),
      bootstrapSamples: z.int().min(100).max(100_000).default(2000),
      /** Mean block length of the stationary bootstrap, sessions; cut to a third of them. */
      bootstrapBlock: sessions.default(21),
      level: z.number().gt(0.5).lt(1).default(0.95),
    })
    .prefault({}),
  export: z
    .strictObject({
      /** Decision sessions shown in the heatmap, beside the latest session. */
      heatmapColumns: z.int().min(1).max(60).default(7),
      /** Changes of the score up to this share of the sessions' standard deviation of scores point nowhere. */
      deadBand: z.number().min(0).max(10).default(0.1),
    })
    .prefault({}),
})

export type Experiment = z.output<typeof experimentSchema>
