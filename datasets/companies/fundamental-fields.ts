import { DataError } from '../../src/core/errors.js'
import { columnOf, type CsvTable } from '../text/csv-table.js'

/** Figures of a company, in this order everywhere. */
export const FUNDAMENTAL_FIELDS = [
  'price',
  'peRatio',
  'eps',
  'dividendYield',
  'bookValuePerShare',
  'marketCap',
  'ebitda',
  'priceToSales',
  'priceToBook',
  'low52',
  'high52',
] as const
export type FundamentalField = (typeof FUNDAMENTAL_FIELDS)[number]

/**
 * What was published of one company; NaN = not published. `price`, `eps`, `bookValuePerShare`, `low52` and `high52` (lowest and
 * highest price of 52 weeks) in dollars per share, `marketCap` and `ebitda` in dollars, `dividendYield` a fraction of the price,
 * the rest ratios.
 */
export type Company = Readonly<Record<FundamentalField, number>>

/** A company with a value for each field. */
export function companyOf(valueOf: (field: FundamentalField) => number): Company {
  const company: Partial<Record<FundamentalField, number>> = {}
  for (const field of FUNDAMENTAL_FIELDS) company[field] = valueOf(field)
  return company as Company
}

/** Names of the columns in every header that is known, case ignored. */
export const FIELD_HEADERS: Readonly<Record<FundamentalField, readonly string[]>> = {
  price: ['Price'],
  peRatio: ['Price/Earnings'],
  eps: ['Earnings/Share'],
  dividendYield: ['Dividend Yield'],
  bookValuePerShare: ['Book Value'],
  marketCap: ['Market Cap', 'Market Capitalization'],
  ebitda: ['EBITDA'],
  priceToSales: ['Price/Sales'],
  priceToBook: ['Price/Book'],
  low52: ['52 Week Low'],
  high52: ['52 Week High'],
}

/** Fields that some files never had. */
const OPTIONAL: readonly FundamentalField[] = ['eps', 'bookValuePerShare']

/**
 * Column of each field; -1 for one that this header does not have.
 * @throws DataError when a column that every known header has is missing, or one stands twice
 */
export function fieldColumns(table: Pick<CsvTable, 'file' | 'header'>): ReadonlyMap<FundamentalField, number> {
  return new Map(
    FUNDAMENTAL_FIELDS.map((field) => {
      const columns = FIELD_HEADERS[field].map((name) => columnOf(table, name, false))
      const column = columns.find((candidate) => candidate >= 0) ?? -1
      if (column < 0 && !OPTIONAL.includes(field))
        throw new DataError({ file: table.file, line: 1, field: FIELD_HEADERS[field][0] }, 'column is missing')
      return [field, column]
    }),
  )
}
