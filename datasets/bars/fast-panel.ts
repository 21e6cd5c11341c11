import { keepSessions, type SymbolBars } from '../../src/panel/bars.js'
import { gatherPanel } from '../../src/panel/gather-panel.js'
import type { Panel } from '../../src/panel/panel.js'
import { totalReturnBars } from '../../src/panel/total-return.js'
import type { SessionDay } from '../../src/core/calendar.js'
import type { DataFolder } from '../text/data-folder.js'
import { createBarBuffers, type BarBuffers } from './fast-buffers.js'
import { parseOhlcvFast } from './fast-ohlcv.js'

/** A symbol and the file in the folder that holds it. */
export interface SymbolFile {
  readonly symbol: string
  readonly file: string
}

/** Files of daily bars in the standard dialect, one a symbol, that make up a panel. */
export interface PanelFiles {
  readonly assets: readonly (SymbolFile & { /** Canonical sector id. */ readonly sector: string })[]
  readonly benchmark: SymbolFile
  /** First and last session day kept; all when absent. */
  readonly from?: SessionDay
  readonly to?: SessionDay
  /** Whether prices and volumes are adjusted already; raw ones are adjusted here, as by alignBars. */
  readonly adjusted: boolean
  /** Whether a symbol may miss sessions within its life. */
  readonly allowGaps?: boolean
  /** Takes rows out of what was read, or throws. The arrays are only lent: they hold other bars after the call. */
  readonly check?: (bars: SymbolBars, file: string) => SymbolBars
}

/** A panel with the SHA-256 of the files that it was read from, by name in the folder. */
export interface PanelOfFiles {
  readonly panel: Panel
  readonly files: ReadonlyMap<string, string>
}

/** Files whose columns are placed together: as many as doubles go into two cache lines. */
const BLOCK = 16

/**
 * Reads files straight into a panel, some at a time; beside the panel there are never more than a few of them in memory.
 * @returns undefined when a file is not plain or alignBars would refuse the bars: then the reference readers and alignBars give
 *   the panel, or the error
 * @throws DataError when a file can not be read, or when a distribution of raw bars is not below the close before it; whatever `check` throws
 */
export function readPanelFast(folder: DataFolder, request: PanelFiles): PanelOfFiles | undefined {
  const files = new Map<string, string>()
  const barsOf = ({ symbol, file }: SymbolFile, buffers: BarBuffers): SymbolBars | undefined => {
    const data = folder.read(file)
    files.set(file, data.sha256)
    const bars = parseOhlcvFast(data.bytes, symbol, buffers)
    return bars === undefined ? undefined : prepared(request.check?.(bars, data.file) ?? bars, request)
  }
  const { assets } = request
  const buffers = Array.from({ length: BLOCK }, () => createBarBuffers())
  const benchmark = barsOf(request.benchmark, buffers[0])
  if (benchmark === undefined) return undefined
  const gatherer = gatherPanel(benchmark, assets.length)
  for (let start = 0; start < assets.length; start += BLOCK) {
    const block: SymbolBars[] = []
    for (const asset of assets.slice(start, start + BLOCK)) {
      const bars = barsOf(asset, buffers[block.length])
      if (bars === undefined) return undefined
      block.push(bars)
    }
    gatherer.add(block)
  }
  const panel = gatherer.finish(
    assets.map(({ sector }) => sector),
    request.allowGaps,
  )
  return panel === undefined ? undefined : { panel, files }
}

/** What alignBars does to the bars of one symbol; nothing is copied where nothing changes. */
function prepared(bars: SymbolBars, { from = -Infinity, to = Infinity, adjusted }: PanelFiles): SymbolBars {
  const { dates } = bars
  const whole = dates[0] >= from && dates[dates.length - 1] <= to
  const kept = whole ? bars : keepSessions(bars, (session) => session >= from && session <= to)
  const { splits, distributions = [] } = kept
  const isUneventful = splits.every((ratio) => ratio === 0) && distributions.every((cash) => cash === 0)
  return adjusted || isUneventful ? kept : totalReturnBars(kept)
}
