import { posix } from 'node:path'
import { labelOf } from '../../datasets/bars/bar-layout.js'
import { openBarsText } from '../../datasets/bars/bars-text.js'
import { dialectOf } from '../../datasets/bars/dialect-options.js'
import { readPanelFast } from '../../datasets/bars/fast-panel.js'
import { readBarsFolder, type BarsFile } from '../../datasets/bars/ohlcv-folder.js'
import { membersBornBy, type FamilyMember } from '../../datasets/registry/families.js'
import { sectorOf } from '../../datasets/registry/sectors.js'
import type { DataFolder } from '../../datasets/text/data-folder.js'
import { decodeText } from '../../datasets/text/decode-text.js'
import { formatSession, parseSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import type { Experiment } from '../experiment-schema.js'
import { cacheFolder, readPanelCached, type PanelFromFiles } from '../panel-cache.js'
import type { Progress } from '../progress.js'
import { universeFamily } from '../universe-family.js'
import { assemblePanel, benchmarkReachesEnd } from './assemble-panel.js'
import { rawMarkets, requireBelowPrice, requireUneventful } from './raw-market.js'
import { rowPolicy, type RowPolicy } from './row-policy.js'
import { countNote, type SourceData } from './source-data.js'

type Member = Pick<FamilyMember, 'symbol' | 'sector' | 'firstSession'>

/** Fewer files are read about as fast as their cache would be. */
const WORTH_CACHING = 100

/** What is read: the members of the universe, then the benchmark. */
interface CsvRequest {
  readonly data: Extract<Experiment['data'], { source: 'csv' }>
  readonly members: readonly Member[]
  readonly benchmark: string
}

/**
 * Symbols and sector ids of the universe. A family's fund that is born after the data end is not asked for; one that died on
 * the way is, or the result would be that of the survivors.
 */
function requestOf({ data, universe }: Experiment): CsvRequest {
  if (universe === undefined || data.source !== 'csv') throw new Error('bug: another source has its own loader')
  const { benchmark } = universe
  const family = universeFamily(universe)
  if (family !== undefined) {
    const last = data.to === undefined ? Infinity : parseSession(data.to)
    return { data, members: membersBornBy(family, last), benchmark }
  }
  if (!('sectors' in universe)) throw new Error('bug: the universe was checked')
  const members = Object.entries(universe.sectors).map(([symbol, name]) => ({
    symbol,
    sector: sectorOf(name).id,
    firstSession: '0000-01-01',
  }))
  return { data, members, benchmark }
}

function requireBornBefore(first: SessionDay, member: Member, file: string, line: number): void {
  if (first < parseSession(member.firstSession))
    throw new DataError(
      { file, line, field: 'Date' },
      `${formatSession(first)} lies before the fund's first session, ${member.firstSession}: back-filled history`,
    )
}

function symbolsOf({ members, benchmark }: Pick<CsvRequest, 'members' | 'benchmark'>): string[] {
  return [...members.map(({ symbol }) => symbol), benchmark]
}

/** Name of a symbol's file in the data folder. */
function nameOf({ folder, file }: CsvRequest['data'], symbol: string): string {
  return posix.join(
    folder,
    file.replace('{symbol}', () => symbol),
  )
}

/** What a reader has to know of raw files that say nothing of what was distributed. */
function priceReturnNote({ data, members, benchmark }: CsvRequest, bare: readonly string[]): string[] {
  if (data.adjusted) return []
  const symbols = symbolsOf({ members, benchmark }).filter((symbol) => bare.includes(symbol))
  return countNote(symbols, 'of the raw files have no column of distributions: their returns are those of prices alone')
}

/** Straight from the bytes of plain files; undefined, or a DataError, where the reference readers have to read or to complain. */
function readPlain(request: CsvRequest, top: DataFolder): PanelFromFiles<string[]> | undefined {
  const { data, members, benchmark } = request
  if (data.dialect !== 'standard' || data.drop.length > 0) return undefined
  const born = new Map(members.map((member) => [member.symbol, member]))
  const bare: string[] = []
  const read = readPanelFast(top, {
    assets: members.map(({ symbol, sector }) => ({ symbol, sector, file: nameOf(data, symbol) })),
    benchmark: { symbol: benchmark, file: nameOf(data, benchmark) },
    ...(data.from === undefined ? {} : { from: parseSession(data.from) }),
    ...(data.to === undefined ? {} : { to: parseSession(data.to) }),
    adjusted: data.adjusted,
    check(bars, file) {
      if (bars.distributions === undefined) bare.push(bars.symbol)
      const member = born.get(bars.symbol)
      // A plain file has its first row on its second line.
      if (member !== undefined) requireBornBefore(bars.dates[0], member, file, 2)
      return bars
    },
  })
  if (read === undefined || !benchmarkReachesEnd(read.panel)) return undefined
  return { panel: read.panel, files: Object.fromEntries(read.files), beside: priceReturnNote(request, bare) }
}

/** {@link readPlain}, undefined where the reference readers are needed: every message is theirs. */
function readFast(request: CsvRequest, top: DataFolder): PanelFromFiles<string[]> | undefined {
  try {
    return readPlain(request, top)
  } catch (error) {
    if (error instanceof DataError) return undefined
    throw error
  }
}

interface ReadBars {
  readonly read: readonly BarsFile[]
  readonly policy: RowPolicy
}

function readBars({ data, members, benchmark }: CsvRequest, top: DataFolder): ReadBars {
  const policy = rowPolicy(data.drop, 'refuse')
  const read = readBarsFolder(top.within(data.folder), {
    symbols: symbolsOf({ members, benchmark }),
    file: data.file,
    dialect: dialectOf(data.dialect),
    onFault: policy.onFault,
  })
  for (const [i, member] of members.entries()) {
    const { bars, file, lineOf } = read[i]
    requireBornBefore(bars.dates[0], member, file, lineOf(bars.dates[0]) ?? 2)
  }
  return { read, policy }
}

function readByReference(request: CsvRequest, top: DataFolder): PanelFromFiles<string[]> {
  const { data, members } = request
  const { read, policy } = readBars(request, top)
  const symbols = symbolsOf(request)
  if (!data.adjusted)
    for (const source of read) {
      requireBelowPrice(source, source.bars, false)
      requireUneventful(source, data.drop)
    }
  const bare = read.filter(({ bars }) => bars.distributions === undefined).map(({ bars }) => bars.symbol)
  const kept = policy.dropFrom(read)
  const panel = assemblePanel({
    assets: kept.slice(0, -1),
    sectors: members.map(({ sector }) => sector),
    benchmark: kept[kept.length - 1],
    from: data.from,
    to: data.to,
    adjusted: data.adjusted,
  })
  const files = read.map(({ sha256 }, i): [string, string] => [nameOf(data, symbols[i]), sha256])
  return { panel, files: Object.fromEntries(files), beside: [...policy.leftOut(), ...priceReturnNote(request, bare)] }
}

/** A file without the column reads as one without splits: its shares would be worth a half on the day of one. */
function requireSplits(request: CsvRequest, top: DataFolder): void {
  const { data } = request
  const dialect = dialectOf(data.dialect)
  for (const symbol of symbolsOf(request)) {
    const read = top.read(nameOf(data, symbol))
    const { layout } = openBarsText(decodeText(read), read.file, {
      dialect,
      needsSymbol: false,
      onFault: undefined,
      symbol,
    })
    if (layout.columns.splits < 0)
      throw new DataError(
        { file: read.file, field: labelOf(dialect, 'splits') },
        'column is missing, which backtest.distributions "cash" needs',
      )
  }
}

/** One file of daily bars for each symbol of the universe. */
export async function loadCsv(experiment: Experiment, top: DataFolder, progress: Progress): Promise<SourceData> {
  const request = requestOf(experiment)
  const { data } = request
  const names = symbolsOf(request).map((symbol) => nameOf(data, symbol))
  const { panel, files, beside } = await readPanelCached(
    {
      folder: top,
      names,
      options: request,
      read: () => readFast(request, top) ?? readByReference(request, top),
    },
    progress,
    names.length < WORTH_CACHING ? undefined : cacheFolder(),
  )
  if (experiment.backtest.distributions === 'reinvested') return { panel, files, notes: beside }
  requireSplits(request, top)
  const raw = rawMarkets(readBars(request, top).read, data.drop, panel.dates, data.adjusted)
  return { panel, files, notes: beside, raw }
}
