import type { SessionDay } from '../../core/calendar.js'
import { groupBy } from '../../core/grouping.js'

/** How bad a finding is, the worst first. An error makes data unusable as they are; the others are to be known. */
export const FINDING_LEVELS = ['error', 'warning', 'info'] as const
export type FindingLevel = (typeof FINDING_LEVELS)[number]

/** Every kind of finding: its level and what it means. A kind has one level, wherever it is found. */
export const FINDING_KINDS = {
  'unreadable-bars': { level: 'error', meaning: 'a file of daily bars that can not be read' },
  'row-length': { level: 'error', meaning: 'a row of bars with too few or too many fields' },
  'blank-price': { level: 'error', meaning: 'a price is blank' },
  'unparsable-price': { level: 'error', meaning: 'a price is no number' },
  'zero-price': { level: 'error', meaning: 'a price of zero' },
  'negative-price': { level: 'error', meaning: 'a price below zero' },
  ohlc: { level: 'error', meaning: 'a price outside of its day’s range' },
  'duplicate-date': { level: 'error', meaning: 'a session stands twice' },
  'descending-date': { level: 'error', meaning: 'a session stands after a later one' },
  date: { level: 'warning', meaning: 'a row of bars without a readable date' },
  symbol: { level: 'warning', meaning: 'a row of bars without a ticker symbol' },
  simulated: { level: 'warning', meaning: 'a row that does not say whether it is simulated' },
  volume: { level: 'warning', meaning: 'a volume that is no number, or negative' },
  split: { level: 'warning', meaning: 'a split that is no number, or negative' },
  distribution: { level: 'warning', meaning: 'a dividend that is no number, or negative' },
  unreadable: { level: 'warning', meaning: 'a file of a known kind that can not be read' },
  spike: { level: 'warning', meaning: 'a price that jumps and comes back the next session' },
  gap: { level: 'warning', meaning: 'sessions on which others traded are missing' },
  'calendar-missing': { level: 'warning', meaning: 'a session of the exchange is missing everywhere' },
  'calendar-extra': { level: 'warning', meaning: 'a row on a day without a session' },
  'stale-run': { level: 'warning', meaning: 'the same price for many sessions' },
  'zero-volume': { level: 'warning', meaning: 'a session without volume' },
  'partial-session': { level: 'warning', meaning: 'the last session is not complete' },
  'odd-split': { level: 'warning', meaning: 'a stated split that is no simple ratio: a spin-off?' },
  'limit-move': { level: 'warning', meaning: 'a move beyond the exchange’s daily limit' },
  'blank-observation': { level: 'warning', meaning: 'a period that was never published' },
  'skipped-period': { level: 'warning', meaning: 'a period without a row' },
  'blank-days': { level: 'info', meaning: 'blank days in a daily series' },
  'not-released': { level: 'info', meaning: 'series without a value for the last period yet' },
  'blank-rows': { level: 'info', meaning: 'rows without any value' },
  'missing-code': { level: 'info', meaning: 'missing values written as a number' },
  saturday: { level: 'info', meaning: 'sessions on Saturdays' },
  'volume-break': { level: 'info', meaning: 'volume changes its level' },
  'volume-growth': { level: 'info', meaning: 'volume grew many-fold: use rolling measures' },
  'late-start': { level: 'info', meaning: 'begins after the others' },
  'early-end': { level: 'info', meaning: 'ends before the others' },
  'same-file': { level: 'warning', meaning: 'the same content under two names' },
  'undated-file': { level: 'warning', meaning: 'a snapshot whose name does not say when it was known' },
  'ragged-row': { level: 'warning', meaning: 'a row with too few or too many fields' },
  'ragged-row-read': { level: 'warning', meaning: 'a row with an unquoted comma' },
  'empty-sector': { level: 'warning', meaning: 'a member without a sector' },
  'unknown-sector': { level: 'warning', meaning: 'a sector that the standard does not have' },
  'sector-spelling': { level: 'info', meaning: 'one sector under several names' },
  'sector-count': { level: 'info', meaning: 'more or fewer sectors than in the file before' },
  'schema-drift': { level: 'warning', meaning: 'columns or units differ from the file before' },
  'columns-missing': { level: 'info', meaning: 'columns that other files of the kind have' },
  'columns-swapped': { level: 'warning', meaning: 'two columns carry each other’s names' },
  'sub-industries': { level: 'warning', meaning: 'a sector column that holds sub-industries' },
  units: { level: 'info', meaning: 'units of the file' },
  'zero-for-missing': { level: 'info', meaning: 'zero stands for a missing value' },
  'not-finite': { level: 'warning', meaning: 'an infinite value' },
  'other-share-class': { level: 'info', meaning: 'figures per share of another class of shares' },
  'price-outside-range': { level: 'info', meaning: 'a price outside of its 52 weeks' },
  'range-inverted': { level: 'warning', meaning: 'a low of 52 weeks above the high' },
  'double-encoded': { level: 'warning', meaning: 'a header encoded as UTF-8 twice' },
  'newest-first': { level: 'info', meaning: 'rows stand newest first' },
  'unnamed-column': { level: 'info', meaning: 'a column without a name' },
  'note-row': { level: 'warning', meaning: 'a note in the date’s place' },
  'net-value': { level: 'info', meaning: 'a net value that does not fit shares and price' },
  'net-value-missing': { level: 'warning', meaning: 'a net value of zero beside net buying' },
  'beyond-volume': { level: 'info', meaning: 'foreign trades beyond the volume: put-through deals' },
} as const satisfies Readonly<Record<string, { readonly level: FindingLevel; readonly meaning: string }>>
export type FindingKind = keyof typeof FINDING_KINDS

/** What a check of one symbol's bars finds; where it stands in a file is known by whoever read the file. */
export interface BarFinding {
  readonly kind: FindingKind
  /** Null where it is about the whole group. */
  readonly symbol: string | null
  /** Session that it is about. */
  readonly session: SessionDay
  readonly detail: string
}

/** One thing to know about the data, with its place. */
export interface Finding {
  readonly level: FindingLevel
  readonly kind: FindingKind
  /** Relative to the inspected folder. */
  readonly file: string
  /** Line from 1; null where it is about the whole file. */
  readonly line: number | null
  readonly date: SessionDay | null
  readonly symbol: string | null
  readonly detail: string
}

/** Where a finding stands; what is left out is null. */
export interface FindingPlace {
  readonly file: string
  readonly line?: number | undefined
  readonly date?: SessionDay | undefined
  readonly symbol?: string | undefined
}

/** A finding of a kind, with the kind's level. */
export function findingOf(kind: FindingKind, place: FindingPlace, detail: string): Finding {
  const { file, line = null, date = null, symbol = null } = place
  return { level: FINDING_KINDS[kind].level, kind, file, line, date, symbol, detail }
}

/** Findings of one kind each, the worst level first, then the most frequent. */
export function findingsByKind<F extends Pick<Finding, 'kind' | 'level'>>(findings: readonly F[]): F[][] {
  const rank = ({ level }: F): number => FINDING_LEVELS.indexOf(level)
  return [...groupBy(findings, ({ kind }) => kind).values()].sort(
    (a, b) => rank(a[0]) - rank(b[0]) || b.length - a.length,
  )
}

/** How many findings there are of each level. */
export function countLevels(findings: readonly Pick<Finding, 'level'>[]): Readonly<Record<FindingLevel, number>> {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { level } of findings) counts[level]++
  return counts
}
