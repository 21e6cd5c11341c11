import { ArtifactError } from '../core/errors.js'
import { decodeRecord, encodeRecord } from '../core/records.js'
import type { Observations } from './observations.js'

const KIND = 'observations'

interface Header {
  readonly names: readonly string[]
  /** Position after the last observation of each series. */
  readonly ends: readonly number[]
}

/** Series one after the other in one record, so that dated numbers can be kept with the days they became known. */
export function encodeObservations(list: readonly Observations[]): Uint8Array {
  const total = list.reduce((sum, { values }) => sum + values.length, 0)
  const [valid, known, values] = [new Int32Array(total), new Int32Array(total), new Float64Array(total)]
  const ends: number[] = []
  let at = 0
  for (const series of list) {
    valid.set(series.valid, at)
    known.set(series.known, at)
    values.set(series.values, at)
    at += series.values.length
    ends.push(at)
  }
  const header: Header = { names: list.map(({ name }) => name), ends }
  return encodeRecord({ kind: KIND, header, arrays: { valid, known, values } })
}

/** The header, when it describes arrays of that length. */
function headerOf(header: unknown, length: number): Header {
  const { names, ends } = (header ?? {}) as Partial<Header>
  const fits =
    Array.isArray(names) &&
    Array.isArray(ends) &&
    names.length === ends.length &&
    names.every((name) => typeof name === 'string') &&
    ends.every((end, i) => Number.isSafeInteger(end) && Number(end) >= Number(ends[i - 1] ?? 0)) &&
    Number(ends.at(-1) ?? 0) === length
  if (!fits) throw new ArtifactError(`${KIND} is damaged: its header does not describe its arrays`)
  return { names, ends }
}

/** Ordered by known day, then by valid day. */
function isOrdered({ valid, known }: Observations): boolean {
  return known.every((day, i) => i === 0 || day > known[i - 1] || (day === known[i - 1] && valid[i] >= valid[i - 1]))
}

/**
 * Reads {@link encodeObservations} back; arrays are copies.
 * @throws ArtifactError when the bytes are no such record, are damaged, or hold observations out of order
 */
export function decodeObservations(bytes: Uint8Array): Observations[] {
  const { header, arrays } = decodeRecord(bytes, KIND)
  const { valid, known, values } = arrays
  const whole = valid instanceof Int32Array && known instanceof Int32Array && values instanceof Float64Array
  if (!whole || known.length !== valid.length || values.length !== valid.length)
    throw new ArtifactError(`${KIND} is damaged: its arrays do not fit together`)
  const { names, ends } = headerOf(header, valid.length)
  return names.map((name, i) => {
    const [start, end] = [ends[i - 1] ?? 0, ends[i]]
    const series = {
      name,
      valid: valid.slice(start, end),
      known: known.slice(start, end),
      values: values.slice(start, end),
    }
    if (!isOrdered(series)) throw new ArtifactError(`${KIND} is damaged: "${name}" is out of order`)
    return series
  })
}
