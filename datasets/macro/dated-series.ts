import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError, type DataLocation } from '../../src/core/errors.js'

/** One series as a file holds it: what each value speaks of, but not when it became known. */
export interface DatedSeries {
  readonly name: string
  /** First day of the period (month, quarter) or the day itself; strictly ascending; [n] */
  readonly valid: Int32Array
  /** [n]; NaN = the source says that there is no value */
  readonly values: Float64Array
}

/** One row of a series and where it stands. */
export interface DatedRow {
  readonly valid: SessionDay
  readonly value: number
  readonly location: DataLocation
}

/**
 * Makes a series of rows in ascending order.
 * @throws DataError at the first row whose day repeats or descends
 */
export function datedSeries(name: string, rows: readonly DatedRow[]): DatedSeries {
  for (let i = 1; i < rows.length; i++) {
    const { valid, location } = rows[i]
    const before = rows[i - 1].valid
    if (valid === before) throw new DataError(location, `${formatSession(valid)} stands twice`)
    if (valid < before)
      throw new DataError(
        location,
        `${formatSession(valid)} comes after ${formatSession(before)}, expected ascending dates`,
      )
  }
  return {
    name,
    valid: Int32Array.from(rows, ({ valid }) => valid),
    values: Float64Array.from(rows, ({ value }) => value),
  }
}

/** How many periods the source lists without a value: never published, or a holiday. */
export function missingCount({ values }: Pick<DatedSeries, 'values'>): number {
  return values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0)
}
