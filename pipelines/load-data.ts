import { createHash } from 'node:crypto'
import { familyOf, membersAsOf, type FamilyMember } from '../datasets/registry/families.js'
import { barsFileName, readOhlcvFolder, type BarsFile } from '../datasets/bars/ohlcv-folder.js'
import { sectorOf } from '../datasets/registry/sectors.js'
import { DEFAULT_KNOBS, NO_KNOBS, type MarketKnobs } from '../datasets/simulated/knobs.js'
import { panelOfMarket } from '../datasets/simulated/panel-of-market.js'
import { simulateMarket, type SimulatedMarket } from '../datasets/simulated/simulate-market.js'
import { truthDocument } from '../datasets/simulated/truth.js'
import { formatSession, parseSession, type SessionDay } from '../src/core/calendar.js'
import { ConfigError, DataError, type DataLocation } from '../src/core/errors.js'
import { alignBars } from '../src/panel/align-bars.js'
import { keepSessions, type SymbolBars } from '../src/panel/bars.js'
import { BAR_FIELDS, type Panel } from '../src/panel/panel.js'
import type { Experiment } from './experiment-schema.js'

/** Where the numbers came from: enough to tell whether another run saw the same. */
export interface DataSummary {
  readonly simulated: boolean
  /** First and last session, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  readonly sessions: number
  /** Sector symbols, then the benchmark. */
  readonly symbols: readonly string[]
  /** SHA-256 over all that was read: the files' checksums by symbol, or the simulated bars. */
  readonly sha256: string
}

export interface DataProvenance extends DataSummary {
  /** SHA-256 of each file by name; empty for a simulated market. */
  readonly files: Readonly<Record<string, string>>
}

export interface LoadedData {
  readonly panel: Panel
  readonly provenance: DataProvenance
  /** The planted truth of a simulated market, ready for JSON. */
  readonly truth?: object
}

/** Where the data are, beside what the experiment says. */
export interface DataFolder {
  /** Folder of a `csv` source. */
  readonly folder?: string | undefined
}

/** The provenance without the list of files, for reports. */
export function dataSummary({ simulated, from, to, sessions, symbols, sha256 }: DataProvenance): DataSummary {
  return { simulated, from, to, sessions, symbols, sha256 }
}

function withProvenance(
  panel: Panel,
  sha256: string,
  files: Readonly<Record<string, string>>,
  truth?: object,
): LoadedData {
  const provenance: DataProvenance = {
    simulated: panel.simulated,
    from: formatSession(panel.dates[0]),
    to: formatSession(panel.dates[panel.dates.length - 1]),
    sessions: panel.dates.length,
    symbols: [...panel.assets, panel.benchmark],
    sha256,
    files,
  }
  return { panel, provenance, ...(truth === undefined ? {} : { truth }) }
}

function knobsOf(given: Extract<Experiment['data'], { source: 'simulated' }>['knobs']): MarketKnobs {
  if (typeof given === 'string') return given === 'planted' ? DEFAULT_KNOBS : NO_KNOBS
  const set = Object.entries(given).filter(([, knob]) => knob !== undefined)
  return { ...NO_KNOBS, ...Object.fromEntries(set) }
}

/** The simulated market of an experiment; undefined when its data come from files. */
export function simulatedMarketOf(experiment: Experiment): SimulatedMarket | undefined {
  const { data, seed } = experiment
  if (data.source !== 'simulated') return undefined
  return simulateMarket({
    seed: data.seed ?? seed,
    from: data.from,
    sessions: data.sessions,
    knobs: knobsOf(data.knobs),
  })
}

function loadSimulated(market: SimulatedMarket): LoadedData {
  const panel = panelOfMarket(market)
  const hash = createHash('sha256')
  for (const bars of [...market.bars, market.benchmark]) {
    hash.update(bars.symbol)
    for (const array of [bars.dates, bars.splits, ...BAR_FIELDS.map((field) => bars[field])])
      hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  }
  return withProvenance(panel, hash.digest('hex'), {}, truthDocument(market.truth))
}

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

function withoutRow(bars: SymbolBars, date: string, file: string): SymbolBars {
  const dropped = parseSession(date)
  if (!bars.dates.includes(dropped))
    throw new DataError({ file, field: 'Date' }, `has no row ${date}, which the experiment drops`)
  return keepSessions(bars, (session) => session !== dropped)
}

/** File and line of a row, counted in the file itself: rows that are dropped or out of range keep their lines. */
function locateRow(read: readonly BarsFile[], symbol: string, session?: SessionDay): DataLocation {
  const source = read.find(({ bars }) => bars.symbol === symbol)
  const file = source?.file ?? barsFileName(symbol)
  const row = session === undefined ? -1 : (source?.bars.dates.indexOf(session) ?? -1)
  return row < 0 ? { file } : { file, line: row + 2 }
}

function requireBornBefore(bars: SymbolBars, member: FamilyMember, file: string): void {
  if (bars.dates[0] < parseSession(member.firstSession))
    throw new DataError(
      { file, line: 2, field: 'Date' },
      `${formatSession(bars.dates[0])} lies before the fund's first session, ${member.firstSession}: back-filled history`,
    )
}

function loadFolder(experiment: Experiment, folder: string): LoadedData {
  const { data } = experiment
  if (data.source !== 'csv') throw new Error('bug: only files lie in a folder')
  const { members } = universeOf(experiment)
  const read = readUniverse(experiment, folder)
  const all = read.map(({ bars, file }, i) => {
    if (i < members.length) requireBornBefore(bars, members[i], file)
    return data.drop
      .filter(({ symbol }) => symbol === bars.symbol)
      .reduce((kept, { date }) => withoutRow(kept, date, file), bars)
  })
  const panel = alignBars({
    assets: all.slice(0, -1),
    sectors: members.map((member) => member.sector),
    benchmark: all[all.length - 1],
    ...(data.from === undefined ? {} : { from: parseSession(data.from) }),
    ...(data.to === undefined ? {} : { to: parseSession(data.to) }),
    adjusted: data.adjusted,
    // One simulated symbol makes everything derived from the panel simulated.
    simulated: read.some(({ bars }) => bars.simulated === true),
    locate: (symbol, session) => locateRow(read, symbol, session),
  })
  const benchmarkBars = read[read.length - 1]
  const last = panel.dates[panel.dates.length - 1]
  if (Number.isNaN(panel.series['benchmark.close'][panel.dates.length - 1]))
    throw new DataError(
      { file: benchmarkBars.file, line: benchmarkBars.bars.dates.length + 1, field: 'Date' },
      `the benchmark ends before ${formatSession(last)}, to which its sectors go on: set data.to, or bring it up to date`,
    )
  const { sha256, files } = checksumOf(read)
  return withProvenance(panel, sha256, files)
}

function checksumOf(read: readonly BarsFile[]): Pick<DataProvenance, 'sha256' | 'files'> {
  const files = Object.fromEntries(read.map(({ bars, sha256 }) => [barsFileName(bars.symbol), sha256]))
  const hash = createHash('sha256')
  for (const name of Object.keys(files).sort()) hash.update(`${name} ${files[name]}\n`)
  return { sha256: hash.digest('hex'), files }
}

function readUniverse(experiment: Experiment, folder: string): BarsFile[] {
  const { members, benchmark } = universeOf(experiment)
  return readOhlcvFolder(folder, [...members.map(({ symbol }) => symbol), benchmark])
}

/** SHA-256 over the files of an experiment in a folder, as in the provenance. */
export function folderChecksum(experiment: Experiment, folder: string): string {
  return checksumOf(readUniverse(experiment, folder)).sha256
}

/**
 * The panel of an experiment, with its provenance.
 * @throws ConfigError when files are needed and no folder is given, or the other way round
 * @throws DataError on anything wrong in the files
 */
export function loadData(experiment: Experiment, { folder }: DataFolder): LoadedData {
  const market = simulatedMarketOf(experiment)
  if (market !== undefined) {
    if (folder !== undefined)
      throw new ConfigError(
        `--data "${folder}": experiment "${experiment.name}" runs on a simulated market and reads no files; give an experiment with data.source "csv"`,
      )
    return loadSimulated(market)
  }
  if (folder === undefined)
    throw new ConfigError(`experiment "${experiment.name}" reads files: say where they are with --data DIR`)
  return loadFolder(experiment, folder)
}
