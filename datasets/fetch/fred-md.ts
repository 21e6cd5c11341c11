import { formatSession } from '../../src/core/calendar.js'
import { parseFredMd } from '../macro/fred-md.js'
import type { ConvertedAnswer, FetchSource, RawAnswer } from './answer.js'
import { bodyText } from './body-text.js'
import { historyOfRows } from './dated-rows.js'
import { checkedName } from './file-stem.js'

/**
 * A vintage as the bank publishes it, named after the month of its last row, as the reader of vintages expects: the file of August
 * (`2024-08`) ends with July and becomes `fred-md-2024-07.csv`.
 */
function convert({ label, body }: RawAnswer): ConvertedAnswer {
  const text = bodyText(body, label)
  const { months, names, values } = parseFredMd(text, label)
  const dates = Array.from(months, formatSession)
  const width = names.length
  const rows = dates.map((date, i) => ({ date, values: Array.from(values.data.subarray(i * width, (i + 1) * width)) }))
  return {
    files: [{ name: `fred-md-${dates[dates.length - 1].slice(0, 7)}.csv`, text }],
    history: historyOfRows(names, rows, label),
    notes: [],
  }
}

/**
 * FRED-MD vintages (McCracken and Ng 2016), one file a month.
 * @see https://www.stlouisfed.org/research/economists/mccracken/fred-databases
 */
export const fredMd: FetchSource = {
  name: 'fred-md',
  hasRange: false,
  terms: 'name the source (McCracken and Ng 2016); vintages before 2025 lie in archives on the site',
  nameOf: (text) => checkedName(text, /^(19|20)\d{2}-(0[1-9]|1[0-2])$/, 'vintage', '2025-12 (year and month)'),
  stemOf: (name) => name,
  targetOf: ({ name }) => ({
    host: 'https://www.stlouisfed.org',
    path: `/-/media/project/frbstl/stlouisfed/research/fred-md/monthly/${name}-md.csv`,
    query: {},
    extension: 'csv',
  }),
  convert,
}
