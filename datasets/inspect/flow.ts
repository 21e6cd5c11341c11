import { parseFlowFile } from '../flow/flow-file.js'
import type { DataFile } from '../text/data-folder.js'
import { findingsOfNotes, folderOf, stemOf, type Inspected } from './inspection.js'

/** Inspects the foreign trading of one stock. @throws DataError as its reader does */
export function inspectFlow(file: DataFile): Inspected {
  const symbol = stemOf(file.file)
  const { rows, notes } = parseFlowFile(file, symbol)
  const left = notes.filter(({ kind }) => kind === 'note-row').length
  const place = { label: symbol, group: folderOf(file.file), file: file.file, symbol }
  return {
    rows: rows.length + left,
    findings: findingsOfNotes(notes),
    coverage: rows.length === 0 ? [] : [{ ...place, first: rows[0].date, last: rows[rows.length - 1].date, gaps: [] }],
  }
}
