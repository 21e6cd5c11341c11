import type { SourceNote } from '../tables/source-note.js'
import type { Company } from './fundamental-fields.js'

type CheckKind = 'other-share-class' | 'price-outside-range' | 'range-inverted'

/** How far a price may lie outside of its own range of 52 weeks: the two are of different minutes, not of different companies. */
const TOLERANCE = 0.3

/**
 * Looks whether the figures of one company fit each other. Earnings of more than twice the price per share, or a book value of more
 * than ten times the price, are of another share class (Berkshire Hathaway's A beside the price of its B) or of another company
 * under the same symbol: that figure, its ratio and the market capitalisation are left out. A low of 52 weeks above the high leaves
 * both out. A price far outside its range is only reported.
 */
export function checkCompany(
  company: Company,
  where: { readonly file: string; readonly line: number; readonly symbol: string },
): { readonly company: Company; readonly notes: readonly SourceNote<CheckKind>[] } {
  const notes: SourceNote<CheckKind>[] = []
  const { price, eps, bookValuePerShare: book, low52, high52 } = company
  let checked = company
  if (eps > 2 * price) {
    checked = { ...checked, eps: NaN, peRatio: NaN, marketCap: NaN }
    notes.push({
      kind: 'other-share-class',
      ...where,
      detail: `left out: earnings per share ${eps} at a price of ${price}`,
    })
  }
  if (book > 10 * price) {
    checked = { ...checked, bookValuePerShare: NaN, priceToBook: NaN, marketCap: NaN }
    notes.push({
      kind: 'other-share-class',
      ...where,
      detail: `left out: book value per share ${book} at a price of ${price}`,
    })
  }
  if (low52 > high52) {
    checked = { ...checked, low52: NaN, high52: NaN }
    notes.push({ kind: 'range-inverted', ...where, detail: `left out: 52 weeks from ${low52} to ${high52}` })
  } else if (price > high52 * (1 + TOLERANCE) || price < low52 * (1 - TOLERANCE)) {
    notes.push({ kind: 'price-outside-range', ...where, detail: `price ${price}, 52 weeks from ${low52} to ${high52}` })
  }
  return { company: checked, notes }
}
