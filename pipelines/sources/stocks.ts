import { dialectOf } from '../../datasets/bars/dialect-options.js'
import type { BarDialect } from '../../datasets/bars/dialects.js'
import { readBarsFolder } from '../../datasets/bars/ohlcv-folder.js'
import { readOhlcvLong } from '../../datasets/bars/ohlcv-long.js'
import type { DataFolder } from '../../datasets/text/data-folder.js'
import { decodeText } from '../../datasets/text/decode-text.js'
import { DataError } from '../../src/core/errors.js'
import { createMatrix, type Matrix } from '../../src/core/matrix.js'
import type { Panel } from '../../src/panel/panel.js'
import { sectorIndices, type SectorIndex } from '../../src/panel/sector-index.js'
import type { SECTOR_SERIES } from '../experiment-data.js'
import type { Experiment } from '../experiment-schema.js'
import { assemblePanel, type SourcedBars } from './assemble-panel.js'
import { rowPolicy, type RowPolicy } from './row-policy.js'
import type { SectorOf, SourceData } from './source-data.js'
import { stockSectors } from './stock-sectors.js'
import { stockWeights } from './stock-weights.js'

type StockData = Extract<Experiment['data'], { source: 'stocks' }>

/** An index of stocks has no high and low of its own: those of its members are not read, and can not be at fault. */
function withoutRange(dialect: BarDialect): BarDialect {
  return {
    ...dialect,
    columns: { ...dialect.columns, high: [], low: [] },
    mayLack: [...dialect.mayLack, 'high', 'low'],
  }
}

/** Stocks of one file with a symbol column, or of one file each. */
function readStocks(
  folder: DataFolder,
  { file, dialect }: StockData,
  wanted: readonly string[] | undefined,
  policy: RowPolicy,
): SourcedBars[] {
  const options = { dialect: withoutRange(dialectOf(dialect)), onFault: policy.onFault }
  if (file.includes('{symbol}')) return readBarsFolder(folder, { ...options, symbols: wanted, file })
  const data = folder.read(file)
  const all = readOhlcvLong(decodeText(data), data.file, options)
  const missing = wanted?.find((symbol) => !all.some(({ bars }) => bars.symbol === symbol))
  if (missing !== undefined) throw new DataError({ file: data.file, field: 'Symbol' }, `has no row of "${missing}"`)
  return all
    .filter(({ bars }) => wanted === undefined || wanted.includes(bars.symbol))
    .map((parsed) => ({ ...parsed, file: data.file }))
}

/** The series of the indices on the panel's calendar, NaN where an index has no session. */
function sectorSeries(indices: readonly SectorIndex[], panel: Panel): Record<(typeof SECTOR_SERIES)[number], Matrix> {
  const rowOf = new Map(Array.from(panel.dates, (date, row): [number, number] => [date, row]))
  const placed = (pick: (index: SectorIndex) => ArrayLike<number>): Matrix => {
    const matrix = createMatrix(panel.dates.length, indices.length)
    for (const [col, index] of indices.entries()) {
      const values = pick(index)
      for (const [i, date] of index.bars.dates.entries()) {
        const row = rowOf.get(date)
        if (row !== undefined) matrix.data[row * matrix.cols + col] = values[i]
      }
    }
    return matrix
  }
  return {
    'sector.breadth': placed(({ breadth }) => breadth),
    'sector.dispersion': placed(({ dispersion }) => dispersion),
    'sector.members': placed(({ members }) => members),
  }
}

/** The stocks of an experiment with the sectors they belong to, and the benchmark. */
export interface ExperimentStocks {
  readonly stocks: readonly SourcedBars[]
  readonly benchmark: SourcedBars
  readonly sectorOf: SectorOf
  readonly notes: readonly string[]
}

/** Reads the stocks of an experiment, and which sector each belonged to when. */
export function readExperimentStocks(experiment: Experiment, top: DataFolder): ExperimentStocks {
  const { data, universe } = experiment
  if (data.source !== 'stocks' || universe === undefined) throw new Error('bug: another source has its own loader')
  const sectors = stockSectors(experiment, top)
  const policy = rowPolicy(data.drop, data.faults)
  const stocks = readStocks(top.within(data.folder), data, sectors.symbols, policy)
  const benchmark = readBarsFolder(top, {
    symbols: [universe.benchmark],
    file: data.benchmarkFile,
    dialect: withoutRange(dialectOf(data.dialect)),
    onFault: policy.onFault,
  })
  const kept = policy.dropFrom([...stocks, ...benchmark])
  return {
    stocks: kept.slice(0, -1),
    benchmark: kept[kept.length - 1],
    sectorOf: sectors.sectorOf,
    notes: [...sectors.notesOn(stocks.map(({ bars }) => bars.symbol)), ...policy.leftOut()],
  }
}

/** The sectors made of stocks that were read, with breadth and dispersion beside their bars. */
export function sectorsOfStocks(
  { data }: Experiment,
  top: DataFolder,
  { stocks, benchmark, sectorOf, notes }: ExperimentStocks,
): SourceData {
  if (data.source !== 'stocks') throw new Error('bug: another source has its own loader')
  const weights = stockWeights(data, top, stocks)
  const indices = sectorIndices({
    stocks: stocks.map(({ bars }) => bars),
    sectorOf,
    weightOf: weights.weightOf,
    patience: data.patience,
  })
  const panel = assemblePanel({
    assets: indices.map(({ bars }) => ({ bars, file: `sector ${bars.symbol}`, lineOf: () => undefined })),
    sectors: indices.map(({ sector }) => sector),
    benchmark,
    from: data.from,
    to: data.to,
    adjusted: true,
  })
  return {
    panel: { ...panel, assetSeries: sectorSeries(indices, panel) },
    notes: [...notes, ...weights.notes],
    sectorOf,
  }
}

/** Sector indices made of the stocks of an experiment. */
export function loadStocks(experiment: Experiment, top: DataFolder): SourceData {
  return sectorsOfStocks(experiment, top, readExperimentStocks(experiment, top))
}
