/** What a file of a data folder can be. `other` is left alone. */
export type FileKind =
  | 'bars'
  | 'bars-long'
  | 'french'
  | 'fred'
  | 'fred-md'
  | 'shiller'
  | 'fundamentals'
  | 'members'
  | 'flow'
  | 'workbook'
  | 'other'

/** Bytes from the start of a file that tell its kind. */
const HEAD_BYTES = 4096
const TEXT_NAME = /\.(csv|txt)$/i
const TABLE_NAME = /\.(parquet|arrow|feather|jsonl|ndjson)$/i
const WORKBOOK_NAME = /\.xlsx$/i

/** The first characters of a file, whatever its encoding; a file that can not be read must still tell what it claims to be. */
function headOf(bytes: Uint8Array): string {
  const head = bytes.subarray(0, HEAD_BYTES)
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  const text = new TextDecoder(utf16 && head[0] === 0xfe ? 'utf-16be' : utf16 ? 'utf-16le' : 'utf-8').decode(head)
  return text.replaceAll('\0', '')
}

function namesOf(line: string): string[] {
  const delimiter = [',', ';', '\t', '|'].find((candidate) => line.includes(candidate)) ?? ','
  return line.split(delimiter).map((cell) => cell.replace(/["<>]/g, '').trim().toLowerCase())
}

function kindOfHeader(names: readonly string[]): FileKind {
  const has = (...wanted: readonly string[]): boolean => wanted.every((name) => names.includes(name))
  if (names[0] === 'sasdate') return 'fred-md'
  if (has('date', 'sp500', 'pe10')) return 'shiller'
  if (has('date', 'open', 'high', 'low') && (has('close') || has('price'))) return has('symbol') ? 'bars-long' : 'bars'
  // The Vietnamese for "foreigners bought" is plain ASCII, however often the rest of the header was encoded.
  if (has('date', 'nn mua')) return 'flow'
  if (has('symbol', 'price') && (has('market cap') || has('market capitalization'))) return 'fundamentals'
  if (has('symbol') && (has('sector') || has('gics sector'))) return 'members'
  if (names.length === 2 && (names[0] === 'date' || names[0] === 'observation_date')) return 'fred'
  return 'other'
}

/** Kenneth French's files begin with a text about the data or, where that was cut off, with a header without a first name. */
function isFrench(head: string): boolean {
  if (/\b(CRSP|Fama|Mkt-RF|(Value|Equal) Weighted Returns)\b/.test(head)) return true
  return /^\s*,\s*\w[^\n]*\n\s*\d{6}(\d{2})?\s*,\s*-?\d/.test(head)
}

/** Whether a file is a table whose columns are known only when it is read. */
export function isTableFile(name: string): boolean {
  return TABLE_NAME.test(name)
}

/** Whether a file holds data by its ending, whatever they are. */
export function isDataFile(name: string): boolean {
  return TEXT_NAME.test(name) || TABLE_NAME.test(name) || WORKBOOK_NAME.test(name)
}

/** The kind of such a table, by the names of its columns: bars, or no known kind. */
export function kindOfTable(names: readonly string[]): FileKind {
  const kind = kindOfHeader(names.map((name) => name.trim().toLowerCase()))
  return kind === 'bars' || kind === 'bars-long' ? kind : 'other'
}

/**
 * The kind of a file, by its name's ending and its header alone.
 * @param name - name of the file
 * @param bytes - its content, of which the first 4 KB are looked at
 */
export function fileKindOf(name: string, bytes: Uint8Array): FileKind {
  if (WORKBOOK_NAME.test(name)) return 'workbook'
  if (!TEXT_NAME.test(name)) return 'other'
  const head = headOf(bytes)
  const kind = kindOfHeader(namesOf(head.split(/\r\n|\n|\r/, 1)[0]))
  return kind === 'other' && isFrench(head) ? 'french' : kind
}
