import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ArtifactError } from '../../src/core/errors.js'
import { decodeRecord, encodeRecord, type PlainRecord } from '../../src/core/records.js'

const record: PlainRecord = {
  kind: 'example',
  header: { name: 'ß "quoted"', list: [1, null, true], nested: { empty: {} } },
  arrays: {
    f64: Float64Array.of(NaN, -0, Infinity, 5e-324),
    f32: Float32Array.of(1.5, NaN, 3),
    i32: Int32Array.of(-1, 2 ** 31 - 1),
    u8: Uint8Array.of(0, 255, 7),
    none: new Float64Array(0),
  },
}

/** The bytes with a correct checksum over whatever was changed in them. */
function resealed(bytes: Uint8Array): Uint8Array {
  let crc = -1
  for (const byte of bytes.subarray(12)) {
    crc ^= byte
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  new DataView(bytes.buffer).setUint32(8, (crc ^ -1) >>> 0, true)
  return bytes
}

describe('records', () => {
  it('come back as they were, to the bit', () => {
    const back = decodeRecord(encodeRecord(record), 'example')
    expect(back).toEqual(record)
    expect(Object.is(back.arrays.f64[1], -0)).toBe(true)
    for (const [name, array] of Object.entries(record.arrays))
      expect(back.arrays[name].constructor).toBe(array.constructor)
  })

  it('come back from any arrays of any length', () => {
    fc.assert(
      fc.property(fc.float64Array(), fc.float32Array(), fc.int32Array(), fc.uint8Array(), (f64, f32, i32, u8) => {
        const arrays = { f64, f32, i32, u8 }
        const back = decodeRecord(encodeRecord({ kind: 'any', header: null, arrays }), 'any')
        for (const [name, array] of Object.entries(arrays)) {
          const [a, b] = [back.arrays[name], array].map((x) => new Uint8Array(x.buffer, x.byteOffset, x.byteLength))
          expect(a).toEqual(b)
        }
      }),
    )
  })

  it('the same record gives the same bytes', () => {
    expect(encodeRecord(record)).toEqual(encodeRecord(structuredClone(record)))
  })

  it('can be read from and written of a part of a larger buffer, at any offset', () => {
    const bytes = encodeRecord({ ...record, arrays: { part: Float64Array.of(1, 2, 3).subarray(1) } })
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    const { arrays } = decodeRecord(shifted.subarray(3), 'example')
    expect([...arrays.part]).toEqual([2, 3])
    shifted.fill(0)
    expect([...arrays.part], 'arrays are copies').toEqual([2, 3])
  })

  it('refuses every flipped byte and every truncation', () => {
    const bytes = encodeRecord(record)
    for (let i = 0; i < bytes.length; i++) {
      const damaged = bytes.slice()
      damaged[i] ^= 1
      expect(() => decodeRecord(damaged, 'example'), `byte ${i}`).toThrow(ArtifactError)
      expect(() => decodeRecord(bytes.subarray(0, i), 'example'), `first ${i} bytes`).toThrow(ArtifactError)
    }
    expect(() => decodeRecord(Uint8Array.of(...bytes, 0), 'example'), 'a byte too many').toThrow(ArtifactError)
  })

  it('says what is wrong', () => {
    const bytes = encodeRecord(record)
    const of = (offset: number, value: number): Uint8Array => {
      const changed = bytes.slice()
      changed[offset] = value
      return changed
    }
    expect(() => decodeRecord(new Uint8Array(0), 'ridge')).toThrow('not a sectorcast ridge')
    expect(() => decodeRecord(of(0, 0), 'example')).toThrow('not a sectorcast example')
    expect(() => decodeRecord(of(4, 9), 'example')).toThrow('example of format version 9, expected 1')
    expect(() => decodeRecord(of(bytes.length - 1, 1), 'example')).toThrow('example is damaged: checksum differs')
    expect(() => decodeRecord(bytes, 'ridge')).toThrow('a sectorcast example, expected ridge')
  })

  it('refuses a header that is not one, though the checksum is right', () => {
    const bytes = encodeRecord({ kind: 'example', header: {}, arrays: { a: Float64Array.of(1) } })
    const text = new TextDecoder().decode(bytes)
    const changed = (from: string, to: string): Uint8Array => {
      const copy = bytes.slice()
      copy.set(new TextEncoder().encode(to), text.indexOf(from))
      return resealed(copy)
    }
    expect(decodeRecord(resealed(bytes.slice()), 'example').arrays.a).toEqual(Float64Array.of(1))
    for (const broken of [
      changed('{"kind', '["kind'),
      changed('"f64"', '"f65"'),
      changed('"length":1', '"length":9'),
      changed('"length":1', '"length":{'),
      changed('"arrays"', '"Arrays"'),
    ])
      expect(() => decodeRecord(broken, 'example')).toThrow(ArtifactError)
  })

  it('an array of another type is a bug of the caller', () => {
    const arrays = { a: new Int16Array(1) as unknown as Int32Array }
    expect(() => encodeRecord({ kind: 'x', header: null, arrays })).toThrow('bug')
  })
})
