import type { SessionDay } from '../../core/calendar.js'
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
  const marks = new Map<string, CoverageMark[]>()
  for (const { file, symbol, date, level, kind } of findings) {
    // A gap is drawn as a hole already.
    if (date === null || kind === 'gap') continue
    const key = keyOf(file, symbol)
    const list = marks.get(key)
    if (list === undefined) marks.set(key, [{ session: date, level }])
    else list.push({ session: date, level })
  }
  return rows.map(({ file, symbol }) => marks.get(keyOf(file, symbol)) ?? [])
}
