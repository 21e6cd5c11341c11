import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DataError } from '../../src/core/errors.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import { parseOhlcvCsv } from './ohlcv-csv.js'

/** Bars of one file with the file's own checksum. */
export interface BarsFile {
  readonly bars: SymbolBars
  readonly file: string
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string
}

/** Name of the file that holds a symbol. */
export function barsFileName(symbol: string): string {
  return `${symbol}.csv`
}

/**
 * Reads `SYMBOL.csv` of each symbol from a folder; other files are not looked at.
 * @throws DataError when a file is missing, unreadable, not UTF-8, or holds anything that {@link parseOhlcvCsv} refuses
 */
export function readOhlcvFolder(folder: string, symbols: readonly string[]): BarsFile[] {
  return symbols.map((symbol) => {
    const file = join(folder, barsFileName(symbol))
    // A symbol is a file name here: it must not lead out of the folder.
    if (basename(file) !== barsFileName(symbol)) throw new DataError({ file }, `symbol "${symbol}" is not a file name`)
    let bytes: Buffer
    try {
      bytes = readFileSync(file)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
      throw new DataError(
        { file },
        code === 'ENOENT' ? `no such file for symbol "${symbol}"` : `can not be read (${code})`,
      )
    }
    let text: string
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      throw new DataError({ file }, 'is not UTF-8 text')
    }
    return { bars: parseOhlcvCsv(text, file, symbol), file, sha256: createHash('sha256').update(bytes).digest('hex') }
  })
}
