import { dialectOf } from '../datasets/bars/dialect-options.js'
import { inspectDataFolder } from '../datasets/inspect/inspect-folder.js'
import { openDataFolder } from '../datasets/text/data-folder.js'
import { formatSession } from '../src/core/calendar.js'
import type { CoverageRow } from '../src/panel/quality/coverage.js'
import { countLevels, type Finding, type FindingLevel } from '../src/panel/quality/finding.js'

/** A finding as the document has it: the date as text. */
export interface DocumentFinding extends Omit<Finding, 'date'> {
  readonly date: string | null
}

/** What `sectorcast inspect --json` prints. */
export interface InspectDocument {
  readonly findings: readonly DocumentFinding[]
  /** Number of files below the folder, those of no known kind included. */
  readonly files: number
  /** Rows of data in the files of a known kind. */
  readonly rows: number
  /** Number of findings of each level. */
  readonly levels: Readonly<Record<FindingLevel, number>>
  /** Number of files of each kind. */
  readonly kinds: Readonly<Record<string, number>>
  /** Files that hold data by their ending and are of no known kind: nothing is said of them. */
  readonly notInspected: readonly string[]
}

/** The quality report of a folder. */
export interface QualityReport {
  readonly document: InspectDocument
  readonly findings: readonly Finding[]
  readonly coverage: readonly CoverageRow[]
}

/**
 * Inspects the data below a folder.
 * @param root - the folder
 * @param dialect - name of the dialect of all files of bars; told by their headers when absent
 * @throws ConfigError when the folder can not be opened, or no dialect has that name
 */
export async function inspectFolder(root: string, dialect?: string): Promise<QualityReport> {
  const options = { dialect: dialect === undefined ? undefined : dialectOf(dialect) }
  const { kinds, rows, findings, notInspected, coverage } = await inspectDataFolder(openDataFolder(root), options)
  const document: InspectDocument = {
    findings: findings.map(({ level, kind, file, line, date, symbol, detail }) => ({
      level,
      kind,
      file,
      line,
      date: date === null ? null : formatSession(date),
      symbol,
      detail,
    })),
    files: [...kinds.values()].reduce((sum, number) => sum + number, 0),
    rows,
    levels: countLevels(findings),
    kinds: Object.fromEntries(kinds),
    notInspected,
  }
  return { document, findings, coverage }
}
