import { DataError } from '../../src/core/errors.js'
import type { BarCell } from './bar-cells.js'
import { RowFault } from './bar-fault.js'
import { barLayout } from './bar-layout.js'
import { readBarRow } from './bar-row.js'
import { BAR_DIALECTS, type BarDialect } from './dialects.js'

/** The beginning of a file that could not be read. */
interface Sample {
  readonly header: readonly string[]
  readonly row: readonly BarCell[]
  /** Whether a column must name the symbol of each row. */
  readonly needsSymbol: boolean
}

function reads(dialect: BarDialect, { header, row, needsSymbol }: Sample): boolean {
  try {
    readBarRow(barLayout({ file: '', header }, dialect, needsSymbol), row)
    return true
  } catch (error) {
    if (error instanceof DataError || error instanceof RowFault) return false
    throw error
  }
}

/**
 * A hint for a file that may be of another dialect than was stated: the known ones that read a row of it, with the adjusted
 * close where that is asked for. More than one is named where the row does not tell (01/02/2024).
 * @param worthTrying - which of the others are asked
 * @returns text to put behind a message; empty when there is nothing to say
 */
export function dialectHint(
  stated: BarDialect,
  sample: Sample,
  worthTrying: (dialect: BarDialect) => boolean = () => true,
): string {
  const { name: own, useAdjustedClose } = stated
  const others = BAR_DIALECTS.filter((dialect) => dialect.name !== own && worthTrying(dialect))
  const names = others
    .filter((dialect) => reads({ ...dialect, useAdjustedClose }, sample))
    .map(({ name }) => `"${name}"`)
  return names.length === 0 ? '' : `; it reads as dialect ${names.join(' or ')}`
}
