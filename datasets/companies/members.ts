import { join } from 'node:path'
import { parseSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { membershipsOf, type Memberships, type MembershipSnapshot } from '../../src/panel/memberships.js'
import { findSector } from '../registry/sectors.js'
import type { SourceNote } from '../tables/source-note.js'
import type { DataFile, DataFolder } from '../text/data-folder.js'
import { columnOf, parseCsvTable } from '../text/csv-table.js'
import { decodeText } from '../text/decode-text.js'
import { quoted } from '../text/quoted.js'
import { classShareSymbol } from './class-share.js'

/** What can be odd about a list of members. */
export type MemberNoteKind =
  'ragged-row' | 'ragged-row-read' | 'empty-sector' | 'unknown-sector' | 'same-file' | 'undated-file'
export type MemberNote = SourceNote<MemberNoteKind>

export interface MemberOptions {
  /**
   * What becomes of a row with more or fewer fields than the header, such as one with an unquoted comma in a name: it is left out
   * (`leave-out`, the default), or read where exactly one of its fields is the name of a sector (`one-sector`). Reported either way.
   */
  readonly raggedRows?: 'leave-out' | 'one-sector'
  /** Day on which a file without a date in its name was known, by its name; without it such a file is left out, and reported. */
  readonly known?: ReadonlyMap<string, SessionDay>
}

/** A header without alternatives: `Symbol` with `Name`, or with `Security` and `GICS Sector`. */
const SECTOR_COLUMNS = ['GICS Sector', 'Sector']
const FILE = /^(?:.*\/)?constituents[^/]*\.csv$/
const DATE = /\d{4}-\d{2}-\d{2}/

/**
 * Index members of each snapshot in a folder: files `constituents*.csv` with a date in their name, on which they were known, and a
 * `Symbol` and a `Sector` (or `GICS Sector`) column. Sectors become canonical ids. A row without a sector that is known is left
 * out and reported, never guessed.
 * @throws DataError when there is no such file, a symbol stands twice, or a file can not be read
 */
export function readMemberships(
  folder: DataFolder,
  options: MemberOptions = {},
): { readonly memberships: Memberships; readonly notes: readonly MemberNote[] } {
  const notes: MemberNote[] = []
  const snapshots: MembershipSnapshot[] = []
  const fileByChecksum = new Map<string, string>()
  const dated = folder
    .list()
    .filter((name) => FILE.test(name))
    .map((name) => ({ name, known: options.known?.get(name) ?? knownOf(name, join(folder.root, name)) }))
  for (const { name, known } of dated.sort((a, b) => (a.known ?? Infinity) - (b.known ?? Infinity))) {
    const source = folder.read(name)
    if (known === undefined) {
      notes.push({ kind: 'undated-file', file: source.file, detail: 'left out: its name holds no date' })
      continue
    }
    const same = fileByChecksum.get(source.sha256)
    if (same !== undefined) notes.push({ kind: 'same-file', file: source.file, detail: `is the same file as ${same}` })
    fileByChecksum.set(source.sha256, source.file)
    const { sectors, notes: found } = parseMembers(source, options)
    notes.push(...found)
    snapshots.push({ known, sectorOf: sectors })
  }
  if (snapshots.length === 0) throw new DataError({ file: folder.root }, 'holds no dated file constituents*.csv')
  return { memberships: membershipsOf(snapshots), notes }
}

function knownOf(name: string, file: string): SessionDay | undefined {
  const date = DATE.exec(name.slice(name.lastIndexOf('/') + 1))?.[0]
  if (date === undefined) return undefined
  const day = parseSession(date)
  if (Number.isNaN(day)) throw new DataError({ file }, `${quoted(date)} in its name is not a date`)
  return day
}

/**
 * Members of one file.
 * @returns canonical sector id by symbol
 * @throws DataError when a column is missing or a symbol stands twice
 */
export function parseMembers(
  source: DataFile,
  options: Pick<MemberOptions, 'raggedRows'> = {},
): { readonly sectors: ReadonlyMap<string, string>; readonly notes: readonly MemberNote[] } {
  const { file } = source
  const notes: MemberNote[] = []
  const sectors = new Map<string, string>()
  const text = decodeText(source)
  const ragged: number[] = []
  const table = parseCsvTable(text, file, { onRaggedRow: (line) => ragged.push(line) })
  const symbolColumn = columnOf(table, 'Symbol')
  const sectorColumn = SECTOR_COLUMNS.map((name) => columnOf(table, name, false)).find((column) => column >= 0)
  if (sectorColumn === undefined) throw new DataError({ file, line: 1, field: 'Sector' }, 'column is missing')
  const add = (symbol: string, sectorName: string, line: number): boolean => {
    const sector = findSector(sectorName)?.id
    const plain = classShareSymbol(symbol)
    if (plain === '') throw new DataError({ file, line, field: 'Symbol' }, 'is blank')
    if (sector === undefined) {
      const kind = sectorName === '' ? 'empty-sector' : 'unknown-sector'
      notes.push({ kind, file, line, symbol: plain, detail: `left out: sector ${quoted(sectorName)}` })
      return false
    }
    if (sectors.has(plain)) throw new DataError({ file, line, field: 'Symbol' }, `${quoted(plain)} stands twice`)
    sectors.set(plain, sector)
    return true
  }
  for (const [row, cells] of table.rows.entries())
    add(cells[symbolColumn], cells[sectorColumn].trim(), table.lineOf(row))
  const lines = text.split('\n')
  for (const line of ragged) {
    const cells = lines[line - 1].split(',').map((cell) => cell.trim())
    const named = cells.slice(1).filter((cell) => findSector(cell) !== undefined)
    const detail = `${cells.length} fields, expected ${table.header.length}`
    const isRead =
      options.raggedRows === 'one-sector' && named.length === 1 && symbolColumn === 0 && add(cells[0], named[0], line)
    notes.push({
      kind: isRead ? 'ragged-row-read' : 'ragged-row',
      file,
      line,
      symbol: cells[0],
      detail: isRead ? `${detail}; read as sector ${quoted(named[0])}` : `left out: ${detail}`,
    })
  }
  return { sectors, notes }
}
