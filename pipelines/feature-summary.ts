import { formatSession } from '../src/core/calendar.js'
import type { FeatureRows } from './feature-file.js'

/** One column of the table. */
export interface FeatureColumn {
  readonly name: string
  /** First session with a value; null when there is none. */
  readonly from: string | null
  /** Share of the rows without a value. */
  readonly missing: number
}

/** What a table of features holds. */
export interface TableSummary {
  /** One per session and symbol that traded. */
  readonly rows: number
  readonly sessions: number
  readonly symbols: number
  readonly from: string | null
  readonly to: string | null
  readonly features: readonly FeatureColumn[]
}

/** Counts rows, symbols and missing values of a table as it passes. */
export function summariseTable(names: readonly string[]): {
  readonly add: (rows: FeatureRows) => void
  readonly summary: () => TableSummary
} {
  let rows = 0
  const symbols = new Set<string>()
  const sessions = new Set<number>()
  const firsts = names.map(() => Infinity)
  const missing = names.map(() => 0)
  const dateOf = (day: number): string | null => (Number.isFinite(day) ? formatSession(day) : null)
  return {
    add(block) {
      rows += block.dates.length
      for (const symbol of block.symbols) symbols.add(symbol)
      for (const date of block.dates) sessions.add(date)
      for (const [i, values] of block.features.entries())
        for (const [row, value] of values.entries())
          if (Number.isNaN(value)) missing[i]++
          else firsts[i] = Math.min(firsts[i], block.dates[row])
    },
    summary: () => ({
      rows,
      sessions: sessions.size,
      symbols: symbols.size,
      from: dateOf([...sessions].reduce((least, day) => Math.min(least, day), Infinity)),
      to: dateOf([...sessions].reduce((most, day) => Math.max(most, day), -Infinity)),
      features: names.map((name, i) => ({
        name,
        from: dateOf(firsts[i]),
        missing: rows === 0 ? 1 : missing[i] / rows,
      })),
    }),
  }
}
