import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { stageFamilies } from '../../src/features/stage-families.js'
import { computeColumn, panelOfCloses } from './compute.js'

interface GoldenFeature {
  /** Per asset: 1 where there is a value, 0 where it is missing. */
  readonly present: readonly string[]
  /** Per asset: every fourth row, beginning at the asset's own number. */
  readonly values: readonly (readonly (number | null)[])[]
}

const golden = JSON.parse(readFileSync(new URL('../golden/features.json', import.meta.url), 'utf8')) as {
  every: number
  features: Record<string, GoldenFeature>
}

const N_ROWS = 90
const N_ASSETS = 4
const LISTED_FROM = 25

/** As in the script that made the golden file: MurmurHash3's finaliser, as a fraction of 2 ** 32. */
function uniform(row: number, column: number, salt: number): number {
  let h = (row * 64 + column + Math.imul(salt, 0x9e3779b1)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

const isFlat = (row: number, column: number): boolean => column === 1 && row >= 40 && row < 62

function prices(column: number): number[] {
  let cents = 5000 + 1000 * column
  return Array.from({ length: N_ROWS }, (_, row) => {
    if (!isFlat(row, column)) cents += Math.floor(uniform(row, column, 1) * 201) - 100
    return cents / 100
  })
}

function volume(row: number, column: number): number {
  const u = uniform(row, column, 2)
  return u < 0.02 ? 0 : isFlat(row, column) ? 1000 : Math.floor(u * 5000) + 500
}

const columns = [prices(0), prices(1), prices(2), prices(0)]
const cells = (value: (row: number, column: number) => number): number[][] =>
  Array.from({ length: N_ROWS }, (_, row) =>
    columns.map((__, column) => (column === 2 && row < LISTED_FROM ? NaN : value(row, column))),
  )
/** High or low: the close moved by up to 2%. */
const moved = (salt: number, sign: number): Matrix => {
  const values = cells((row, column) => columns[column][row] * (1 + sign * uniform(row, column, salt) * 0.02))
  return matrixOver(N_ROWS, N_ASSETS, Float64Array.from(values.flat()))
}
const closes = panelOfCloses(
  cells((row, column) => columns[column][row]),
  prices(9),
  cells(volume),
)
const panel = { ...closes, fields: { ...closes.fields, high: moved(3, 1), low: moved(4, -1) } }

describe('features computed by pandas', () => {
  it('cover every family but the matrix of pairs, whose mean they cover', () => {
    const covered = Object.keys(golden.features).map((name) => name.replace(/(_\d+)+$/, ''))
    const families = stageFamilies.map(({ family }) => family).filter((family) => family !== 'momentum_differential')
    expect([...new Set(covered)].sort()).toEqual([...families].sort())
  })

  it.each(Object.entries(golden.features))(
    '%s is the same to 1e-9 and missing in the same places',
    (name, expected) => {
      const { data } = computeColumn(name, panel)
      for (let asset = 0; asset < N_ASSETS; asset++) {
        const column = Array.from({ length: N_ROWS }, (_, row) => data[row * N_ASSETS + asset])
        expect(column.map((value) => (Number.isNaN(value) ? '0' : '1')).join('')).toBe(expected.present[asset])
        for (const [k, value] of expected.values[asset].entries()) {
          const own = column[(asset % golden.every) + k * golden.every]
          if (value === null) expect(own).toBeNaN()
          else expect(Math.abs(own - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
        }
      }
    },
  )

  it('the series hold what is hard: ties, flat stretches, sessions without volume, a late listing', () => {
    expect(columns[3]).toEqual(columns[0])
    expect(new Set(columns[1].slice(40, 62)).size).toBe(1)
    const zeros = cells(volume)
      .flat()
      .filter((value) => value === 0)
    expect(zeros.length).toBeGreaterThan(1)
    expect(golden.features.volume_anomaly_12.present[1]).toContain('0000')
    expect(golden.features.momentum_7.present[2].indexOf('1')).toBe(LISTED_FROM + 7)
  })
})
