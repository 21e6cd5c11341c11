import type { ColumnMetaData, FileMetaData, SchemaElement } from 'hyparquet'
import { readThriftFields, readVarint, type Cursor, type ThriftFields } from './thrift-fields.js'

/** Unpacks the bytes of a page. */
export type Unpack = (bytes: Uint8Array, length: number) => Uint8Array

/** Bytes of one page at most, once unpacked. */
const MOST_PAGE_BYTES = 2 ** 29
/** Deflate packs no tighter than 1032 to 1, Snappy far less: memory is not reserved on the word of a damaged size. */
const TIGHTEST = 1100
const DATA = 0
const DICTIONARY = 2
const DATA_V2 = 3
/** Encodings that are runs: of places in a dictionary, or of truth values. */
const PLACES = [2, 8]
const RUNS = 3

interface Page {
  readonly type: number
  /** As they lie in the file. */
  readonly body: Uint8Array
  readonly unpackedSize: number
  readonly header: ThriftFields
}

interface ColumnPages {
  readonly rows: number
  readonly isOptional: boolean
  readonly isBoolean: boolean
  readonly unpack: Unpack
}

/**
 * Looks through the pages of every column before the library reads them: it believes the sizes and counts that it finds, so that a
 * few changed bytes can keep it busy for ever, or fill the memory.
 * @param leaves - columns of the schema; flat ones only
 * @throws RangeError when the sizes and counts of pages and runs do not fit the file, or each other
 * @see Apache Parquet format: Page Header, Run Length Encoding / Bit-Packing Hybrid
 */
export function checkPages(
  bytes: Uint8Array,
  metadata: FileMetaData,
  leaves: readonly SchemaElement[],
  unpackers: Readonly<Record<string, Unpack>>,
): void {
  for (const { columns, num_rows } of metadata.row_groups) {
    must(columns.length === leaves.length, 'a group of rows does not have every column')
    for (const [i, { meta_data }] of columns.entries()) {
      must(meta_data !== undefined, 'a column is not described')
      must(
        meta_data.path_in_schema.join('.') === leaves[i].name && meta_data.type === leaves[i].type,
        'a column is not that of the schema',
      )
      const unpack = unpackers[meta_data.codec] as Unpack | undefined
      must(unpack !== undefined, `a column is compressed by ${meta_data.codec}`)
      const isOptional = leaves[i].repetition_type !== 'REQUIRED'
      checkColumn(bytes, meta_data, {
        rows: Number(num_rows),
        isOptional,
        isBoolean: leaves[i].type === 'BOOLEAN',
        unpack,
      })
    }
  }
}

function must(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new RangeError(problem)
}

function numberAt(fields: ThriftFields, id: number): number {
  const value = fields.get(id)
  must(typeof value === 'number', 'the header of a page is not whole')
  return value
}

function checkColumn(bytes: Uint8Array, metadata: ColumnMetaData, column: ColumnPages): void {
  const start = Number(metadata.dictionary_page_offset || metadata.data_page_offset)
  const end = start + Number(metadata.total_compressed_size)
  must(start >= 0 && end >= start && end <= bytes.length, 'a column lies outside of the file')
  const cursor: Cursor = { bytes: bytes.subarray(0, end), position: start }
  let values = 0
  while (values < column.rows) {
    const page = readPage(cursor)
    if (page.type === DATA || page.type === DATA_V2) values += checkDataPage(page, column)
    else if (page.type === DICTIONARY) checkDictionary(page)
  }
  must(values === column.rows, 'the pages of a column hold another number of values than their group has rows')
}

function readPage(cursor: Cursor): Page {
  const fields = readThriftFields(cursor)
  const type = numberAt(fields, 1)
  const unpackedSize = numberAt(fields, 2)
  const size = numberAt(fields, 3)
  must(unpackedSize >= 0 && unpackedSize <= MOST_PAGE_BYTES, `a page of ${unpackedSize} bytes`)
  must(size >= 0 && cursor.position + size <= cursor.bytes.length, 'a page is longer than its column')
  must(unpackedSize <= (size + 64) * TIGHTEST, `a page of ${size} bytes that unpacks to ${unpackedSize}`)
  const header = fields.get(type === DATA ? 5 : type === DICTIONARY ? 7 : 8)
  must(typeof header === 'object', 'the header of a page is not whole')
  const body = cursor.bytes.subarray(cursor.position, cursor.position + size)
  cursor.position += size
  return { type, body, unpackedSize, header: header.fields }
}

function checkDictionary({ header, unpackedSize }: Page): void {
  const count = numberAt(header, 1)
  must(count >= 0 && count <= unpackedSize, `a dictionary of ${count} values`)
}

/** @returns number of values of the page */
function checkDataPage(
  { type, header, body, unpackedSize }: Page,
  { rows, isOptional, isBoolean, unpack }: ColumnPages,
): number {
  const values = numberAt(header, 1)
  must(values >= 1 && values <= rows, `a page of ${values} values`)
  let present = values
  let data = body
  if (type === DATA_V2) {
    const [levels, repeats] = [numberAt(header, 5), numberAt(header, 6)]
    const isPacked = header.get(7) !== 0
    must(repeats === 0 && levels >= 0 && levels <= body.length, 'the levels of a page do not fit it')
    must(numberAt(header, 3) === values, 'a page has more or fewer rows than values')
    if (isOptional) present = countPresent({ bytes: body.subarray(0, levels), position: 0 }, values)
    must(numberAt(header, 2) === values - present, 'a page has more or fewer missing values than it says')
    data = body.subarray(levels)
    if (isPacked && data.length > 0) data = unpack(data, unpackedSize - levels)
  } else {
    data = unpack(body, unpackedSize)
    if (isOptional) {
      must(data.length >= 4, 'a page has no levels')
      const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true)
      must(length <= data.length - 4, 'the levels of a page do not fit it')
      present = countPresent({ bytes: data.subarray(4, 4 + length), position: 0 }, values)
      data = data.subarray(4 + length)
    }
  }
  const encoding = numberAt(header, type === DATA_V2 ? 4 : 2)
  if (present > 0 && (PLACES.includes(encoding) || encoding === RUNS))
    checkRuns(data, present, isBoolean && encoding === RUNS)
  return values
}

/** Runs of truth values stand behind their length, runs of places in a dictionary behind their width. */
function checkRuns(data: Uint8Array, values: number, areBooleans: boolean): void {
  must(data.length > (areBooleans ? 4 : 0), 'a page has no values')
  const width = areBooleans ? 1 : data[0]
  must(width <= 32, 'the places in a dictionary are too wide')
  if (width > 0) walkRuns({ bytes: data, position: areBooleans ? 4 : 1 }, width, values, () => undefined)
}

function countPresent(cursor: Cursor, values: number): number {
  let present = 0
  walkRuns(cursor, 1, values, (count, read) => {
    for (let i = 0; i < count; i++) present += read(i)
  })
  return present
}

/**
 * Walks over runs of equal or packed numbers.
 * @param visit - gets the length of each run, and the lowest bit of each of its numbers
 */
function walkRuns(
  cursor: Cursor,
  width: number,
  values: number,
  visit: (count: number, read: (i: number) => number) => void,
): void {
  const { bytes } = cursor
  for (let seen = 0; seen < values;) {
    const header = readVarint(cursor)
    const isPacked = header % 2 === 1
    const count = isPacked ? ((header - 1) / 2) * 8 : header / 2
    const start = cursor.position
    const size = isPacked ? ((header - 1) / 2) * width : Math.ceil(width / 8)
    // The last packed run is filled up to eight; some writers leave the bytes out that only fill.
    const needed = isPacked ? Math.ceil((Math.min(count, values - seen) * width) / 8) : size
    must(
      count > 0 && (isPacked ? count - 8 : count) <= values - seen,
      `a run of ${count} in a page of ${values} values`,
    )
    must(start + needed <= bytes.length, 'a run is longer than its page')
    visit(
      Math.min(count, values - seen),
      isPacked ? (i) => (bytes[start + (i >> 3)] >> (i & 7)) & 1 : () => bytes[start] & 1,
    )
    cursor.position = start + size
    seen += count
  }
}
