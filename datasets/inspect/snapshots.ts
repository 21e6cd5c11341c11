import type { SessionDay } from '../../src/core/calendar.js'
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
  const folders = new Map<string, SessionDay[]>()
  for (const { name, known } of snapshots) {
    if (Number.isNaN(known)) continue
    const folder = folderOf(name)
    folders.set(folder, [...(folders.get(folder) ?? []), known])
  }
  return [...folders].map(([folder, days]) => ({
    label: `${days.length} snapshots`,
    group: folder,
    file: folder,
    symbol: null,
    first: Math.min(...days),
    last: Math.max(...days),
    gaps: [],
  }))
}
