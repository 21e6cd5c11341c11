import { ConfigError } from '../core/errors.js'
import { addMonths } from '../core/months.js'
import { nearestName } from '../core/nearest.js'
import { positionOf } from '../core/search.js'
import { mean, standardDeviation } from '../core/statistics.js'
import { newestOf, type Reduced, type Vintage } from './as-of-join.js'

/** Makes one number of a vintage; undefined when the vintage is empty, a value of NaN when there is not enough of it. */
export type VintageTransform = (vintage: Vintage) => Reduced | undefined

/** The newest value beside a number made of it and of an earlier one. */
function compared(
  vintage: Vintage,
  earlier: number,
  compare: (now: number, then: number) => number,
): Reduced | undefined {
  const newest = newestOf(vintage)
  if (newest === undefined) return undefined
  const value = earlier < 0 ? NaN : compare(newest.value, vintage.values[earlier])
  return { valid: newest.valid, value: Number.isFinite(value) ? value : NaN }
}

/** Position of the value of the same day some months before the newest one; -1 when the vintage has none. */
function monthsEarlier(vintage: Vintage, months: number): number {
  const newest = newestOf(vintage)
  return newest === undefined ? -1 : positionOf(vintage.valid, addMonths(newest.valid, -months))
}

/** NaN unless both are positive: a ratio of anything else is no growth. */
function ratio(now: number, then: number): number {
  return now > 0 && then > 0 ? now / then : NaN
}

function zScoreOfNewest(vintage: Vintage, count: number): Reduced | undefined {
  const newest = newestOf(vintage)
  const start = vintage.values.length - count
  if (newest === undefined || start < 0) return newest && { valid: newest.valid, value: NaN }
  const window = Float64Array.from({ length: count }, (_, i) => vintage.values[start + i])
  const deviation = standardDeviation(window)
  return { valid: newest.valid, value: deviation > 0 ? (newest.value - mean(window)) / deviation : 0 }
}

interface Family {
  readonly family: string
  readonly example: string
  /** Smallest parameter. */
  readonly least: number
  readonly create: (parameter: number) => VintageTransform
}

const FAMILIES: readonly Family[] = [
  {
    family: 'change',
    example: 'change_1',
    least: 1,
    create: (k) => (vintage) => compared(vintage, vintage.values.length - 1 - k, (now, then) => now - then),
  },
  {
    family: 'log_change',
    example: 'log_change_1',
    least: 1,
    create: (k) => (vintage) =>
      compared(vintage, vintage.values.length - 1 - k, (now, then) => 100 * Math.log(ratio(now, then))),
  },
  {
    family: 'growth',
    example: 'growth_12',
    least: 1,
    create: (k) => (vintage) =>
      compared(vintage, monthsEarlier(vintage, k), (now, then) => 100 * (ratio(now, then) - 1)),
  },
  { family: 'zscore', example: 'zscore_60', least: 2, create: (n) => (vintage) => zScoreOfNewest(vintage, n) },
]

/**
 * What an as-of join may show of a series instead of its newest value, by name. Every number is made of one vintage: values as
 * they stood together on one day, never a first release against a revised one.
 *
 * - `level`: the newest value
 * - `change_K`: newest less the value K observations before
 * - `log_change_K`: 100 log(newest / value K observations before)
 * - `growth_K`: percent change from the value K months before, found by its valid day (12: year on year); a series that has no
 *   value of exactly that day, such as a daily one, gives NaN
 * - `zscore_N`: newest less the mean of the last N observations, in their sample standard deviations; 0 when all are equal
 *
 * NaN when an end is missing, or is not positive where a ratio is taken.
 * @throws ConfigError for another name
 */
export function vintageTransform(name: string): VintageTransform {
  if (name === 'level') return newestOf
  const match = /^([a-z_]+)_(\d{1,4})$/.exec(name)
  const family = FAMILIES.find((each) => each.family === match?.[1])
  if (match !== null && family !== undefined && Number(match[2]) >= family.least) return family.create(Number(match[2]))
  const examples = ['level', ...FAMILIES.map(({ example }) => example)]
  throw new ConfigError(
    `transform: unknown, ${JSON.stringify(name.slice(0, 40))}, expected one like ${examples.join(', ')} (nearest: ${String(nearestName(name, examples))})`,
  )
}
