import type { SessionDay } from '../../core/calendar.js'
import type { SymbolBars } from '../bars.js'

/** What can be read of a row at fault; NaN where that is nothing. */
export interface FaultyRow {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** Bars of one symbol together with the rows of its source that were at fault and are not among them. */
export interface BarsUnderCheck {
  readonly bars: SymbolBars
  /** Rows at fault by their sessions: such a session is faulty, not missing. */
  readonly faulty: ReadonlyMap<SessionDay, FaultyRow>
}
