import type { SessionDay } from '../../core/calendar.js'
import { groupBy } from '../../core/grouping.js'
import type { Finding, FindingLevel } from './finding.js'
import type { Gap } from './gaps.js'

/** One line of the coverage picture: what a symbol or a file spans, and where it has holes. */
export interface CoverageRow {
  readonly label: string
  /** Rows of one group stand together: the folder. */
  readonly group: string
  readonly file: string
  /** Null where the row stands for its whole file. */
  readonly symbol: string | null
  readonly first: SessionDay
  readonly last: SessionDay
  readonly gaps: readonly Gap[]
}

/** A finding on the time line. */
export interface CoverageMark {
  readonly session: SessionDay
  readonly level: FindingLevel
}

function keyOf(file: string, symbol: string | null): string {
  return JSON.stringify([file, symbol])
}

/**
 * The dated findings of each row: those of its symbol in its file, and for a row without symbol those of the file;
 * gaps are not among them.
 * @returns one list a row, in the order of the rows
 */
export function coverageMarks(rows: readonly CoverageRow[], findings: readonly Finding[]): CoverageMark[][] {
  // A gap is drawn as a hole already.
  const marked = findings.flatMap(({ file, symbol, date, level, kind }) =>
    date === null || kind === 'gap' ? [] : [{ key: keyOf(file, symbol), mark: { session: date, level } }],
  )
  const byRow = groupBy(marked, ({ key }) => key)
  return rows.map(({ file, symbol }) => (byRow.get(keyOf(file, symbol)) ?? []).map(({ mark }) => mark))
}
