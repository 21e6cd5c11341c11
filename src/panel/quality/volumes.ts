import { periodIndex } from '../../core/calendar.js'
import { median } from '../../core/statistics.js'
import type { SymbolBars } from '../bars.js'
import type { BarsUnderCheck } from './bars-under-check.js'
import type { BarFinding } from './finding.js'

/** Sessions on either side of a break whose medians are compared: a quarter. */
const QUARTER = 63
/** Looked for in steps of a month first, with a lower bar, then session by session. */
const STEP = 21
const LEAST_BREAK = 10
const LEAST_GROWTH = 10
/** Sessions that make a year's median worth comparing. */
const FULL_YEAR = 200

/** Sessions on which nothing was traded, those of rows at fault among them. */
export function findZeroVolumes({ bars, faulty }: BarsUnderCheck): BarFinding[] {
  const { symbol, dates, volume } = bars
  const sessions = [
    ...dates.filter((_, i) => volume[i] === 0),
    ...[...faulty].flatMap(([session, row]) => (row.volume === 0 ? [session] : [])),
  ]
  return sessions.map((session) => ({ kind: 'zero-volume', symbol, session, detail: 'the volume is 0' }))
}

function times(ratio: number): string {
  return ratio >= 1 ? `${ratio.toFixed(1)}-fold` : `1/${(1 / ratio).toFixed(1)}`
}

/** Log ratio of the median volume of the quarter from a session to that of the quarter before it; 0 shares count as 1. */
function logRatioAt(volume: Float64Array, at: number): number {
  const before = median(volume.subarray(at - QUARTER, at))
  const after = median(volume.subarray(at, at + QUARTER))
  return Math.log(Math.max(1, after) / Math.max(1, before))
}

/**
 * Sessions at which the level of volume changes: the median of the 63 sessions from there is ten times that of the 63 before,
 * or a tenth. Of neighbouring ones the strongest.
 */
export function findVolumeBreaks({ symbol, dates, volume }: SymbolBars): BarFinding[] {
  if (volume.some(Number.isNaN)) return []
  const found: BarFinding[] = []
  const least = Math.log(LEAST_BREAK)
  const last = volume.length - QUARTER
  for (let coarse = QUARTER; coarse <= last; coarse += STEP) {
    if (Math.abs(logRatioAt(volume, coarse)) < least / 2) continue
    let best = { at: coarse, size: 0, ratio: 0 }
    for (let at = Math.max(QUARTER, coarse - STEP); at <= Math.min(last, best.at + QUARTER); at++) {
      const ratio = logRatioAt(volume, at)
      if (Math.abs(ratio) > best.size) best = { at, size: Math.abs(ratio), ratio }
    }
    if (best.size < least) continue
    const detail = `the median volume of a quarter changes ${times(Math.exp(best.ratio))}`
    found.push({ kind: 'volume-break', symbol, session: dates[best.at], detail })
    coarse = best.at + QUARTER - STEP
  }
  return found
}

/** Tenfold growth of a year's median volume or more, over any span: one finding, at the year in which it is largest. */
export function findVolumeGrowth({ symbol, dates, volume }: SymbolBars): BarFinding[] {
  if (volume.some(Number.isNaN)) return []
  const years: { year: number; start: number; median: number }[] = []
  for (let start = 0; start < dates.length;) {
    const year = periodIndex(dates[start], 'yearly')
    let end = start + 1
    while (end < dates.length && periodIndex(dates[end], 'yearly') === year) end++
    if (end - start >= FULL_YEAR) years.push({ year, start, median: Math.max(1, median(volume.subarray(start, end))) })
    start = end
  }
  let lowest = years.at(0)
  let best: { from: number; to: number; start: number; ratio: number } | undefined
  for (const entry of years) {
    if (lowest === undefined || entry.median < lowest.median) lowest = entry
    const ratio = entry.median / lowest.median
    if (ratio > (best?.ratio ?? 1)) best = { from: lowest.year, to: entry.year, start: entry.start, ratio }
  }
  if (best === undefined || best.ratio < LEAST_GROWTH) return []
  const detail = `the median volume of ${best.to} is ${best.ratio.toFixed(0)} times that of ${best.from}`
  return [{ kind: 'volume-growth', symbol, session: dates[best.start], detail }]
}
