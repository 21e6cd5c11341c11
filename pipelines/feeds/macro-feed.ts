import { MACRO_SOURCES } from '../../datasets/macro/macro-sources.js'
import type { FeedConfig } from './feed-schema.js'
import { knownAt, type FeedContext, type FeedData } from './feed-source.js'

export type MacroConfig = Extract<FeedConfig, { series: string }>

/** A macro or sentiment series. */
export function loadMacroFeed(
  { source: name, folder: where, series, lag }: MacroConfig,
  { folder, market }: FeedContext,
): FeedData {
  const source = MACRO_SOURCES.find((candidate) => candidate.source === name)
  if (source === undefined) throw new Error(`bug: source "${name}" of the schema is unknown`)
  const lags = new Map(lag === undefined ? [] : [[series, lag]])
  const [loaded] = source.load(folder.within(where), [series], lags).series
  const notes = loaded.revised
    ? ['latest revised values at the time of their first release: timing is honest, values are not']
    : []
  return { series: knownAt(market, loaded.observations), notes }
}
