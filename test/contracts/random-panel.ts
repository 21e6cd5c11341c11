import { createMatrix, matrixOver, selectColumns, type Matrix } from '../../src/core/matrix.js'
import { createRandom, type Random } from '../../src/core/random.js'
import { mapPanel } from '../../src/panel/map-panel.js'
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
  const random = createRandom(seed, 'feeds')
  return {
    dates: weekdays(nDates),
    assets: Array.from({ length: nAssets }, (_, col) => `A${col}`),
    // Two assets to a sector, so that there are peers.
    sectors: Array.from({ length: nAssets }, (_, col) => `sector-${Math.floor(col / 2)}`),
    benchmark: 'B',
    fields,
    series: {
      ...Object.fromEntries(BAR_FIELDS.map((field) => [`benchmark.${field}`, benchmark[field].data])),
      'feed.macro': Float64Array.from({ length: nDates }, () => 100 * (1 + random.uniform())),
    },
    assetSeries: {
      'feed.flow': matrixOver(
        nDates,
        nAssets,
        Float64Array.from({ length: nDates * nAssets }, () => 1e6 * random.normal()),
      ),
    },
    simulated: true,
  }
}

/**
 * Copy of a panel with every value passed through `change`: of a bar field (the benchmark's too), of `feed.macro` or of `feed.flow`.
 * What belongs to no asset has column -1.
 */
export function changePanel(
  panel: Panel,
  change: (value: number, row: number, col: number, field: string) => number,
): Panel {
  return mapPanel(panel, ({ rows, cols, data }, name, isSeries) => {
    const field = isSeries ? name.replace(/^benchmark\./, '') : name
    const changed = data.map((value, i) => change(value, Math.floor(i / cols), isSeries ? -1 : i % cols, field))
    return matrixOver(rows, cols, changed)
  })
}

/** The assets in another order: column i of the result is column order[i] of the panel. */
export function reorderPanel(panel: Panel, order: readonly number[]): Panel {
  const reordered = mapPanel(panel, (matrix, _, isSeries) => (isSeries ? matrix : selectColumns(matrix, order)))
  return {
    ...reordered,
    assets: order.map((col) => panel.assets[col]),
    sectors: order.map((col) => panel.sectors[col]),
  }
}

/** Number of positions at which the bits differ; NaN equals NaN. */
export function differences(a: Float64Array, b: Float64Array): number {
  let count = Math.abs(a.length - b.length)
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (!Object.is(a[i], b[i])) count++
  return count
}
