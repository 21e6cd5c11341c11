import { Rational } from './rational.js'

/** A holding with what it costs. */
export interface Holding {
  /** Money; negative = short. */
  readonly amount: number
  /** Yearly cost of the fund as a fraction of its assets. */
  readonly expenseRatio: number
  /** Yearly rate paid on what is sold short, as a fraction. */
  readonly borrowRate: number
}

/** Costs of a year, in money. */
export interface YearlyCost {
  /** Expense ratios of the funds, in each of three readings. */
  readonly fees: {
    /** On signed amounts, as if a short earned the fund's fee. */
    readonly net: number
    /** On what is held: nobody is paid for being short. */
    readonly longHoldings: number
    /** On amounts without their sign. */
    readonly grossHoldings: number
  }
  /** Paid for what is sold short. */
  readonly borrow: number
  /** Earned on the proceeds of short sales. */
  readonly proceeds: number
  /** What is paid: fees on long holdings and the borrow, less what the proceeds earn. */
  readonly total: number
}

/**
 * What holdings cost in a year.
 * @param proceedsRate - yearly rate earned on the proceeds of short sales, as a fraction
 * @returns money, not rounded
 */
export function yearlyCost(holdings: readonly Holding[], proceedsRate: number): YearlyCost {
  let [long, shortFees, borrow, short] = [Rational.ZERO, Rational.ZERO, Rational.ZERO, Rational.ZERO]
  for (const holding of holdings) {
    const amount = Rational.of(holding.amount)
    const fee = amount.times(Rational.of(holding.expenseRatio))
    if (amount.sign() >= 0) long = long.plus(fee)
    else {
      shortFees = shortFees.minus(fee)
      borrow = borrow.minus(amount.times(Rational.of(holding.borrowRate)))
      short = short.minus(amount)
    }
  }
  const proceeds = short.times(Rational.of(proceedsRate))
  return {
    fees: {
      net: long.minus(shortFees).toNumber(),
      longHoldings: long.toNumber(),
      grossHoldings: long.plus(shortFees).toNumber(),
    },
    borrow: borrow.toNumber(),
    proceeds: proceeds.toNumber(),
    total: long.plus(borrow).minus(proceeds).toNumber(),
  }
}
