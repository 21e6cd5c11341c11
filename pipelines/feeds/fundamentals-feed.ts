import { emptyFeed } from '../../datasets/feeds/dated-feed.js'
import { FUNDAMENTAL_FIELDS, type Company, type FundamentalField } from '../../datasets/companies/fundamental-fields.js'
import { readFundamentals } from '../../datasets/companies/fundamentals.js'
import { readMemberships } from '../../datasets/companies/members.js'
import { sectorObservations } from '../../datasets/companies/sector-fundamentals.js'
import { bookToMarket, earningsYield, salesYield } from '../../datasets/companies/valuation.js'
import { ConfigError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import type { FeedConfig } from './feed-schema.js'
import { byAsset, countedNotes, knownAt, type FeedContext, type FeedData } from './feed-source.js'

export type FundamentalsConfig = Extract<FeedConfig, { source: 'fundamentals' }>
type Measure = (company: Company) => number

/** Figures that are made of the published ones. */
const DERIVED = new Map<string, Measure>([
  ['earningsYield', earningsYield],
  ['bookToMarket', bookToMarket],
  ['salesYield', salesYield],
])

/**
 * A company figure by its name.
 * @throws ConfigError for an unknown one, with the nearest
 */
export function measureOf(field: string): Measure {
  const derived = DERIVED.get(field)
  if (derived !== undefined) return derived
  const published = FUNDAMENTAL_FIELDS.find((candidate): candidate is FundamentalField => candidate === field)
  if (published !== undefined) return (company) => company[published]
  const nearest = nearestName(field, [...FUNDAMENTAL_FIELDS, ...DERIVED.keys()])
  throw new ConfigError(`field "${field}" is unknown, the nearest is "${nearest ?? ''}"`)
}

/** A company figure by sector, over the members known at the time. */
export function loadFundamentalsFeed(config: FundamentalsConfig, { folder, panel, market }: FeedContext): FeedData {
  const { snapshots, notes } = readFundamentals(folder.within(config.folder))
  const { memberships, notes: memberNotes } = readMemberships(folder.within(config.members))
  const found = sectorObservations(snapshots, memberships, config.field, measureOf(config.field), config.average)
  const series = byAsset(panel.sectors, found, (sector) => emptyFeed(`${config.field}.${sector}`))
  return {
    series: series.map((observations) => knownAt(market, observations)),
    notes: countedNotes([...notes, ...memberNotes]),
  }
}
