import type { SessionDay } from '../core/calendar.js'
import { median } from '../core/statistics.js'
import { splitFactors } from './adjust-splits.js'
import type { SymbolBars } from './bars.js'
import { rawFromTotalReturn, type ShareEvents } from './total-return.js'

/** A session from which on the newer copy is scaled otherwise. */
export interface ScaleStep {
  /** The first session after the step. */
  readonly session: SessionDay
  /** Newer / older close before it, less what the sessions after it have. */
  readonly factor: number
}

/** What makes up the factor between two copies. */
export interface FactorParts {
  /** 1 / the product of the splits after the older copy's last session. */
  readonly splits: number
  /** Product of 1 - D / close[t - 1] of the distributions after it. */
  readonly distributions: number
  /** What is left: 1 where splits and distributions explain the factor. */
  readonly rest: number
}

/** How two copies of one symbol's history differ. */
export interface VintageComparison {
  /** `rescaled`: one factor for all sessions, as after a split or a distribution; `restated`: the history itself was changed. */
  readonly kind: 'identical' | 'rescaled' | 'restated'
  /** Number of sessions that both have. */
  readonly common: number
  /** Newer / older close over the last common sessions; NaN with none. */
  readonly factor: number
  /** Newest first. */
  readonly steps: readonly ScaleStep[]
  /** Single sessions whose close differs from the factor around them, newest first. */
  readonly changed: readonly SessionDay[]
  /** Sessions within the common range that one copy alone has. */
  readonly onlyOlder: readonly SessionDay[]
  readonly onlyNewer: readonly SessionDay[]
  /** Present where the events of the newer copy were given. */
  readonly parts?: FactorParts
}

export interface VintageOptions {
  /** Relative difference of two closes that is rounding. */
  readonly tolerance?: number
  /** Splits and distributions of the newer, fully adjusted copy, in shares of their own session. */
  readonly events?: ShareEvents
}

/** Sessions by which a new level has to show before it is one. */
const BLOCK = 5

/** Walks from the newest ratio to the oldest one: runs of one level, single rows beside it. */
function levelsOf(dates: readonly SessionDay[], ratios: readonly number[], tolerance: number) {
  const differs = (a: number, b: number): boolean => Math.abs(a / b - 1) > tolerance
  const levelAt = (end: number): number => median(ratios.slice(Math.max(0, end - BLOCK + 1), end + 1))
  const steps: ScaleStep[] = []
  const changed: SessionDay[] = []
  const factor = levelAt(ratios.length - 1)
  let level = factor
  for (let i = ratios.length - 1; i >= 0; i--) {
    if (!differs(ratios[i], level)) continue
    const next = levelAt(i)
    if (differs(next, level) && !differs(ratios[i], next) && i + 1 < ratios.length) {
      steps.push({ session: dates[i + 1], factor: next / level })
      level = next
    } else changed.push(dates[i])
  }
  return { factor, steps, changed }
}

function partsOf(newer: SymbolBars, events: ShareEvents, after: SessionDay, factor: number): FactorParts {
  const row = newer.dates.findLastIndex((date) => date <= after)
  const splits = 1 / splitFactors(events.splits)[row]
  const distributions = newer.close[row] / rawFromTotalReturn(newer, events).close[row] / splits
  return { splits, distributions, rest: factor / (splits * distributions) }
}

/**
 * Compares two copies of the same adjusted history. A later split or distribution multiplies all of an adjusted history by one factor,
 * which changes no return and is no restatement; anything else is.
 * @param older - the copy taken first; shape [n]
 * @param newer - the copy taken later; shape [m]
 */
export function compareVintages(older: SymbolBars, newer: SymbolBars, options: VintageOptions = {}): VintageComparison {
  const { tolerance = 5e-4, events } = options
  const rowOf = new Map(Array.from(newer.dates, (date, row): [SessionDay, number] => [date, row]))
  const dates: SessionDay[] = []
  const ratios: number[] = []
  for (const [row, date] of older.dates.entries()) {
    const match = rowOf.get(date)
    if (match === undefined) continue
    dates.push(date)
    ratios.push(newer.close[match] / older.close[row])
  }
  if (dates.length === 0)
    return { kind: 'restated', common: 0, factor: NaN, steps: [], changed: [], onlyOlder: [], onlyNewer: [] }
  const shared = new Set(dates)
  const last = dates[dates.length - 1]
  const only = (copy: SymbolBars): SessionDay[] =>
    [...copy.dates].filter((date) => date > dates[0] && date < last && !shared.has(date))
  const { factor, steps, changed } = levelsOf(dates, ratios, tolerance)
  const [onlyOlder, onlyNewer] = [only(older), only(newer)]
  const restated = steps.length + changed.length + onlyOlder.length + onlyNewer.length > 0
  const uniform = Math.abs(factor - 1) > tolerance ? 'rescaled' : 'identical'
  return {
    kind: restated ? 'restated' : uniform,
    common: dates.length,
    factor,
    steps,
    changed,
    onlyOlder,
    onlyNewer,
    ...(events === undefined ? {} : { parts: partsOf(newer, events, last, factor) }),
  }
}
