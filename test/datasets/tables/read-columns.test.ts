import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  dateDay,
  dictionary,
  field,
  float64,
  int64,
  list,
  tableFromArrays,
  tableToIPC,
  timestamp,
  utf8,
} from '@uwdata/flechette'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { readColumns } from '../../../datasets/tables/read-columns.js'
import { numbersOf, textsOf } from '../../../datasets/tables/column-values.js'
import { readVerified } from '../../../datasets/tables/verified-file.js'
import { openDataFolder } from '../../../datasets/text/data-folder.js'
import { temporaryFolder } from '../../fixtures/command-line.js'
import { dataFile } from './data-file.js'

const parquet = (columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData }))

const arrow = (arrays: Record<string, unknown[]>, types = {}): Uint8Array =>
  tableToIPC(tableFromArrays(arrays, { types, useProxy: false }), { format: 'file' }) as Uint8Array

const DAYS = [new Date('2024-01-02T00:00:00Z'), null, new Date('1969-12-31T21:30:00.250Z')]

describe('Parquet', () => {
  it('gives numbers as a typed array, text, truth values, dates and times as text', async () => {
    const table = await readColumns(
      dataFile(
        'a.parquet',
        parquet([
          { name: 'close', data: [1.5, null, -0.25], type: 'DOUBLE' },
          { name: 'symbol', data: ['A', 'Ngân hàng', null], type: 'STRING' },
          { name: 'published', data: DAYS, type: 'TIMESTAMP' },
          { name: 'big', data: [1n, 2n, 2n ** 60n], type: 'INT64' },
          { name: 'shares', data: [1n, null, 2n ** 40n], type: 'INT64' },
          { name: 'open', data: [true, false, null], type: 'BOOLEAN' },
        ]),
      ),
    )
    expect(table.names).toEqual(['close', 'symbol', 'published', 'big', 'shares', 'open'])
    expect(table.rowCount).toBe(3)
    expect(table.column('close')).toEqual(Float64Array.of(1.5, NaN, -0.25))
    expect(table.column('symbol')).toEqual(['A', 'Ngân hàng', null])
    expect(table.column('published')).toEqual(['2024-01-02T00:00:00Z', null, '1969-12-31T21:30:00.25Z'])
    expect(table.column('big')).toEqual([1n, 2n, 2n ** 60n])
    expect(table.column('shares')).toEqual(Float64Array.of(1, NaN, 2 ** 40))
    expect(table.column('open')).toEqual([true, false, null])
    expect(table.lineOf(0)).toBe(1)
  })

  it('reads dates, times without a zone and several row groups', async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        schema: [
          { name: 'root', num_children: 3 },
          { name: 'day', type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' },
          {
            name: 'midnight',
            type: 'INT64',
            logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
            repetition_type: 'REQUIRED',
          },
          {
            name: 'time',
            type: 'INT64',
            logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
            repetition_type: 'REQUIRED',
          },
        ],
        columnData: [
          { name: 'day', data: Int32Array.of(0, 19724, -1) },
          { name: 'midnight', data: BigInt64Array.of(0n, 86_400_000_000n, -86_400_000_000n) },
          { name: 'time', data: BigInt64Array.of(1n, 0n, 3_600_000_000n) },
        ],
        rowGroupSize: 2,
      }),
    )
    const table = await readColumns(dataFile('a.parquet', bytes))
    expect(table.column('day')).toEqual(['1970-01-01', '2024-01-02', '1969-12-31'])
    expect(table.column('midnight')).toEqual(['1970-01-01', '1970-01-02', '1969-12-31'])
    expect(table.column('time')).toEqual(['1970-01-01T00:00:00.000001', '1970-01-01T00:00:00', '1970-01-01T01:00:00'])
  })

  it.each([
    ['empty', new Uint8Array(0)],
    ['text', new TextEncoder().encode('Date,Close\n2024-01-02,1\n')],
    ['cut off', parquet([{ name: 'a', data: [1, 2, 3] }]).slice(0, 60)],
    [
      'a footer that claims four gigabytes',
      new Uint8Array([0x50, 0x41, 0x52, 0x31, 255, 255, 255, 255, 0x50, 0x41, 0x52, 0x31]),
    ],
  ])('refuses a file that is %s in one line', async (_, bytes) => {
    await expect(readColumns(dataFile('a.parquet', bytes))).rejects.toThrow(
      /^a\.parquet: can not be read as Parquet \(".*"\)$/,
    )
  })

  it('refuses nested columns', async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        schema: [
          { name: 'root', num_children: 1 },
          { name: 'outer', num_children: 1, repetition_type: 'OPTIONAL' },
          { name: 'inner', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
        ],
        columnData: [{ name: 'outer', data: [{ inner: 1 }] }],
      }),
    )
    await expect(readColumns(dataFile('a.parquet', bytes))).rejects.toThrow(
      'a.parquet: column "outer" is nested, expected plain values',
    )
  })
})

describe('Arrow', () => {
  it('gives the same values as Parquet does', async () => {
    const bytes = arrow(
      { close: [1.5, null, 3], symbol: ['A', 'A', null], day: DAYS, published: DAYS, naive: DAYS, big: [1n, 2n, null] },
      {
        close: float64(),
        symbol: dictionary(utf8()),
        day: dateDay(),
        published: timestamp(1, 'America/New_York'),
        naive: timestamp(1),
        big: int64(),
      },
    )
    for (const name of ['a.arrow', 'a.feather']) {
      const table = await readColumns(dataFile(name, bytes))
      expect(table.column('close')).toEqual(Float64Array.of(1.5, NaN, 3))
      expect(table.column('symbol')).toEqual(['A', 'A', null])
      expect(table.column('day')).toEqual(['2024-01-02', null, '1969-12-31'])
      expect(table.column('published')).toEqual(['2024-01-02T00:00:00Z', null, '1969-12-31T21:30:00.25Z'])
      expect(table.column('naive')).toEqual(['2024-01-02T00:00:00', null, '1969-12-31T21:30:00.25'])
      expect(table.column('big')).toEqual(Float64Array.of(1, 2, NaN))
    }
  })

  it('refuses what is no Arrow file, and nested columns, in one line', async () => {
    for (const content of ['', 'ARROW1', 'Date,Close\n', '\0\0\0\0\0\0\0\0'])
      await expect(readColumns(dataFile('a.arrow', content))).rejects.toThrow(
        /^a\.arrow: can not be read as Arrow \(".*"\)$/,
      )
    const nested = arrow({ x: [[1, 2]] }, { x: list(field('item', float64())) })
    await expect(readColumns(dataFile('a.arrow', nested))).rejects.toThrow('a.arrow: column "x" is nested or binary')
  })

  it('refuses text that is not UTF-8', async () => {
    const bytes = arrow({ s: ['XYZXYZXYZ'] }, { s: utf8() })
    const at = Buffer.from(bytes).indexOf('XYZXYZXYZ')
    bytes[at + 1] = 0xff
    await expect(readColumns(dataFile('a.arrow', bytes))).rejects.toThrow('a.arrow:1: s: is not UTF-8 text')
  })
})

describe('JSON lines', () => {
  it('reads one object per line; an absent key is missing; lines keep their numbers', async () => {
    const table = await readColumns(
      dataFile('a.jsonl', '\uFEFF{"date":"2024-01-02","x":1}\n\n{"date":"2024-01-03","y":"a"}\r\n'),
    )
    expect(table.names).toEqual(['date', 'x', 'y'])
    expect(table.column('x')).toEqual(Float64Array.of(1, NaN))
    expect(table.column('y')).toEqual([null, 'a'])
    expect([table.lineOf(0), table.lineOf(1)]).toEqual([1, 3])
  })

  it('takes any key as a name', async () => {
    const table = await readColumns(dataFile('a.ndjson', '{"__proto__":1,"constructor":"x","toString":null}'))
    expect(table.names).toEqual(['__proto__', 'constructor', 'toString'])
    expect(table.column('__proto__')).toEqual(Float64Array.of(1))
    expect(table.has('hasOwnProperty')).toBe(false)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each([
    ['', 'a.jsonl:1: the file is empty'],
    ['{"a":1}\n{"a":', 'a.jsonl:2: "{\\"a\\":" is not JSON'],
    ['{"a":1}\n[1]', 'a.jsonl:2: "[1]" is not an object'],
    ['null', 'a.jsonl:1: "null" is not an object'],
    ['{"a":{"b":1}}', 'a.jsonl:1: "a": is nested, expected a plain value'],
    ['{"a":1e999}', 'a.jsonl:1: "a": is infinite'],
    ['{"a":NaN}', 'a.jsonl:1: "{\\"a\\":NaN}" is not JSON'],
    ['{"a":1,"b":":","a":2}', 'a.jsonl:1: a key stands twice'],
    ['{"a":1}{"a":2}', 'a.jsonl:1: "{\\"a\\":1}{\\"a\\":2}" is not JSON'],
  ])('refuses %j', async (text, message) => {
    await expect(readColumns(dataFile('a.jsonl', text))).rejects.toThrow(message)
  })
})

describe('any table', () => {
  it('reads CSV as text, and numbers of it strictly', async () => {
    const table = await readColumns(dataFile('a.csv', 'date, x ,__proto__\n2024-01-02, 1.5 ,\n2024-01-03,,b\n'))
    expect(table.names).toEqual(['date', 'x', '__proto__'])
    expect(numbersOf(table, 'x')).toEqual(Float64Array.of(1.5, NaN))
    expect(textsOf(table, '__proto__')).toEqual([null, 'b'])
    expect(() => numbersOf(table, 'date')).toThrow('a.csv:2: date: "2024-01-02" is not a number')
    expect(() => numbersOf(table, 'dates')).toThrow('a.csv: column "dates" is missing, the nearest is "date"')
  })

  it('refuses another ending, and a column that stands twice', async () => {
    await expect(readColumns(dataFile('a.xls', ''))).rejects.toThrow(
      /"a\.xls": has an unknown ending, expected one of parquet, arrow/,
    )
    await expect(readColumns(dataFile('a.csv', 'x,x\n1,2\n'))).rejects.toThrow('a.csv: column "x" stands twice')
  })

  it('shows a name with control characters escaped', async () => {
    const table = await readColumns(dataFile('a.csv', 'a\u0007b\nx\n'))
    expect(() => numbersOf(table, 'a\u0007b')).toThrow('a.csv:2: "a\\u0007b": "x" is not a number')
  })

  it('compares a file with the checksum beside it', () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'sub'))
    const bytes = parquet([{ name: 'a', data: [1, 2, 3] }])
    const good = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(root, 'sub/a.parquet'), bytes)
    const folder = openDataFolder(root)
    expect(readVerified(folder, 'sub/a.parquet').sha256).toBe(good)
    writeFileSync(join(root, 'sub/a.parquet.sha256'), `${good.toUpperCase()}  a.parquet\n`)
    expect(readVerified(folder, 'sub/a.parquet').bytes.length).toBe(bytes.length)
    bytes[bytes.length >> 1] ^= 1
    writeFileSync(join(root, 'sub/a.parquet'), bytes)
    expect(() => readVerified(folder, 'sub/a.parquet')).toThrow(/has the SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}$/)
    writeFileSync(join(root, 'sub/a.parquet.sha256'), 'none\n')
    expect(() => readVerified(folder, 'sub/a.parquet')).toThrow('is not a SHA-256 checksum')
  })
})
