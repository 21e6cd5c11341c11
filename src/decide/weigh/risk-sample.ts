import { ConfigError } from '../../core/errors.js'
import { columnOf, createMatrix, rowOf, selectColumns, type Matrix } from '../../core/matrix.js'
import { standardDeviation } from '../../core/statistics.js'
import type { DecisionContext } from '../decision-context.js'
import type { Selection, Weighed } from '../decision-step.js'
import { requireWhole } from '../require-params.js'
import { inProportion } from './in-proportion.js'
import { sidesOf, type Side } from './sides.js'

/** Which returns risk is estimated from. */
export interface RiskSampleParams {
  /** Sessions up to the decision. */
  readonly lookback: number
  /** An asset with fewer returns among them is left out. */
  readonly least: number
}

/** The assets of one side whose risk can be told. */
export interface RiskSample {
  /** [n] positions among all assets, ascending. */
  readonly assets: readonly number[]
  /** 1 for what is bought, -1 for what is sold short. */
  readonly sign: 1 | -1
  /**
   * Simple returns of the positions (of shorts with the opposite sign) in the sessions that all of them have, oldest first: shape
   * [nRows, n]; `least` rows or more, no column constant.
   */
  readonly returns: Matrix
  /** [n] size of the share over the largest, in (0, 1]: below 1 where several tie for the last places. */
  readonly budgets: Float64Array
  /** [n] largest weight of each position within the side, as far as `most` says: `most` times the budget over the part of the side. */
  readonly most: Float64Array
}

/** Returns of a session beyond this size are faults of the data, and missing. */
const MOST_RETURN = 1e6
/**
 * A standard deviation of returns up to this is none: rounding of a price that does not move. Absolute, unlike `isRounding`: such
 * returns are rounding of 1 and have no size of their own.
 */
const FLAT = 1e-9

/** @throws ConfigError when there would be nothing to estimate from */
export function checkRiskSample(name: string, { lookback, least }: RiskSampleParams): void {
  requireWhole(`${name}: lookback`, lookback, 2)
  requireWhole(`${name}: least`, least, 2)
  if (least > lookback)
    throw new ConfigError(`${name}: least "${least}", expected no more than the lookback of ${lookback}`)
}

const isPresent = (value: number): boolean => Math.abs(value) <= MOST_RETURN

/** The rows in which every column is present. */
function completeRows(returns: Matrix): Matrix {
  const rows: number[] = []
  for (let row = 0; row < returns.rows; row++) if (rowOf(returns, row).every(isPresent)) rows.push(row)
  const out = createMatrix(rows.length, returns.cols)
  for (const [i, row] of rows.entries()) out.data.set(rowOf(returns, row), i * returns.cols)
  return out
}

/** The assets that are left, their complete returns, and what is to be said of the others. */
interface Kept {
  readonly assets: readonly number[]
  readonly returns: Matrix
  readonly notes: readonly string[]
}

/**
 * Leaves assets out until the rest have enough complete rows: first those with too few returns, then those with the fewest, all of
 * equally few at once, so that the order of columns does not matter; then those that do not move at all, as a riskless asset would take everything.
 */
function keepKnown({ assets: names }: DecisionContext, chosen: readonly number[], all: Matrix, least: number): Kept {
  const notes: string[] = []
  const counts = new Map(chosen.map((i) => [i, columnOf(all, i).filter(isPresent).length]))
  const countOf = (asset: number): number => counts.get(asset) ?? 0
  let assets = chosen
  const leaveOut = (why: string, out: readonly number[]): void => {
    if (out.length === 0) return
    assets = assets.filter((asset) => !out.includes(asset))
    notes.push(`left out, ${why}: ${out.map((asset) => names[asset]).join(' ')}`)
  }
  leaveOut(
    `fewer than ${least} returns`,
    assets.filter((asset) => countOf(asset) < least),
  )
  for (;;) {
    const returns = completeRows(selectColumns(all, assets))
    const remaining = assets
    if (assets.length > 0 && returns.rows < least) {
      const fewest = Math.min(...assets.map(countOf))
      leaveOut(
        `fewer than ${least} returns in common with the others`,
        assets.filter((asset) => countOf(asset) === fewest),
      )
    } else {
      const deviations = assets.map((_, k) => standardDeviation(columnOf(returns, k)))
      leaveOut(
        'price does not move',
        assets.filter((_, k) => deviations[k] <= FLAT),
      )
    }
    if (assets === remaining) return { assets, returns, notes }
  }
}

/** Weights of a side's members by their risk, by position among all assets. */
function weighSide(
  { sign, members, part }: Side,
  { assets, returns, notes }: Kept,
  shares: Float64Array,
  most: number,
  weigh: (sample: RiskSample) => Weighed,
): { readonly weights: ReadonlyMap<number, number>; readonly notes: readonly string[] } {
  if (assets.length === 0) {
    const equal = inProportion(Float64Array.from(members, (i) => Math.abs(shares[i])))
    const weights = new Map(members.map((asset, k) => [asset, Math.min(equal[k], most / part)]))
    return { weights, notes: ['equal parts: no history to weigh by'] }
  }
  const largest = Math.max(...assets.map((asset) => Math.abs(shares[asset])))
  const budgets = Float64Array.from(assets, (asset) => Math.abs(shares[asset]) / largest)
  const weighed = weigh({
    assets,
    sign,
    returns: { ...returns, data: returns.data.map((value) => sign * value) },
    budgets,
    most: budgets.map((budget) => (most * budget) / part),
  })
  return { weights: new Map(assets.map((asset, k) => [asset, weighed.weights[k]])), notes: [...notes, weighed.note] }
}

/**
 * Weighs the chosen assets by their risk, what is bought and what is sold short each on its own, as large as its part of the shares. An asset
 * without enough returns, or whose price does not move, is left out; where none is left on a side, all of it get equal parts, up to `most`.
 * Both are noted.
 * @param weigh - weights of a side's assets, 0 or more, summing to 1 at most
 */
export function weighByRisk(
  context: DecisionContext,
  { shares }: Selection,
  { lookback, least, most = 1 }: RiskSampleParams & { readonly most?: number },
  weigh: (sample: RiskSample) => Weighed,
): Weighed {
  const out = new Float64Array(shares.length)
  const returns = context.returns(lookback)
  const allNotes = sidesOf(shares).flatMap((side) => {
    const { weights, notes } = weighSide(side, keepKnown(context, side.members, returns, least), shares, most, weigh)
    for (const [asset, weight] of weights) out[asset] = side.sign * side.part * weight
    return notes
  })
  return { weights: out, note: allNotes.filter((note) => note !== '').join('; ') }
}
