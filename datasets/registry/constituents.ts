import { formatSession, type SessionDay } from '../../src/core/calendar.js'
import { DataError, type DataLocation } from '../../src/core/errors.js'
import type { Constituent } from '../../src/panel/constituent-weights.js'
import { classShareSymbol } from '../companies/class-share.js'
import type { Company } from '../companies/fundamental-fields.js'
import { requireDate, requireNumber } from '../text/cells.js'
import { columnOf, parseCsvTable, type CsvTable } from '../text/csv-table.js'
import type { DataFile } from '../text/data-folder.js'
import { decodeText } from '../text/decode-text.js'
import { quoted } from '../text/quoted.js'
import { findSector } from './sectors.js'
import { findSubIndustry } from './sub-industries.js'

/** A company of an index with its sector. */
export interface ListedCompany extends Constituent {
  /** Canonical sector id. */
  readonly sector: string
}

/** A row that could not be used, and why. */
export interface LeftOut {
  readonly line: number
  readonly problem: string
}

/** The companies of one file. */
export interface ConstituentList {
  readonly companies: readonly ListedCompany[]
  readonly leftOut: readonly LeftOut[]
}

/** Headers of a figure, case ignored. */
const FIGURES = {
  marketCap: ['marketCap', 'Market Cap', 'Market Capitalization'],
  sales: ['sales'],
  cashFlow: ['cashFlow', 'cash flow'],
  bookValue: ['bookValue'],
  dividends: ['dividends'],
} as const

function firstColumn(table: CsvTable, names: readonly string[]): number {
  return names.map((name) => columnOf(table, name, false)).find((column) => column >= 0) ?? -1
}

/** Canonical id of a sector or sub-industry; undefined when it is neither. */
function sectorId(name: string): string | undefined {
  return (findSector(name) ?? findSubIndustry(name))?.id
}

/**
 * Figures that weights are made of, out of ratios: sales = market capitalisation / (price/sales), book value = market capitalisation /
 * (price/book), dividends = yield x market capitalisation. EBITDA stands for cash flow, which no snapshot has.
 */
export function figuresOf(company: Company): Omit<Constituent, 'symbol'> {
  const { marketCap, priceToSales, priceToBook, dividendYield, ebitda } = company
  return {
    marketCap,
    sales: marketCap / priceToSales,
    cashFlow: ebitda,
    bookValue: marketCap / priceToBook,
    dividends: dividendYield * marketCap,
  }
}

/**
 * The companies of an index: columns `symbol`, `sector` (or `GICS Sector`; sectors or GICS sub-industries), and optionally `marketCap`,
 * `sales`, `cashFlow`, `bookValue`, `dividends`, plain numbers in one unit, blank = not known. A row of another length, or whose sector is
 * not known, is left out and said, never guessed.
 * @param companies - figures by symbol, for files that have none of their own: they replace the file's
 * @throws DataError naming file, line and field: a missing column, a blank or repeated symbol, a market capitalisation that is no number
 */
export function parseConstituents(source: DataFile, companies?: ReadonlyMap<string, Company>): ConstituentList {
  const { file } = source
  const leftOut: LeftOut[] = []
  const table = parseCsvTable(decodeText(source), file, {
    onRaggedRow: (line, problem) => leftOut.push({ line, problem }),
  })
  const symbolColumn = columnOf(table, 'symbol')
  const sectorColumn = firstColumn(table, ['GICS Sector', 'sector'])
  if (sectorColumn < 0) throw new DataError({ file, line: 1, field: 'sector' }, 'column is missing')
  const figureColumns = Object.entries(FIGURES).map(([figure, names]) => [figure, firstColumn(table, names)] as const)
  const seen = new Set<string>()
  const out: ListedCompany[] = []
  for (const [row, cells] of table.rows.entries()) {
    const line = table.lineOf(row)
    const symbol = classShareSymbol(cells[symbolColumn])
    if (symbol === '') throw new DataError({ file, line, field: 'symbol' }, 'is blank')
    if (seen.has(symbol)) throw new DataError({ file, line, field: 'symbol' }, `${quoted(symbol)} stands twice`)
    seen.add(symbol)
    const sector = sectorId(cells[sectorColumn])
    if (sector === undefined) {
      leftOut.push({ line, problem: `sector ${quoted(cells[sectorColumn])} is unknown` })
      continue
    }
    const own = (): Omit<Constituent, 'symbol'> =>
      Object.fromEntries(
        figureColumns
          .filter(([, column]) => column >= 0)
          .map(([figure, column]) => [figure, figureOf(cells[column], { file, line, field: figure })]),
      )
    const company = companies?.get(symbol)
    out.push({ symbol, sector, ...(companies === undefined ? own() : company === undefined ? {} : figuresOf(company)) })
  }
  return { companies: out, leftOut }
}

function figureOf(cell: string, location: DataLocation): number {
  return ['', 'N/A'].includes(cell.trim()) ? NaN : requireNumber(cell, location)
}

/** Weights of the sectors of an economy, or of a whole market. */
export interface SectorWeights {
  /** Date of the weights, YYYY-MM-DD; undefined for a file without dates. */
  readonly date: string | undefined
  /** Canonical sector id to weight. */
  readonly weights: ReadonlyMap<string, number>
}

/**
 * Sector weights: columns `sector` and `weight` (fractions), and optionally `date` or `snapshot_commit_date`, of which the latest day up to
 * `asOf` counts. Two names of one sector are added.
 * @throws DataError for an unknown sector, a weight that is no number, and when no date lies at or before `asOf`
 */
export function parseSectorWeights(source: DataFile, asOf: SessionDay): SectorWeights {
  const { file } = source
  const table = parseCsvTable(decodeText(source), file)
  const [sectorColumn, weightColumn] = [columnOf(table, 'sector'), columnOf(table, 'weight')]
  const dateColumn = firstColumn(table, ['date', 'snapshot_commit_date'])
  const dates = table.rows.map((cells, row) =>
    dateColumn < 0
      ? -Infinity
      : requireDate(cells[dateColumn], 'ymd', { file, line: table.lineOf(row), field: 'date' }),
  )
  const latest = dates.reduce((newest, date) => (date <= asOf ? Math.max(newest, date) : newest), -Infinity)
  if (dateColumn >= 0 && latest === -Infinity)
    throw new DataError({ file, field: 'date' }, `has no weights up to ${formatSession(asOf)}`)
  const weights = new Map<string, number>()
  for (const [row, cells] of table.rows.entries()) {
    if (dates[row] !== latest) continue
    const line = table.lineOf(row)
    const sector = sectorId(cells[sectorColumn])
    if (sector === undefined)
      throw new DataError({ file, line, field: 'sector' }, `${quoted(cells[sectorColumn])} is no sector`)
    const weight = requireNumber(cells[weightColumn], { file, line, field: 'weight' })
    if (weight < 0) throw new DataError({ file, line, field: 'weight' }, `${weight} is negative`)
    weights.set(sector, (weights.get(sector) ?? 0) + weight)
  }
  return { date: latest === -Infinity ? undefined : formatSession(latest), weights }
}
