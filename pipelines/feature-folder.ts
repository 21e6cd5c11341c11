import { dialectOf } from '../datasets/bars/dialect-options.js'
import { readBarsFolder } from '../datasets/bars/ohlcv-folder.js'
import { readOhlcvLong } from '../datasets/bars/ohlcv-long.js'
import { families, membersBornBy, type Family } from '../datasets/registry/families.js'
import { openDataFolder, type DataFolder } from '../datasets/text/data-folder.js'
import { decodeText } from '../datasets/text/decode-text.js'
import { quoted } from '../datasets/text/quoted.js'
import { formatSession, type SessionDay } from '../src/core/calendar.js'
import { ConfigError, DataError } from '../src/core/errors.js'
import type { Panel } from '../src/panel/panel.js'
import { sectorIndices } from '../src/panel/sector-index.js'
import { familyNamed } from './family-file.js'
import { leftOutNotes, strangeNamesNote, unknownSectorsNote } from './feature-notes.js'
import { assemblePanel, type SourcedBars } from './sources/assemble-panel.js'
import { rowPolicy, type RowPolicy } from './sources/row-policy.js'
import { stockMapOf } from './sources/stock-map.js'

/** How a folder of daily bars is to be read. */
export interface BarsFolderOptions {
  readonly folder: string
  /** Name of a symbol's file, or of one file with a column of symbols. */
  readonly file: string | undefined
  readonly dialect: string | undefined
  /** Symbol, or file below the folder. */
  readonly benchmark: string | undefined
  /** Funds of this family only. */
  readonly family: string | undefined
  /** Whether rows at fault are left out instead of ending the command. */
  readonly leavesOut: boolean
  /** Last session read. */
  readonly to: SessionDay | undefined
}

/** A panel of a folder, and what a reader of it should know. */
export interface FolderPanel {
  readonly panel: Panel
  readonly notes: readonly string[]
}

const DEFAULT_FILE = '{symbol}.csv'
const DEFAULT_BENCHMARK = 'SPY'
/** Name of the index that stands for a benchmark where the folder has none. */
const EQUAL_WEIGHTED = 'equal-weighted'

/** Reads the folder's files of bars. */
interface BarsReader {
  /** @param symbols - those wanted; all there are when absent */
  readonly read: (symbols: readonly string[] | undefined) => SourcedBars[]
  readonly readFile: (file: string, symbol: string) => SourcedBars
  readonly hasFile: (symbol: string) => boolean
}

function barsReader(folder: DataFolder, options: BarsFolderOptions, { onFault }: RowPolicy): BarsReader {
  const file = options.file ?? DEFAULT_FILE
  const how = { dialect: dialectOf(options.dialect ?? 'standard'), onFault }
  const isLong = !file.includes('{symbol}')
  const fileOf = (symbol: string): string => file.replace('{symbol}', () => symbol)
  const readLong = (): SourcedBars[] => {
    const data = folder.read(file)
    return readOhlcvLong(decodeText(data), data.file, how).map((parsed) => ({ ...parsed, file: data.file }))
  }
  const requireAll = (all: readonly SourcedBars[], symbols: readonly string[] | undefined): SourcedBars[] =>
    (symbols ?? all.map(({ bars }) => bars.symbol)).map((symbol) => {
      const found = all.find(({ bars }) => bars.symbol === symbol)
      if (found === undefined)
        throw new DataError({ file: all[0]?.file ?? file, field: 'Symbol' }, `has no row of "${symbol}"`)
      return found
    })
  return {
    read: (symbols) => (isLong ? requireAll(readLong(), symbols) : readBarsFolder(folder, { ...how, file, symbols })),
    readFile: (name, symbol) => {
      const pattern = name.replace(symbol, () => '{symbol}')
      return readBarsFolder(folder, { ...how, file: pattern, symbols: [symbol] })[0]
    },
    hasFile: (symbol) => !isLong && folder.has(fileOf(symbol)),
  }
}

/** The file's own name without folder and ending: "prices/SPY.csv" is SPY. */
function symbolOfFile(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
}

/** Sectors of funds that a family of the registry holds, and of stocks that a map of it holds. */
function knownSectors(): ReadonlyMap<string, string> {
  const ofFunds = families.flatMap((family) =>
    membersBornBy(family, Infinity).map(({ symbol, sector }): [string, string] => [symbol, sector]),
  )
  return new Map([...stockMapOf('vn30'), ...ofFunds])
}

/** The mean of all symbols, rebalanced daily, in the place of a benchmark. */
function equalWeighted(assets: readonly SourcedBars[]): SourcedBars {
  const stocks = assets.map(({ bars }) => bars)
  // The mean of one is that one to the last bit: what is left between the two would be measured as if it were something.
  if (stocks.length === 1 && stocks[0].dates.length > 1)
    return { bars: { ...stocks[0], symbol: EQUAL_WEIGHTED }, file: EQUAL_WEIGHTED, lineOf: () => undefined }
  const [index] = sectorIndices({ stocks, sectorOf: () => EQUAL_WEIGHTED, weightOf: () => 1 })
  if (index === undefined)
    throw new DataError({ file: assets[0].file, field: 'Date' }, 'no two sessions: there is nothing to compute')
  return { bars: index.bars, file: EQUAL_WEIGHTED, lineOf: () => undefined }
}

/** @throws DataError when the benchmark ends before any symbol begins */
function requireOverlap(assets: readonly SourcedBars[], benchmark: SourcedBars): void {
  const end = benchmark.bars.dates[benchmark.bars.dates.length - 1]
  const begins = assets.reduce((least, { bars }) => Math.min(least, ...bars.dates.subarray(0, 1)), Infinity)
  if (end >= begins || begins === Infinity) return
  const first = assets.find(({ bars }) => bars.dates[0] === begins)?.bars.symbol ?? ''
  throw new DataError(
    { file: benchmark.file, field: 'Date' },
    `the benchmark "${benchmark.bars.symbol}" ends on ${formatSession(end)}, before the first symbol, "${first}", begins on ${formatSession(begins)}`,
  )
}

function symbolsOfFamily(family: Family, to: SessionDay | undefined, hasFile: (symbol: string) => boolean): string[] {
  const symbols = membersBornBy(family, to ?? Infinity).map(({ symbol }) => symbol)
  const there = symbols.filter(hasFile)
  // None of them: the reader says which file is missing.
  return there.length === 0 ? symbols : there
}

/**
 * The panel of a folder of daily bars, adjusted for splits: one file per symbol, or one file of all. Every symbol but the
 * benchmark is an asset; it may miss sessions. The benchmark is the one asked for, that of the family, SPY where the folder has it,
 * and otherwise the equal-weighted mean of the symbols. Sessions after the benchmark's last one are left out.
 * @throws ConfigError for an unknown family or dialect, DataError for what is wrong in the files
 */
export function openBarsFolder(options: BarsFolderOptions): FolderPanel {
  const top = openDataFolder(options.folder)
  const policy = rowPolicy([], options.leavesOut ? 'leave-out' : 'refuse')
  const reader = barsReader(top, options, policy)
  const family = options.family === undefined ? undefined : familyNamed(options.family)
  const wanted = family === undefined ? undefined : symbolsOfFamily(family, options.to, reader.hasFile)
  const stated = options.benchmark ?? family?.benchmark?.symbol
  const all = reader.read(wanted)
  const isFile = stated !== undefined && (stated.includes('/') || stated.endsWith('.csv'))
  const symbol = stated === undefined ? DEFAULT_BENCHMARK : isFile ? symbolOfFile(stated) : stated
  const assets = all.filter(({ bars }) => bars.symbol !== symbol)
  if (assets.length === 0)
    throw new ConfigError(`data folder ${quoted(options.folder)} holds no symbol beside the benchmark "${symbol}"`)
  const found = (): SourcedBars | undefined => {
    if (isFile) return reader.readFile(stated, symbol)
    const read = all.find(({ bars }) => bars.symbol === symbol)
    if (read !== undefined) return read
    return stated !== undefined || reader.hasFile(symbol) ? reader.read([symbol])[0] : undefined
  }
  const benchmark = found() ?? equalWeighted(assets)
  requireOverlap(assets, benchmark)
  const end = benchmark.bars.dates[benchmark.bars.dates.length - 1]
  // A symbol whose rows were all left out has none.
  const last = Math.max(...assets.flatMap(({ bars }) => [...bars.dates.subarray(-1)]))
  const to = Math.min(end, options.to ?? Infinity)
  const known = knownSectors()
  const sectors =
    family === undefined ? known : new Map(membersBornBy(family, Infinity).map((m) => [m.symbol, m.sector]))
  const panel = assemblePanel({
    assets,
    sectors: assets.map(({ bars }) => sectors.get(bars.symbol) ?? ''),
    benchmark,
    to: formatSession(to),
    adjusted: true,
    allowGaps: true,
  })
  const isCut = last > end && (options.to ?? Infinity) > end
  const isMade = benchmark.file === EQUAL_WEIGHTED
  const made = assets.length === 1 ? 'the only symbol is its own' : 'the equal-weighted mean of the symbols'
  const pattern = options.file ?? DEFAULT_FILE
  const isAll = wanted === undefined && pattern.includes('{symbol}')
  return {
    panel,
    notes: [
      ...(isMade ? [`benchmark: ${made}, since there is no ${DEFAULT_BENCHMARK}`] : []),
      ...(isCut ? [`sessions after ${formatSession(end)}, where the benchmark ends, are left out`] : []),
      ...unknownSectorsNote(panel.sectors.filter((sector) => sector === '').length),
      ...(isAll ? strangeNamesNote(top.list(), pattern) : []),
      ...leftOutNotes(policy.leftOut()),
    ],
  }
}
