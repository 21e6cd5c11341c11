import { parseSession } from '../../src/core/calendar.js'
import { findingOf, type Finding } from '../../src/panel/quality/finding.js'
import { parseFundamentalSnapshot, type FundamentalSnapshot } from '../companies/fundamental-snapshot.js'
import { decodeText } from '../text/decode-text.js'
import { findingsOfNotes, stemOf, type Inspector } from './inspection.js'
import { snapshotCoverage } from './snapshots.js'

/** One snapshot and the columns of its file, in lower case. */
interface FundamentalFile {
  readonly name: string
  readonly snapshot: FundamentalSnapshot
  readonly columns: readonly string[]
}

/** What changed from one file to the next: columns by name, and the units that the values are in. */
function changes(before: FundamentalFile, after: FundamentalFile): string[] {
  const added = after.columns.filter((name) => !before.columns.includes(name))
  const removed = before.columns.filter((name) => !after.columns.includes(name))
  const [from, to] = [before.snapshot.units, after.snapshot.units]
  return [
    ...(added.length > 0 ? [`new columns ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`without ${removed.join(', ')}`] : []),
    ...(from.money === to.money ? [] : [`money in ${to.money}, not ${from.money}`]),
    ...(from.dividendYield === to.dividendYield
      ? []
      : [`dividend yield as ${to.dividendYield}, not ${from.dividendYield}`]),
  ]
}

function drift(files: readonly FundamentalFile[]): Finding[] {
  return files.slice(1).flatMap((file, i): Finding[] => {
    const found = changes(files[i], file)
    const place = { file: file.name, line: 1, date: file.snapshot.known }
    return found.length === 0 ? [] : [findingOf('schema-drift', place, `${found.join('; ')} (${files[i].name})`)]
  })
}

/** An inspector of snapshots of company figures, named by the day on which they were known. */
export function fundamentalsInspector(): Inspector {
  const files: FundamentalFile[] = []
  return {
    add(file) {
      const name = file.file
      const known = parseSession(stemOf(name))
      const snapshot = parseFundamentalSnapshot(file, known)
      const [header] = decodeText(file).split(/\r\n|\n|\r/, 1)
      files.push({ name, snapshot, columns: header.split(',').map((cell) => cell.trim().toLowerCase()) })
      // The units of every file would be noise: a change of them is a finding.
      const notes = snapshot.notes.filter(({ kind }) => kind !== 'units').map((note) => ({ date: known, ...note }))
      const dated = Number.isNaN(known)
        ? [findingOf('undated-file', { file: name }, 'the name is no date YYYY-MM-DD')]
        : []
      const ragged = notes.filter(({ kind }) => kind === 'ragged-row').length
      return { rows: snapshot.companies.size + ragged, findings: [...dated, ...findingsOfNotes(notes)], coverage: [] }
    },
    finish() {
      const ordered = files
        .filter(({ snapshot }) => !Number.isNaN(snapshot.known))
        .sort((a, b) => a.snapshot.known - b.snapshot.known)
      return {
        findings: drift(ordered),
        coverage: snapshotCoverage(ordered.map(({ name, snapshot }) => ({ name, known: snapshot.known }))),
      }
    },
  }
}
