import type { SessionDay } from '../../src/core/calendar.js'
import { checkBars } from '../../src/panel/quality/check-bars.js'
import type { CoverageRow } from '../../src/panel/quality/coverage.js'
import { findingOf, type Finding } from '../../src/panel/quality/finding.js'
import type { ParsedBars } from '../bars/bar-collector.js'
import type { BarDialect } from '../bars/dialects.js'
import { decodeText } from '../text/decode-text.js'
import { inspectBarsFile, type InspectedSymbol } from './bar-file.js'
import { tableSource, textSource } from './bar-source.js'
import { coverageOf, folderOf, type Inspected, type Inspector } from './inspection.js'

/**
 * Checks the symbols of one market beside each other.
 * @param group - symbols of one folder, or of one file of many symbols
 */
function inspectBarsGroup(group: readonly InspectedSymbol[]): Omit<Inspected, 'rows'> {
  // Two files may hold one symbol: within the checks each has a name of its own.
  const keyed = new Map<string, InspectedSymbol>()
  for (const each of group) {
    const { symbol } = each.parsed.bars
    keyed.set(keyed.has(symbol) ? `${symbol} ${keyed.size}` : symbol, each)
  }
  const { findings, spans } = checkBars(
    [...keyed].map(([key, { checked }]) => ({ ...checked, bars: { ...checked.bars, symbol: key } })),
  )
  const located = findings.map(({ kind, symbol: key, session, detail }): Finding => {
    const found = key === null ? undefined : keyed.get(key)
    if (found === undefined) return findingOf(kind, { file: nameOf(group), date: session }, detail)
    const { name, parsed, faultLines } = found
    // A missing session has no line of its own: it is missing before the next row.
    const line = parsed.lineOf(session) ?? faultLines.get(session) ?? lineAfter(parsed, session)
    return findingOf(kind, { file: name, line, date: session, symbol: parsed.bars.symbol }, detail)
  })
  const coverage = spans.flatMap(({ symbol: key, first, last, gaps }): CoverageRow[] => {
    const found = keyed.get(key)
    if (found === undefined) return []
    const { name, parsed } = found
    return [coverageOf(name, parsed.bars.symbol, { first, last, gaps })]
  })
  return { findings: located, coverage }
}

/** The file that a whole group stands in, or its folder. */
function nameOf(group: readonly InspectedSymbol[]): string {
  const [{ name }] = group
  return group.every((symbol) => symbol.name === name) ? name : folderOf(name)
}

function lineAfter(parsed: ParsedBars, session: SessionDay): number | undefined {
  const next = parsed.bars.dates.find((day) => day > session)
  return next === undefined ? undefined : parsed.lineOf(next)
}

/**
 * An inspector of daily bars. A file of many symbols is a market of its own, the files of one symbol in a folder are one.
 * @param isLong - its files must name the symbol in each row
 * @param dialect - of all its files; told by their headers when absent
 */
export function barsInspector(isLong: boolean, dialect?: BarDialect): Inspector {
  const groups = new Map<string, InspectedSymbol[]>()
  return {
    add(file, table) {
      const name = file.file
      const source = table === undefined ? textSource(decodeText(file), name, dialect) : tableSource(table, dialect)
      const { rows, findings, symbols } = inspectBarsFile(name, source, isLong)
      const market = isLong || symbols.length > 1 ? name : folderOf(name)
      const group = groups.get(market) ?? []
      groups.set(market, group)
      for (const symbol of symbols) group.push(symbol)
      return { rows, findings, coverage: [] }
    },
    finish() {
      const inspected = [...groups.values()].filter((group) => group.length > 0).map(inspectBarsGroup)
      return {
        findings: inspected.flatMap(({ findings }) => findings),
        coverage: inspected.flatMap(({ coverage }) => coverage),
      }
    },
  }
}
