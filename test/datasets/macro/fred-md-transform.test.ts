import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { transformFredMd, type TransformCode } from '../../../datasets/macro/fred-md-transform.js'
import { parseFredMd } from '../../../datasets/macro/fred-md.js'
import { columnOf } from '../../../src/core/matrix.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const golden = (
  JSON.parse(readFileSync('test/golden/macro.json', 'utf8')) as {
    readonly fredMd: {
      readonly stationary: Readonly<Record<string, { code: number; sums: number[]; present: number[] }>>
    }
  }
).fredMd.stationary

const CODES = [1, 2, 3, 4, 5, 6, 7] as const
const apply = (code: TransformCode, ...values: number[]): number[] =>
  Array.from(transformFredMd(Float64Array.from(values), code))

describe('transformFredMd', () => {
  it('is what the paper says, on 2, 4, 12', () => {
    expect(apply(1, 2, 4, 12)).toEqual([2, 4, 12])
    expect(apply(2, 2, 4, 12)).toEqual([NaN, 2, 8])
    expect(apply(3, 2, 4, 12)).toEqual([NaN, NaN, 6])
    expect(apply(4, 1, 1)).toEqual([0, 0])
    expect(apply(5, 2, 4, 12)[2]).toBeCloseTo(Math.log(3), 14)
    expect(apply(6, 2, 4, 12)[2]).toBeCloseTo(Math.log(3) - Math.log(2), 14)
    expect(apply(7, 2, 4, 12)).toEqual([NaN, NaN, 1])
  })

  it('has no logarithm of zero or less, no growth from zero, and nothing where a value is missing', () => {
    expect(apply(4, 0, -1, NaN)).toEqual([NaN, NaN, NaN])
    expect(apply(7, 0, 1, 2)).toEqual([NaN, NaN, NaN])
    expect(apply(2, 1, NaN, 3, 4)).toEqual([NaN, NaN, NaN, 1])
  })

  it('leaves its input as it was', () => {
    const values = Float64Array.of(1, 2)
    transformFredMd(values, 1)[0] = 9
    expect(values[0]).toBe(1)
  })
})

const FILE = join(REAL_DATA, 'macro-vintages', 'fred-md-2024-07.csv')
const REAL = existsSync(FILE)
if (!REAL) process.stderr.write(`skipped: no ${FILE}\n`)

describe.skipIf(!REAL)('on the real vintage', () => {
  const vintage = REAL ? parseFredMd(readFileSync(FILE, 'utf8'), 'f') : undefined

  it.each(Object.entries(golden))('%s agrees with pandas for all seven codes', (name, expected) => {
    if (vintage === undefined) throw new Error('bug: skipped')
    const at = vintage.names.indexOf(name)
    expect(vintage.codes[at]).toBe(expected.code)
    for (const [i, code] of CODES.entries()) {
      const values = transformFredMd(columnOf(vintage.values, at), code).filter((value) => !Number.isNaN(value))
      expect(values.length).toBe(expected.present[i])
      const sum = values.reduce((total, value) => total + Math.abs(value), 0)
      expect(sum).toBeCloseTo(expected.sums[i], 6)
    }
  })
})
