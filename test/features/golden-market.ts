import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { BAR_FIELDS, type Panel } from '../../src/panel/panel.js'
import { weekdays } from '../contracts/random-panel.js'

const N_ROWS = 300
const N_ASSETS = 4
export const LISTED_FROM = 25

/** As in the script that made the golden files: MurmurHash3's finaliser, as a fraction of 2 ** 32. */
function uniform(row: number, column: number, salt: number): number {
  let h = (row * 64 + column + Math.imul(salt, 0x9e3779b1)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

const isFlat = (row: number, column: number): boolean => column === 1 && row >= 60 && row < 94

function prices(column: number): number[] {
  let cents = 5000 + 1000 * column
  return Array.from({ length: N_ROWS }, (_, row) => {
    if (!isFlat(row, column)) cents += Math.floor(uniform(row, column, 1) * 201) - 100
    return cents / 100
  })
}

function volumeOf(row: number, column: number): number {
  const u = uniform(row, column, 2)
  return u < 0.02 ? 0 : isFlat(row, column) ? 1000 : Math.floor(u * 5000) + 500
}

function matrix(value: (row: number, column: number) => number): Matrix {
  const data = Float64Array.from({ length: N_ROWS * N_ASSETS }, (_, i) => {
    const [row, column] = [Math.floor(i / N_ASSETS), i % N_ASSETS]
    return column === 2 && row < LISTED_FROM ? NaN : value(row, column)
  })
  return matrixOver(N_ROWS, N_ASSETS, data)
}

/** The series that are no bars, as the scripts make them up: `feed.macro` per session, `feed.flow` per session and asset. */
export function withFeeds(panel: Panel): Panel {
  const { rows, cols, data } = panel.fields.volume
  const macro = Float64Array.from({ length: rows }, (_, row) => 100 + 10 * uniform(Math.floor(row / 20), 8, 7))
  const flow = data.map((volume, i) => volume * (2 * uniform(Math.floor(i / cols), i % cols, 6) - 1))
  return {
    ...panel,
    series: { ...panel.series, 'feed.macro': macro },
    assetSeries: { ...panel.assetSeries, 'feed.flow': matrixOver(rows, cols, flow) },
  }
}

/** Ties, flat stretches, sessions without volume and a late listing. */
export function hashMarket(): Panel {
  const columns = [prices(0), prices(1), prices(2), prices(0)]
  const benchmark = Float64Array.from(prices(9))
  const moved = (row: number, column: number, salt: number, sign: number): number =>
    columns[column][row] * (1 + (isFlat(row, column) ? 0 : sign * uniform(row, column, salt) * 0.02))
  const high = matrix((row, column) => moved(row, column, 3, 1))
  const low = matrix((row, column) => moved(row, column, 4, -1))
  const open = matrix((row, column) => {
    const i = row * N_ASSETS + column
    return low.data[i] + (high.data[i] - low.data[i]) * uniform(row, column, 5)
  })
  const close = matrix((row, column) => columns[column][row])
  return withFeeds({
    dates: weekdays(N_ROWS),
    assets: ['A0', 'A1', 'A2', 'A3'],
    sectors: ['a', 'a', 'b', 'b'],
    benchmark: 'B',
    fields: { open, high, low, close, volume: matrix(volumeOf) },
    series: Object.fromEntries(BAR_FIELDS.map((field) => [`benchmark.${field}`, benchmark])),
    assetSeries: {},
    simulated: true,
  })
}
