import { ConfigError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'
import { DUST } from './ledger.js'
import { SETTLING_ROUNDS } from './target-values.js'

/** Where holdings are traded and valued: nDates x nAssets each, NaN where an asset is not listed. */
export interface Prices {
  readonly open: Matrix
  readonly close: Matrix
}

/** How weights are carried out. */
export interface HoldingTerms {
  readonly fill: 'open' | 'close'
  /** Cost as a fraction of traded value. */
  readonly rate: number
  /** Starting cash, currency. */
  readonly capital: number
  /** Row at which there is cash alone. */
  readonly start: number
}

/** Each of shape [nDates - start]. */
export interface DriftingEquity {
  /** Equity at each close, currency. */
  readonly equity: Float64Array
  /** Traded value, buys plus sells, as a fraction of equity before the trades. */
  readonly traded: Float64Array
}

/** An error of this part of equity is below the rounding of the values that it is computed from. */
const SETTLED = 1e-16

/** Holdings between two sessions, and room to work the next ones out in; arrays are [nAssets]. */
interface Drift {
  /** Cost as a fraction of traded value. */
  readonly rate: number
  cash: number
  readonly shares: Float64Array
  /** Last price at which each asset was valued. */
  readonly marks: Float64Array
  readonly values: Float64Array
  readonly targets: Float64Array
  /** Columns of what is held, then (while trading) of what is bought. */
  readonly held: Int32Array
  nHeld: number
}

/** Weights to be met, at the prices of a session. */
interface Fill {
  readonly prices: Float64Array
  /** Where those of the session begin. */
  readonly base: number
  readonly weights: Float64Array
}

/** The first columns of the list that can be traded, and what stands in the way of the others. */
interface Tradable {
  readonly live: number
  /** Value of what can not be traded. */
  readonly stuck: number
  /** Weight that is wanted of what can. */
  readonly wanted: number
}

function openDrift(rate: number, cash: number, nAssets: number): Drift {
  const [shares, marks, values, targets] = Array.from({ length: 4 }, () => new Float64Array(nAssets))
  return { rate, cash, shares, marks, values, targets, held: new Int32Array(nAssets), nHeld: 0 }
}

/** Values what is held at the prices of a fill, where there are some. @returns equity */
function markAtFill({ cash, shares, marks, values, held, nHeld }: Drift, { prices, base }: Fill): number {
  let equity = cash
  for (let h = 0; h < nHeld; h++) {
    const i = held[h]
    const price = prices[base + i]
    if (!Number.isNaN(price)) marks[i] = price
    values[i] = shares[i] * marks[i]
    equity += values[i]
  }
  return equity
}

/** Lists what is to be bought behind what is held. @returns number of columns listed */
function listPurchases({ shares, marks, values, held, nHeld }: Drift, { prices, base, weights }: Fill): number {
  let listed = nHeld
  for (let i = 0; i < weights.length; i++)
    if (weights[i] !== 0 && shares[i] === 0) {
      held[listed++] = i
      values[i] = 0
      marks[i] = prices[base + i]
    }
  return listed
}

/** Puts what can not be traded at the end of the list. */
function sortOut({ values, held }: Drift, { prices, base, weights }: Fill, listed: number): Tradable {
  let [live, stuck, wanted] = [listed, 0, 0]
  for (let h = 0; h < live;) {
    const i = held[h]
    if (prices[base + i] > 0) {
      wanted += weights[i]
      h++
      continue
    }
    stuck += values[i]
    held[h] = held[--live]
    held[live] = i
  }
  return { live, stuck, wanted }
}

/** Sets the targets that are left when the costs are paid: those of `targetValues`, over what is listed alone. */
function settle(
  { rate, values, targets, held }: Drift,
  weights: Float64Array,
  tradable: Tradable,
  before: number,
): void {
  const { live, stuck, wanted } = tradable
  let after = before
  for (let round = 0; round < SETTLING_ROUNDS; round++) {
    const available = Math.max(0, after - stuck)
    const scaled = Math.max(0, wanted * after > available ? available / wanted : after)
    let sum = 0
    for (let h = 0; h < live; h++) {
      const i = held[h]
      const target = weights[i] * scaled
      targets[i] = target
      sum += Math.abs(target - values[i])
    }
    const next = before - rate * sum
    const isSettled = Math.abs(next - after) <= SETTLED * before
    after = next
    if (isSettled) break
  }
}

/** Trades the first columns of the list to their targets. @returns traded value */
function exchange(drift: Drift, live: number, before: number): number {
  const { rate, shares, marks, values, targets, held } = drift
  const least = DUST * Math.abs(before)
  let sum = 0
  for (let h = 0; h < live; h++) {
    const i = held[h]
    const change = targets[i] - values[i]
    if (!(Math.abs(change) > least)) continue
    shares[i] = targets[i] === 0 ? 0 : shares[i] + change / marks[i]
    drift.cash -= change + rate * Math.abs(change)
    sum += Math.abs(change)
  }
  return sum
}

/** @returns traded value as a fraction of equity before */
function trade(drift: Drift, fill: Fill): number {
  const { shares, held } = drift
  const before = markAtFill(drift, fill)
  const listed = listPurchases(drift, fill)
  const tradable = sortOut(drift, fill, listed)
  settle(drift, fill.weights, tradable, before)
  const sum = exchange(drift, tradable.live, before)
  drift.nHeld = 0
  for (let h = 0; h < listed; h++) if (shares[held[h]] !== 0) held[drift.nHeld++] = held[h]
  return before > 0 ? sum / before : 0
}

/** Values what is held at a close; what has none is paid out at its last price. @returns equity */
function valueAtClose(drift: Drift, closes: Float64Array, base: number): number {
  const { shares, marks, held } = drift
  let invested = 0
  for (let h = 0; h < drift.nHeld; h++) {
    const i = held[h]
    const price = closes[base + i]
    if (Number.isNaN(price)) {
      drift.cash += shares[i] * marks[i]
      shares[i] = 0
      held[h--] = held[--drift.nHeld]
      continue
    }
    marks[i] = price
    invested += shares[i] * price
  }
  return drift.cash + invested
}

/**
 * Equity of holdings that drift with their prices between decisions, filled at the session after: what the ledger of `simulate` keeps
 * for whole histories, without its books. Only what is held is looked at.
 * @param weightsAt - fractions of equity after costs, decided at the close of a row, [nAssets]; undefined where nothing is decided. The
 *   array is read before the next row is asked for
 * @throws ConfigError when prices move so far that equity is no number
 */
export function driftingEquity(
  { open, close }: Prices,
  weightsAt: (row: number) => Float64Array | undefined,
  { fill, rate, capital, start }: HoldingTerms,
): DriftingEquity {
  const { rows, cols } = close
  const equity = new Float64Array(rows - start)
  const traded = new Float64Array(rows - start)
  const drift = openDrift(rate, capital, cols)
  const prices = fill === 'open' ? open.data : close.data
  equity[0] = capital
  for (let row = start + 1; row < rows; row++) {
    const base = row * cols
    const weights = weightsAt(row - 1)
    const order = weights && { prices, base, weights }
    if (order !== undefined && fill === 'open') traded[row - start] = trade(drift, order)
    let total = valueAtClose(drift, close.data, base)
    if (order !== undefined && fill === 'close') {
      traded[row - start] = trade(drift, order)
      total = valueAtClose(drift, close.data, base)
    }
    if (!Number.isFinite(total))
      throw new ConfigError(`equity is ${total} at row ${row}: the prices move by more than can be computed with`)
    equity[row - start] = total
  }
  return { equity, traded }
}
