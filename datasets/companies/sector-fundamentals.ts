import { median } from '../../src/core/statistics.js'
import type { Memberships } from '../../src/panel/memberships.js'
import { observationsOf, type Observation, type Observations } from '../../src/panel/observations.js'
import type { Company } from './fundamental-fields.js'
import type { FundamentalSnapshot } from './fundamental-snapshot.js'

/** A figure of the members of one sector. */
export interface SectorFigure {
  /** Middle value over the members that have one; NaN when none has. */
  readonly median: number
  /**
   * Mean weighted by market capitalisation, over the members that have both. Of a yield it is the sector's own: of the sum of
   * earnings per sum of capitalisation. A company with two listed share classes counts twice where its source gives each of them
   * the capitalisation of the whole company.
   */
  readonly capWeighted: number
  /** Members with a value. */
  readonly count: number
  /** Members of the sector, with or without. */
  readonly members: number
}

/**
 * A figure by sector at one snapshot. Companies that were no members then do not count.
 * @param sectorOf - canonical sector id by symbol, as it was known at the snapshot
 * @param measure - made of one company, such as `earningsYield`; NaN = none
 */
export function sectorFigures(
  companies: ReadonlyMap<string, Company>,
  sectorOf: ReadonlyMap<string, string>,
  measure: (company: Company) => number,
): ReadonlyMap<string, SectorFigure> {
  const bySector = new Map<string, (Company | undefined)[]>()
  for (const [symbol, sector] of sectorOf) {
    const list = bySector.get(sector) ?? []
    list.push(companies.get(symbol))
    bySector.set(sector, list)
  }
  return new Map(
    [...bySector].map(([sector, list]) => {
      const pairs = list
        .filter((company) => company !== undefined)
        .map((company) => ({ value: measure(company), cap: company.marketCap }))
        .filter(({ value }) => Number.isFinite(value))
      return [sector, { ...averagesOf(pairs), count: pairs.length, members: list.length }]
    }),
  )
}

function averagesOf(
  pairs: readonly { readonly value: number; readonly cap: number }[],
): Pick<SectorFigure, 'median' | 'capWeighted'> {
  let sum = 0
  let caps = 0
  for (const { value, cap } of pairs) {
    if (!(cap > 0)) continue
    sum += value * cap
    caps += cap
  }
  return { median: median(pairs.map(({ value }) => value)), capWeighted: caps > 0 ? sum / caps : NaN }
}

/**
 * A sector figure through time: one observation per snapshot, over the members known at it. A snapshot at which no member of a
 * sector has a value gives none.
 */
export function sectorObservations(
  snapshots: readonly FundamentalSnapshot[],
  memberships: Memberships,
  name: string,
  measure: (company: Company) => number,
  average: 'median' | 'capWeighted',
): ReadonlyMap<string, Observations> {
  const lists = new Map<string, Observation[]>()
  for (const { known, companies } of snapshots)
    for (const [sector, figure] of sectorFigures(companies, memberships.asOf(known), measure)) {
      if (Number.isNaN(figure[average])) continue
      const list = lists.get(sector) ?? []
      list.push({ valid: known, known, value: figure[average] })
      lists.set(sector, list)
    }
  return new Map([...lists].map(([sector, list]) => [sector, observationsOf(`${name}.${sector}`, list)]))
}
