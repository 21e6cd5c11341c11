import type { SessionDay } from '../core/calendar.js'
import { ShapeError } from '../core/errors.js'
import { upperBound } from '../core/search.js'

/**
 * Dated numbers with the day on which each became known: every release and every revision of one series. Bitemporal: `valid` is
 * the day (or the first day of the month or quarter) that a value speaks of, `known` the first session day at whose close it
 * could be read. Ordered by `known`, then `valid`; of two values of the same pair the later one counts.
 */
export interface Observations {
  readonly name: string
  /** [n] */
  readonly valid: Int32Array
  /** [n], ascending */
  readonly known: Int32Array
  /** [n]; NaN = withdrawn or published as missing: it hides an earlier value of the same valid day. */
  readonly values: Float64Array
}

/** One value of a series, before it is put in order. */
export interface Observation {
  readonly valid: SessionDay
  readonly known: SessionDay
  readonly value: number
}

/** A value with the day it became known. */
export interface KnownValue {
  readonly valid: SessionDay
  readonly value: number
  readonly known: SessionDay
}

/** Puts observations in order; equal ones keep the order given. */
export function observationsOf(name: string, list: readonly Observation[]): Observations {
  const sorted = [...list].sort((a, b) => a.known - b.known || a.valid - b.valid)
  return {
    name,
    valid: Int32Array.from(sorted, ({ valid }) => valid),
    known: Int32Array.from(sorted, ({ known }) => known),
    values: Float64Array.from(sorted, ({ value }) => value),
  }
}

/**
 * What was knowable at the close of a day: the same observations without those that became known later.
 * @param asOf - session day, inclusive
 */
export function knownBy(observations: Observations, asOf: SessionDay): Observations {
  const end = upperBound(observations.known, asOf)
  return {
    name: observations.name,
    valid: observations.valid.subarray(0, end),
    known: observations.known.subarray(0, end),
    values: observations.values.subarray(0, end),
  }
}

/**
 * The value of one valid day as it stood at the close of another: its newest release by then.
 * @returns undefined when nothing was known of it yet
 */
export function valueAsOf(observations: Observations, valid: SessionDay, asOf: SessionDay): KnownValue | undefined {
  for (let i = upperBound(observations.known, asOf) - 1; i >= 0; i--)
    if (observations.valid[i] === valid) return { valid, value: observations.values[i], known: observations.known[i] }
  return undefined
}

/**
 * The series as a reader of that day saw it: the newest release of every valid day, ascending, withdrawn ones left out.
 * @returns parallel arrays
 */
export function vintageAsOf(
  observations: Observations,
  asOf: SessionDay,
): { readonly valid: Int32Array; readonly values: Float64Array } {
  const end = upperBound(observations.known, asOf)
  const latest = new Map<SessionDay, number>()
  for (let i = 0; i < end; i++) latest.set(observations.valid[i], observations.values[i])
  const days = [...latest].filter(([, value]) => !Number.isNaN(value)).sort(([a], [b]) => a - b)
  return { valid: Int32Array.from(days, ([day]) => day), values: Float64Array.from(days, ([, value]) => value) }
}

/**
 * Joins two stores of one series, for example a newer file of vintages to an older one.
 * @throws ShapeError when they are not of the same series
 */
export function mergeObservations(a: Observations, b: Observations): Observations {
  if (a.name !== b.name) throw new ShapeError(`series "${a.name}" and "${b.name}" can not be merged`)
  const rows = [a, b].flatMap(({ valid, known, values }) =>
    Array.from(valid, (day, i): Observation => ({ valid: day, known: known[i], value: values[i] })),
  )
  return observationsOf(a.name, rows)
}
