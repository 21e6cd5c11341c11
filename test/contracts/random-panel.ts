import { createMatrix, matrixOver, type Matrix } from '../../src/core/matrix.js'
import { createRandom, type Random } from '../../src/core/random.js'
import { BAR_FIELDS, type BarField, type Panel } from '../../src/panel/panel.js'

/** Weekdays from 2019-01-01 on, as session days. */
export function weekdays(n: number): Int32Array {
  const days: number[] = []
  for (let day = 17_897; days.length < n; day++) if ((day + 3) % 7 < 5) days.push(day)
  return Int32Array.from(days)
}

function addBars(random: Random, fields: Record<BarField, Matrix>, col: number): void {
  const { rows, cols } = fields.close
  let close = 20 + 100 * random.uniform()
  for (let row = 0; row < rows; row++) {
    const i = row * cols + col
    const open = close * Math.exp(0.004 * random.normal())
    close = open * Math.exp(0.01 * random.normal())
    fields.open.data[i] = open
    fields.close.data[i] = close
    fields.high.data[i] = Math.max(open, close) * (1 + 0.004 * random.uniform())
    fields.low.data[i] = Math.min(open, close) * (1 - 0.004 * random.uniform())
    fields.volume.data[i] = Math.round(1e6 * Math.exp(0.3 * random.normal()))
  }
}

function emptyFields(nDates: number, nAssets: number): Record<BarField, Matrix> {
  const fields = {} as Record<BarField, Matrix>
  for (const field of BAR_FIELDS) fields[field] = createMatrix(nDates, nAssets)
  return fields
}

/** Bars without any structure; every asset is listed throughout. */
export function randomPanel(nDates: number, nAssets: number, seed: number): Panel {
  const fields = emptyFields(nDates, nAssets)
  for (let col = 0; col < nAssets; col++) addBars(createRandom(seed, 'asset', col), fields, col)
  const benchmark = emptyFields(nDates, 1)
  addBars(createRandom(seed, 'benchmark'), benchmark, 0)
  return {
    dates: weekdays(nDates),
    assets: Array.from({ length: nAssets }, (_, col) => `A${col}`),
    sectors: Array.from({ length: nAssets }, (_, col) => `sector-${col}`),
    benchmark: 'B',
    fields,
    series: Object.fromEntries(BAR_FIELDS.map((field) => [`benchmark.${field}`, benchmark[field].data])),
    assetSeries: {},
    simulated: true,
  }
}

/** Copy of a panel with every value passed through `change`; the benchmark's bars have column -1. */
export function changePanel(
  panel: Panel,
  change: (value: number, row: number, col: number, field: BarField) => number,
): Panel {
  const fields = {} as Record<BarField, Matrix>
  const series: Record<string, Float64Array> = {}
  for (const field of BAR_FIELDS) {
    const { rows, cols, data } = panel.fields[field]
    const changed = data.map((value, i) => change(value, Math.floor(i / cols), i % cols, field))
    fields[field] = matrixOver(rows, cols, changed)
    series[`benchmark.${field}`] = panel.series[`benchmark.${field}`].map((value, row) => change(value, row, -1, field))
  }
  return { ...panel, fields, series }
}

/** Rows start (inclusive) to end (exclusive) of a panel. */
export function cutPanel(panel: Panel, start: number, end: number): Panel {
  const fields = {} as Record<BarField, Matrix>
  const series: Record<string, Float64Array> = {}
  for (const field of BAR_FIELDS) {
    const { cols, data } = panel.fields[field]
    fields[field] = matrixOver(end - start, cols, data.slice(start * cols, end * cols))
    series[`benchmark.${field}`] = panel.series[`benchmark.${field}`].slice(start, end)
  }
  return { ...panel, dates: panel.dates.slice(start, end), fields, series }
}

/** Number of positions at which the bits differ; NaN equals NaN. */
export function differences(a: Float64Array, b: Float64Array): number {
  let count = Math.abs(a.length - b.length)
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (!Object.is(a[i], b[i])) count++
  return count
}
