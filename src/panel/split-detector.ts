import type { SessionDay } from '../core/calendar.js'
import { median } from '../core/statistics.js'
import type { SymbolBars } from './bars.js'
import { isSplitRatio } from './split-ratio.js'

/** What a jump of a price looks like. */
export type SplitKind = 'split' | 'reverse-split' | 'spin-off' | 'unclear'

/** What speaks for and against a split. */
export interface SplitEvidence {
  /** Close before / open. */
  readonly overnight: number
  /** Close before / close. */
  readonly closeToClose: number
  /** Usual size of an overnight log return: 1.4826 times the median of the absolute values of the 60 rows before; NaN with under 10. */
  readonly usualOvernight: number
  /** Traded value / its median over the 20 rows before: about 1 at a split, several times that on news; NaN with none traded. */
  readonly tradedValue: number
  /** log(high / low) / its median over the 60 rows before: about 1 at a split, several times that in a crash. */
  readonly range: number
  /** Part of the jump that the medians of 5 closes before and after still show: about 1, unless the jump is a wrong price that reverts. */
  readonly lasting: number
}

/** A session whose open is far from the close before. */
export interface SplitCandidate {
  readonly session: SessionDay
  /** New shares per old share: the simple ratio for a split, else the overnight jump. */
  readonly ratio: number
  readonly kind: SplitKind
  readonly evidence: SplitEvidence
}

/** Log jump that is looked at: 6:5. Smaller stock dividends can not be told from news by price and volume. */
const LEAST_JUMP = Math.log(1.2)
/** Ratios of splits as they are made, and those that a spin-off or a special dividend reaches as easily. */
const SPLIT_RATIOS = [1.5, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100]
const AMBIGUOUS_RATIOS = [5 / 4, 4 / 3, 5 / 3, 5 / 2]
/** Traded value, and range, above these multiples of the usual ones are news. */
const MOST_TRADED = 3
const MOST_RANGE = 4

/** Median of f over the rows from start (not below 0) to end, exclusive; NaN when there are too few. */
function medianOver(start: number, end: number, least: number, f: (row: number) => number): number {
  const values: number[] = []
  for (let row = Math.max(start, 0); row < end; row++) values.push(f(row))
  return values.length < Math.max(least, 1) ? NaN : median(values)
}

function evidenceAt(bars: SymbolBars, row: number): SplitEvidence {
  const { open, high, low, close, volume } = bars
  const n = bars.dates.length
  const overnight = close[row - 1] / open[row]
  const before = medianOver(row - 5, row, 1, (i) => close[i])
  const after = medianOver(row, Math.min(row + 5, n), 1, (i) => close[i])
  const traded = (i: number): number => close[i] * volume[i]
  return {
    overnight,
    closeToClose: close[row - 1] / close[row],
    usualOvernight:
      1.4826 * medianOver(Math.max(row - 60, 1), row, 10, (i) => Math.abs(Math.log(open[i] / close[i - 1]))),
    tradedValue: traded(row) / medianOver(row - 20, row, 5, traded),
    range: Math.log(high[row] / low[row]) / medianOver(row - 60, row, 10, (i) => Math.log(high[i] / low[i])),
    lasting: Math.log(before / after) / Math.log(overnight),
  }
}

/** The ratio that a jump (as a factor above 1) is near to: within three usual overnight moves, at least 0.5 and at most 4 percent. */
function nearRatio(jump: number, usual: number, ratios: readonly number[]): number | undefined {
  const tolerance = Math.min(Math.max(3 * usual, 0.005), 0.04)
  return ratios.find((ratio) => Math.abs(Math.log(jump / ratio)) <= tolerance)
}

function judge(evidence: SplitEvidence): { readonly kind: SplitKind; readonly ratio: number } {
  const { overnight, usualOvernight, tradedValue, range } = evidence
  const unclear = { kind: 'unclear', ratio: overnight } as const
  // Also where there are too few rows before: a comparison with NaN is false.
  if (!(usualOvernight >= 0 && tradedValue <= MOST_TRADED && range <= MOST_RANGE)) return unclear
  const jump = Math.max(overnight, 1 / overnight)
  const ratio = nearRatio(jump, usualOvernight, SPLIT_RATIOS)
  if (ratio !== undefined) return overnight > 1 ? { kind: 'split', ratio } : { kind: 'reverse-split', ratio: 1 / ratio }
  if (overnight < 1 || nearRatio(jump, usualOvernight, AMBIGUOUS_RATIOS) !== undefined) return unclear
  return { kind: 'spin-off', ratio: overnight }
}

/**
 * Looks for splits in raw bars: sessions that open, and close, at least a sixth below (a fifth above) the close before, and stay there.
 * Where value traded and range are as usual, a jump near a simple ratio is a split, and another drop a spin-off (or a special
 * dividend: the price can not tell). All else is unclear: news, crashes, ratios that both reach. For looking back: it reads the
 * five rows after a jump where they exist.
 * @param bars - raw (or adjusted for a part of the events), shape [n]; stated splits are not looked at
 * @returns candidates by session
 */
export function detectSplits(bars: SymbolBars): SplitCandidate[] {
  const candidates: SplitCandidate[] = []
  for (let row = 1; row < bars.dates.length; row++) {
    const atOpen = Math.log(bars.close[row - 1] / bars.open[row])
    const atClose = Math.log(bars.close[row - 1] / bars.close[row])
    if (Math.min(Math.abs(atOpen), Math.abs(atClose)) < LEAST_JUMP || atOpen * atClose < 0) continue
    const evidence = evidenceAt(bars, row)
    if (evidence.lasting < 0.5) continue
    candidates.push({ session: bars.dates[row], ...judge(evidence), evidence })
  }
  return candidates
}

/** What a split that a source states is, by its number and by the prices around it. */
export interface SplitEvent {
  readonly session: SessionDay
  /** As stated: new shares per old share. */
  readonly ratio: number
  /** A ratio of small whole numbers is a split (or a stock dividend); another one stands for a spin-off. */
  readonly kind: Exclude<SplitKind, 'unclear'>
  /** Whether the prices jump by the ratio (raw), do not (adjusted), or do something else. */
  readonly prices: 'raw' | 'adjusted' | 'unclear'
}

function kindOf(ratio: number): SplitEvent['kind'] {
  if (ratio < 1) return 'reverse-split'
  return isSplitRatio(ratio) ? 'split' : 'spin-off'
}

/**
 * Tells splits from spin-offs among the splits that a source states, and whether its prices are adjusted for them.
 * @param bars - with the stated splits; shape [n]
 * @returns one event per stated split, by session; a split on the first session has no price before it and is unclear
 */
export function classifySplitEvents(bars: SymbolBars): SplitEvent[] {
  const events: SplitEvent[] = []
  for (const [row, ratio] of bars.splits.entries()) {
    if (!(ratio > 0) || ratio === 1) continue
    const expected = Math.log(ratio)
    const jump = row === 0 ? NaN : Math.log(bars.close[row - 1] / bars.open[row])
    const within = (value: number): boolean => Math.abs(jump - value) < Math.abs(expected) / 3
    const prices = within(expected) ? 'raw' : within(0) ? 'adjusted' : 'unclear'
    events.push({ session: bars.dates[row], ratio, kind: kindOf(ratio), prices })
  }
  return events
}
