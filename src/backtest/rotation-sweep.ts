import { ConfigError } from '../core/errors.js'
import { rowOf, type Matrix } from '../core/matrix.js'
import type { Kernels } from '../kernels/kernels.js'
import { bestColumns, formationScores } from '../kernels/reference-sweep.js'
import { SWEEP_COLUMNS, sweepRow, type Sweep } from '../kernels/sweep.js'
import { costRate } from './costs.js'
import { driftingEquity } from './fast-holdings.js'

/** What is tried, every combination of it, and what it is measured in. */
export interface RotationSweepOptions {
  /** Rows over which momentum is measured; of several the mean of the returns. An asset that lacks one of the closes is not ranked. */
  readonly lookbacks: readonly (number | readonly number[])[]
  /** Numbers of best assets held, in equal weights; all that are ranked where they are fewer, cash where none is. */
  readonly tops: readonly number[]
  /** Rows between decisions; the first decision is that of row 0. */
  readonly everies: readonly number[]
  /** Basis points of what is traded; 0 when absent. */
  readonly costBps?: number
  /**
   * `constant` (when absent): a decision is traded at the close at which it is made, weights are kept equal from row to row without
   * cost, and costs are on changes of the target weights, taken from the return of the decision's row. `drifting`: the ledger's; a decision is
   * traded at the next close, holdings drift with their prices, and costs are on the value that is traded.
   */
  readonly holding?: 'constant' | 'drifting'
  /** Rows a year; 252 when absent. */
  readonly periodsPerYear?: number
  /** Delta degrees of freedom of the deviation of returns; 1, the sample's, when absent. */
  readonly ddof?: 0 | 1
}

/** One rotation of a sweep. */
export interface RotationCell {
  /** As given; a single lookback in a list of one. */
  readonly lookbacks: readonly number[]
  readonly top: number
  readonly every: number
  /** Of a capital of 1. */
  readonly equity: number
  /** Compound growth a year, over nDates - 1 periods. */
  readonly cagr: number
  /** Deviation of the returns of all rows, that of row 0 included, a year. */
  readonly volatility: number
  /** Mean over deviation of the same returns, a year, without a risk-free rate; NaN where they do not vary. */
  readonly sharpe: number
  /** Largest loss from a peak, the capital being one; fraction in [-1, 0]. */
  readonly maxDrawdown: number
  /** One-way turnover a year: half of what is traded after the first purchase, as a fraction of equity. */
  readonly turnover: number
}

/** What a rotation comes to, in the columns of the kernels. */
interface Sums {
  readonly equity: number
  readonly worst: number
  readonly sum: number
  readonly squares: number
  readonly traded: number
  /** What of it builds the portfolio from cash. */
  readonly built: number
}

/** A whole number of rows beyond this is a mistake. */
const MOST_ROWS = 100_000

function checkList(name: string, values: readonly number[], most: number): readonly number[] {
  if (values.length === 0) throw new ConfigError(`rotationSweep: ${name}: the list is empty, expected one or more`)
  for (const value of values)
    if (!Number.isSafeInteger(value) || value < 1 || value > most)
      throw new ConfigError(`rotationSweep: ${name} "${value}", expected a whole number from 1 to ${most}`)
  if (new Set(values).size < values.length) throw new ConfigError(`rotationSweep: ${name}: a value stands twice`)
  return values
}

function check(closes: Matrix, options: RotationSweepOptions): Sweep {
  const { lookbacks, tops, everies, costBps = 0, periodsPerYear = 252 } = options
  if (!(periodsPerYear > 0) || periodsPerYear === Infinity)
    throw new ConfigError(`rotationSweep: periodsPerYear "${periodsPerYear}", expected a number above 0`)
  const wrong = closes.data.find((close) => close <= 0 || close === Infinity)
  if (wrong !== undefined) throw new ConfigError(`rotationSweep: close "${wrong}", expected a price above 0, or NaN`)
  if (lookbacks.length === 0) throw new ConfigError('rotationSweep: lookbacks: the list is empty, expected one or more')
  const formations = lookbacks.map((formation) => checkList('lookbacks', [formation].flat(), MOST_ROWS))
  // In any order a list is the same formation.
  if (new Set(formations.map((formation) => String([...formation].sort()))).size < formations.length)
    throw new ConfigError('rotationSweep: lookbacks: a formation stands twice')
  return {
    closes,
    formations,
    tops: [...checkList('tops', tops, closes.cols)].sort((a, b) => a - b),
    everies: checkList('everies', everies, MOST_ROWS),
    costRate: costRate(costBps),
  }
}

/** The ledger's convention: each rotation by itself, its assets ranked once for all of them. */
function sweepDrifting({ closes, formations, tops, everies, costRate: rate }: Sweep, take: (sums: Sums) => void): void {
  const { rows, cols } = closes
  const most = tops[tops.length - 1]
  const weights = new Float64Array(cols)
  for (const lookbacks of formations) {
    const scores = formationScores(closes, lookbacks)
    const best = Array.from({ length: rows }, (_, row) => bestColumns(rowOf(scores, row), most))
    for (const top of tops)
      for (const every of everies) {
        const weightsAt = (row: number): Float64Array | undefined => {
          if (row % every !== 0) return undefined
          const n = Math.min(top, best[row].length)
          weights.fill(0)
          for (let k = 0; k < n; k++) weights[best[row][k]] = 1 / n
          return weights
        }
        const terms = { fill: 'close', rate, capital: 1, start: 0 } as const
        const { equity, traded } = driftingEquity({ open: closes, close: closes }, weightsAt, terms)
        let [peak, worst, sum, squares, changes] = [1, 1, 0, 0, 0]
        for (let row = 1; row < rows; row++) {
          const r = equity[row] / equity[row - 1] - 1
          peak = Math.max(peak, equity[row])
          worst = Math.min(worst, equity[row] / peak)
          sum += r
          squares += r * r
          changes += traded[row]
        }
        const built = traded.find((value) => value > 0) ?? 0
        take({ equity: equity[rows - 1], worst, sum, squares, traded: changes, built })
      }
  }
}

/**
 * A variance below this part of the mean square is rounding. Sums of raw squares, all that the kernels give, lose a deviation below
 * 1e-7 of the returns' size: `isRounding` would come too late.
 */
const ROUNDING = 1e-14

function cellOf(
  sums: Sums,
  rows: number,
  { periodsPerYear = 252, ddof = 1 }: RotationSweepOptions,
): Omit<RotationCell, 'lookbacks' | 'top' | 'every'> {
  const { equity, worst, sum, squares, traded, built } = sums
  const mean = sum / rows
  const spread = squares / rows - mean * mean
  const deviation = spread > ROUNDING * (squares / rows) ? Math.sqrt((spread * rows) / (rows - ddof)) : 0
  const years = (rows - 1) / periodsPerYear
  return {
    equity,
    cagr: Math.pow(equity, 1 / years) - 1,
    volatility: deviation * Math.sqrt(periodsPerYear),
    sharpe: deviation > 0 ? (mean / deviation) * Math.sqrt(periodsPerYear) : NaN,
    maxDrawdown: worst - 1,
    turnover: (traded - built) / 2 / years,
  }
}

/**
 * Momentum rotations into the best 1, 2, ... assets, every combination of lookback, number and step at once. Ties of momentum go to the
 * earlier column; a missing close is never ranked, and what is held when its closes end is cash until the next decision.
 * @param closes - nDates x nAssets, total-return prices above 0, NaN where an asset is not listed; two rows or more
 * @param kernels - compute the constant convention, on as many threads as they have; the result does not depend on it
 * @returns lookbacks outermost, then tops ascending, then everies
 * @throws ConfigError when a list is empty, a value is out of range or stands twice, or a close is not above 0
 */
export function rotationSweep(closes: Matrix, options: RotationSweepOptions, kernels: Kernels): RotationCell[] {
  const sweep = check(closes, options)
  const { formations, tops, everies } = sweep
  if (closes.rows < 2) throw new ConfigError(`rotationSweep: ${closes.rows} rows of closes, expected 2 or more`)
  const sums: Sums[] = []
  if (options.holding === 'drifting') sweepDrifting(sweep, (one) => sums.push(one))
  else {
    const { rows, data } = kernels.sweep(sweep)
    for (let row = 0; row < rows; row++) {
      const at = row * SWEEP_COLUMNS.length
      const [equity, worst, sum, squares, traded] = data.subarray(at, at + SWEEP_COLUMNS.length)
      // All of it is bought at first, where anything is: costs are on changes of weights.
      sums.push({ equity, worst, sum, squares, traded, built: Math.min(1, traded) })
    }
  }
  return formations.flatMap((lookbacks, f) =>
    tops.flatMap((top, k) =>
      everies.map((every, e) => ({
        lookbacks,
        top,
        every,
        ...cellOf(sums[sweepRow(sweep, f, k, e)], closes.rows, options),
      })),
    ),
  )
}
