import { DataError } from '../../src/core/errors.js'
import type { CoverageRow } from '../../src/panel/quality/coverage.js'
import { FINDING_LEVELS, findingOf, type Finding } from '../../src/panel/quality/finding.js'
import type { DataFolder } from '../text/data-folder.js'
import { printable } from '../text/quoted.js'
import { barsInspector } from './bars.js'
import { fileKindOf, type FileKind } from './file-kind.js'
import { inspectFlow } from './flow.js'
import { inspectFredMd } from './fred-md.js'
import { inspectFred } from './fred.js'
import { inspectFrench } from './french.js'
import { fundamentalsInspector } from './fundamentals.js'
import { fileInspector, refusedFile, textInspector, type Inspected, type Inspector } from './inspection.js'
import { membersInspector } from './members.js'
import { inspectShiller } from './shiller.js'
import { inspectWorkbook } from './workbook.js'

/** What a folder holds and what is to be known about it. */
export interface FolderInspection {
  /** Number of files of each kind that occurs. */
  readonly kinds: ReadonlyMap<FileKind, number>
  /** Rows of data in all files of a known kind. */
  readonly rows: number
  /** Worst first, then by file, line and date. */
  readonly findings: readonly Finding[]
  readonly coverage: readonly CoverageRow[]
}

/** Inspectors of one inspection, by the kind that they look at. */
function createInspectors(): ReadonlyMap<FileKind, Inspector> {
  return new Map([
    ['bars', barsInspector(false)],
    ['bars-long', barsInspector(true)],
    ['french', textInspector(inspectFrench)],
    ['fred', textInspector(inspectFred)],
    ['fred-md', textInspector(inspectFredMd)],
    ['shiller', textInspector(inspectShiller)],
    ['fundamentals', fundamentalsInspector()],
    ['members', membersInspector()],
    ['flow', fileInspector(inspectFlow)],
    ['workbook', fileInspector(inspectWorkbook)],
  ])
}

function byPlace(a: Finding, b: Finding): number {
  const level = FINDING_LEVELS.indexOf(a.level) - FINDING_LEVELS.indexOf(b.level)
  if (level !== 0) return level
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return (a.line ?? 0) - (b.line ?? 0) || (a.date ?? 0) - (b.date ?? 0)
}

/** Files of one content under several names; the second and later ones are findings. */
function sameFiles(names: ReadonlyMap<string, readonly string[]>): Finding[] {
  return [...names.values()].flatMap(([first, ...others]) =>
    others.map((name) => findingOf('same-file', { file: name }, `the content is that of ${first}`)),
  )
}

/** Names of files and words of rows may hold anything; a report is read on a terminal. */
function printableFinding(finding: Finding): Finding {
  const { file, symbol, detail } = finding
  return {
    ...finding,
    file: printable(file),
    symbol: symbol === null ? null : printable(symbol),
    detail: printable(detail),
  }
}

/**
 * Inspects every file of a folder and its subfolders; nothing outside of it is opened, nothing is repaired. Files of no known
 * kind are counted and left alone.
 */
export function inspectDataFolder(folder: DataFolder): FolderInspection {
  const inspectors = createInspectors()
  const kinds = new Map<FileKind, number>()
  const checksums = new Map<string, string[]>()
  const inspected: Omit<Inspected, 'rows'>[] = []
  let rows = 0
  for (const name of folder.list()) {
    let kind: FileKind = 'other'
    try {
      const file = { ...folder.read(name), file: name }
      kind = fileKindOf(name, file.bytes)
      const result = inspectors.get(kind)?.add(file)
      if (result !== undefined) {
        inspected.push(result)
        rows += result.rows
        checksums.set(file.sha256, [...(checksums.get(file.sha256) ?? []), name])
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      const isBars = kind === 'bars' || kind === 'bars-long'
      inspected.push(refusedFile(isBars ? 'unreadable-bars' : 'unreadable', name, error))
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  for (const inspector of inspectors.values()) inspected.push(inspector.finish())
  const findings = [...inspected.flatMap((each) => each.findings), ...sameFiles(checksums)].sort(byPlace)
  return {
    kinds,
    rows,
    findings: findings.map(printableFinding),
    coverage: inspected.flatMap((each) => each.coverage),
  }
}
