import { formatSession, type SessionDay } from '../../core/calendar.js'
import { median } from '../../core/statistics.js'
import type { BarsUnderCheck } from './bars-under-check.js'
import type { BarFinding } from './finding.js'
import { spanOf } from './market-sessions.js'

/** Sessions before the last one whose median volume tells what is usual. */
const USUAL = 63
/** A last session with a smaller part of the usual volume was not over when it was written. */
const PARTIAL = 0.25

/** The session by which at least half of a group has begun (ended, when the sessions are negated). */
function halfOf(sessions: readonly number[]): number {
  return [...sessions].sort((a, b) => a - b)[Math.floor((sessions.length - 1) / 2)]
}

/** Volume of the last session as a part of the usual one; NaN when there is nothing to compare. */
function lastVolumePart({ bars }: BarsUnderCheck): number {
  const { volume } = bars
  const before = volume.subarray(Math.max(0, volume.length - 1 - USUAL), Math.max(0, volume.length - 1))
  return before.length < USUAL ? NaN : volume[volume.length - 1] / median(before)
}

/**
 * Symbols that begin after or end before at least half of their group, and last sessions that are not complete: the symbol ends
 * before the group and its last volume is under a quarter of the median of the 63 sessions before.
 */
export function findListings(group: readonly BarsUnderCheck[]): BarFinding[] {
  const spans = group.map(spanOf)
  if (spans.length === 0) return []
  const start: SessionDay = halfOf(spans.map(([first]) => first))
  const end: SessionDay = -halfOf(spans.map(([, last]) => -last))
  return group.flatMap((checked, i): BarFinding[] => {
    const { symbol } = checked.bars
    const [first, last] = spans[i]
    const found: BarFinding[] = []
    if (first > start)
      found.push({
        kind: 'late-start',
        symbol,
        session: first,
        detail: `begins ${formatSession(first)}, most others by ${formatSession(start)}`,
      })
    if (last < end) {
      const detail = `ends ${formatSession(last)}, most others go on to ${formatSession(end)} or later`
      found.push({ kind: 'early-end', symbol, session: last, detail })
      const part = lastVolumePart(checked)
      if (part < PARTIAL) {
        const share = `${(100 * part).toFixed(0)} % of the usual volume`
        found.push({ kind: 'partial-session', symbol, session: last, detail: `the last session has ${share}` })
      }
    }
    return found
  })
}
