import type { Terms } from './backtest-options.js'
import { book, DUST, type EventRows, type Ledger } from './ledger.js'

const DAYS_A_YEAR = 365

/**
 * Interest and borrow fees for the days since the session before, on what stood at its close (actual days / 365, simple within the
 * days between two sessions). One borrow rate is one fee on everything that is short, rates by asset are a fee of each.
 * @param days - calendar days, 1 or more
 */
export function accrue(
  ledger: Ledger,
  days: number,
  { cashRate, debitRate, borrowRate }: Pick<Terms, 'cashRate' | 'debitRate' | 'borrowRate'>,
  rows: EventRows,
): void {
  const years = days / DAYS_A_YEAR
  const { cash, shares, marks } = ledger
  const rate = cash > 0 ? cashRate : debitRate
  const interest = cash * rate * years
  // Rounding of a portfolio without cash is no balance.
  if (interest !== 0 && Math.abs(cash) > DUST * ledger.largestEquity)
    book(ledger, rows, { type: 'interest', value: rate, amount: interest }, interest)
  if (borrowRate === 0) return
  if (typeof borrowRate === 'object') {
    for (const [assetIndex, value] of borrowRate.entries()) {
      if (value === 0 || !(shares[assetIndex] < 0)) continue
      const fee = shares[assetIndex] * marks[assetIndex] * value * years
      book(ledger, rows, { type: 'borrow', assetIndex, value, amount: fee }, fee)
    }
    return
  }
  let short = 0
  for (let i = 0; i < shares.length; i++) if (shares[i] < 0) short -= shares[i] * marks[i]
  const fee = -short * borrowRate * years
  if (short > 0) book(ledger, rows, { type: 'borrow', value: borrowRate, amount: fee }, fee)
}
