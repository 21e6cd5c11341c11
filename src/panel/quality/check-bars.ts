import type { BarsUnderCheck } from './bars-under-check.js'
import { findCalendarMismatches, findLimitMoves, recogniseExchange } from './exchange-calendar.js'
import type { BarFinding } from './finding.js'
import { findExtraSessions, findGaps, gapsOf, type Gap } from './gaps.js'
import { findListings } from './listings.js'
import { marketSessions, spanOf } from './market-sessions.js'
import { findSpikes } from './spikes.js'
import { findStaleRuns } from './stale-runs.js'
import { findOddSplits } from './stated-splits.js'
import { findVolumeBreaks, findVolumeGrowth, findZeroVolumes } from './volumes.js'
import type { SessionDay } from '../../core/calendar.js'

/** Life of one symbol among its group. */
export interface SymbolSpan {
  readonly symbol: string
  readonly first: SessionDay
  readonly last: SessionDay
  readonly gaps: readonly Gap[]
}

/** What the checks of a group say. */
export interface CheckedBars {
  readonly findings: readonly BarFinding[]
  /** One a symbol that has any row, in the order of the group. */
  readonly spans: readonly SymbolSpan[]
}

/**
 * Everything that the bars of a group of symbols of one market tell about their own quality. Rows that broke a rule of the format
 * have been reported by the reader; they are not reported again. The group is compared with the exchange whose sessions it
 * follows, if that is known.
 */
export function checkBars(group: readonly BarsUnderCheck[]): CheckedBars {
  const filled = group.filter(({ bars, faulty }) => bars.dates.length + faulty.size > 0)
  const market = marketSessions(filled)
  const exchange = recogniseExchange(market)
  const findings = [
    ...(exchange === undefined ? [] : findCalendarMismatches(market, exchange)),
    ...findListings(filled),
    ...findSpikes(filled),
    ...filled.flatMap((checked) => [
      ...findGaps(checked, market),
      ...findExtraSessions(checked, market),
      ...findStaleRuns(checked.bars),
      ...findZeroVolumes(checked),
      ...findVolumeBreaks(checked.bars),
      ...findVolumeGrowth(checked.bars),
      ...findOddSplits(checked.bars),
      ...(exchange === undefined ? [] : findLimitMoves(checked.bars, exchange)),
    ]),
  ]
  const spans = filled.map((checked): SymbolSpan => {
    const [first, last] = spanOf(checked)
    return { symbol: checked.bars.symbol, first, last, gaps: gapsOf(checked, market) }
  })
  return { findings, spans }
}
