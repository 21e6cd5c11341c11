import { table, toCSV } from 'arquero'

/** Columns of a table by name, all of one length. */
export type Columns = Readonly<Record<string, ArrayLike<number> | readonly string[] | readonly boolean[]>>

/**
 * A table as comma-separated text with a header row and a line break at the end. Numbers are written in the shortest form that
 * reads back to the same bits; NaN is an empty cell.
 */
export function csvOf(columns: Columns): string {
  const cells = Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [
      name,
      Array.from(values as ArrayLike<unknown>, (value) =>
        typeof value === 'number' && Number.isNaN(value) ? null : value,
      ),
    ]),
  )
  return toCSV(table(cells))
}
