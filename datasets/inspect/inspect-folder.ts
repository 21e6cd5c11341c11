import { DataError } from '../../src/core/errors.js'
import { groupBy } from '../../src/core/grouping.js'
import type { CoverageRow } from '../../src/panel/quality/coverage.js'
import { FINDING_LEVELS, findingOf, type Finding } from '../../src/panel/quality/finding.js'
import type { BarDialect } from '../bars/dialects.js'
import { FETCH_MANIFEST, FETCH_SCHEMA, RAW_FOLDER, RESTATED_FOLDER } from '../fetch/kept-files.js'
import { readColumns } from '../tables/read-columns.js'
import type { DataFolder } from '../text/data-folder.js'
import { decodeText } from '../text/decode-text.js'
import { printable } from '../text/quoted.js'
import { barsInspector } from './bars.js'
import { fileKindOf, isDataFile, isTableFile, kindOfTable, type FileKind } from './file-kind.js'
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
  /** Files that hold data by their ending and are of no known kind: nothing is said of them. */
  readonly notInspected: readonly string[]
  readonly coverage: readonly CoverageRow[]
}

/** What can be said of the files beforehand. */
export interface InspectOptions {
  /** Dialect of all files of bars; told by their headers when absent, which do not say the order of day and month. */
  readonly dialect?: BarDialect | undefined
}

/** Inspectors of one inspection, by the kind that they look at. */
function createInspectors({ dialect }: InspectOptions): ReadonlyMap<FileKind, Inspector> {
  return new Map([
    ['bars', barsInspector(false, dialect)],
    ['bars-long', barsInspector(true, dialect)],
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
function sameFiles(files: readonly { readonly name: string; readonly sha256: string }[]): Finding[] {
  return [...groupBy(files, ({ sha256 }) => sha256).values()].flatMap(([first, ...others]) =>
    others.map(({ name }) => findingOf('same-file', { file: name }, `the content is that of ${first.name}`)),
  )
}

/** Names of files and words of rows may hold anything; a report is read on a terminal. */
function printableFinding(finding: Finding): Finding {
  const { file, symbol, detail } = finding
  return { ...finding, ...printablePlace({ file, symbol }), detail: printable(detail) }
}

function printablePlace({ file, symbol }: Pick<Finding, 'file' | 'symbol'>): Pick<Finding, 'file' | 'symbol'> {
  return { file: printable(file), symbol: symbol === null ? null : printable(symbol) }
}

function printableCoverage(row: CoverageRow): CoverageRow {
  return { ...row, ...printablePlace(row), label: printable(row.label), group: printable(row.group) }
}

/** Whether a folder was fetched into by this program: its answers are kept beside the files made of them. */
function isFetched(folder: DataFolder, prefix: string): boolean {
  try {
    const manifest: unknown = JSON.parse(decodeText(folder.read(prefix + FETCH_MANIFEST)))
    return typeof manifest === 'object' && manifest !== null && 'schema' in manifest && manifest.schema === FETCH_SCHEMA
  } catch (error) {
    if (error instanceof DataError || error instanceof SyntaxError) return false
    throw error
  }
}

/** Names of the files to be inspected: all but the raw answers of fetched folders, and the documents about restated ones. */
function namesToInspect(folder: DataFolder): string[] {
  const names = folder.list()
  const kept = names
    .filter((name) => name === FETCH_MANIFEST || name.endsWith(`/${FETCH_MANIFEST}`))
    .map((name) => name.slice(0, -FETCH_MANIFEST.length))
    .filter((prefix) => isFetched(folder, prefix))
    .flatMap((prefix) => [`${prefix}${RAW_FOLDER}/`, `${prefix}${RESTATED_FOLDER}/`])
  return names.filter((name) => !kept.some((prefix) => name.startsWith(prefix)))
}

/**
 * Inspects every file of a folder and its subfolders; nothing outside of it is opened, nothing is repaired. Files of no known
 * kind are counted and left alone; the raw answers of a folder that was fetched into are not looked at.
 */
export async function inspectDataFolder(folder: DataFolder, options: InspectOptions = {}): Promise<FolderInspection> {
  const inspectors = createInspectors(options)
  const kinds = new Map<FileKind, number>()
  const read: { readonly name: string; readonly sha256: string }[] = []
  const inspected: Omit<Inspected, 'rows'>[] = []
  const notInspected: string[] = []
  let rows = 0
  for (const name of namesToInspect(folder)) {
    let kind: FileKind = 'other'
    try {
      const file = { ...folder.read(name), file: name }
      const table = isTableFile(name) ? await readColumns(file) : undefined
      kind = table === undefined ? fileKindOf(name, file.bytes) : kindOfTable(table.names)
      const result = inspectors.get(kind)?.add(file, table)
      if (result !== undefined) {
        inspected.push(result)
        rows += result.rows
        read.push({ name, sha256: file.sha256 })
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      const isBars = kind === 'bars' || kind === 'bars-long'
      inspected.push(refusedFile(isBars ? 'unreadable-bars' : 'unreadable', name, error))
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    if (kind === 'other' && isDataFile(name)) notInspected.push(printable(name))
  }
  for (const inspector of inspectors.values()) inspected.push(inspector.finish())
  const findings = [...inspected.flatMap((each) => each.findings), ...sameFiles(read)].sort(byPlace)
  return {
    kinds,
    rows,
    notInspected,
    findings: findings.map(printableFinding),
    coverage: inspected.flatMap((each) => each.coverage).map(printableCoverage),
  }
}
