import { formatSession, weekdayOf, type SessionDay } from '../../src/core/calendar.js'
import { SATURDAY } from '../../src/core/exchanges/civil-rules.js'
import { lowerBound } from '../../src/core/search.js'
import { findCalendarMismatches, recogniseExchange } from '../../src/panel/quality/exchange-calendar.js'
import { findingOf, type Finding } from '../../src/panel/quality/finding.js'
import { parseFrenchLibrary, type FrenchBlock } from '../french/french-library.js'
import { coverageOf, type Inspected, type InspectedText } from './inspection.js'

/** Names listed in one message. */
const MOST_NAMES = 6

/** Lines of the rows of all tables, in their order: a row of a table begins with a period, and nothing else does. */
function rowLines(text: string): number[] {
  return text.split('\n').flatMap((line, i) => (/^\s*\d+\s*,/.test(line) ? [i + 1] : []))
}

function periodText(day: SessionDay, { frequency }: FrenchBlock): string {
  return formatSession(day).slice(0, { daily: 10, monthly: 7, annual: 4 }[frequency])
}

/** Missing values of a table, one finding. */
function missingCodes(name: string, block: FrenchBlock, lineOf: (row: number) => number): Finding[] {
  const { columns, periods, values } = block
  const missing = columns.map((column, j) => {
    const rows = [...periods.keys()].filter((row) => Number.isNaN(values.data[row * columns.length + j]))
    return { column, rows }
  })
  const affected = missing.filter(({ rows }) => rows.length > 0)
  if (affected.length === 0) return []
  const rows = affected.flatMap((each) => each.rows)
  const first = rows.reduce((least, row) => Math.min(least, row))
  const last = rows.reduce((most, row) => Math.max(most, row))
  const span = [first, last].map((row) => periodText(periods[row], block)).join(' to ')
  const names = affected.map(({ column }) => column)
  const listed = names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ', …' : '')
  const title = block.title === '' ? 'the table' : `"${block.title.slice(-60)}"`
  const detail = `${rows.length} values of ${title} are a code for missing, ${span}: ${listed}`
  return [findingOf('missing-code', { file: name, line: lineOf(first), date: periods[first] }, detail)]
}

/** Sessions on Saturdays, one finding, and days that are none of the exchange's. */
function calendarFindings(name: string, { periods }: FrenchBlock, lineOf: (row: number) => number): Finding[] {
  const found: Finding[] = []
  const saturdays = [...periods.keys()].filter((row) => weekdayOf(periods[row]) === SATURDAY)
  if (saturdays.length > 0) {
    const last = formatSession(periods[saturdays[saturdays.length - 1]])
    const place = { file: name, line: lineOf(saturdays[0]), date: periods[saturdays[0]] }
    found.push(findingOf('saturday', place, `${saturdays.length} sessions are Saturdays, the last one is ${last}`))
  }
  const market = { sessions: periods, strays: new Set<SessionDay>() }
  const exchange = recogniseExchange(market)
  if (exchange === undefined) return found
  const mismatches = findCalendarMismatches(market, exchange).map(({ kind, session, detail }) =>
    findingOf(kind, { file: name, line: lineOf(lowerBound(periods, session)), date: session }, detail),
  )
  return [...found, ...mismatches]
}

/** Inspects a file of Kenneth French's library. @throws DataError as its reader does */
export function inspectFrench({ name, text }: InspectedText): Inspected {
  const blocks = parseFrenchLibrary(text, name)
  const lines = rowLines(text)
  let findings: Finding[] = []
  let start = 0
  for (const block of blocks) {
    const from = start
    const lineOf = (row: number): number => lines[from + row]
    const found = [
      missingCodes(name, block, lineOf),
      block.frequency === 'daily' ? calendarFindings(name, block, lineOf) : [],
    ]
    findings = findings.concat(...found)
    start += block.periods.length
  }
  const { periods } = blocks.reduce((longest, block) =>
    block.periods.length > longest.periods.length ? block : longest,
  )
  const span = { first: periods[0], last: periods[periods.length - 1] }
  return { rows: start, findings, coverage: [coverageOf(name, null, span)] }
}
