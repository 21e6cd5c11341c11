import { formatSession, parseSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError, type DataLocation } from '../../src/core/errors.js'
import { alignBars } from '../../src/panel/align-bars.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import type { Panel } from '../../src/panel/panel.js'

/** Bars with the place they were read from. */
export interface SourcedBars {
  readonly bars: SymbolBars
  /** The file, as messages name it. */
  readonly file: string
  /** Line of a session's row in the file; undefined where there is none. */
  readonly lineOf: (session: SessionDay) => number | undefined
}

/** What goes into a panel. */
export interface PanelParts {
  readonly assets: readonly SourcedBars[]
  /** Canonical sector id of each asset. */
  readonly sectors: readonly string[]
  readonly benchmark: SourcedBars
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly adjusted: boolean
  /** Whether an asset may miss sessions within its life. */
  readonly allowGaps?: boolean
}

function locate(sources: readonly SourcedBars[], symbol: string, session?: SessionDay): DataLocation {
  const source = sources.find(({ bars }) => bars.symbol === symbol)
  if (source === undefined) return { file: symbol }
  const line = session === undefined ? undefined : source.lineOf(session)
  return { file: source.file, ...(line === undefined ? {} : { line }) }
}

/** Whether the benchmark has the panel's last session. */
export function benchmarkReachesEnd({ dates, series }: Panel): boolean {
  return !Number.isNaN(series['benchmark.close'][dates.length - 1])
}

/**
 * One panel of what was read.
 * @throws DataError when the calendars differ, no session is in range, or the benchmark ends before its sectors do
 */
export function assemblePanel({
  assets,
  sectors,
  benchmark,
  from,
  to,
  adjusted,
  allowGaps = false,
}: PanelParts): Panel {
  const sources = [...assets, benchmark]
  const panel = alignBars({
    assets: assets.map(({ bars }) => bars),
    sectors,
    benchmark: benchmark.bars,
    ...(from === undefined ? {} : { from: parseSession(from) }),
    ...(to === undefined ? {} : { to: parseSession(to) }),
    adjusted,
    allowGaps,
    // One simulated symbol makes everything derived from the panel simulated.
    simulated: sources.some(({ bars }) => bars.simulated === true),
    locate: (symbol, session) => locate(sources, symbol, session),
  })
  if (benchmarkReachesEnd(panel)) return panel
  const { bars } = benchmark
  const last = formatSession(panel.dates[panel.dates.length - 1])
  throw new DataError(
    { ...locate(sources, bars.symbol, bars.dates[bars.dates.length - 1]), field: 'Date' },
    `the benchmark ends before ${last}, to which its sectors go on: set data.to, or bring it up to date`,
  )
}
