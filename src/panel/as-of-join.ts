import type { SessionDay } from '../core/calendar.js'
import { lowerBound } from '../core/search.js'
import type { Observations } from './observations.js'

/** What a session sees of a series. */
export interface AsOfSeries {
  /** Value at each session, NaN where nothing (or nothing fresh enough) was known; [nDates] */
  readonly values: Float64Array
  /** 1 where there is a value, else 0: a missing feed is a mask, not a failure; [nDates] */
  readonly present: Float64Array
}

/** A series as one reader saw it: parallel arrays, valid days ascending, no NaN. */
export interface Vintage {
  readonly valid: ArrayLike<SessionDay>
  readonly values: ArrayLike<number>
}

/** A number made of a vintage, with the day it speaks of. */
export interface Reduced {
  readonly valid: SessionDay
  readonly value: number
}

export interface JoinOptions {
  /** Days after which a value's valid day is too old to be shown; never when absent. */
  readonly maxAge?: number
  /**
   * Made of the whole vintage that was known at a session: its newest value when absent. A growth rate, for example, compares two
   * values of the same vintage, never a first release with a revised one. Must not keep or change the vintage.
   */
  readonly reduce?: (vintage: Vintage) => Reduced | undefined
}

/** The newest value of a vintage. */
export function newestOf({ valid, values }: Vintage): Reduced | undefined {
  const last = valid.length - 1
  return last < 0 ? undefined : { valid: valid[last], value: values[last] }
}

/** A vintage that releases are added to, one after the other. */
interface GrowingVintage {
  readonly valid: SessionDay[]
  readonly values: number[]
}

/** A release replaces the value of its valid day; a withdrawn one (NaN) takes it out. */
function release({ valid, values }: GrowingVintage, day: SessionDay, value: number): void {
  const i = lowerBound(valid, day)
  const stands = valid[i] === day
  if (!Number.isNaN(value)) {
    valid.splice(i, stands ? 1 : 0, day)
    values.splice(i, stands ? 1 : 0, value)
  } else if (stands) {
    valid.splice(i, 1)
    values.splice(i, 1)
  }
}

/**
 * The one join for everything that has a day on which it became known. Row t is a function of the observations with
 * `known` <= dates[t] alone, to the last bit: later releases and revisions change no earlier row.
 * @param dates - session days, ascending; shape [nDates]
 */
export function joinAsOf(observations: Observations, dates: Int32Array, options: JoinOptions = {}): AsOfSeries {
  const { maxAge = Infinity, reduce = newestOf } = options
  const values = new Float64Array(dates.length).fill(NaN)
  const present = new Float64Array(dates.length)
  const vintage: GrowingVintage = { valid: [], values: [] }
  let current: Reduced | undefined
  let next = 0
  for (let row = 0; row < dates.length; row++) {
    const before = next
    for (; next < observations.known.length && observations.known[next] <= dates[row]; next++)
      release(vintage, observations.valid[next], observations.values[next])
    if (next !== before) current = reduce(vintage)
    if (current === undefined || Number.isNaN(current.value) || dates[row] - current.valid > maxAge) continue
    values[row] = current.value
    present[row] = 1
  }
  return { values, present }
}
