import type { Company } from './fundamental-fields.js'

/**
 * Earnings yield: earnings per share over price, as a fraction. Yields, unlike price-earnings ratios, stay finite and in order
 * through zero and losses, and can be averaged (Basu 1977 ranks by them).
 * @returns 1 / (P/E) where no earnings per share were published; NaN where neither is known
 */
export function earningsYield({ eps, price, peRatio }: Pick<Company, 'eps' | 'price' | 'peRatio'>): number {
  const direct = eps / price
  return Number.isNaN(direct) ? 1 / peRatio : direct
}

/**
 * Book-to-market ratio: book value per share over price, negative where debts exceed assets (Fama and French 1992).
 * @returns 1 / (P/B) where no book value was published; NaN where neither is known
 */
export function bookToMarket({
  bookValuePerShare,
  price,
  priceToBook,
}: Pick<Company, 'bookValuePerShare' | 'price' | 'priceToBook'>): number {
  const direct = bookValuePerShare / price
  return Number.isNaN(direct) ? 1 / priceToBook : direct
}

/** Sales per dollar of price, as a fraction: 1 / (P/S); NaN where that is not known. */
export function salesYield({ priceToSales }: Pick<Company, 'priceToSales'>): number {
  return 1 / priceToSales
}
