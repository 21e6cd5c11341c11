import { z } from 'zod'
import { MARKETS, ZONES } from '../../datasets/feeds/market-time.js'
import { path } from '../../datasets/text/schema-parts.js'

/** What every feed may say. */
const common = {
  /** What a session sees of the values known: the newest (`level`), or `change_K`, `log_change_K`, `growth_K`, `zscore_N`. */
  transform: z.string().default('level'),
  /** Days after which a value is too old to be shown. */
  maxAge: z.int().min(1).max(100_000).optional(),
  /** Whether a missing file ends the run; otherwise the feed is all missing and its mask is 0. */
  required: z.boolean().default(false),
}

/** A series of the macro and sentiment sources: FRED by its release lag, FRED-MD by its vintages, Shiller, policy uncertainty. */
const macro = z.strictObject({
  source: z.enum(['fred', 'fred-md', 'shiller', 'policy-uncertainty']),
  ...common,
  folder: path.default('.'),
  series: z.string().min(1),
  /** When a value becomes known, in words such as `monthly 1 month day 18`, for a series whose release lag is not known. */
  lag: z.string().optional(),
})

/** A company figure by sector, over the members known at the time: a published one, or earningsYield, bookToMarket, salesYield. */
const fundamentals = z.strictObject({
  source: z.literal('fundamentals'),
  ...common,
  /** Folder of snapshots named by the day they were known. */
  folder: path,
  /** Folder of membership snapshots. */
  members: path,
  field: z.string().min(1),
  average: z.enum(['median', 'capWeighted']).default('median'),
})

/** Foreign trading of stocks, or of the sectors made of them. `pressure`: net buying as a share of what was traded. */
const foreignFlow = z.strictObject({
  source: z.literal('foreign-flow'),
  ...common,
  folder: path,
  field: z.enum(['pressure', 'netValue', 'buy', 'sell', 'turnover', 'volume']).default('pressure'),
})

/** Any dated numbers in CSV, JSON lines, Parquet or Arrow. */
const dated = z.strictObject({
  source: z.literal('dated'),
  ...common,
  file: path,
  /** Column of the numbers. */
  value: z.string().min(1).default('value'),
  /** Named format: short-interest, analyst-revisions, guidance, quarterly-statements. */
  format: z.string().optional(),
  /** Column of the day a row speaks of; `date` when absent. */
  date: z.string().optional(),
  /** Column of the day or time it became known; `known` when absent and there. Without one a lag is needed. */
  known: z.string().optional(),
  /** Days from the date, or from publication, to the day it was surely known. */
  lagDays: z.int().min(0).max(3650).optional(),
  /** Column of the symbol or sector; `symbol` or `sector` when absent and there. */
  key: z.string().optional(),
  /** Market whose close decides whether a time of publication is of the same session or the next; that of data.exchange when absent. */
  market: z.enum(MARKETS).optional(),
  /** Zone of times that are written without one. */
  zone: z.enum(ZONES).optional(),
  /** Whether values speak of a time to come. */
  isForecast: z.boolean().optional(),
})

/** Sentiment of dated texts by a lexicon: columns `published`, `text`, and optionally `symbol` or `sector`, and `weight`. */
const text = z.strictObject({
  source: z.literal('text'),
  ...common,
  file: path,
  /** Table of words: `word`, `polarity`, optionally `weight`. A small list of our own when absent. */
  lexicon: path.optional(),
  weighting: z.enum(['counts', 'tf-idf']).default('counts'),
  /** Net tone in [-1, 1], or the number of texts with a tone. */
  measure: z.enum(['tone', 'texts']).default('tone'),
  market: z.enum(MARKETS).optional(),
  zone: z.enum(ZONES).optional(),
})

/** One feed, by its source. */
export const feedSchema = z.discriminatedUnion('source', [macro, fundamentals, foreignFlow, dated, text])
export type FeedConfig = z.output<typeof feedSchema>

/** Feeds by name; a feature is written `feed.NAME`, its mask `feed.NAME.present`. */
export const feedsSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,47}$/, { error: 'expected lower-case letters, digits and underscores' }),
  feedSchema,
)
