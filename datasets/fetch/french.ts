import { DataError } from '../../src/core/errors.js'
import { parseNumber } from '../text/cells.js'
import { quoted } from '../text/quoted.js'
import type { ConvertedAnswer, FetchRequest, FetchSource, History, HistoryRow, RawAnswer } from './answer.js'
import { bodyText } from './body-text.js'
import { checkedName } from './file-stem.js'
import { unzipSingleFile } from './zip.js'

/** The largest file of the library has some 30 MB unpacked. */
const MOST_BYTES = 2 ** 27
const DATED = /^\s*\d{4}(?:\d{2}(?:\d{2})?)?\s*$/

/**
 * Rows of all blocks of a file: a block begins at a header row, whose first cell is blank, and a label is the number of the block and
 * the date. The text is not judged further: the reader of such files does that.
 */
function historyOf(text: string, label: string): History {
  const history = new Map<string, HistoryRow>()
  let block = 0
  let fields: string[] = []
  for (const [i, line] of text.split('\n').entries()) {
    const cells = line.split(',')
    if (cells.length < 2) continue
    if (DATED.test(cells[0])) {
      if (block === 0) throw new DataError({ file: label, line: i + 1 }, 'a row of numbers stands before any header')
      const key = `${cells[0].trim()} #${block}`
      if (history.has(key)) throw new DataError({ file: label, line: i + 1 }, `${quoted(key)} stands twice`)
      history.set(key, { block: String(block), fields, values: cells.slice(1).map(parseNumber) })
    } else if (/^\s*(date)?\s*$/i.test(cells[0]) && cells.slice(1).some((cell) => cell.trim() !== '')) {
      block++
      fields = cells.slice(1).map((cell) => cell.trim())
    }
  }
  if (history.size === 0)
    throw new DataError({ file: label }, `the answer holds no rows of numbers: ${quoted(text.trim())}`)
  return history
}

/** The library's own text, unpacked and otherwise as it is. */
function convert({ name, label, body }: RawAnswer): ConvertedAnswer {
  // A page in the place of the archive is told from a damaged one.
  if (body.length === 0 || body[0] === 0x3c) bodyText(body, label)
  const text = bodyText(unzipSingleFile(body, label, MOST_BYTES), label)
  return { files: [{ name: `${name}.csv`, text }], history: historyOf(text, label), notes: [] }
}

/** Kenneth R. French's data library: one zip archive with one CSV file for each name. */
export const french: FetchSource = {
  name: 'french',
  hasRange: false,
  terms: 'copyright Eugene F. Fama and Kenneth R. French; name the source, ask them before passing it on',
  nameOf: (text) =>
    checkedName(
      text,
      /^[A-Za-z0-9][A-Za-z0-9_-]{1,80}$/,
      'file',
      '10_Industry_Portfolios_daily or F-F_Research_Data_Factors (without _CSV.zip)',
    ),
  stemOf: (name) => name,
  targetOf: ({ name }: FetchRequest) => ({
    host: 'https://mba.tuck.dartmouth.edu',
    path: `/pages/faculty/ken.french/ftp/${name}_CSV.zip`,
    query: {},
    extension: 'zip',
  }),
  convert,
}
