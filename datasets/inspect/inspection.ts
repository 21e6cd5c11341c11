import { DataError } from '../../src/core/errors.js'
import type { CoverageRow } from '../../src/panel/quality/coverage.js'
import type { ColumnTable } from '../tables/column-table.js'
import type { SourceNote } from '../tables/source-note.js'
import type { DataFile } from '../text/data-folder.js'
import { decodeText } from '../text/decode-text.js'
import { findingOf, type Finding, type FindingKind } from '../../src/panel/quality/finding.js'

/** What one file, or a group of files, was found to hold. */
export interface Inspected {
  /** Rows of data, those at fault included. */
  readonly rows: number
  readonly findings: readonly Finding[]
  readonly coverage: readonly CoverageRow[]
}

/** One text file under the name it is reported by: relative to the inspected folder. */
export interface InspectedText {
  readonly name: string
  readonly text: string
}

/** Looks at the files of one kind: at each alone, then at all of them beside each other. */
export interface Inspector {
  /**
   * @param file - named as it is reported
   * @param table - its columns, where its format is not text
   * @throws DataError when it can not be read
   */
  add(file: DataFile, table?: ColumnTable): Inspected
  finish(): Omit<Inspected, 'rows'>
}

/** An inspector of text files that are looked at alone. */
export function textInspector(inspect: (file: InspectedText) => Inspected): Inspector {
  return fileInspector((file) => inspect({ name: file.file, text: decodeText(file) }))
}

/** An inspector of files that are looked at alone. */
export function fileInspector(inspect: (file: DataFile) => Inspected): Inspector {
  return { add: inspect, finish: () => ({ findings: [], coverage: [] }) }
}

/** Notes of a reader as findings. */
export function findingsOfNotes(notes: readonly SourceNote<FindingKind>[]): Finding[] {
  return notes.map(({ kind, detail, ...place }) => findingOf(kind, place, detail))
}

/** Name of the folder that a file lies in; `.` for the inspected folder itself. */
export function folderOf(name: string): string {
  const end = name.lastIndexOf('/')
  return end < 0 ? '.' : name.slice(0, end)
}

/** Name of a file without its folders and its ending. */
export function stemOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
}

/** The line of a symbol or series of a file in the coverage picture; of the whole file where `symbol` is null. */
export function coverageOf(
  file: string,
  symbol: string | null,
  { first, last, gaps = [] }: Pick<CoverageRow, 'first' | 'last'> & Partial<Pick<CoverageRow, 'gaps'>>,
): CoverageRow {
  return { label: symbol ?? stemOf(file), group: folderOf(file), file, symbol, first, last, gaps }
}

/** The problem of a data error, without the place that its message begins with. */
function problemOf(error: DataError): string {
  const place = new DataError(error.location, '').message
  const { field } = error.location
  return `${field === undefined ? '' : `${field}: `}${error.message.slice(place.length)}`
}

/** A reader that refuses its file is one finding, at the line it stopped at. */
export function refusedFile(kind: FindingKind, name: string, error: DataError): Inspected {
  const place = { file: name, line: error.location.line }
  return { rows: 0, findings: [findingOf(kind, place, problemOf(error))], coverage: [] }
}
