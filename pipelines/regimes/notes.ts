import type { CycleIndicators } from '../../src/regimes/cycle-phases.js'
import type { FeedConfig } from '../feeds/feed-schema.js'

/** Sources whose files hold the newest revision of each value, not the one that was published first. */
const REVISED: readonly FeedConfig['source'][] = ['fred', 'shiller', 'policy-uncertainty']

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
  const revised = [...new Set(named)].filter(
    (name) => Object.hasOwn(feeds, name) && REVISED.includes(feeds[name].source),
  )
  if (revised.length === 0) return []
  return [
    `Each value counts from its release on, but as it has been revised since (${revised.join(', ')}): phases, and how well they agree with dated recessions, look better than they did at the time.`,
  ]
}
