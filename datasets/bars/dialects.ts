import type { DateOrder } from '../text/cells.js'

/** Columns that a file of daily bars may have. */
export const BAR_COLUMNS = [
  'date',
  'open',
  'high',
  'low',
  'close',
  'adjustedClose',
  'volume',
  'splits',
  'dividends',
  'capitalGains',
  'simulated',
  'symbol',
  'period',
] as const
export type BarColumn = (typeof BAR_COLUMNS)[number]

/** Columns that a dialect may state to be absent. */
export const LACKABLE_COLUMNS = ['open', 'high', 'low', 'volume'] as const
export type LackableColumn = (typeof LACKABLE_COLUMNS)[number]

/** How a source writes numbers. */
export interface NumberStyle {
  readonly decimal: '.' | ','
  /** Stands between groups of three digits; without it a separator is refused. */
  readonly thousands?: ',' | '.' | ' ' | "'"
  /** Whether a volume may end with K, M, B or T: thousands, millions, billions (10^9), trillions (10^12). */
  readonly suffixes: boolean
}

/** How a source writes daily bars. Everything is stated here and nothing is guessed from a file. */
export interface BarDialect {
  readonly name: string
  readonly delimiter: ',' | ';' | '\t' | '|'
  readonly dateOrder: DateOrder
  /** Whether YYYYMMDD is a date too. */
  readonly compactDates: boolean
  /** Names of each column, case ignored: the first one that the header has. The first of all names it in messages; none is a column
   * that the dialect does not know. */
  readonly columns: Readonly<Record<BarColumn, readonly string[]>>
  readonly numbers: NumberStyle
  /** Order of the rows by date. */
  readonly order: 'ascending' | 'descending'
  /** Columns of a file without a header row, from the left; `skip` is one of no interest. */
  readonly headerless?: readonly (BarColumn | 'skip')[]
  /** Cells that mean "no value", beside a blank one. */
  readonly missing: readonly string[]
  /** What a file may lack, as a whole column or, by a blank or missing cell, in a row: it is NaN there. */
  readonly mayLack: readonly LackableColumn[]
  /** Whether open, high, low and close are scaled by adjusted close / close, row by row. */
  readonly useAdjustedClose: boolean
  /** How the text begins that the source sends in place of a file when it has nothing, in lower case. */
  readonly emptyAnswers: readonly string[]
}

const STANDARD: BarDialect = {
  name: 'standard',
  delimiter: ',',
  dateOrder: 'ymd',
  compactDates: false,
  columns: {
    date: ['Date'],
    open: ['Open'],
    high: ['High'],
    low: ['Low'],
    close: ['Close'],
    adjustedClose: ['Adj Close', 'Adj. Close'],
    volume: ['Volume'],
    splits: ['Stock Splits'],
    dividends: ['Dividends'],
    capitalGains: ['Capital Gains'],
    simulated: ['Simulated'],
    symbol: ['Symbol', 'Ticker', 'Name'],
    period: [],
  },
  numbers: { decimal: '.', suffixes: false },
  order: 'ascending',
  missing: [],
  mayLack: [],
  useAdjustedClose: false,
  emptyAnswers: [],
}

/**
 * finance.yahoo.com, "Historical Data": `Date,Open,High,Low,Close,Adj Close,Volume`. Prices are adjusted for splits, `Adj Close`
 * for dividends as well. A day without data is a row of `null`, which is a fault of that row.
 */
const YAHOO: BarDialect = { ...STANDARD, name: 'yahoo', missing: ['null'] }

/**
 * stooq.com: the download of one symbol, `Date,Open,High,Low,Close,Volume`, without Volume for indices, and the bulk files,
 * `<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>` with dates YYYYMMDD; only daily ones (PER is D).
 */
const STOOQ: BarDialect = {
  ...STANDARD,
  name: 'stooq',
  compactDates: true,
  columns: {
    ...STANDARD.columns,
    date: ['Date', '<DATE>'],
    open: ['Open', '<OPEN>'],
    high: ['High', '<HIGH>'],
    low: ['Low', '<LOW>'],
    close: ['Close', '<CLOSE>'],
    volume: ['Volume', '<VOL>'],
    symbol: ['<TICKER>', ...STANDARD.columns.symbol],
    period: ['<PER>'],
  },
  missing: ['N/D', '-'],
  mayLack: ['volume'],
  emptyAnswers: ['no data', 'brak danych', 'exceeded the daily hits limit'],
}

/**
 * investing.com, "Historical Data": `"Date","Price","Open","High","Low","Vol.","Change %"`, newest first, numbers as 1,234.5,
 * volumes as 12.3M, `-` for an index. The account's language decides on the order of day and month: here it is month first.
 */
const INVESTING: BarDialect = {
  ...STANDARD,
  name: 'investing',
  dateOrder: 'mdy',
  columns: { ...STANDARD.columns, close: ['Price'], volume: ['Vol.', 'Volume'] },
  numbers: { decimal: '.', thousands: ',', suffixes: true },
  order: 'descending',
  missing: ['-', 'N/A'],
  mayLack: ['volume'],
}

/** The dialects known by name. */
export const BAR_DIALECTS: readonly BarDialect[] = [
  STANDARD,
  YAHOO,
  STOOQ,
  INVESTING,
  { ...INVESTING, name: 'investing-dmy', dateOrder: 'dmy' },
]
