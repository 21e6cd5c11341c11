import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import {
  parquetMetadata,
  parquetRead,
  type ColumnData,
  type FileMetaData,
  type ParquetParsers,
  type SchemaElement,
} from 'hyparquet'
import { formatSession } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import type { DataFile } from '../text/data-folder.js'
import { quoted } from '../text/quoted.js'
import { checkSize, columnTableOf, fieldName, MOST_CELLS, tighten, type ColumnTable } from './column-table.js'
import { checkPages, type Unpack } from './parquet-pages.js'
import { unpackSnappy } from './snappy.js'
import { dateTimeText, timeColumn } from './date-text.js'

/** Times leave the library as text: its own `Date` objects lose nanoseconds and invite a time zone. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis: bigint) => dateTimeText(millis * 1_000_000n),
  timestampFromMicroseconds: (micros: bigint) => dateTimeText(micros * 1_000n),
  timestampFromNanoseconds: (nanos: bigint) => dateTimeText(nanos),
  dateFromDays: (days: number) => formatSession(days),
  stringFromBytes: (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : decodeUtf8(bytes)),
}

const COMPRESSORS: Readonly<Record<'SNAPPY' | 'GZIP' | 'BROTLI', Unpack>> = {
  SNAPPY: unpackSnappy,
  GZIP: (bytes, length) => unpacked(gunzipSync(bytes, { maxOutputLength: Math.max(1, length) })),
  BROTLI: (bytes, length) => unpacked(brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) })),
}
const UNPACKERS: Readonly<Record<string, Unpack>> = { UNCOMPRESSED: (bytes) => bytes, ...COMPRESSORS }

function unpacked(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer)
}

function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

/**
 * Columns of a flat Parquet file, compressed by Snappy, gzip, Brotli or not at all. Dates become YYYY-MM-DD, times ISO text (`Z`
 * behind it where the file says that they are universal time). The format has no checksum that this reader checks: flipped bits
 * are only found where {@link readVerified} has compared the bytes.
 * @throws DataError when the bytes are no such file, columns are nested or binary, or it claims too many values
 */
export async function readParquetTable({ file, bytes }: DataFile): Promise<ColumnTable> {
  try {
    return await readTable(file, bytes)
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new DataError({ file }, `can not be read as Parquet (${quoted(reasonOf(error))})`)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Leaves of the schema; the first element is the root. */
function leavesOf(file: string, metadata: FileMetaData): SchemaElement[] {
  const leaves = metadata.schema.slice(1)
  for (const { name, num_children, repetition_type } of leaves)
    if ((num_children ?? 0) > 0 || repetition_type === 'REPEATED')
      throw new DataError({ file }, `column ${quoted(name)} is nested, expected plain values`)
  return leaves
}

function checkMetadata(file: string, metadata: FileMetaData, leaves: readonly SchemaElement[]): number {
  const rowCount = Number(metadata.num_rows)
  checkSize(file, rowCount, leaves.length)
  let rowsOfGroups = 0
  for (const group of metadata.row_groups) {
    rowsOfGroups += Number(group.num_rows)
    for (const { meta_data } of group.columns) {
      if (meta_data === undefined) continue
      if (!(meta_data.codec in UNPACKERS))
        throw new DataError(
          { file },
          `is compressed by ${quoted(meta_data.codec)}, expected ${Object.keys(UNPACKERS).join(', ')}`,
        )
      if (Number(meta_data.num_values) > MOST_CELLS || Number(meta_data.total_uncompressed_size) > 2 ** 31)
        throw new DataError({ file }, 'claims more values than it can be allowed to hold')
    }
  }
  if (rowsOfGroups !== rowCount) throw new DataError({ file }, `claims ${rowCount} rows, its groups ${rowsOfGroups}`)
  return rowCount
}

async function readTable(file: string, bytes: Uint8Array): Promise<ColumnTable> {
  const buffer = bytes.slice().buffer
  const metadata = parquetMetadata(buffer, { parsers: PARSERS, geoparquet: false })
  const leaves = leavesOf(file, metadata)
  const rowCount = checkMetadata(file, metadata, leaves)
  checkPages(bytes, metadata, leaves, UNPACKERS)
  const chunks: ColumnData[] = []
  await parquetRead({
    file: { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
    metadata,
    parsers: PARSERS,
    compressors: COMPRESSORS,
    geoparquet: false,
    onChunk: (chunk) => chunks.push(chunk),
  })
  // Chunks of row groups may come in any order.
  chunks.sort((a, b) => a.rowStart - b.rowStart)
  const columns = leaves.map((leaf) => {
    const values = valuesOf(chunks.filter(({ columnName }) => columnName === leaf.name))
    if (values.length !== rowCount)
      throw new DataError({ file, field: fieldName(leaf.name) }, `holds ${values.length} values, expected ${rowCount}`)
    return [leaf.name, tighten(file, leaf.name, isTime(leaf) ? timesOf(values, leaf) : values)] as const
  })
  return columnTableOf(file, columns, rowCount)
}

function valuesOf(chunks: readonly ColumnData[]): unknown[] {
  const values: unknown[] = []
  for (const { columnData } of chunks)
    for (const value of columnData as ArrayLike<unknown> & Iterable<unknown>) values.push(value)
  return values
}

function isTime({ type, converted_type, logical_type }: SchemaElement): boolean {
  return logical_type?.type === 'TIMESTAMP' || (converted_type?.startsWith('TIMESTAMP') ?? false) || type === 'INT96'
}

/** The older way to mark a time (a converted type alone) means universal time; Impala's INT96 says nothing of its zone. */
function timesOf(values: readonly unknown[], { type, logical_type }: SchemaElement): (string | null)[] {
  const isUtc = logical_type?.type === 'TIMESTAMP' ? logical_type.isAdjustedToUTC : type !== 'INT96'
  return timeColumn(
    values.map((value) => (typeof value === 'string' ? value : null)),
    isUtc,
  )
}
