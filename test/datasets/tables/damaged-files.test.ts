import { float64, tableFromArrays, tableToIPC, timestamp, utf8 } from '@uwdata/flechette'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { readColumns } from '../../../datasets/tables/read-columns.js'
import { DataError } from '../../../src/core/errors.js'
import { dataFile } from './data-file.js'

const PRICES = Array.from({ length: 40 }, (_, i) => (i % 7 === 0 ? null : i / 8))
const SYMBOLS = PRICES.map((_, i) => ['XLE', 'XLF', null][i % 3])
const TIMES = PRICES.map((_, i) => new Date(i * 86_400_000))

const FILES: readonly [string, Uint8Array][] = [
  [
    'a.parquet',
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'price', data: PRICES, type: 'DOUBLE' },
          { name: 'symbol', data: SYMBOLS, type: 'STRING' },
          { name: 'time', data: TIMES, type: 'TIMESTAMP' },
        ],
      }),
    ),
  ],
  [
    'a.arrow',
    tableToIPC(
      tableFromArrays(
        { price: PRICES, symbol: SYMBOLS, time: TIMES },
        { types: { price: float64(), symbol: utf8(), time: timestamp(1) } },
      ),
      { format: 'file' },
    ) as Uint8Array,
  ],
]

/** A table whose columns all have its length, or one line of DataError. */
async function outcomeOf(file: string, bytes: Uint8Array): Promise<string> {
  try {
    const table = await readColumns(dataFile(file, bytes))
    for (const name of table.names) expect(table.column(name)).toHaveLength(table.rowCount)
    return 'table'
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    expect((error as Error).message).toMatch(/^a\.(parquet|arrow).*$/)
    expect((error as Error).message).not.toContain('\n')
    return 'refused'
  }
}

describe.each(FILES)('a damaged %s', (file, bytes) => {
  it('is read whole as it is', async () => {
    expect(await outcomeOf(file, bytes)).toBe('table')
  })

  it('is refused in one line or read to its full length, wherever bytes are changed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const damaged = bytes.slice()
          for (const [at, mask] of changes) damaged[at] ^= mask
          expect(['table', 'refused']).toContain(await outcomeOf(file, damaged))
        },
      ),
      { numRuns: 400 },
    ))

  it('is refused wherever it is cut off', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        expect(['table', 'refused']).toContain(await outcomeOf(file, bytes.slice(0, length)))
        if (file === 'a.parquet') expect(await outcomeOf(file, bytes.slice(0, length))).toBe('refused')
      }),
      { numRuns: 100 },
    ))
})
