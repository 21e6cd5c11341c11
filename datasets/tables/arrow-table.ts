import { tableFromIPC, Type, type DataType } from '@uwdata/flechette'
import { formatSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import type { DataFile } from '../text/data-folder.js'
import { quoted } from '../text/quoted.js'
import { checkArrow } from './arrow-messages.js'
import { checkSize, columnTableOf, fieldName, tighten, type ColumnTable } from './column-table.js'
import { dateTimeText, timeColumn } from './date-text.js'

const MILLIS_PER_DAY = 86_400_000
/** Nanoseconds per unit of an Arrow timestamp: second, millisecond, microsecond, nanosecond. */
const NANOS_PER_UNIT = [1_000_000_000n, 1_000_000n, 1_000n, 1n]
const PLAIN: readonly number[] = [
  Type.Null,
  Type.Int,
  Type.Float,
  Type.Bool,
  Type.Decimal,
  Type.Utf8,
  Type.LargeUtf8,
  Type.Utf8View,
]

/**
 * Columns of an Arrow IPC file or stream (Feather version 2), without compression. Dates become YYYY-MM-DD, times ISO text (`Z`
 * behind it where the file gives a time zone: Arrow then stores universal time).
 * @throws DataError when the bytes are no such file, are compressed, or hold nested or binary columns
 */
export function readArrowTable({ file, bytes }: DataFile): ColumnTable {
  try {
    return tableOf(file, bytes)
  } catch (error) {
    if (error instanceof DataError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new DataError({ file }, `can not be read as Arrow (${quoted(reason)})`)
  }
}

function tableOf(file: string, bytes: Uint8Array): ColumnTable {
  checkArrow(bytes)
  // The library reads views at offsets that must be multiples of eight.
  const table = tableFromIPC(bytes.slice(), { useBigInt: true, useBigIntTimestamp: true })
  const { fields } = table.schema
  if (fields.length === 0) throw new DataError({ file }, 'can not be read as Arrow ("it has no columns")')
  checkSize(file, table.numRows, fields.length)
  const columns = fields.map(({ name, type }, i) => {
    const column = table.getChildAt(i)
    // Asked before the values are: a damaged length fills the memory.
    const values: unknown[] = column.length === table.numRows ? Array.from(column as Iterable<unknown>) : []
    if (values.length !== table.numRows || values.includes(undefined))
      throw new DataError({ file, field: fieldName(name) }, `does not hold ${table.numRows} values`)
    return [name, tighten(file, name, shown(file, name, type, values))] as const
  })
  return columnTableOf(file, columns, table.numRows)
}

function shown(file: string, name: string, type: DataType, values: readonly unknown[]): readonly unknown[] {
  if (type.typeId === Type.Dictionary) return shown(file, name, type.dictionary, values)
  if (type.typeId === Type.Timestamp) {
    const nanos = NANOS_PER_UNIT[type.unit]
    const texts = values.map((value) => (typeof value === 'bigint' ? dateTimeText(value * nanos) : null))
    return timeColumn(texts, (type.timezone ?? '') !== '')
  }
  if (type.typeId === Type.Date)
    return values.map((value) => (typeof value === 'number' ? formatSession(Math.floor(value / MILLIS_PER_DAY)) : null))
  if (!PLAIN.includes(type.typeId))
    throw new DataError({ file }, `column ${quoted(name)} is nested or binary, expected plain values`)
  // The library replaces bytes that are not UTF-8 without a word.
  const bad = values.findIndex((value) => typeof value === 'string' && value.includes('\uFFFD'))
  if (bad >= 0) throw new DataError({ file, line: bad + 1, field: fieldName(name) }, 'is not UTF-8 text')
  return values
}
