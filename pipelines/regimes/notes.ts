import { FRED_RELEASE_LAGS, SHILLER_RELEASE_LAGS } from '../../datasets/macro/release-lag-table.js'
import type { ReleaseLag } from '../../datasets/macro/release-lags.js'
import { signedName, type CycleIndicators } from '../../src/regimes/cycle-phases.js'
import type { FeedConfig } from '../feeds/feed-schema.js'

/** Sources whose files hold the newest value of each day, with what is known of their series; FRED-MD has vintages of its own. */
const NEWEST_VALUES: Readonly<Partial<Record<FeedConfig['source'], readonly ReleaseLag[]>>> = {
  fred: FRED_RELEASE_LAGS,
  shiller: SHILLER_RELEASE_LAGS,
  'policy-uncertainty': [],
}

/** Whether the file holds another value than the one that was published first; of an unknown series that is supposed. */
function isRevised(feed: FeedConfig): boolean {
  const lags = NEWEST_VALUES[feed.source]
  if (lags === undefined || !('series' in feed)) return false
  return lags.find(({ series }) => series === feed.series)?.revised ?? true
}

/** The indicators that had a value at some session. */
export function knownIndicators(
  { level, direction }: CycleIndicators,
  series: Readonly<Record<string, Float64Array>>,
): CycleIndicators {
  const isKnown = (indicator: string): boolean =>
    series[signedName(indicator).name].some((value) => !Number.isNaN(value))
  return { level: level.filter(isKnown), direction: direction.filter(isKnown) }
}

/**
 * Says which indicators are not there at all, and what that leaves.
 * @param known - of them, as {@link knownIndicators} tells
 * @returns a line, or none
 */
export function absenceNotes({ level, direction }: CycleIndicators, known: CycleIndicators): string[] {
  const present = new Set([...known.level, ...known.direction])
  const absent = [...level, ...direction].filter((indicator) => !present.has(indicator))
  if (absent.length === 0) return []
  const names = [...new Set(absent.map((indicator) => signedName(indicator).name))].join(', ')
  const left = [known.level, known.direction].every((indicators) => indicators.length > 0)
    ? 'phases are told by the others'
    : `nothing tells the ${known.level.length === 0 ? 'level' : 'direction'} of activity, and so no phase`
  return [`${names}: no value at any session; ${left}.`]
}

/**
 * Says which indicators are known in hindsight: released when they were, at values that were revised afterwards.
 * @param feeds - of the experiment, by name
 * @returns a line, or none
 */
export function revisionNotes(
  feeds: Readonly<Record<string, FeedConfig>>,
  { level, direction }: CycleIndicators,
): string[] {
  const named = [...level, ...direction].flatMap((indicator) =>
    [...indicator.matchAll(/\bfeed\.([a-z0-9_]+)/g)].map(([, name]) => name),
  )
  const revised = [...new Set(named)].filter((name) => Object.hasOwn(feeds, name) && isRevised(feeds[name]))
  if (revised.length === 0) return []
  return [
    `Each value counts from its release on, but as it has been revised since (${revised.join(', ')}): phases, and how well they agree with dated recessions, look better than they did at the time.`,
  ]
}
