import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import type { ShareEvents } from '../../src/panel/total-return.js'
import { requireDate, requireNumber, type DateOrder } from '../text/cells.js'
import { columnOf, parseCsvTable } from '../text/csv-table.js'
import { quoted } from '../text/quoted.js'

/** What a row of an event file tells of. `gain` is a distributed capital gain, paid like a dividend. */
const EVENTS = ['split', 'dividend', 'gain'] as const
type EventKind = (typeof EVENTS)[number]

/** One row of an event file. */
export interface ShareEvent {
  readonly session: SessionDay
  readonly event: EventKind
  /** New shares per old share, or cash per share of that session. */
  readonly value: number
  readonly file: string
  readonly line: number
}

/**
 * Reads the splits and distributions of one symbol that stand in a file of their own: columns Date (the ex-date), Event (split,
 * dividend, gain) and Value, in any order; rows in any order.
 * @param text - without byte order mark
 * @throws DataError naming file, line and field: what {@link parseCsvTable} refuses, an unknown event, a value that is not above 0,
 *   an event that stands twice
 */
export function parseShareEvents(text: string, file: string, order: DateOrder = 'ymd'): ShareEvent[] {
  const table = parseCsvTable(text, file)
  const [dateColumn, eventColumn, valueColumn] = ['Date', 'Event', 'Value'].map((name) => columnOf(table, name))
  const seen = new Set<string>()
  return table.rows.map((row, i) => {
    const line = table.lineOf(i)
    const session = requireDate(row[dateColumn], order, { file, line, field: 'Date' })
    const event = requireEvent(row[eventColumn], file, line)
    const value = requireNumber(row[valueColumn], { file, line, field: 'Value' })
    if (!(value > 0)) throw new DataError({ file, line, field: 'Value' }, `${value} is not above 0`)
    const key = `${session} ${event}`
    if (seen.has(key))
      throw new DataError({ file, line, field: 'Event' }, `${event} of ${formatSession(session)} stands twice`)
    seen.add(key)
    return { session, event, value, file, line }
  })
}

function requireEvent(cell: string, file: string, line: number): EventKind {
  const name = cell.trim().toLowerCase()
  const event = EVENTS.find((known) => known === name)
  if (event !== undefined) return event
  const near = nearestName(name, EVENTS) ?? ''
  throw new DataError({ file, line, field: 'Event' }, `${quoted(cell)} is unknown, did you mean "${near}"?`)
}

/**
 * Puts events on the sessions of raw bars. Events before the first session or after the last one are left out: the bars do not know
 * of them.
 * @throws DataError when an event lies between two sessions
 */
export function eventsOnSessions(events: readonly ShareEvent[], bars: SymbolBars): ShareEvents {
  const n = bars.dates.length
  const [splits, distributions] = [new Float64Array(n), new Float64Array(n)]
  for (const { session, event, value, file, line } of events) {
    if (n === 0 || session < bars.dates[0] || session > bars.dates[n - 1]) continue
    const row = bars.dates.indexOf(session)
    if (row < 0)
      throw new DataError({ file, line, field: 'Date' }, `${formatSession(session)} is no session of "${bars.symbol}"`)
    if (event === 'split') splits[row] = value
    else distributions[row] += value
  }
  return { splits, distributions }
}
