import { readMemberships } from '../../datasets/companies/members.js'
import type { DataFolder } from '../../datasets/text/data-folder.js'
import { parseSession } from '../../src/core/calendar.js'
import type { Experiment } from '../experiment-schema.js'
import { countNote, type SectorOf } from './source-data.js'
import { stockMapOf } from './stock-map.js'

/** Which sector each stock belonged to when. */
export interface StockSectors {
  /** Symbols to be read; every file there is when absent. */
  readonly symbols?: readonly string[]
  readonly sectorOf: SectorOf
  /** What a reader should know, once it is known which stocks there are. */
  notesOn(symbols: readonly string[]): readonly string[]
}

/** The sectors that an experiment gives its stocks: one for ever, or those of dated membership snapshots. */
export function stockSectors({ data, universe }: Experiment, top: DataFolder): StockSectors {
  if (universe === undefined || data.source !== 'stocks' || !('stocks' in universe || 'members' in universe))
    throw new Error('bug: the universe was checked')
  if ('stocks' in universe) {
    const map = stockMapOf(universe.stocks)
    return { symbols: [...map.keys()], sectorOf: (symbol) => map.get(symbol), notesOn: () => [] }
  }
  const { memberships, notes } = readMemberships(top.within(universe.members))
  const end = data.to === undefined ? Infinity : parseSession(data.to)
  const listed = new Set(
    memberships.snapshots.filter(({ known }) => known <= end).flatMap(({ sectorOf }) => [...sectorOf.keys()]),
  )
  return {
    sectorOf: (symbol, session) => memberships.asOf(session).get(symbol),
    notesOn: (symbols) => [
      ...notes.map(({ file, line, detail }) => `${file}${line === undefined ? '' : `:${line}`}: ${detail}`),
      ...countNote(
        [...listed].filter((symbol) => !symbols.includes(symbol)),
        'members have no bars: what became of them is not in the indices',
      ),
      ...countNote(
        symbols.filter((symbol) => !listed.has(symbol)),
        'stocks are no members on any day',
      ),
    ],
  }
}
