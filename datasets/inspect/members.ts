import { parseSession } from '../../src/core/calendar.js'
import { findingOf, type Finding } from '../../src/panel/quality/finding.js'
import { parseMembers } from '../companies/members.js'
import { findSector } from '../registry/sectors.js'
import { columnOf, parseCsvTable } from '../text/csv-table.js'
import type { DataFile } from '../text/data-folder.js'
import { decodeText } from '../text/decode-text.js'
import { findingsOfNotes, type Inspector } from './inspection.js'
import { snapshotCoverage } from './snapshots.js'

/** Sectors of one file: the name that it gives to each, and where that stands first. */
interface MemberFile {
  readonly name: string
  readonly sectors: ReadonlyMap<string, { readonly name: string; readonly line: number }>
}

const DATE = /\d{4}-\d{2}-\d{2}/

function sectorNames(file: DataFile): MemberFile['sectors'] {
  const table = parseCsvTable(decodeText(file), file.file, { onRaggedRow: () => undefined })
  const columns = ['GICS Sector', 'Sector'].map((name) => columnOf(table, name, false))
  const column = columns.find((found) => found >= 0) ?? -1
  const sectors = new Map<string, { name: string; line: number }>()
  for (const [i, row] of table.rows.entries()) {
    const name = row[column]?.trim() ?? ''
    const id = findSector(name)?.id
    if (id !== undefined && !sectors.has(id)) sectors.set(id, { name, line: table.lineOf(i) })
  }
  return sectors
}

/** Names of a sector that a file is the first to use, where files before it used another one. */
function spellings(files: readonly MemberFile[]): Finding[] {
  const seen = new Map<string, Map<string, string>>()
  return files.flatMap(({ name: file, sectors }) =>
    [...sectors].flatMap(([id, { name, line }]): Finding[] => {
      const names = seen.get(id) ?? new Map<string, string>()
      seen.set(id, names)
      const known = names.has(name)
      const [other] = names
      names.set(name, names.get(name) ?? file)
      if (known || other === undefined) return []
      return [findingOf('sector-spelling', { file, line }, `"${name}" is "${other[0]}" in ${other[1]}`)]
    }),
  )
}

function sectorCounts(files: readonly MemberFile[]): Finding[] {
  return files.slice(1).flatMap(({ name, sectors }, i): Finding[] => {
    const before = files[i]
    if (sectors.size === before.sectors.size) return []
    const detail = `${sectors.size} sectors, ${before.sectors.size} in ${before.name}`
    return [findingOf('sector-count', { file: name }, detail)]
  })
}

/** An inspector of lists of index members. */
export function membersInspector(): Inspector {
  const files: MemberFile[] = []
  return {
    add(file) {
      const { sectors, notes } = parseMembers(file)
      files.push({ name: file.file, sectors: sectorNames(file) })
      return { rows: sectors.size + notes.length, findings: findingsOfNotes(notes), coverage: [] }
    },
    finish() {
      const dateOf = ({ name }: MemberFile): string => DATE.exec(name.slice(name.lastIndexOf('/') + 1))?.[0] ?? '9999'
      const ordered = [...files].sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : dateOf(a) > dateOf(b) ? 1 : 0))
      return {
        findings: [...spellings(ordered), ...sectorCounts(ordered)],
        coverage: snapshotCoverage(
          files.map(({ name }) => ({ name, known: parseSession(DATE.exec(name)?.[0] ?? '') })),
        ),
      }
    },
  }
}
