import { formatSession, parseSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError, type DataLocation } from '../../src/core/errors.js'
import { alignBars } from '../../src/panel/align-bars.js'
import { keepSessions, type SymbolBars } from '../../src/panel/bars.js'
import type { Panel } from '../../src/panel/panel.js'

/** Bars with the place they were read from. */
export interface SourcedBars {
  readonly bars: SymbolBars
  /** The file, as messages name it. */
  readonly file: string
  /** Line of a session's row in the file; undefined where there is none. */
  lineOf(session: SessionDay): number | undefined
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
}

/** A row that an experiment leaves out. */
export interface DroppedRow {
  readonly symbol: string
  readonly date: string
}

/**
 * Leaves single rows out.
 * @throws DataError when there is no such row
 */
export function withoutRows(source: SourcedBars, drop: readonly DroppedRow[]): SourcedBars {
  const days = drop.filter(({ symbol }) => symbol === source.bars.symbol).map(({ date }) => parseSession(date))
  if (days.length === 0) return source
  for (const day of days)
    if (!source.bars.dates.includes(day))
      throw new DataError(
        { file: source.file, field: 'Date' },
        `has no row ${formatSession(day)}, which the experiment drops`,
      )
  return { ...source, bars: keepSessions(source.bars, (session) => !days.includes(session)) }
}

function locate(sources: readonly SourcedBars[], symbol: string, session?: SessionDay): DataLocation {
  const source = sources.find(({ bars }) => bars.symbol === symbol)
  if (source === undefined) return { file: symbol }
  const line = session === undefined ? undefined : source.lineOf(session)
  return { file: source.file, ...(line === undefined ? {} : { line }) }
}

/**
 * One panel of what was read.
 * @throws DataError when the calendars differ, no session is in range, or the benchmark ends before its sectors do
 */
export function assemblePanel({ assets, sectors, benchmark, from, to, adjusted }: PanelParts): Panel {
  const sources = [...assets, benchmark]
  const panel = alignBars({
    assets: assets.map(({ bars }) => bars),
    sectors,
    benchmark: benchmark.bars,
    ...(from === undefined ? {} : { from: parseSession(from) }),
    ...(to === undefined ? {} : { to: parseSession(to) }),
    adjusted,
    // One simulated symbol makes everything derived from the panel simulated.
    simulated: sources.some(({ bars }) => bars.simulated === true),
    locate: (symbol, session) => locate(sources, symbol, session),
  })
  const last = panel.dates.length - 1
  if (Number.isNaN(panel.series['benchmark.close'][last])) {
    const { bars } = benchmark
    throw new DataError(
      { ...locate(sources, bars.symbol, bars.dates[bars.dates.length - 1]), field: 'Date' },
      `the benchmark ends before ${formatSession(panel.dates[last])}, to which its sectors go on: set data.to, or bring it up to date`,
    )
  }
  return panel
}
