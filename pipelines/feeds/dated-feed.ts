import { datedFeed, type FeedFormat } from '../../datasets/feeds/dated-feed.js'
import { feedFormatOf } from '../../datasets/feeds/feed-formats.js'
import type { Market } from '../../datasets/feeds/market-time.js'
import { readColumns } from '../../datasets/tables/read-columns.js'
import { readVerified } from '../../datasets/tables/verified-file.js'
import type { FeedConfig } from './feed-schema.js'
import { byKey, type FeedContext, type FeedData } from './feed-source.js'

export type DatedConfig = Extract<FeedConfig, { source: 'dated' }>

/** A named format, and what the experiment says of single columns. */
function formatOf(
  { format, value, date, known, key, market, zone, lagDays, isForecast }: DatedConfig,
  own: Market,
): FeedFormat {
  const stated = Object.entries({ date, known, key, market, zone, lagDays, isForecast }).filter(
    ([, option]) => option !== undefined,
  )
  const base = format === undefined ? {} : feedFormatOf(format)
  return { market: own, ...base, ...(Object.fromEntries(stated) as Partial<FeedFormat>), values: [value] }
}

/** Any dated numbers: of the market as a whole, or by symbol or sector. */
export async function loadDatedFeed(config: DatedConfig, { folder, panel, market }: FeedContext): Promise<FeedData> {
  const feed = datedFeed(await readColumns(readVerified(folder, config.file)), formatOf(config, market))
  return byKey(panel, feed.keys, (key) => feed.series(config.value, key))
}
