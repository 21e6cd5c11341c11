import { formatSession, type SessionDay } from '../core/calendar.js'
import { DataError, type DataLocation } from '../core/errors.js'
import { createMatrix, type Matrix } from '../core/matrix.js'
import { keepSessions, type SymbolBars } from './bars.js'
import { BAR_FIELDS, benchmarkSeries, type BarField, type Panel } from './panel.js'
import { totalReturnBars } from './total-return.js'

/** What goes into a panel, and how. */
export interface AlignOptions {
  /** Bars of the assets, one per column. */
  readonly assets: readonly SymbolBars[]
  /** Canonical sector id of each asset. */
  readonly sectors: readonly string[]
  readonly benchmark: SymbolBars
  /** First and last session day kept; all when absent. */
  readonly from?: SessionDay
  readonly to?: SessionDay
  /**
   * Whether prices are adjusted for splits and distributions already, volumes for splits; raw ones are adjusted here, for distributions
   * as far as the bars have them.
   */
  readonly adjusted: boolean
  readonly simulated: boolean
  /** Whether a symbol may miss sessions within its life, such as a suspended stock: they are NaN. Refused when absent. */
  readonly allowGaps?: boolean
  /** Where a symbol's row of a session stands in its source, for messages; of the file alone without a session. */
  readonly locate: (symbol: string, session?: SessionDay) => DataLocation
}

/**
 * Refuses bars that do not share one calendar: between its first and its last session a symbol has every session of the
 * others. On a session that fewer than half of the living symbols have, those that have it are at fault.
 */
function requireOneCalendar(all: readonly SymbolBars[], dates: Int32Array, options: AlignOptions): void {
  const positions = all.map(() => 0)
  for (const date of dates) {
    const present: number[] = []
    const absent: number[] = []
    for (const [s, bars] of all.entries()) {
      const position = positions[s]
      if (position < bars.dates.length && bars.dates[position] === date) {
        present.push(s)
        positions[s]++
      } else if (position > 0 && position < bars.dates.length) absent.push(s)
    }
    if (absent.length === 0) continue
    const odd = present.length < absent.length ? present[0] : absent[0]
    const other = present.length < absent.length ? absent[0] : present[0]
    const text = formatSession(date)
    const problem =
      odd === absent[0]
        ? `the session ${text} is missing, which "${all[other].symbol}" has: two calendars`
        : `${text} is no session of "${all[other].symbol}" and others: two calendars`
    // The row itself, or the first one after the gap.
    const row = odd === absent[0] ? positions[odd] : positions[odd] - 1
    throw new DataError({ ...options.locate(all[odd].symbol, all[odd].dates[row]), field: 'Date' }, problem)
  }
}

/**
 * Puts bars on one calendar, the union of their sessions. A symbol that starts late or ends early is NaN outside its life;
 * nothing is filled.
 * @throws DataError when the range holds no session, or two calendars (a gap within a symbol's life, unless gaps are allowed), or when
 *   a distribution of raw bars is not below the close before it
 */
export function alignBars(options: AlignOptions): Panel {
  const { from = -Infinity, to = Infinity } = options
  // Trimmed first: a split or a distribution after the range is not known within it.
  const prepare = (bars: SymbolBars): SymbolBars => {
    const kept = keepSessions(bars, (session) => session >= from && session <= to)
    return options.adjusted ? kept : totalReturnBars(kept)
  }
  const assets = options.assets.map(prepare)
  const benchmark = prepare(options.benchmark)
  const dates = Int32Array.from(new Set([benchmark, ...assets].flatMap((bars) => [...bars.dates]))).sort()
  if (benchmark.dates.length === 0)
    throw new DataError(
      { ...options.locate(benchmark.symbol), field: 'Date' },
      'no session lies in the range asked for',
    )
  if (options.allowGaps !== true) requireOneCalendar([benchmark, ...assets], dates, options)

  const rowOfDate = new Map(Array.from(dates, (date, row): [number, number] => [date, row]))
  const place = (bars: SymbolBars, field: BarField, matrix: Matrix, col: number): void => {
    for (let i = 0; i < bars.dates.length; i++)
      matrix.data[(rowOfDate.get(bars.dates[i]) ?? NaN) * matrix.cols + col] = bars[field][i]
  }
  const fields = {} as Record<BarField, Matrix>
  const series: Record<string, Float64Array> = {}
  for (const field of BAR_FIELDS) {
    fields[field] = createMatrix(dates.length, assets.length)
    for (const [col, bars] of assets.entries()) place(bars, field, fields[field], col)
    const column = createMatrix(dates.length, 1)
    place(benchmark, field, column, 0)
    series[benchmarkSeries(field)] = column.data
  }
  return {
    dates,
    assets: assets.map((bars) => bars.symbol),
    sectors: options.sectors,
    benchmark: benchmark.symbol,
    fields,
    series,
    assetSeries: {},
    simulated: options.simulated,
  }
}
