import { barsFileName, readOhlcvFolder, type BarsFile } from '../../datasets/bars/ohlcv-folder.js'
import { familyOf, membersAsOf, type FamilyMember } from '../../datasets/registry/families.js'
import { sectorOf } from '../../datasets/registry/sectors.js'
import { formatSession, parseSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import type { Experiment } from '../experiment-schema.js'
import { assemblePanel, withoutRows, type SourcedBars } from './assemble-panel.js'
import type { SourceData } from './source-data.js'

/** Symbols and sector ids of the universe. A family's fund that is born after the data end is not asked for. */
function universeOf({ data, universe }: Experiment): { members: FamilyMember[]; benchmark: string } {
  if (universe === undefined || data.source !== 'csv') throw new Error('bug: an experiment on files has a universe')
  const { benchmark } = universe
  if ('family' in universe) {
    const asOf = data.to === undefined ? Infinity : parseSession(data.to)
    return { members: membersAsOf(familyOf(universe.family), asOf), benchmark }
  }
  const members = Object.entries(universe.sectors).map(([symbol, name]) => ({
    symbol,
    sector: sectorOf(name).id,
    firstSession: '0000-01-01',
  }))
  return { members, benchmark }
}

function requireBornBefore({ bars, file }: SourcedBars, member: FamilyMember): void {
  if (bars.dates[0] < parseSession(member.firstSession))
    throw new DataError(
      { file, line: 2, field: 'Date' },
      `${formatSession(bars.dates[0])} lies before the fund's first session, ${member.firstSession}: back-filled history`,
    )
}

function readUniverse(experiment: Experiment, folder: string): BarsFile[] {
  const { members, benchmark } = universeOf(experiment)
  return readOhlcvFolder(folder, [...members.map(({ symbol }) => symbol), benchmark])
}

function sourced({ bars, file }: BarsFile): SourcedBars {
  return {
    bars,
    file,
    lineOf(session) {
      const row = bars.dates.indexOf(session)
      return row < 0 ? undefined : row + 2
    },
  }
}

function checksums(read: readonly BarsFile[]): Record<string, string> {
  return Object.fromEntries(read.map(({ bars, sha256 }) => [barsFileName(bars.symbol), sha256]))
}

/** One file of daily bars for each symbol of the universe. */
export function loadCsv(experiment: Experiment, folder: string): SourceData {
  const { data } = experiment
  if (data.source !== 'csv') throw new Error('bug: another source has its own loader')
  const { members } = universeOf(experiment)
  const read = readUniverse(experiment, folder)
  const all = read.map(sourced)
  for (const [i, member] of members.entries()) requireBornBefore(all[i], member)
  const kept = all.map((source) => withoutRows(source, data.drop))
  const panel = assemblePanel({
    assets: kept.slice(0, -1),
    sectors: members.map(({ sector }) => sector),
    benchmark: kept[kept.length - 1],
    from: data.from,
    to: data.to,
    adjusted: data.adjusted,
  })
  return { panel, files: checksums(read) }
}
