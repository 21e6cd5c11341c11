import type { SessionDay } from '../core/calendar.js'

/** Who belonged to an index, and to which sector of it, as it was known on a day. */
export interface MembershipSnapshot {
  readonly known: SessionDay
  /** Canonical sector id by symbol. */
  readonly sectorOf: ReadonlyMap<string, string>
}

/** Members of an index through time. */
export interface Memberships {
  /** In order of the day on which they were known. */
  readonly snapshots: readonly MembershipSnapshot[]
  /** Sector by symbol of the newest snapshot known at the close of a day; empty before the first: nobody is back-filled. */
  asOf(day: SessionDay): ReadonlyMap<string, string>
}

/** Memberships over snapshots in any order; of two of the same day the later one given counts. */
export function membershipsOf(snapshots: readonly MembershipSnapshot[]): Memberships {
  const sorted = [...snapshots].sort((a, b) => a.known - b.known)
  return {
    snapshots: sorted,
    asOf(day) {
      let newest: ReadonlyMap<string, string> = new Map()
      for (const { known, sectorOf } of sorted) if (known <= day) newest = sectorOf
      return newest
    },
  }
}
