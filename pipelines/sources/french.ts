import {
  findFrenchBlock,
  parseFrenchLibrary,
  percentToFraction,
  type FrenchBlock,
} from '../../datasets/french/french-library.js'
import { frenchReturnBars } from '../../datasets/french/french-portfolios.js'
import { membersBornBy } from '../../datasets/registry/families.js'
import type { DataFile, DataFolder } from '../../datasets/text/data-folder.js'
import { decodeText } from '../../datasets/text/decode-text.js'
import { parseSession } from '../../src/core/calendar.js'
import { ConfigError, DataError } from '../../src/core/errors.js'
import { matrixOver, sliceRows } from '../../src/core/matrix.js'
import type { Experiment } from '../experiment-schema.js'
import { universeFamily } from '../universe-family.js'
import { assemblePanel, type SourcedBars } from './assemble-panel.js'
import { rowPolicy } from './row-policy.js'
import type { SourceData } from './source-data.js'

type FrenchData = Extract<Experiment['data'], { source: 'french' }>

/** Column that is made of the factors: the return of the whole market. */
export const FRENCH_MARKET = 'Mkt'

/** The market's return: its excess over the risk-free rate, and that rate. */
function marketBlock(factors: FrenchBlock, file: string): FrenchBlock {
  const [excess, riskFree] = ['Mkt-RF', 'RF'].map((name) => {
    const column = factors.columns.indexOf(name)
    if (column < 0) throw new DataError({ file, field: name }, 'column is missing: expected a file of factors')
    return column
  })
  const { rows, cols, data } = factors.values
  const sums = Float64Array.from({ length: rows }, (_, row) => data[row * cols + excess] + data[row * cols + riskFree])
  return { ...factors, columns: [FRENCH_MARKET], values: matrixOver(rows, 1, sums) }
}

function requireFrequency(block: FrenchBlock, { frequency }: FrenchData, file: string): FrenchBlock {
  if (block.frequency === frequency) return block
  throw new DataError(
    { file, field: 'period' },
    `the table is ${block.frequency}, expected data.frequency "${frequency}"`,
  )
}

/** Names the file in which something that the experiment asks for is not. */
function inFile<T>(file: string, find: () => T): T {
  try {
    return find()
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(`${file}: ${error.message}`) : error
  }
}

/** The table of returns that is asked for; a daily file may hold a single one without a title, which is weighted by value. */
function returnsOf({ frequency, weighting }: FrenchData, file: DataFile): FrenchBlock {
  const blocks = parseFrenchLibrary(decodeText(file), file.file)
  const [first] = blocks
  if (blocks.length === 1 && first.title === '' && weighting === 'value') return first
  const words = [weighting === 'value' ? 'Value' : 'Equal', frequency === 'daily' ? 'Daily' : 'Monthly']
  return inFile(file.file, () => findFrenchBlock(blocks, `Average ${words[0]} Weighted Returns -- ${words[1]}`))
}

/** The periods in the range asked for: what is odd outside of it does not matter. */
function inRange(block: FrenchBlock, { from, to }: FrenchData): FrenchBlock {
  const first = from === undefined ? -Infinity : parseSession(from)
  const last = to === undefined ? Infinity : parseSession(to)
  const { periods, values } = block
  const [start, end] = [periods.filter((day) => day < first).length, periods.filter((day) => day <= last).length]
  return { ...block, periods: periods.slice(start, end), values: sliceRows(values, start, Math.max(start, end)) }
}

/** Industry portfolios of the French library with the market as their benchmark. */
export function loadFrench(experiment: Experiment, top: DataFolder): SourceData {
  const { data, universe } = experiment
  const family = universe === undefined ? undefined : universeFamily(universe)
  if (data.source !== 'french' || universe === undefined || family === undefined)
    throw new Error('bug: the universe of French industries is a family')
  const folder = top.within(data.folder)
  const [industries, factors] = [folder.read(data.file), folder.read(data.factors)]
  const returns = requireFrequency(returnsOf(data, industries), data, industries.file)
  const block = percentToFraction(inRange(returns, data))
  const sourced = (from: FrenchBlock, column: string, symbol: string, file: string): SourcedBars => ({
    bars: inFile(file, () => frenchReturnBars(from, { column, symbol, file })),
    file,
    lineOf: () => undefined,
  })
  const members = membersBornBy(family, data.to === undefined ? Infinity : parseSession(data.to))
  const assets = members.map(({ symbol }) => sourced(block, symbol, symbol, industries.file))
  // A file of factors has its returns first; a monthly one has annual returns below.
  const [first] = parseFrenchLibrary(decodeText(factors), factors.file)
  const excess = inRange(requireFrequency(first, data, factors.file), data)
  const market = percentToFraction(marketBlock(excess, factors.file))
  const policy = rowPolicy(data.drop, 'refuse')
  const kept = policy.dropFrom([...assets, sourced(market, FRENCH_MARKET, universe.benchmark, factors.file)])
  const panel = assemblePanel({
    assets: kept.slice(0, -1),
    sectors: members.map(({ sector }) => sector),
    benchmark: kept[kept.length - 1],
    from: data.from,
    to: data.to,
    adjusted: true,
  })
  return { panel, notes: [] }
}
