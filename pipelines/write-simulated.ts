import { existsSync } from 'node:fs'
import { barsFileName } from '../datasets/bars/ohlcv-folder.js'
import type { SimulatedMarket } from '../datasets/simulated/simulate-market.js'
import { truthDocument } from '../datasets/simulated/truth.js'
import { formatSession } from '../src/core/calendar.js'
import { csvOf } from '../src/export/csv.js'
import type { SymbolBars } from '../src/panel/bars.js'
import { openEmptyFolder, requireWritable, RUN_FILES, writeArtifact, writeJson } from './artifacts.js'

/** Bars as a file that the reader reads back; raw prices, splits in their own column. */
function barsCsv(bars: SymbolBars): string {
  return csvOf({
    Date: Array.from(bars.dates, formatSession),
    Open: bars.open,
    High: bars.high,
    Low: bars.low,
    Close: bars.close,
    Volume: bars.volume,
    'Stock Splits': bars.splits,
    Simulated: Array.from(bars.dates, () => true),
  })
}

/**
 * Looks whether {@link writeSimulatedMarket} may take a folder and can write there, and leaves nothing behind: for before the market is
 * simulated.
 * @throws ConfigError when it is not empty, or can not be written to
 */
export function requireSimulatedFolder(folder: string): void {
  if (existsSync(folder)) openEmptyFolder(folder)
  requireWritable(folder)
}

/**
 * Writes a simulated market as daily bar files, with the planted truth beside them.
 * @returns the names of the files
 * @throws ConfigError when the folder is not empty
 */
export function writeSimulatedMarket(folder: string, market: SimulatedMarket): string[] {
  openEmptyFolder(folder)
  const all = [...market.bars, market.benchmark]
  for (const bars of all) writeArtifact(folder, barsFileName(bars.symbol), barsCsv(bars))
  writeJson(folder, RUN_FILES.truth, truthDocument(market.truth))
  return [...all.map((bars) => barsFileName(bars.symbol)), RUN_FILES.truth]
}
