import { formatSession } from '../../src/core/calendar.js'
import { findingOf, type Finding } from '../../src/panel/quality/finding.js'
import { checkFredMdName, FRED_MD_FILE, parseFredMd, type FredMdVintage } from '../macro/fred-md.js'
import { parseCsvTable } from '../text/csv-table.js'
import { coverageOf, type Inspected, type InspectedText } from './inspection.js'

/** Series that have no value in a row. */
function blankSeries({ names, values }: FredMdVintage, row: number): string[] {
  return names.filter((_, column) => Number.isNaN(values.data[row * names.length + column]))
}

/**
 * Inspects a FRED-MD vintage: blank rows at its end, and series not yet released for the last month.
 * @throws DataError as its reader does
 */
export function inspectFredMd({ name, text }: InspectedText): Inspected {
  const vintage = parseFredMd(text, name)
  const ownName = name.slice(name.lastIndexOf('/') + 1)
  if (FRED_MD_FILE.test(ownName)) checkFredMdName(vintage, ownName)
  const table = parseCsvTable(text, name)
  const { months } = vintage
  const findings: Finding[] = []
  const blank = table.rows.length - 1 - months.length
  if (blank > 0) {
    const line = table.lineOf(months.length + 1)
    findings.push(findingOf('blank-rows', { file: name, line }, `${blank} blank rows at the end`))
  }
  const last = months.length - 1
  const missing = blankSeries(vintage, last)
  if (missing.length > 0) {
    const place = { file: name, line: table.lineOf(last + 1), date: months[last] }
    const detail = `${missing.length} series have no value yet for ${formatSession(months[last]).slice(0, 7)}: ${missing.join(', ')}`
    findings.push(findingOf('not-released', place, detail))
  }
  const coverage = [coverageOf(name, null, { first: months[0], last: months[last] })]
  return { rows: months.length, findings, coverage }
}
