import type { SessionDay } from '../core/calendar.js'
import { matrixOver, type Matrix } from '../core/matrix.js'
import type { SymbolBars } from './bars.js'
import { BAR_FIELDS, benchmarkSeries, type BarField, type Panel } from './panel.js'

/** Puts bars into a panel as they come, without keeping them. */
export interface PanelGatherer {
  /** Places the bars of the next columns; their arrays may be used for others afterwards. */
  add(block: readonly SymbolBars[]): void
  /**
   * The panel, equal to what {@link alignBars} makes of the same bars.
   * @param allowGaps - whether a symbol may miss sessions within its life, as for alignBars
   * @returns undefined when alignBars would refuse them: two calendars, or no session of the benchmark
   */
  finish(sectors: readonly string[], allowGaps?: boolean): Panel | undefined
}

/** Life of one symbol. */
interface Life {
  readonly symbol: string
  readonly first: SessionDay
  readonly last: SessionDay
  readonly sessions: number
}

/** Rows added at a time when sessions appear that the benchmark does not have. */
const GROWTH = 64

/**
 * Starts a panel on the calendar of its benchmark. Sessions that it does not have get rows at the end, which are put in order
 * when all is there. Memory beyond the panel's own: one field, while rows are added.
 * @param nAssets - columns of the panel, as many as bars will be added
 */
export function gatherPanel(benchmark: SymbolBars, nAssets: number): PanelGatherer {
  let dates = Array.from(benchmark.dates)
  const rowOf = new Map(dates.map((date, row): [SessionDay, number] => [date, row]))
  const series = new Map(BAR_FIELDS.map((field): [BarField, Float64Array] => [field, benchmark[field].slice()]))
  const fields = new Map(
    BAR_FIELDS.map((field): [BarField, Float64Array] => [field, new Float64Array(dates.length * nAssets)]),
  )
  let capacity = dates.length
  const lives: Life[] = [lifeOf(benchmark)]
  let simulated = benchmark.simulated === true
  let nextColumn = 0

  /** The row of a session; a new one is missing in all columns so far. */
  const openRow = (date: SessionDay): number => {
    const row = dates.push(date) - 1
    rowOf.set(date, row)
    if (row >= capacity) {
      capacity = Math.max(row + GROWTH, Math.ceil(row * 1.25))
      for (const [field, values] of fields) {
        const grown = new Float64Array(capacity * nAssets)
        grown.set(values)
        fields.set(field, grown)
      }
    }
    for (const values of fields.values()) values.fill(NaN, row * nAssets, row * nAssets + nextColumn)
    return row
  }

  /** Where each row stands in the bars, -1 where it does not. */
  const positionsOf = (bars: SymbolBars): Int32Array => {
    const rows = new Int32Array(bars.dates.length)
    let row = -1
    for (let i = 0; i < rows.length; i++) {
      const date = bars.dates[i]
      row = dates[row + 1] === date ? row + 1 : (rowOf.get(date) ?? openRow(date))
      rows[i] = row
    }
    const positions = new Int32Array(dates.length).fill(-1)
    for (let i = 0; i < rows.length; i++) positions[rows[i]] = i
    return positions
  }

  return {
    add(block) {
      const positions = block.map(positionsOf)
      for (const field of BAR_FIELDS)
        place(
          fields.get(field) ?? new Float64Array(0),
          { nAssets, firstColumn: nextColumn, nRows: dates.length },
          block.map((bars) => bars[field]),
          positions,
        )
      nextColumn += block.length
      for (const bars of block) {
        lives.push(lifeOf(bars))
        if (bars.simulated === true) simulated = true
      }
    },
    finish(sectors, allowGaps = false) {
      const order = Int32Array.from(dates.keys()).sort((a, b) => dates[a] - dates[b])
      dates = Array.from(order, (row) => dates[row])
      if (benchmark.dates.length === 0 || !(allowGaps || livesAreWhole(lives, dates))) return undefined
      const shape = { rows: dates.length, cols: nAssets }
      return {
        dates: Int32Array.from(dates),
        assets: lives.slice(1).map(({ symbol }) => symbol),
        sectors,
        benchmark: benchmark.symbol,
        fields: Object.fromEntries(
          [...fields].map(([field, values]) => [field, inOrder(values, shape, order)]),
        ) as Record<BarField, Matrix>,
        series: Object.fromEntries(
          [...series].map(([field, values]) => [benchmarkSeries(field), seriesInOrder(values, order)]),
        ),
        assetSeries: {},
        simulated,
      }
    },
  }
}

function lifeOf({ symbol, dates }: SymbolBars): Life {
  return { symbol, first: dates[0], last: dates[dates.length - 1], sessions: dates.length }
}

/** Whether every symbol has all sessions between its first and its last. */
function livesAreWhole(lives: readonly Life[], dates: readonly SessionDay[]): boolean {
  const rowOf = new Map(dates.map((date, row): [SessionDay, number] => [date, row]))
  const row = (date: SessionDay): number => rowOf.get(date) ?? NaN
  return lives.every(({ first, last, sessions }) => sessions === 0 || row(last) - row(first) + 1 === sessions)
}

/** Writes neighbouring columns row by row: a cache line of the matrix is fetched once for all of them. */
function place(
  values: Float64Array,
  { nAssets, firstColumn, nRows }: { nAssets: number; firstColumn: number; nRows: number },
  columns: readonly Float64Array[],
  positions: readonly Int32Array[],
): void {
  for (let row = 0; row < nRows; row++) {
    const start = row * nAssets + firstColumn
    for (let k = 0; k < columns.length; k++) {
      // Sessions that another of the block has brought are beyond the end.
      const position = row < positions[k].length ? positions[k][row] : -1
      values[start + k] = position < 0 ? NaN : columns[k][position]
    }
  }
}

/** The matrix with its rows in order, moved within its own memory. */
function inOrder(values: Float64Array, { rows, cols }: { rows: number; cols: number }, order: Int32Array): Matrix {
  const held = new Float64Array(cols)
  const done = new Uint8Array(rows)
  for (let start = 0; start < rows; start++) {
    if (done[start] === 1 || order[start] === start) continue
    held.set(values.subarray(start * cols, (start + 1) * cols))
    let row = start
    while (order[row] !== start) {
      values.copyWithin(row * cols, order[row] * cols, (order[row] + 1) * cols)
      done[row] = 1
      row = order[row]
    }
    values.set(held, row * cols)
    done[row] = 1
  }
  return matrixOver(rows, cols, values.subarray(0, rows * cols))
}

function seriesInOrder(values: Float64Array, order: Int32Array): Float64Array {
  return Float64Array.from(order, (row) => (row < values.length ? values[row] : NaN))
}
