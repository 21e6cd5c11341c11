import type { BacktestOptions } from '../src/backtest/backtest-options.js'
import type { Market } from '../src/backtest/simulate.js'
import { trailingVolatility } from '../src/backtest/trailing-volatility.js'
import { matrixOver, sliceRows, type Matrix } from '../src/core/matrix.js'
import type { Panel } from '../src/panel/panel.js'
import type { Experiment } from './experiment-schema.js'
import { inverseFunds } from './inverse-funds.js'
import { ratesOf } from './ledger-rates.js'
import type { RawMarkets } from './sources/raw-market.js'
import { withInverseFunds, type TradedMarket } from './traded-market.js'

/** What portfolios are traded on. */
export interface Markets {
  readonly assets: Market
  readonly benchmark: Market
}

function cut(market: Market, end: number, dates: Int32Array): Market {
  const matrices = Object.entries(market).map(([name, matrix]): [string, Matrix] => [
    name,
    sliceRows(matrix as Matrix, 0, end),
  ])
  return { ...(Object.fromEntries(matrices) as Omit<Market, 'dates'>), dates: dates.slice(0, end) }
}

/**
 * The market up to a row, at the prices of the panel, or of raw shares where those are given.
 * @param end - rows kept: the ledger ends with the last forecast
 */
export function marketsOf(
  { dates, fields, series }: Panel,
  raw: RawMarkets | undefined,
  { costs }: Experiment['backtest'],
  end: number,
): Markets {
  const column = (values: Float64Array): Matrix => matrixOver(values.length, 1, values)
  const benchmarkClose = column(series['benchmark.close'])
  // A return includes what was distributed and knows no splits: of the panel's prices, whatever is traded.
  const volatility = (close: Matrix): Pick<Market, 'volatility'> =>
    costs.impact > 0 ? { volatility: trailingVolatility(close) } : {}
  const assets = raw?.assets ?? { open: fields.open, close: fields.close, volume: fields.volume }
  const benchmark = raw?.benchmark ?? {
    open: column(series['benchmark.open']),
    close: benchmarkClose,
    volume: column(series['benchmark.volume']),
  }
  return {
    assets: cut({ ...assets, ...volatility(fields.close) }, end, dates),
    benchmark: cut({ ...benchmark, ...volatility(benchmarkClose) }, end, dates),
  }
}

/**
 * What the ledger trades for decisions on the assets of a panel: themselves, and inverse funds where the experiment shorts with them.
 * @param market - of the panel's assets
 * @param start - row of the first decision
 * @param annualFee - of the inverse funds; the experiment's when absent
 */
export function tradedAssets(
  experiment: Experiment,
  panel: Pick<Panel, 'dates' | 'assets' | 'sectors' | 'fields'>,
  market: Market,
  start: number,
  annualFee = experiment.backtest.inverseFunds.annualFee,
): TradedMarket {
  return withInverseFunds(panel, market, {
    funds: inverseFunds(experiment),
    annualFee,
    annualRate: experiment.backtest.cashRate,
    sessionsPerYear: experiment.report.sessionsPerYear,
    start,
  })
}

/**
 * How an experiment carries decisions out: with all costs of trading, and without them. Interest and fees of borrowing are in both.
 * @param symbols - of the ledger's columns
 */
export function ledgerOptions(
  backtest: Experiment['backtest'],
  symbols: readonly string[],
): {
  readonly net: BacktestOptions
  readonly gross: BacktestOptions
} {
  const { maxParticipation, halfSpreadBps } = backtest.costs
  const rated = { ...backtest, borrowRate: ratesOf(backtest.borrowRate, symbols) }
  return {
    net: { ...rated, costs: { ...backtest.costs, halfSpreadBps: ratesOf(halfSpreadBps, symbols) } },
    gross: { ...rated, costBps: 0, costs: maxParticipation === undefined ? {} : { maxParticipation } },
  }
}
