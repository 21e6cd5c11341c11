import type { Market } from '../../datasets/feeds/market-time.js'
import type { SourceNote } from '../../datasets/tables/source-note.js'
import type { DataFolder } from '../../datasets/text/data-folder.js'
import type { Exchange } from '../../src/core/exchanges/exchange.js'
import type { Observations } from '../../src/panel/observations.js'
import type { Panel } from '../../src/panel/panel.js'
import type { SectorOf } from '../sources/source-data.js'

/** What a feed may look at. */
export interface FeedContext {
  readonly folder: DataFolder
  readonly panel: Panel
  /** Market at whose close the panel's sessions end. */
  readonly market: Market
  /** Where the panel's assets are sectors made of stocks. */
  readonly sectorOf?: SectorOf | undefined
}

/** Dated numbers with the day each became known: of the market as a whole, or one series for each asset of the panel. */
export interface FeedData {
  readonly series: Observations | readonly Observations[]
  /** What a reader of the numbers should know. */
  readonly notes: readonly string[]
}

/** The market whose close ends the sessions of an exchange: New York's where none is stated. */
export function marketOf(exchange: Exchange | undefined): Market {
  return exchange === undefined || exchange === 'NYSE' ? 'new-york' : 'ho-chi-minh'
}

/**
 * Observations that are known by New York's calendar, as another market knows them. What is published in New York on a day comes
 * after the close of that day in Asia: there it is known on the next one.
 */
export function knownAt(market: Market, observations: Observations): Observations {
  return market === 'new-york' ? observations : { ...observations, known: observations.known.map((day) => day + 1) }
}

/** Observations of the assets of a panel, by name; an asset without any has none. */
export function byAsset(
  names: readonly string[],
  found: ReadonlyMap<string, Observations>,
  empty: (name: string) => Observations,
): Observations[] {
  return names.map((name) => found.get(name) ?? empty(name))
}

/** Notes of a reader by kind, in one line: hundreds of rows may be odd in one way, and `inspect` lists them. */
export function countedNotes(notes: readonly SourceNote[]): string[] {
  if (notes.length === 0) return []
  const counts = new Map<string, number>()
  for (const { kind } of notes) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const kinds = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${kind} ${count}`)
  return [`odd in the files, see sectorcast inspect: ${kinds.join(', ')}`]
}

/**
 * Series of a feed whose rows are each about a key: the symbol of an asset, the sector of one, or (an empty key) the market.
 * @param seriesOf - the series of a key, without observations where there is none
 */
export function byKey(panel: Panel, keys: readonly string[], seriesOf: (key: string) => Observations): FeedData {
  const named = keys.filter((key) => key !== '')
  if (named.length === 0) return { series: seriesOf(''), notes: [] }
  const keyOf = (col: number): string => (named.includes(panel.assets[col]) ? panel.assets[col] : panel.sectors[col])
  const unknown = named.filter((key) => !panel.assets.includes(key) && !panel.sectors.includes(key))
  return {
    series: panel.assets.map((_, col) => seriesOf(keyOf(col))),
    notes: unknown.length === 0 ? [] : [`${unknown.length} keys are not in the universe, the first is "${unknown[0]}"`],
  }
}
