import { parseFredCsv } from '../macro/fred-csv.js'
import { parseCsvTable } from '../text/csv-table.js'
import { inspectSeries } from './dated-series.js'
import { coverageOf, stemOf, type Inspected, type InspectedText } from './inspection.js'

/** Inspects one series of FRED. @throws DataError as its reader does */
export function inspectFred({ name, text }: InspectedText): Inspected {
  const id = stemOf(name)
  const series = parseFredCsv(text, name, id)
  const table = parseCsvTable(text, name)
  const { valid } = series
  return {
    rows: valid.length,
    findings: inspectSeries({ file: name, series, lineOf: (i) => table.lineOf(i) }),
    coverage: [coverageOf(name, id, { first: valid[0], last: valid[valid.length - 1] })],
  }
}
