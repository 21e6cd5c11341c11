import { ConfigError } from '../core/errors.js'
import { Rational, rationals } from './rational.js'

/** A number above 0, exact. @throws ConfigError naming it when it is none */
export function positiveOf(value: number, name: string): Rational {
  if (!(value > 0 && value < Infinity)) throw new ConfigError(`${name}: is ${value}, expected a number above 0`)
  return Rational.of(value)
}

/**
 * Nearest multiple of a unit, a half away from 0.
 * @throws ConfigError for a unit that is not above 0
 */
export function roundToUnit(value: number, unit: number): number {
  return Rational.of(value).roundTo(positiveOf(unit, 'unit')).toNumber()
}

/** Money to whole cents, a half away from 0. */
export function toCents(amount: number): number {
  return roundToUnit(amount, 0.01)
}

/**
 * Shares that can be traded: the whole lots next to a number of shares on the side of 0, in exact decimals (0.3 holds three lots of 0.1).
 *
 * What lacks the least bit to a whole lot is cut to the lot below, as here and in {@link tradeLots} amounts are decimals that are meant:
 * 2.9999999999 shares are fewer than 3, and the third would cost more than the money there is. The ledger's `wholeLots` takes the same
 * number for 3, since there it is the quotient of values that were rounded on their way.
 * @param shares - finite; negative = short
 * @param lot - smallest number of shares traded: 1, 10, or 0.001 where fractions are
 * @throws ConfigError for a lot that is not above 0
 */
export function roundToLot(shares: number, lot: number): number {
  return Rational.of(shares).truncateTo(positiveOf(lot, 'lot')).toNumber()
}

/**
 * Amounts rounded to multiples of a unit so that they still add up: each goes down to a multiple, and those that lost most get the units
 * that are missing in the total (the method of the largest remainder; the earlier amount wins a tie). What the total has beyond a
 * multiple of the unit is left out.
 * @param amounts - finite, of any sign
 * @param unit - 0.01, 1, 1000
 * @returns shape of `amounts`; each less than a unit away from its amount
 * @throws ConfigError for a unit that is not above 0
 * @see Hamilton's method of apportionment (Balinski and Young, "Fair Representation", 1982)
 */
export function apportion(amounts: readonly number[], unit: number): number[] {
  const step = positiveOf(unit, 'unit')
  const exact = rationals(amounts)
  const rounded = exact.map((amount) => amount.floorTo(step))
  const lost = exact.map((amount, i) => amount.minus(rounded[i]))
  const byLoss = [...lost.keys()].sort((a, b) => lost[b].compare(lost[a]) || a - b)
  // A ninth is no double: what nine of them lack to the whole is no unit that is missing.
  let missing = Rational.sum(lost)
    .roundTo(step.times(Rational.of(1e-6)))
    .floorTo(step)
  for (const i of byLoss) {
    if (missing.sign() <= 0) break
    rounded[i] = rounded[i].plus(step)
    missing = missing.minus(step)
  }
  return rounded.map((amount) => amount.toNumber())
}

/** What is to be held of one instrument. */
export interface InstrumentOrder {
  /** Money; negative = short. */
  readonly amount: number
  /** Money a share, above 0; without one the amount is traded as it is. */
  readonly price: number | undefined
  /** Shares a lot, above 0. */
  readonly lot: number
}

/** What is traded for it. */
export interface LotTrade {
  /** Shares that the amount is worth; undefined without a price. */
  readonly shares: number | undefined
  /** Whole lots of them; undefined without a price. */
  readonly bought: number | undefined
  /** Money of what is traded. */
  readonly amount: number
}

export interface TradedLots {
  /** One an order. */
  readonly trades: readonly LotTrade[]
  /** Money that is left, never below 0 where the orders cost no more than the capital. */
  readonly cash: number
}

/**
 * Orders cut to whole lots, towards 0. Short sales come first, and no purchase takes more than the money there is: a short that was cut
 * brings less than was planned. Later orders give way to earlier ones.
 * @throws ConfigError for a price or lot that is not above 0
 */
export function tradeLots(orders: readonly InstrumentOrder[], capital: number): TradedLots {
  let cash = Rational.of(capital)
  const trade = ({ amount, price, lot }: InstrumentOrder): LotTrade => {
    const wanted = Rational.of(amount)
    const there = cash.sign() < 0 ? Rational.ZERO : cash
    const affordable = wanted.min(there)
    if (price === undefined) {
      cash = cash.minus(affordable)
      return { shares: undefined, bought: undefined, amount: affordable.toNumber() }
    }
    const each = positiveOf(price, 'price')
    const bought = affordable.over(each).truncateTo(positiveOf(lot, 'lot'))
    const spent = bought.times(each)
    cash = cash.minus(spent)
    return { shares: wanted.over(each).toNumber(), bought: bought.toNumber(), amount: spent.toNumber() }
  }
  const trades: LotTrade[] = []
  const places = [...orders.keys()]
  for (const i of places) if (orders[i].amount < 0) trades[i] = trade(orders[i])
  for (const i of places) if (!(orders[i].amount < 0)) trades[i] = trade(orders[i])
  return { trades, cash: cash.toNumber() }
}
