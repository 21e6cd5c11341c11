import { leverageOn, type InverseFund } from '../datasets/registry/instruments.js'
import { mapInstruments } from '../src/allocate/map-instruments.js'
import { dailyResetFund, type OpenClose } from '../src/backtest/daily-reset-fund.js'
import type { Market } from '../src/backtest/simulate.js'
import { columnOf, createMatrix, rowOf, setColumn, type Matrix } from '../src/core/matrix.js'
import type { WeightDecision, Weights } from '../src/decide/weights.js'
import type { Panel } from '../src/panel/panel.js'

/** A fund that stands for shorts of an asset. */
interface TradedFund {
  readonly symbol: string
  /** Column of the asset that it is the inverse of. */
  readonly asset: number
  /** [nDates] multiple of the asset's return in the session after each close. */
  readonly leverages: Float64Array
}

/** What a ledger trades: the assets that are decided upon, then the funds that stand for shorts of them; a column each. */
export interface TradedMarket {
  readonly market: Market
  /** [nColumns] */
  readonly symbols: readonly string[]
  /** [nColumns] canonical sector ids; a fund has that of its asset. */
  readonly sectors: readonly string[]
  readonly funds: readonly TradedFund[]
}

/** How funds are made. */
export interface FundTerms {
  /** By the asset that they are the inverse of. */
  readonly funds: ReadonlyMap<string, InverseFund>
  readonly annualFee: number
  /** Yearly rate that a fund's collateral earns, and its borrowing costs. */
  readonly annualRate: number
  readonly sessionsPerYear: number
  /** Row of the close at which they begin, at a price of 100. */
  readonly start: number
}

/** Assets that are traded themselves, long and short. */
export function assetsAlone({ assets, sectors }: Pick<Panel, 'assets' | 'sectors'>, market: Market): TradedMarket {
  return { market, symbols: assets, sectors, funds: [] }
}

/** The columns of a matrix, then others. */
function withColumns({ rows, cols, data }: Matrix, further: readonly ArrayLike<number>[]): Matrix {
  const out = createMatrix(rows, cols + further.length)
  for (let row = 0; row < rows; row++) rowOf(out, row).set(data.subarray(row * cols, (row + 1) * cols))
  for (const [k, values] of further.entries()) setColumn(out, cols + k, values)
  return out
}

/**
 * The market of a panel's assets with a fund for each that has one.
 * @param market - of the panel's assets, at whatever prices: the first rows of the panel. The funds are made from the panel's own, in which
 *   distributions are reinvested; they have no volume, splits or distributions
 */
export function withInverseFunds(
  panel: Pick<Panel, 'dates' | 'assets' | 'sectors' | 'fields'>,
  market: Market,
  { funds: known, start, ...terms }: FundTerms,
): TradedMarket {
  const { dates, assets, sectors, fields } = panel
  const { rows } = market.close
  const funds = assets.flatMap((symbol, asset): TradedFund[] => {
    const fund = known.get(symbol)
    if (fund === undefined) return []
    const leverages = Float64Array.from({ length: rows }, (_, row) => leverageOn(fund, dates[row]))
    return [{ symbol: fund.symbol, asset, leverages }]
  })
  if (funds.length === 0) return assetsAlone(panel, market)
  const prices = funds.map(({ asset, leverages }): OpenClose => {
    const listed = (matrix: Matrix): Float64Array => columnOf(matrix, asset).subarray(0, rows).fill(NaN, 0, start)
    // The return of a session is multiplied by what the fund restored at the close before.
    const leverage = leverages.map((_, row) => leverages[Math.max(0, row - 1)])
    return dailyResetFund({ open: listed(fields.open), close: listed(fields.close) }, { ...terms, leverage })
  })
  const filled = (value: number): Float64Array[] => funds.map(() => new Float64Array(rows).fill(value))
  const { open, close, volume, splits, distributions } = market
  const optional = { volume: [volume, NaN], splits: [splits, 0], distributions: [distributions, 0] } as const
  const others = Object.entries(optional).flatMap(([name, [matrix, value]]) =>
    matrix === undefined ? [] : [[name, withColumns(matrix, filled(value))] as const],
  )
  return {
    market: {
      ...(market.dates === undefined ? {} : { dates: market.dates }),
      open: withColumns(
        open,
        prices.map((fund) => fund.open),
      ),
      close: withColumns(
        close,
        prices.map((fund) => fund.close),
      ),
      ...(Object.fromEntries(others) as Partial<Market>),
    },
    symbols: [...assets, ...funds.map(({ symbol }) => symbol)],
    sectors: [...sectors, ...funds.map(({ asset }) => sectors[asset])],
    funds,
  }
}

/**
 * Decisions on the assets as decisions on the columns: a short of w becomes w / |leverage| of the asset's fund, at the leverage that the
 * fund has when it is bought. At an open the fund has moved away from its leverage since the close before; it is back at the next one.
 * @param fill - a decision of a row is filled at the open or the close of the next one
 */
export function carriedWith(
  { symbols, funds }: Pick<TradedMarket, 'symbols' | 'funds'>,
  decisions: Weights,
  fill: 'open' | 'close',
): Weights {
  if (funds.length === 0) return decisions
  const columns = new Map(symbols.map((symbol, column) => [symbol, column]))
  const nAssets = symbols.length - funds.length
  return decisions.map((decision): WeightDecision => {
    const row = decision.dateIndex + (fill === 'open' ? 0 : 1)
    const standIns = new Map(
      funds.map(({ symbol, asset, leverages }) => [
        symbols[asset],
        { symbol, leverage: leverages[Math.min(row, leverages.length - 1)] },
      ]),
    )
    const decided = Array.from(decision.weights, (weight, asset) => [symbols[asset], weight] as const)
    const mapped = mapInstruments(new Map(decided), {
      substituteOf: (symbol) => standIns.get(symbol),
      positions: 'shorts',
      missing: 'keep',
    })
    const weights = new Float64Array(symbols.length)
    for (const [symbol, weight] of mapped.weights) weights[columns.get(symbol) ?? -1] = weight
    const { kept, ...rest } = decision
    if (kept === undefined) return { ...rest, weights }
    const assetOf = (column: number): number => (column < nAssets ? column : funds[column - nAssets].asset)
    return { ...rest, weights, kept: Uint8Array.from(weights, (w, column) => (w === 0 ? 0 : kept[assetOf(column)])) }
  })
}

/**
 * Exposure to each asset that comes of what is held in the columns at a close.
 * @param held - [nColumns] fractions of equity
 * @returns [nAssets] fractions of equity; negative = short
 */
export function exposuresOf({ funds }: Pick<TradedMarket, 'funds'>, held: Float64Array, row: number): Float64Array {
  const exposures = held.slice(0, held.length - funds.length)
  for (const [k, { asset, leverages }] of funds.entries())
    exposures[asset] += held[exposures.length + k] * leverages[row]
  return exposures
}
