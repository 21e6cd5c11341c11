/** What a column of a plain file of daily bars holds, as a small number for the parser's inner loop. */
export const COLUMN = {
  open: 0,
  high: 1,
  low: 2,
  close: 3,
  volume: 4,
  splits: 5,
  dividends: 6,
  gains: 7,
  date: 8,
  simulated: 9,
  other: 10,
} as const

/** Values of a row that are kept as numbers: `COLUMN.open` ... `COLUMN.gains`. */
export const NUMBERS = 8

const MEANING: ReadonlyMap<string, number> = new Map([
  ['date', COLUMN.date],
  ['open', COLUMN.open],
  ['high', COLUMN.high],
  ['low', COLUMN.low],
  ['close', COLUMN.close],
  ['volume', COLUMN.volume],
  ['stock splits', COLUMN.splits],
  ['dividends', COLUMN.dividends],
  ['capital gains', COLUMN.gains],
  ['simulated', COLUMN.simulated],
])

const REQUIRED = ['date', 'open', 'high', 'low', 'close', 'volume']
/** Says that rows may be other than daily: the reference looks at it. */
const PERIOD = '<per>'
const MOST_COLUMNS = 100
const PLAIN = /^[ !#-~]+$/

/**
 * What each column of a header holds.
 * @returns undefined for a header that is not plain: quotes, other than printable ASCII, a name missing or standing twice
 */
export function columnsOfHeader(header: string): Uint8Array | undefined {
  if (!PLAIN.test(header)) return undefined
  const names = header.split(',').map((name) => name.trim().toLowerCase())
  const distinct = new Set(names)
  if (names.length > MOST_COLUMNS || distinct.size < names.length || distinct.has(PERIOD)) return undefined
  if (!REQUIRED.every((name) => distinct.has(name))) return undefined
  return Uint8Array.from(names, (name) => MEANING.get(name) ?? COLUMN.other)
}
