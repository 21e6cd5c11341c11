import type { SectorIndex } from '../../src/panel/sector-index.js'
import type { Panel } from '../../src/panel/panel.js'

/** What a source of prices gives. */
export interface SourceData {
  readonly panel: Panel
  /** SHA-256 of each file that was read, by name relative to the data folder. */
  readonly files: Readonly<Record<string, string>>
  /** Rows that were left out, one line each. */
  readonly leftOut?: readonly string[]
  /** Symbols of the stocks of a sector at a session, where the panel's assets are sectors made of stocks. */
  readonly membersOf?: (sector: string, session: number) => readonly string[]
  /** The indices themselves, where the panel's assets are sectors made of stocks. */
  readonly indices?: readonly SectorIndex[]
}
