import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeColumn, readColumns, type ColumnFile } from '../../../datasets/bars/cache-columns.js'
import { ArtifactError } from '../../../src/core/errors.js'
import { temporaryFolder } from '../../fixtures/command-line.js'

const folder = temporaryFolder()

/** Writes a column that is longer than one checksum stands for. */
function written(name: string, length: number): ColumnFile & { readonly column: Float64Array } {
  const column = Float64Array.from({ length }, (_, i) => (i % 7 === 0 ? NaN : Math.sin(i)))
  const { bytes, checksums } = encodeColumn(column)
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return { path, length, checksums, column }
}

describe('columns of the cache', () => {
  it('come back to the bit, empty ones too', async () => {
    const files = [written('long', 1_500_000), written('short', 3), written('empty', 0)]
    expect(files.map(({ checksums }) => checksums.length)).toEqual([3, 1, 0])
    expect(await readColumns(files)).toStrictEqual(files.map(({ column }) => column))
  })

  it('encodes a view as the values that it shows', async () => {
    const { path, checksums } = written('view', 4)
    const view = Float64Array.of(9, NaN, Math.sin(1), Math.sin(2), Math.sin(3), 9).subarray(1, 5)
    expect(encodeColumn(view).checksums).toEqual(checksums)
    expect(await readColumns([{ path, length: 4, checksums }])).toEqual([view])
  })

  it.each([
    ['that is missing', (file: ColumnFile): ColumnFile => ({ ...file, path: join(folder, 'none') })],
    ['that claims another length', (file: ColumnFile): ColumnFile => ({ ...file, length: 2 ** 40 })],
    ['with a checksum too few', (file: ColumnFile): ColumnFile => ({ ...file, checksums: file.checksums.slice(1) })],
    ['of another checksum', (file: ColumnFile): ColumnFile => ({ ...file, checksums: [file.checksums[0] ^ 1, 0, 0] })],
    [
      'that was cut off',
      (file: ColumnFile): ColumnFile => {
        truncateSync(file.path, 800_000)
        return file
      },
    ],
  ])('refuses a file %s', async (_, spoil) => {
    const file = spoil(written('spoilt', 1_500_000))
    await expect(readColumns([written('fine', 5), file])).rejects.toThrow(ArtifactError)
  })
})
