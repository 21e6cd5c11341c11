import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import xlsx from 'xlsx'
import { readWorkbook } from '../../../datasets/macro/workbook.js'
import { problemOfZip } from '../../../datasets/macro/zip-guard.js'
import { DataError } from '../../../src/core/errors.js'

function bytesOf(sheet: xlsx.WorkSheet): Uint8Array {
  const book = xlsx.utils.book_new()
  xlsx.utils.book_append_sheet(book, sheet, 'S')
  return new Uint8Array(xlsx.write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer)
}

const read = (bytes: Uint8Array): ReturnType<typeof readWorkbook> => readWorkbook({ file: 'f.xlsx', bytes })
const GOOD = bytesOf(xlsx.utils.aoa_to_sheet([['a', 1, null, 2.5], [], ['b']]))

/** An archive of one entry, its sizes stated as given. */
function zipOf(content: Uint8Array, stated = content.length): Uint8Array {
  const packed = deflateRawSync(content)
  const name = Buffer.from('xl/a')
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(stated, 22)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(crc32(content), 16)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(stated, 24)
  entry.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(entry.length + name.length, 12)
  end.writeUInt32LE(local.length + name.length + packed.length, 16)
  return new Uint8Array(Buffer.concat([local, name, packed, entry, name, end]))
}

/** Replaces a text in an archive that is not compressed by one of the same length, and puts the checksums right. */
function replaceStored(archive: Buffer, text: string, other: string): void {
  const at = archive.indexOf(text)
  archive.write(other, at)
  for (let entry = archive.indexOf('PK\x01\x02'); entry >= 0; entry = archive.indexOf('PK\x01\x02', entry + 1)) {
    const start = archive.readUInt32LE(entry + 42)
    const data = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28)
    archive.writeUInt32LE(crc32(archive.subarray(data, data + archive.readUInt32LE(entry + 20))), entry + 16)
  }
}

/** A changed copy. */
function altered(bytes: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice()
  change(new DataView(copy.buffer))
  return copy
}

describe('readWorkbook', () => {
  it('gives text and numbers row by row, holes as undefined', () => {
    expect(read(GOOD)).toEqual([{ name: 'S', rows: [['a', 1, undefined, 2.5], [], ['b']] }])
  })

  it('takes the stored result of a formula and evaluates nothing', () => {
    const sheet = xlsx.utils.aoa_to_sheet([['x']])
    sheet.A1 = { t: 'n', v: 41, f: '1+1' }
    expect(read(bytesOf(sheet))[0].rows).toEqual([[41]])
  })

  it('refuses a cell that holds an error', () => {
    const sheet = xlsx.utils.aoa_to_sheet([['x']])
    sheet.A1 = { t: 'e', v: 0x07 }
    expect(() => read(bytesOf(sheet))).toThrow('f.xlsx:1: S: a cell holds an error')
  })

  it('refuses too many columns and too many rows', () => {
    const wide = xlsx.utils.aoa_to_sheet([Array.from({ length: 300 }, (_, i) => i)])
    expect(() => read(bytesOf(wide))).toThrow('f.xlsx:1: S: more than 256 columns')
    const long = xlsx.utils.aoa_to_sheet(Array.from({ length: 20_005 }, () => [1]))
    expect(() => read(bytesOf(long))).toThrow('f.xlsx: S: more than 20000 rows')
  })

  it('reads what a sheet holds, whatever range it claims', () => {
    const book = xlsx.utils.book_new()
    const rows = Array.from({ length: 1000 }, (_, i) => [i, 'x'])
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(rows), 'S')
    const stored = Buffer.from(xlsx.write(book, { type: 'array', bookType: 'xlsx', compression: false }) as ArrayBuffer)
    replaceStored(stored, 'A1:B1000', 'A1:XFD99')
    expect(read(new Uint8Array(stored))[0].rows).toEqual(rows)
  })

  it.each([
    ['nothing', new Uint8Array(0), 'is not a zip archive'],
    ['a text', new TextEncoder().encode('Year,Month,News\n2025,1,1,and so on\n'), 'is not a zip archive'],
    ['a web page', new TextEncoder().encode('<html><body>Too many requests</body></html>'), 'is not a zip archive'],
    ['half of a workbook', GOOD.slice(0, GOOD.length >> 1), 'has no directory'],
    ['a zip that is no workbook', zipOf(Uint8Array.of(1, 2, 3)), 'can not be read as a workbook'],
    ['a bomb', zipOf(new Uint8Array(65 * 2 ** 20)), 'unpacks to too much'],
    ['a bomb that states a small size', zipOf(new Uint8Array(65 * 2 ** 20), 10), 'is damaged: its size or checksum'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(DataError)
    expect(() => read(bytes)).toThrow(message)
  })

  it('refuses a file beyond 16 MB before looking into it', () => {
    expect(() => read(new Uint8Array(2 ** 24 + 1))).toThrow('has 16777217 bytes, expected at most 16777216')
  })

  it('ends every damage in sheets or one DataError', () => {
    fc.assert(
      fc.property(fc.nat(GOOD.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = GOOD.slice()
        bytes[at] ^= flip
        try {
          expect(Array.isArray(read(bytes))).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(DataError)
          expect((error as Error).message).not.toContain('\n')
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('problemOfZip', () => {
  const limits = { entries: 3, bytes: 100 }
  const zip = zipOf(new Uint8Array(50))
  const directory = zip.length - 22 - 50

  it('accepts a whole and small archive', () => {
    expect(problemOfZip(zip, limits)).toBeUndefined()
    expect(problemOfZip(zip, { entries: 1, bytes: 50 })).toBeUndefined()
  })

  it.each<[string, Uint8Array, string]>([
    [
      'too many entries',
      altered(zip, (v) => v.setUint16(zip.length - 12, 4, true)),
      'has 4 entries, expected at most 3',
    ],
    [
      'more entries than there are',
      altered(zip, (v) => v.setUint16(zip.length - 12, 2, true)),
      'its directory is damaged',
    ],
    [
      'a directory elsewhere',
      altered(zip, (v) => v.setUint32(zip.length - 6, 2 ** 31, true)),
      'its directory is damaged',
    ],
    [
      'an entry elsewhere',
      altered(zip, (v) => v.setUint32(directory + 42, 9, true)),
      '"xl/a" is not where it should be',
    ],
    ['two sizes', altered(zip, (v) => v.setUint32(directory + 20, 3, true)), '"xl/a" is not where it should be'],
    [
      'two unpacked sizes',
      altered(zip, (v) => v.setUint32(directory + 24, 3, true)),
      '"xl/a" is not where it should be',
    ],
    ['a secret', altered(zip, (v) => v.setUint16(directory + 8, 1, true)), '"xl/a" is encrypted'],
    [
      'another method',
      altered(zip, (v) => v.setUint16(directory + 10, 99, true)),
      '"xl/a" is packed by method 99, expected 0 or 8',
    ],
    [
      'a flipped bit',
      altered(zip, (v) => v.setUint8(directory + 16, v.getUint8(directory + 16) ^ 1)),
      '"xl/a" is damaged: its size or checksum differs',
    ],
    ['a broken stream', altered(zip, (v) => v.setUint8(34, 0xff)), '"xl/a" is damaged: its size or checksum differs'],
    ['too much', zipOf(new Uint8Array(101)), 'unpacks to too much'],
  ])('names %s', (_, bytes, problem) => {
    expect(problemOfZip(bytes, limits)).toBe(problem)
  })
})
