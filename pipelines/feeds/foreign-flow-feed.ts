import { emptyFeed } from '../../datasets/feeds/dated-feed.js'
import type { FlowFile } from '../../datasets/flow/flow-file.js'
import { flowOf, readForeignFlow } from '../../datasets/flow/vietnam-flow.js'
import type { SectorOf } from '../sources/source-data.js'
import type { FeedConfig } from './feed-schema.js'
import { byAsset, countedNotes, type FeedContext, type FeedData } from './feed-source.js'

export type ForeignFlowConfig = Extract<FeedConfig, { source: 'foreign-flow' }>

/** The rows of the stocks of each sector, each row under the sector that its stock belonged to on that day. */
function bySector(files: readonly FlowFile[], sectorOf: SectorOf): Map<string, FlowFile[]> {
  const sectors = new Map<string, FlowFile[]>()
  for (const file of files) {
    const sectorAt = file.rows.map(({ date }) => sectorOf(file.symbol, date))
    for (const sector of new Set(sectorAt)) {
      if (sector === undefined) continue
      const rows = file.rows.filter((_, i) => sectorAt[i] === sector)
      sectors.set(sector, [...(sectors.get(sector) ?? []), { ...file, rows }])
    }
  }
  return sectors
}

/** Foreign trading of the panel's stocks, or of the sectors that its assets are. */
export function loadForeignFlowFeed(config: ForeignFlowConfig, { folder, panel, sectorOf }: FeedContext): FeedData {
  const { files, notes } = readForeignFlow(folder.within(config.folder))
  const groups =
    sectorOf === undefined
      ? new Map(files.map((file): [string, FlowFile[]] => [file.symbol, [file]]))
      : bySector(files, sectorOf)
  const found = new Map([...groups].map(([name, list]) => [name, flowOf(name, list)[config.field]]))
  return {
    series: byAsset(panel.assets, found, (name) => emptyFeed(`${config.field}.${name}`)),
    notes: countedNotes(notes),
  }
}
