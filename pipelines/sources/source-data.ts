import type { SessionDay } from '../../src/core/calendar.js'
import type { Panel } from '../../src/panel/panel.js'
import type { RawMarkets } from './raw-market.js'

/** Sector of a stock as known at the close of a session; undefined where it belongs to none. */
export type SectorOf = (symbol: string, session: SessionDay) => string | undefined

/** What a source of prices gives. */
export interface SourceData {
  readonly panel: Panel
  /** Rows that were left out, and other things a reader of the results should know; one line each. */
  readonly notes: readonly string[]
  /** Files that a cache answered for: SHA-256 by name in the data folder. */
  readonly files?: Readonly<Record<string, string>>
  /** Where the panel's assets are sectors made of stocks. */
  readonly sectorOf?: SectorOf
  /** Raw shares with their splits and distributions, where those are paid in cash. */
  readonly raw?: RawMarkets
}

/** How many symbols something holds for, with the first of them; nothing where it holds for none. */
export function countNote(symbols: readonly string[], what: string): string[] {
  return symbols.length === 0 ? [] : [`${symbols.length} ${what}, the first is "${[...symbols].sort()[0]}"`]
}
