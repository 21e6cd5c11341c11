import type { SessionDay } from '../core/calendar.js'

/** Daily bars of one symbol on its own sessions, as a source gave them. */
export interface SymbolBars {
  readonly symbol: string
  /** Session days, strictly ascending; shape [n]. */
  readonly dates: Int32Array
  /** Prices per share; shape [n]. All are positive and finite; open, high and low are NaN where the source has no such field, close never is. */
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** Shares traded; shape [n], 0 or more; NaN where the source has no such field. */
  readonly volume: Float64Array
  /** New shares per old share effective at the open of the session, 0 where there was no split; shape [n]. */
  readonly splits: Float64Array
  /** Cash paid per share to those who held at the close before the session (dividends and distributed gains), 0 where there was none; shape [n]. */
  readonly distributions?: Float64Array
  /** True when the source says that the prices were made by a simulation. */
  readonly simulated?: boolean
}

/** Copy of the bars with the sessions that are kept. */
export function keepSessions(bars: SymbolBars, keep: (session: SessionDay) => boolean): SymbolBars {
  const kept: number[] = []
  for (const [i, session] of bars.dates.entries()) if (keep(session)) kept.push(i)
  const take = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i])
  return {
    ...bars,
    dates: Int32Array.from(kept, (i) => bars.dates[i]),
    open: take(bars.open),
    high: take(bars.high),
    low: take(bars.low),
    close: take(bars.close),
    volume: take(bars.volume),
    splits: take(bars.splits),
    ...(bars.distributions === undefined ? {} : { distributions: take(bars.distributions) }),
  }
}
