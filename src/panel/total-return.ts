import { formatSession } from '../core/calendar.js'
import { DataError, ShapeError } from '../core/errors.js'
import { adjustSplits, splitFactors } from './adjust-splits.js'
import type { SymbolBars } from './bars.js'

/** What happened to a share besides trading, on the sessions of its bars, in shares of that very session. */
export interface ShareEvents {
  /** New shares per old share effective at the open, 0 where there was no split; [n] */
  readonly splits: Float64Array
  /** Cash per share (a new one, on the day of a split) paid to those who held at the close before, 0 where there was none; [n] */
  readonly distributions: Float64Array
}

function fail(bars: SymbolBars, row: number, problem: string): never {
  throw new DataError({ file: bars.symbol, field: 'distributions' }, `${problem} on ${formatSession(bars.dates[row])}`)
}

function scaled(bars: SymbolBars, prices: Float64Array, volumes: Float64Array): SymbolBars {
  const n = bars.dates.length
  const times = (values: Float64Array): Float64Array => values.map((value, i) => value * prices[i])
  return {
    ...bars,
    open: times(bars.open),
    high: times(bars.high),
    low: times(bars.low),
    close: times(bars.close),
    volume: bars.volume.map((volume, i) => volume * volumes[i]),
    splits: new Float64Array(n),
    distributions: new Float64Array(n),
  }
}

/**
 * Back-adjusts raw bars for splits and distributions by the multipliers of CRSP and Yahoo: all prices before an ex-date are
 * multiplied by 1 - D / close[t - 1], volumes by splits alone. The last price stays as it was; every new distribution changes the
 * whole history by a factor, its returns by nothing. A distribution on the first session has no close before it and changes nothing.
 * @returns bars without splits and distributions
 * @throws DataError when a distribution is not below the close before it, or is negative
 * @see Yahoo Finance, "What is the adjusted close?", following the standards of the Center for Research in Security Prices
 */
export function totalReturnBars(raw: SymbolBars): SymbolBars {
  const n = raw.dates.length
  const prices = new Float64Array(n)
  let factor = 1
  for (let i = n - 1; i >= 0; i--) {
    prices[i] = factor
    const cash = raw.distributions?.[i] ?? 0
    if (!(cash >= 0)) fail(raw, i, `${cash} is not an amount of 0 or more`)
    if (i === 0 || cash === 0) continue
    // The close before, in shares of this session.
    const before = raw.close[i - 1] / (raw.splits[i] > 0 ? raw.splits[i] : 1)
    if (cash >= before) fail(raw, i, `${cash} is paid on a share worth ${before}: not below the close before`)
    factor *= 1 - cash / before
  }
  // Without distributions it is the adjustment for splits, to the last bit.
  return scaled(adjustSplits(raw), prices, new Float64Array(n).fill(1))
}

/**
 * The raw bars behind adjusted ones: the inverse of {@link totalReturnBars}, exact but for rounding. From the last session, whose
 * price is raw, backwards: close[t - 1] = adjusted[t - 1] / factor[t] + D.
 * @param adjusted - fully adjusted bars that end with the copy of the source (what is adjusted for later events stays so); its own
 *   splits and distributions are not looked at
 * @param events - of the same sessions
 * @throws ShapeError when the events are not of the same length; DataError when a distribution is negative
 */
export function rawFromTotalReturn(adjusted: SymbolBars, events: ShareEvents): SymbolBars {
  const n = adjusted.dates.length
  const { splits, distributions } = events
  if (splits.length !== n || distributions.length !== n)
    throw new ShapeError(`rawFromTotalReturn: ${splits.length} and ${distributions.length} events, expected ${n}`)
  const shares = splitFactors(splits)
  const prices = new Float64Array(n)
  let factor = 1
  for (let i = n - 1; i >= 0; i--) {
    prices[i] = shares[i] / factor
    if (!(distributions[i] >= 0)) fail(adjusted, i, `${distributions[i]} is not an amount of 0 or more`)
    if (i === 0 || distributions[i] === 0) continue
    // All in shares of the last session. A sum: nothing is lost to cancellation.
    const price = adjusted.close[i - 1]
    factor = price / (price / factor + distributions[i] / shares[i])
  }
  const raw = scaled(
    adjusted,
    prices,
    shares.map((share) => 1 / share),
  )
  return { ...raw, splits: Float64Array.from(splits), distributions: Float64Array.from(distributions) }
}

/**
 * Distributions per share of their own session, from a source that states them in shares of today, as Yahoo does.
 * @returns shape [n]
 */
export function distributionsAsPaid(distributions: Float64Array, splits: Float64Array): Float64Array {
  const shares = splitFactors(splits)
  return distributions.map((cash, i) => cash * shares[i])
}

/**
 * Wealth of one unit of money in raw bars when every distribution buys shares at the close of its ex-date: growth per session is
 * (close[t] + D) * split / close[t - 1], the definition of CRSP's total return. {@link totalReturnBars} grows by close[t] / (close[t - 1] - D)
 * instead, as if the cash had bought shares at yesterday's close less D. With p = close[t - 1] - D, d = D / p and r = close[t] / p - 1 that is
 * more by the factor 1 + r d / (1 + r + d): some thousandths of a percent for a quarterly dividend, of either sign.
 * @returns shape [n]; the first value is 1
 * @see CRSP US Stock Guide, "Total returns"
 */
export function totalReturnIndex(raw: SymbolBars): Float64Array {
  const out = new Float64Array(raw.dates.length).fill(1)
  for (let i = 1; i < out.length; i++) {
    const shares = raw.splits[i] > 0 ? raw.splits[i] : 1
    out[i] = (out[i - 1] * shares * (raw.close[i] + (raw.distributions?.[i] ?? 0))) / raw.close[i - 1]
  }
  return out
}
