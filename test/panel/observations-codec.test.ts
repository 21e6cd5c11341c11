import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ArtifactError } from '../../src/core/errors.js'
import { encodeRecord, type RecordArray } from '../../src/core/records.js'
import { decodeObservations, encodeObservations } from '../../src/panel/observations-codec.js'
import { observationsOf } from '../../src/panel/observations.js'
import { observationLists } from './random-observations.js'

const good = { valid: Int32Array.of(1, 2), known: Int32Array.of(5, 6), values: Float64Array.of(1, 2) }
const record = (header: unknown, arrays: Record<string, RecordArray> = good, kind = 'observations'): Uint8Array =>
  encodeRecord({ kind, header, arrays })

describe('observations as bytes', () => {
  it('come back as they were, NaN and names included', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), observationLists), { maxLength: 4 }), (series) => {
        const list = series.map(([name, rows]) => observationsOf(name, rows))
        expect(decodeObservations(encodeObservations(list))).toEqual(list)
      }),
    )
  })

  it('refuse a flipped bit, a cut and another kind', () => {
    const bytes = encodeObservations([{ name: '__proto__', ...good }])
    expect(decodeObservations(bytes)[0].name).toBe('__proto__')
    const flipped = bytes.slice()
    flipped[bytes.length - 3] ^= 1
    expect(() => decodeObservations(flipped)).toThrow(ArtifactError)
    expect(() => decodeObservations(bytes.slice(0, -8))).toThrow(ArtifactError)
    expect(() => decodeObservations(record({ names: [], ends: [] }, {}, 'forecasts'))).toThrow(ArtifactError)
  })

  it.each<[string, Uint8Array]>([
    ['no header', record(null)],
    ['names that are numbers', record({ names: [1], ends: [2] })],
    ['more names than ends', record({ names: ['A', 'B'], ends: [2] })],
    ['an end beyond the arrays', record({ names: ['A'], ends: [3] })],
    ['an end before the arrays', record({ names: ['A'], ends: [1] })],
    ['ends that descend', record({ names: ['A', 'B', 'C'], ends: [2, 1, 2] })],
    ['a half', record({ names: ['A', 'B'], ends: [0.5, 2] })],
    ['a missing array', record({ names: ['A'], ends: [2] }, { valid: good.valid, known: good.known })],
    ['arrays of two lengths', record({ names: ['A'], ends: [2] }, { ...good, values: Float64Array.of(1) })],
    ['arrays of another type', record({ names: ['A'], ends: [2] }, { ...good, known: Float64Array.of(5, 6) })],
    ['known days that descend', record({ names: ['A'], ends: [2] }, { ...good, known: Int32Array.of(6, 5) })],
    [
      'valid days out of order',
      record({ names: ['A'], ends: [2] }, { ...good, known: Int32Array.of(5, 5), valid: Int32Array.of(2, 1) }),
    ],
  ])('refuse %s', (_, bytes) => {
    expect(() => decodeObservations(bytes)).toThrow(ArtifactError)
    expect(() => decodeObservations(bytes)).toThrow('observations is damaged')
  })
})
