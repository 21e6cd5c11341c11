import { wholeLots } from './lots.js'
import { book, type EventRows, type Ledger } from './ledger.js'

/**
 * Splits holdings at the open of the ex-date: a position and its price change together, its value does not. Where shares come in lots,
 * the fraction of a share (of a lot, where that is smaller) that arises is paid in cash at the last close.
 * @param splits - [nAssets] new shares per old one; 0, 1 or NaN where there is no split
 * @param lot - as in the options of a backtest; 0 where the account holds fractions
 */
export function applySplits(ledger: Ledger, splits: Float64Array, lot: number, rows: EventRows): void {
  const { shares, marks } = ledger
  for (let i = 0; i < splits.length; i++) {
    if (!(splits[i] > 0) || splits[i] === 1) continue
    marks[i] /= splits[i]
    if (shares[i] === 0) continue
    const all = shares[i] * splits[i]
    const kept = wholeLots(all, Math.min(1, lot))
    const amount = kept === all ? 0 : (all - kept) * marks[i]
    book(ledger, rows, { type: 'split', assetIndex: i, shares: kept - shares[i], value: splits[i], amount })
  }
}

/**
 * Credits distributions on the ex-date to those who held at the close before; a short position pays them. The day on which the cash
 * arrives, some days or weeks later, is not known to the data.
 * @param perShare - [nAssets] cash per share (a new one, on the day of a split); 0 or NaN where there is none
 */
export function payDistributions(ledger: Ledger, perShare: Float64Array, rows: EventRows): void {
  const { shares } = ledger
  for (let i = 0; i < perShare.length; i++) {
    if (shares[i] === 0 || Number.isNaN(perShare[i]) || perShare[i] === 0) continue
    const amount = shares[i] * perShare[i]
    book(ledger, rows, { type: 'dividend', assetIndex: i, value: perShare[i], amount }, amount)
  }
}

/**
 * Buys shares at the close with the distributions of the session, where the asset is still held and has a close, and as far as an order
 * at the open has left the cash: any fraction of a share, whatever orders are rounded to, as the reinvestment plans of brokers and funds
 * do. Rounded to lots, what is left of each distribution would lie in cash for ever where nothing else is ordered.
 */
export function reinvestDistributions(ledger: Ledger, closes: Float64Array, rows: EventRows): void {
  for (const { type, assetIndex, amount } of [...ledger.journal]) {
    if (type !== 'dividend' || !(amount > 0 && ledger.shares[assetIndex] > 0 && closes[assetIndex] > 0)) continue
    const price = closes[assetIndex]
    const shares = Math.min(amount, ledger.cash) / price
    if (shares > 0)
      book(ledger, rows, { type: 'reinvestment', assetIndex, shares, value: price, amount: -shares * price })
  }
}
