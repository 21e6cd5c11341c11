import type { History, HistoryRow } from './answer.js'

/** Decimal text and binary rounding make equal numbers differ by less than this share of themselves. */
const ROUNDING = 1e-9

/** One number that is not what it was; null = missing. */
export interface Difference {
  /** Label of the row: its date, for files of several blocks with the block. */
  readonly date: string
  readonly field: string
  readonly before: number | null
  readonly after: number | null
}

/** How the past differs between two copies of the same data. */
export interface Restatement {
  readonly differences: readonly Difference[]
  /** Rows that are gone. */
  readonly removed: readonly string[]
  /** Rows that came in between older ones. */
  readonly inserted: readonly string[]
  /** Columns that are gone, with their block where there are several. */
  readonly removedFields: readonly string[]
  /** Number of rows that both copies have. */
  readonly shared: number
}

function differ(before: number, after: number): boolean {
  if (Number.isNaN(before) || Number.isNaN(after)) return Number.isNaN(before) !== Number.isNaN(after)
  return Math.abs(after - before) > ROUNDING * Math.max(Math.abs(before), Math.abs(after))
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

/** Positions of the fields of one row in another row with other columns; rows of a block share their fields, so it is kept. */
function makeColumnMap(): (before: HistoryRow, after: HistoryRow) => readonly number[] {
  const known = new Map<readonly string[], { to: readonly string[]; columns: number[] }>()
  return ({ fields }, after) => {
    const kept = known.get(fields)
    if (kept?.to === after.fields) return kept.columns
    const columns = fields.map((field) => after.fields.indexOf(field))
    known.set(fields, { to: after.fields, columns })
    return columns
  }
}

/** New rows that have older ones before and behind them in their block. */
function insertedRows(before: History, after: History): string[] {
  const last = new Map<string, string>()
  for (const [label, { block }] of after) if (before.has(label)) last.set(block, label)
  const begun = new Set<string>()
  const over = new Set<string>()
  const inserted: string[] = []
  for (const [label, { block }] of after) {
    if (before.has(label)) begun.add(block)
    else if (begun.has(block) && !over.has(block)) inserted.push(label)
    if (last.get(block) === label) over.add(block)
  }
  return inserted
}

/**
 * Compares two copies row by row, for the rows that both have. New rows at either end are no restatement, nor are new columns.
 * @returns undefined when the older copy stands in the newer one as it was (to 1e-9 of each number)
 */
export function compareHistories(before: History, after: History): Restatement | undefined {
  const differences: Difference[] = []
  const removed: string[] = []
  const removedFields = new Set<string>()
  const columnsOf = makeColumnMap()
  for (const [label, old] of before) {
    const row = after.get(label)
    if (row === undefined) {
      removed.push(label)
      continue
    }
    const columns = columnsOf(old, row)
    for (const [i, field] of old.fields.entries()) {
      if (columns[i] < 0) removedFields.add(old.block === '' ? field : `${field} #${old.block}`)
      else if (differ(old.values[i] ?? NaN, row.values[columns[i]] ?? NaN))
        differences.push({
          date: label,
          field,
          before: orNull(old.values[i] ?? NaN),
          after: orNull(row.values[columns[i]] ?? NaN),
        })
    }
  }
  const inserted = insertedRows(before, after)
  if (differences.length + removed.length + inserted.length + removedFields.size === 0) return undefined
  const shared = before.size - removed.length
  return { differences, removed, inserted, removedFields: [...removedFields], shared }
}
