import { createHash } from 'node:crypto'
import { openDataFolder } from '../datasets/text/data-folder.js'
import { formatSession } from '../src/core/calendar.js'
import type { Panel } from '../src/panel/panel.js'

/** Where the numbers came from: enough to tell whether another run saw the same. */
export interface DataSummary {
  readonly simulated: boolean
  /** First and last session, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  readonly sessions: number
  /** Sector symbols, then the benchmark. */
  readonly symbols: readonly string[]
  /** SHA-256 over all that was read: the files' checksums by name, or the simulated bars. */
  readonly sha256: string
}

/** How much a feed had to say. */
export interface FeedCoverage {
  /** Share of the sessions (and assets, where it has a value for each) with a value. */
  readonly coverage: number
  /** What a reader of its numbers should know: missing files, values revised since, rows left out. */
  readonly notes: readonly string[]
}

export interface DataProvenance extends DataSummary {
  /** SHA-256 of each file by name; empty for a simulated market. */
  readonly files: Readonly<Record<string, string>>
  /** Feeds by name; absent without any. */
  readonly feeds?: Readonly<Record<string, FeedCoverage>>
  /** Rows that were left out, and what else a reader should know, one line each; absent without any. */
  readonly notes?: readonly string[]
}

/** The provenance without the lists, for reports. */
export function dataSummary({ simulated, from, to, sessions, symbols, sha256 }: DataProvenance): DataSummary {
  return { simulated, from, to, sessions, symbols, sha256 }
}

/** SHA-256 over the checksums of files, in order of their names. */
export function checksumOfFiles(files: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256')
  for (const name of Object.keys(files).sort()) hash.update(`${name} ${files[name]}\n`)
  return hash.digest('hex')
}

/** What a panel says of itself. */
export function summaryOfPanel(panel: Panel, sha256: string): DataSummary {
  return {
    simulated: panel.simulated,
    from: formatSession(panel.dates[0]),
    to: formatSession(panel.dates[panel.dates.length - 1]),
    sessions: panel.dates.length,
    symbols: [...panel.assets, panel.benchmark],
    sha256,
  }
}

/** Whether a folder holds files of these names with these checksums. */
export function holdsFiles(root: string, files: Readonly<Record<string, string>>): boolean {
  const folder = openDataFolder(root)
  return Object.entries(files).every(([name, sha256]) => folder.has(name) && folder.read(name).sha256 === sha256)
}
