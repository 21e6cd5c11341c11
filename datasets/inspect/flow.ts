import { parseFlowFile } from '../flow/flow-file.js'
import type { DataFile } from '../text/data-folder.js'
import { findingsOfNotes, coverageOf, stemOf, type Inspected } from './inspection.js'

/** Inspects the foreign trading of one stock. @throws DataError as its reader does */
export function inspectFlow(file: DataFile): Inspected {
  const symbol = stemOf(file.file)
  const { rows, notes } = parseFlowFile(file, symbol)
  const left = notes.filter(({ kind }) => kind === 'note-row').length
  return {
    rows: rows.length + left,
    findings: findingsOfNotes(notes),
    coverage:
      rows.length === 0
        ? []
        : [coverageOf(file.file, symbol, { first: rows[0].date, last: rows[rows.length - 1].date })],
  }
}
