import { join } from 'node:path'
import { ConfigError, DataError } from '../../src/core/errors.js'
import { openDataFolder, type DataFile, type DataFolder } from '../text/data-folder.js'
import { decodeText } from '../text/decode-text.js'
import { quoted } from '../text/quoted.js'
import { lineFinder, type ParsedBars } from './bar-collector.js'
import { dialectOf } from './dialect-options.js'
import { parseOhlcvFast } from './fast-ohlcv.js'
import { readOhlcvCsv, type ParseBarsOptions } from './ohlcv-csv.js'
import { isTicker } from './ticker.js'

/** Bars of one file with the file's own checksum. */
export interface BarsFile extends ParsedBars {
  /** The file as it is named in messages. */
  readonly file: string
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string
}

/** Which files of a folder are read, and how. */
export interface ReadBarsOptions extends ParseBarsOptions {
  /** Symbols in the order wanted; every file that matches the pattern, by symbol, when absent. */
  readonly symbols?: readonly string[] | undefined
  /** Name of a symbol's file, `{symbol}` in the place of the symbol; `{symbol}.csv` when absent. */
  readonly file?: string | undefined
}

const SYMBOL = '{symbol}'
const DEFAULT_PATTERN = `${SYMBOL}.csv`

/** Name of the file that holds a symbol. */
export function barsFileName(symbol: string): string {
  return DEFAULT_PATTERN.replace(SYMBOL, () => symbol)
}

/** The parts of a pattern before and after the symbol. */
function partsOf(pattern: string): readonly [string, string] {
  const parts = pattern.split(SYMBOL)
  if (parts.length !== 2)
    throw new ConfigError(`file pattern ${quoted(pattern)}, expected one {symbol} in it, such as "{symbol}_data.csv"`)
  return [parts[0], parts[1]]
}

function symbolsIn(folder: DataFolder, pattern: string): string[] {
  const [before, after] = partsOf(pattern)
  const symbols = folder
    .list()
    .filter((name) => name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after))
    .map((name) => name.slice(before.length, name.length - after.length))
    .filter(isTicker)
    .sort()
  if (symbols.length === 0) throw new DataError({ file: folder.root }, `holds no file ${quoted(pattern)}`)
  const seen = new Map<string, string>()
  for (const symbol of symbols) {
    const other = seen.get(symbol.toLowerCase())
    if (other !== undefined)
      throw new DataError(
        { file: join(folder.root, before + symbol + after) },
        `symbols "${other}" and "${symbol}" differ by upper and lower case alone: list the symbols wanted`,
      )
    seen.set(symbol.toLowerCase(), symbol)
  }
  return symbols
}

function readSymbolFile(folder: DataFolder, symbol: string, pattern: string): DataFile {
  const [before, after] = partsOf(pattern)
  const name = before + symbol + after
  const file = join(folder.root, name.replaceAll('\0', '?'))
  // A symbol is a part of a file name here: it must not lead elsewhere.
  if (!isTicker(symbol)) throw new DataError({ file }, `symbol ${quoted(symbol)} is not a file name`)
  try {
    return folder.read(name)
  } catch (error) {
    if (!(error instanceof DataError) || !error.message.endsWith(': no such file')) throw error
    const other = folder.list().find((candidate) => candidate.toLowerCase() === name.toLowerCase())
    const hint = other === undefined ? '' : `, there is ${quoted(other)}`
    throw new DataError({ file }, `no such file for symbol "${symbol}"${hint}`)
  }
}

/** Bars of one file: a plain one is read from its bytes, any other by the reference reader. */
function parseFile(data: DataFile, symbol: string, options: ParseBarsOptions): ParsedBars {
  const { dialect = dialectOf('standard') } = options
  const bars = dialect === dialectOf('standard') ? parseOhlcvFast(data.bytes, symbol) : undefined
  if (bars === undefined) return readOhlcvCsv(decodeText(data), data.file, symbol, options)
  return { bars, lineOf: lineFinder(bars.dates, (row) => row + 2) }
}

/**
 * Reads one file of daily bars for each symbol; other files are not looked at.
 * @throws ConfigError when the pattern does not hold `{symbol}` once
 * @throws DataError when a file is missing, lies outside of the folder, can not be read, is not UTF-8 or holds anything that
 *   `parseOhlcvCsv` refuses; when a symbol is no plain ticker; without a list of symbols when no file matches, or when two
 *   symbols differ by upper and lower case alone
 */
export function readBarsFolder(folder: DataFolder, options: ReadBarsOptions = {}): BarsFile[] {
  const { file: pattern = DEFAULT_PATTERN, symbols = symbolsIn(folder, pattern), dialect, onFault } = options
  return symbols.map((symbol) => {
    const data = readSymbolFile(folder, symbol, pattern)
    return { ...parseFile(data, symbol, { dialect, onFault }), file: data.file, sha256: data.sha256 }
  })
}

/**
 * Reads `SYMBOL.csv` of each symbol from a folder on disk.
 * @throws ConfigError when there is no such folder
 * @throws DataError as {@link readBarsFolder}
 */
export function readOhlcvFolder(
  folder: string,
  symbols: readonly string[],
  options: Omit<ReadBarsOptions, 'symbols'> = {},
): BarsFile[] {
  return readBarsFolder(openDataFolder(folder), { ...options, symbols })
}
