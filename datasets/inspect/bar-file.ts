import type { SessionDay } from '../../src/core/calendar.js'
import { DataError } from '../../src/core/errors.js'
import { groupBy } from '../../src/core/grouping.js'
import type { BarsUnderCheck, FaultyRow } from '../../src/panel/quality/bars-under-check.js'
import { findingOf, type Finding } from '../../src/panel/quality/finding.js'
import type { ParsedBars } from '../bars/bar-collector.js'
import type { BarFault } from '../bars/bar-fault.js'
import { isTicker } from '../bars/ticker.js'
import { faultReader, statedSymbol, type BarSource } from './bar-source.js'
import { stemOf } from './inspection.js'

/** The readers allow as much: adjusted prices are products of rounded factors. */
const ROUNDING = 1e-9
/** A file with more rows at fault is refused as a whole: nobody reads a million findings. */
const MOST_FAULTS = 10_000

/** One symbol of a file of bars. */
export interface InspectedSymbol {
  readonly name: string
  readonly parsed: ParsedBars
  readonly checked: BarsUnderCheck
  /** Lines of the rows at fault by their sessions. */
  readonly faultLines: ReadonlyMap<SessionDay, number>
}

/** A file of bars: what its rows alone say, and the symbols to be checked beside others. */
export interface InspectedBars {
  readonly rows: number
  readonly findings: readonly Finding[]
  readonly symbols: readonly InspectedSymbol[]
}

/** A price of zero is the row's first fault; where it lies outside of its day's range as well, that is told too. */
function rangeFault({ kind, line, date, symbol }: BarFault, file: string, row: FaultyRow): Finding[] {
  const { open, high, low, close } = row
  const prices = [open, high, low, close]
  if (kind !== 'zero-price') return []
  const outside = prices.find((price) => price > high * (1 + ROUNDING) || price < low * (1 - ROUNDING))
  if (outside === undefined) return []
  return [findingOf('ohlc', { file, line, date, symbol }, `${outside} lies outside of ${low} to ${high}`)]
}

/** Reads the rows, and takes their faults. */
function readRows(name: string, source: BarSource, symbol: string | undefined): [ParsedBars[], BarFault[]] {
  const faults: BarFault[] = []
  const parsed = source.read(symbol, (fault) => {
    const { line, field, problem } = fault
    if (faults.length === MOST_FAULTS)
      throw new DataError({ file: name, line, field }, `${problem}: one of more than ${MOST_FAULTS} rows at fault`)
    faults.push(fault)
  })
  return [parsed, faults]
}

/** The one symbol of a file: its name, or what its rows state where the name begins with it: AAPL of AAPL_data.csv. */
function renamed({ bars, lineOf }: ParsedBars, name: string): ParsedBars {
  const stem = stemOf(name)
  return { bars: stem.startsWith(bars.symbol) ? bars : { ...bars, symbol: stem }, lineOf }
}

/**
 * Reads a file of bars row by row; each row at fault is one finding.
 * @param name - of the file, as it is reported
 * @param isLong - a column must name the symbol of each row; otherwise it is asked where it does
 * @throws DataError for a file that can not be read at all
 */
export function inspectBarsFile(name: string, source: BarSource, isLong: boolean): InspectedBars {
  const byColumn = isLong || isTicker(statedSymbol(source))
  const [read, found] = readRows(name, source, byColumn ? undefined : stemOf(name))
  const isOne = !isLong && read.length === 1
  const parsed = isOne ? [renamed(read[0], name)] : read
  const own = parsed.at(0)?.bars.symbol ?? ''
  const faults = isOne ? found.map((fault) => ({ ...fault, symbol: own })) : found
  const readFault = faultReader(source)
  const findings = faults.flatMap((fault): Finding[] => {
    const { kind, line, date, symbol, field, problem } = fault
    const place = { file: name, line, date, symbol: symbol === '' ? undefined : symbol }
    return [findingOf(kind, place, `${field}: ${problem}`), ...rangeFault(fault, name, readFault(line))]
  })
  const rows = faults.length + parsed.reduce((sum, { bars }) => sum + bars.dates.length, 0)
  if (rows === faults.length) {
    const problem = rows === 0 ? 'the file has no row' : `none of the ${rows} rows can be used`
    findings.push(findingOf('unreadable-bars', { file: name }, problem))
  }
  const faultsOf = groupBy(faults, ({ symbol }) => symbol)
  const symbols = parsed.map((each): InspectedSymbol => {
    const present = new Set(each.bars.dates)
    const faulty = new Map<SessionDay, FaultyRow>()
    const faultLines = new Map<SessionDay, number>()
    for (const { date, line } of faultsOf.get(each.bars.symbol) ?? []) {
      if (date === undefined || present.has(date) || faulty.has(date)) continue
      faulty.set(date, readFault(line))
      faultLines.set(date, line)
    }
    return { name, parsed: each, checked: { bars: each.bars, faulty }, faultLines }
  })
  return { rows, findings, symbols }
}
