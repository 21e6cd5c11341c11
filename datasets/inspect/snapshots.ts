import type { SessionDay } from '../../src/core/calendar.js'
import { groupBy } from '../../src/core/grouping.js'
import type { CoverageRow } from '../../src/panel/quality/coverage.js'
import { folderOf } from './inspection.js'

/** A file that speaks of one day. */
export interface Snapshot {
  readonly name: string
  /** NaN where the name does not tell. */
  readonly known: SessionDay
}

/** One line of the coverage picture for the snapshots of each folder. */
export function snapshotCoverage(snapshots: readonly Snapshot[]): CoverageRow[] {
  const dated = snapshots.filter(({ known }) => !Number.isNaN(known))
  return [...groupBy(dated, ({ name }) => folderOf(name))].map(([folder, files]) => ({
    label: `${files.length} snapshots`,
    group: folder,
    file: folder,
    symbol: null,
    first: files.reduce((least, { known }) => Math.min(least, known), Infinity),
    last: files.reduce((most, { known }) => Math.max(most, known), -Infinity),
    gaps: [],
  }))
}
