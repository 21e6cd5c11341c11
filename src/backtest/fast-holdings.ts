import { ConfigError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'
import { DUST } from './ledger.js'

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

/** As many as the ledger's own; a round shrinks the error by the rate. */
const ROUNDS = 60
/** An error of this part of equity is below the rounding of the values that it is computed from. */
const SETTLED = 1e-16

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
  const tradedShares = new Float64Array(rows - start)
  const shares = new Float64Array(cols)
  const marks = new Float64Array(cols)
  const values = new Float64Array(cols)
  const targets = new Float64Array(cols)
  /** Assets held, then (while trading) those that are bought. */
  const held = new Int32Array(cols)
  let nHeld = 0
  let cash = capital

  /** @returns traded value as a fraction of equity before */
  function trade(prices: Float64Array, base: number, weights: Float64Array): number {
    let before = cash
    for (let h = 0; h < nHeld; h++) {
      const i = held[h]
      const price = prices[base + i]
      if (!Number.isNaN(price)) marks[i] = price
      values[i] = shares[i] * marks[i]
      before += values[i]
    }
    let active = nHeld
    for (let i = 0; i < cols; i++)
      if (weights[i] !== 0 && shares[i] === 0) {
        held[active++] = i
        values[i] = 0
        marks[i] = prices[base + i]
      }
    let stuck = 0
    let wanted = 0
    // What can not be traded goes to the end.
    let live = active
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
    let after = before
    for (let round = 0; round < ROUNDS; round++) {
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
    const least = DUST * Math.abs(before)
    let sum = 0
    for (let h = 0; h < live; h++) {
      const i = held[h]
      const change = targets[i] - values[i]
      if (!(Math.abs(change) > least)) continue
      shares[i] = targets[i] === 0 ? 0 : shares[i] + change / marks[i]
      cash -= change + rate * Math.abs(change)
      sum += Math.abs(change)
    }
    nHeld = 0
    for (let h = 0; h < active; h++) if (shares[held[h]] !== 0) held[nHeld++] = held[h]
    return before > 0 ? sum / before : 0
  }

  /** Values what is held at a close; what has none is paid out at its last price. */
  function valueAt(base: number): number {
    let invested = 0
    for (let h = 0; h < nHeld; h++) {
      const i = held[h]
      const price = close.data[base + i]
      if (Number.isNaN(price)) {
        cash += shares[i] * marks[i]
        shares[i] = 0
        held[h--] = held[--nHeld]
        continue
      }
      marks[i] = price
      invested += shares[i] * price
    }
    return cash + invested
  }

  equity[0] = capital
  for (let row = start + 1; row < rows; row++) {
    const base = row * cols
    const weights = weightsAt(row - 1)
    if (weights !== undefined && fill === 'open') tradedShares[row - start] = trade(open.data, base, weights)
    let total = valueAt(base)
    if (weights !== undefined && fill === 'close') {
      tradedShares[row - start] = trade(close.data, base, weights)
      total = valueAt(base)
    }
    if (!Number.isFinite(total))
      throw new ConfigError(`equity is ${total} at row ${row}: the prices move by more than can be computed with`)
    equity[row - start] = total
  }
  return { equity, traded: tradedShares }
}
