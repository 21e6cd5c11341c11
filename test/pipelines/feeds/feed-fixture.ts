import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { feedSchema } from '../../../pipelines/feeds/feed-schema.js'
import { joinFeeds } from '../../../pipelines/feeds/join-feeds.js'
import type { SectorOf } from '../../../pipelines/sources/source-data.js'
import { parseSession, weekdayOf } from '../../../src/core/calendar.js'
import type { Exchange } from '../../../src/core/exchanges/exchange.js'
import { createMatrix } from '../../../src/core/matrix.js'
import type { Panel } from '../../../src/panel/panel.js'

/** A panel without prices: weekdays of a range, and assets with their sectors. */
export function emptyPanel(from: string, to: string, assets: Readonly<Record<string, string>>): Panel {
  const days: number[] = []
  for (let day = parseSession(from); day <= parseSession(to); day++)
    if (weekdayOf(day) > 0 && weekdayOf(day) < 6) days.push(day)
  const none = createMatrix(days.length, Object.keys(assets).length)
  return {
    dates: Int32Array.from(days),
    assets: Object.keys(assets),
    sectors: Object.values(assets),
    benchmark: 'MKT',
    fields: { open: none, high: none, low: none, close: none, volume: none },
    series: {},
    assetSeries: {},
    simulated: false,
  }
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** One feed, joined. */
export interface JoinedFeed {
  /** Value at the close of a session, of one asset where the feed has a value for each. */
  readonly at: (session: string, asset?: string) => number
  /** Its mask there. */
  readonly present: (session: string, asset?: string) => number
  readonly coverage: number
  readonly notes: readonly string[]
}

/** Joins one feed of files to a panel. */
export async function joinFeed(
  folder: string,
  panel: Panel,
  config: object,
  options: { readonly exchange?: Exchange; readonly sectorOf?: SectorOf } = {},
): Promise<JoinedFeed> {
  const { exchange, sectorOf } = options
  const prices = { panel, ...(sectorOf === undefined ? {} : { sectorOf }) }
  const feeds = { mine: feedSchema.parse(config) }
  const { panel: joined, coverage } = await joinFeeds(feeds, openDataFolder(folder), prices, exchange)
  const valueOf = (column: string, session: string, asset?: string): number => {
    const row = joined.dates.indexOf(parseSession(session))
    if (row < 0) throw new Error(`${session} is no session of the panel`)
    return asset === undefined
      ? joined.series[column][row]
      : joined.assetSeries[column].data[row * joined.assets.length + joined.assets.indexOf(asset)]
  }
  return {
    at: (session, asset) => valueOf('feed.mine', session, asset),
    present: (session, asset) => valueOf('feed.mine.present', session, asset),
    ...coverage.mine,
  }
}
