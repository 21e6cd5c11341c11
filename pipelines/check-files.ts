import { dialectOf } from '../datasets/bars/dialect-options.js'
import { sectorOf } from '../datasets/registry/sectors.js'
import { parseSession } from '../src/core/calendar.js'
import type { Experiment } from './experiment-schema.js'
import { FRENCH_MARKET } from './sources/french.js'
import { located } from './located.js'
import { stockMapOf } from './sources/stock-map.js'
import { universeFamily } from './universe-family.js'
import type { YamlSource } from './yaml-source.js'

type Universe = NonNullable<Experiment['universe']>
type FileData = Exclude<Experiment['data'], { source: 'simulated' }>

/** Kinds of universe that a source can be asked for. */
const UNIVERSES: Readonly<Record<FileData['source'], readonly string[]>> = {
  csv: ['family', 'ownFamily', 'sectors'],
  stocks: ['stocks', 'members'],
  french: ['family'],
}

function checkSectors(
  sectors: Readonly<Record<string, string>>,
  key: string,
  benchmark: string,
  source: YamlSource,
): void {
  for (const [symbol, name] of Object.entries(sectors)) {
    located(source, ['universe', key, symbol], () => sectorOf(name))
    if (symbol === benchmark)
      throw source.errorAt(['universe', key, symbol], 'the benchmark can not be one of the sectors')
  }
}

/** @returns symbols that are known without opening a file */
function checkNames(universe: Universe, source: YamlSource): readonly string[] | undefined {
  const { benchmark } = universe
  if ('sectors' in universe) {
    checkSectors(universe.sectors, 'sectors', benchmark, source)
    return Object.keys(universe.sectors)
  }
  if ('stocks' in universe) {
    const { stocks } = universe
    if (typeof stocks !== 'string') checkSectors(stocks, 'stocks', benchmark, source)
    return [...located(source, ['universe', 'stocks'], () => stockMapOf(stocks)).keys()]
  }
  if ('members' in universe) return undefined
  const key = 'family' in universe ? 'family' : 'ownFamily'
  const symbols = located(source, ['universe', key], () => universeFamily(universe))?.members.map(
    ({ symbol }) => symbol,
  )
  if (symbols?.includes(benchmark) === true)
    throw source.errorAt(['universe', 'benchmark'], 'the benchmark can not be one of the sectors')
  return symbols
}

/** Checks that the universe fits the source, and every name in it. */
function checkMembers(data: FileData, universe: Experiment['universe'], source: YamlSource): void {
  const kinds = UNIVERSES[data.source]
  if (universe === undefined) throw source.errorAt([], `universe: is missing: give ${kinds.join(' or ')}`)
  const kind = Object.keys(universe).find((key) => key !== 'benchmark') ?? ''
  if (!kinds.includes(kind))
    throw source.errorAt(
      ['universe', kind],
      `does not fit data.source "${data.source}", expected ${kinds.join(' or ')}`,
    )
  const symbols = checkNames(universe, source)
  const family = universeFamily(universe)
  if (family !== undefined && (family.scheme === 'French') !== (data.source === 'french'))
    throw source.errorAt(
      ['universe', kind],
      `"${family.id}" ${family.scheme === 'French' ? 'is' : 'is not'} of the French library and does not fit data.source "${data.source}"`,
    )
  if (data.source === 'french' && universe.benchmark !== FRENCH_MARKET)
    throw source.errorAt(
      ['universe', 'benchmark'],
      `"${universe.benchmark}", expected "${FRENCH_MARKET}": the French library has no other market`,
    )
  for (const [i, { symbol }] of data.drop.entries())
    if (symbols !== undefined && symbol !== universe.benchmark && !symbols.includes(symbol))
      throw source.errorAt(['data', 'drop', i, 'symbol'], `"${symbol}" is not in the universe`)
}

/** A name of files with one place for the symbol, or, where all symbols may stand in one file, none. */
function checkPattern(pattern: string, key: string, mayBeOneFile: boolean, source: YamlSource): void {
  const places = pattern.split('{symbol}').length - 1
  if (places === 1 || (places === 0 && mayBeOneFile)) return
  throw source.errorAt(['data', key], `"${pattern}", expected one {symbol} in it, such as "{symbol}_data.csv"`)
}

function checkBars(data: Extract<FileData, { source: 'csv' | 'stocks' }>, source: YamlSource): void {
  located(source, ['data', 'dialect'], () => dialectOf(data.dialect))
  checkPattern(data.file, 'file', data.source === 'stocks', source)
  if (data.source === 'csv') return
  checkPattern(data.benchmarkFile, 'benchmarkFile', false, source)
  if (data.weighting === 'market-cap' && data.marketCaps === undefined)
    throw source.errorAt(
      ['data', 'weighting'],
      '"market-cap" needs data.marketCaps, a folder of company fundamentals by the day they were known',
    )
  if (data.weighting === 'equal' && data.marketCaps !== undefined)
    throw source.errorAt(
      ['data', 'marketCaps'],
      'has no effect on equal weights: leave it out, or set data.weighting to "market-cap"',
    )
}

/** A row of monthly tables is a month: what counts days does not go with them. */
function checkMonthly({ decision, report }: Experiment, source: YamlSource): void {
  if (decision.on === 'last')
    throw source.errorAt(
      ['decision', 'on'],
      'a session of monthly data is the last day of its month already, expected "first"',
    )
  if (report.sessionsPerYear !== 12)
    throw source.errorAt(
      ['report', 'sessionsPerYear'],
      `"${report.sessionsPerYear}", expected 12: a session of monthly data is a month`,
    )
}

/**
 * Checks what an experiment says of its files.
 * @throws ConfigError naming file, line and field
 */
export function checkFiles(experiment: Experiment, data: FileData, source: YamlSource): void {
  const { universe, decision } = experiment
  checkMembers(data, universe, source)
  if (data.source === 'french') {
    if (data.frequency === 'monthly') checkMonthly(experiment, source)
  } else checkBars(data, source)
  if (data.from !== undefined && data.to !== undefined && parseSession(data.from) > parseSession(data.to))
    throw source.errorAt(['data', 'to'], `"${data.to}" lies before from, "${data.from}"`)
  if (decision.on === 'last' && (data.exchange === undefined || typeof decision.every === 'number'))
    throw source.errorAt(
      ['decision', 'on'],
      '"last" needs data.exchange, whose calendar tells it in advance, and a calendar period',
    )
}
