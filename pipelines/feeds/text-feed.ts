import { emptyFeed } from '../../datasets/feeds/dated-feed.js'
import { datedTexts } from '../../datasets/sentiment/dated-text.js'
import { BUILT_IN_LEXICON, lexiconOf } from '../../datasets/sentiment/lexicon.js'
import { sentimentIndex } from '../../datasets/sentiment/sentiment-index.js'
import { readColumns } from '../../datasets/tables/read-columns.js'
import { readVerified } from '../../datasets/tables/verified-file.js'
import type { FeedConfig } from './feed-schema.js'
import { byKey, type FeedContext, type FeedData } from './feed-source.js'

export type TextConfig = Extract<FeedConfig, { source: 'text' }>

/** Sentiment of dated texts: of the market as a whole, or by symbol or sector. */
export async function loadTextFeed(config: TextConfig, { folder, panel, market }: FeedContext): Promise<FeedData> {
  const { file, lexicon: words, weighting, measure, zone } = config
  const clock = { market: config.market ?? market, ...(zone === undefined ? {} : { zone }) }
  const texts = datedTexts(await readColumns(readVerified(folder, file)), clock)
  const lexicon = words === undefined ? BUILT_IN_LEXICON : lexiconOf(await readColumns(readVerified(folder, words)))
  const found = sentimentIndex(texts, lexicon, { weighting, sessions: panel.dates })
  return byKey(panel, [...found.keys()], (key) => found.get(key)?.[measure] ?? emptyFeed(`${measure}.${key}`))
}
