import { MOST_COLUMNS } from './column-table.js'

const MAGIC = 'ARROW1'
/** Kinds of message: schema, dictionary, rows. */
const SCHEMA = 1
const DICTIONARY = 2
const ROWS = 3
const UNION = 14
/** Before version 4 (written as 3) a buffer carried one number more. */
const BUFFERS_WITHOUT_PAGE = 3
const DEEPEST = 16

/** Position of a field of a table by its slot; undefined where it is not written. */
type Slots = (slot: number) => number | undefined

/**
 * Looks through the metadata of Arrow IPC bytes before the library reads them: it believes the lengths that it finds, so that a few
 * changed bytes can fill the memory.
 * @throws RangeError when a length or a place does not fit the bytes
 * @see Apache Arrow columnar format: IPC streaming and file format; FlatBuffers internals
 */
export function checkArrow(bytes: Uint8Array): void {
  const view = viewOf(bytes)
  const budget = { fields: MOST_COLUMNS, values: bytes.length * 8 }
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) === MAGIC) checkFile(bytes, view, budget)
  else
    for (let index: number | undefined = 0; index !== undefined && index < bytes.length;)
      index = checkMessage(bytes, index, budget)
}

/** What may still be claimed. A value takes a bit at least, and every block of rows has bits of its own. */
interface Budget {
  fields: number
  values: number
}

function must(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new RangeError(problem)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function tableAt(view: DataView, index: number): Slots {
  const position = index + view.getInt32(index, true)
  const slots = position - view.getInt32(position, true)
  const size = view.getInt16(slots, true)
  return (slot) => {
    const offset = slot < size ? view.getInt16(slots + slot, true) : 0
    return offset === 0 ? undefined : position + offset
  }
}

/** Positions of the elements of a vector; none where it is not written. */
function elementsAt(view: DataView, index: number | undefined, stride: number): number[] {
  if (index === undefined) return []
  const base = index + view.getInt32(index, true)
  const length = view.getInt32(base, true)
  must(length >= 0 && base + 4 + length * stride <= view.byteLength, `a list of ${length} does not fit the bytes`)
  return Array.from({ length }, (_, i) => base + 4 + i * stride)
}

function checkFile(bytes: Uint8Array, view: DataView, budget: Budget): void {
  const end = bytes.length - MAGIC.length - 4
  const footer = tableAt(view, end - view.getInt32(end, true))
  const schema = footer(6)
  must(schema !== undefined, 'it has no schema')
  checkSchema(view, schema, budget)
  elementsAt(view, footer(12), 4)
  for (const block of [...elementsAt(view, footer(8), 24), ...elementsAt(view, footer(10), 24)])
    must(checkMessage(bytes, Number(view.getBigInt64(block, true)), budget) !== undefined, 'a block is empty')
}

/** @returns position behind the message; undefined at the end of a stream */
function checkMessage(bytes: Uint8Array, index: number, budget: Budget): number | undefined {
  const view = viewOf(bytes)
  must(index >= 0 && index + 4 <= bytes.length, 'a message lies outside of the bytes')
  let start = index + 4
  let length = view.getInt32(index, true)
  if (length === -1) {
    length = view.getInt32(start, true)
    start += 4
  }
  if (length === 0) return undefined
  must(length > 0 && start + length <= bytes.length, 'a message lies outside of the bytes')
  const head = viewOf(bytes.subarray(start, start + length))
  const message = tableAt(head, 0)
  const [version, kind, header, body] = [message(4), message(6), message(8), message(10)]
  if (header !== undefined && kind !== undefined)
    checkHeader(head, head.getUint8(kind), header, version === undefined ? 0 : head.getInt16(version, true), budget)
  const bodyLength = body === undefined ? 0 : Number(head.getBigInt64(body, true))
  must(
    bodyLength >= 0 && start + length + bodyLength <= bytes.length,
    'the body of a message lies outside of the bytes',
  )
  return start + length + bodyLength
}

function checkHeader(view: DataView, kind: number, index: number, version: number, budget: Budget): void {
  if (kind === SCHEMA) checkSchema(view, index, budget)
  else if (kind === ROWS) checkRows(view, index, version, budget)
  else if (kind === DICTIONARY) {
    const rows = tableAt(view, index)(6)
    must(rows !== undefined, 'a dictionary has no values')
    checkRows(view, rows, version, budget)
  }
}

function checkRows(view: DataView, index: number, version: number, budget: Budget): void {
  const rows = tableAt(view, index)
  let longest = 0
  for (const node of elementsAt(view, rows(6), 16)) {
    const length = Number(view.getBigInt64(node, true))
    must(length >= 0, 'a column has a negative length')
    longest = Math.max(longest, length)
  }
  budget.values -= longest
  must(budget.values >= 0, 'it claims more values than it has bits')
  elementsAt(view, rows(8), version < BUFFERS_WITHOUT_PAGE ? 24 : 16)
  elementsAt(view, rows(12), 8)
}

function checkSchema(view: DataView, index: number, budget: Budget): void {
  const schema = tableAt(view, index)
  elementsAt(view, schema(8), 4)
  for (const field of elementsAt(view, schema(6), 4)) checkField(view, field, budget, 0)
}

function checkField(view: DataView, index: number, budget: Budget, depth: number): void {
  must(--budget.fields >= 0, `it has more than ${MOST_COLUMNS} columns`)
  must(depth < DEEPEST, 'columns lie too deep in each other')
  const field = tableAt(view, index)
  const type = field(8)
  must(type === undefined || view.getUint8(type) !== UNION, 'a column is a union')
  elementsAt(view, field(16), 4)
  for (const child of elementsAt(view, field(14), 4)) checkField(view, child, budget, depth + 1)
}
