import { totalCost } from '../src/backtest/costs.js'
import type { LedgerEvent } from '../src/backtest/ledger-event.js'
import { isTrade } from '../src/backtest/performance.js'
import { formatSession } from '../src/core/calendar.js'
import { csvOf } from '../src/export/csv.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { Panel } from '../src/panel/panel.js'
import { RUN_FILES, writeArtifact } from './artifacts.js'
import { type PortfolioResult, type PortfolioResults } from './backtest.js'
import { writePerformance } from './performance-record.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'
import { carriedWith } from './traded-market.js'

/** By decision and asset, the symbol and weight that it was carried out with; none where every asset is traded itself. */
function instrumentColumns(
  { weights, traded }: PortfolioResult,
  fill: 'open' | 'close',
  rows: readonly { readonly decision: number; readonly i: number }[],
): Record<string, (string | number)[]> {
  const { funds, symbols } = traded
  if (funds.length === 0) return {}
  const carried = carriedWith(traded, weights, fill)
  const columns = rows.map(({ decision, i }) => {
    const fund = funds.findIndex(({ asset }) => asset === i)
    return fund >= 0 && weights[decision].weights[i] < 0 ? symbols.length - funds.length + fund : i
  })
  return {
    instrument: columns.map((column) => symbols[column]),
    instrument_weight: columns.map((column, k) => carried[rows[k].decision].weights[column]),
  }
}

/** Decisions as a table: every decided weight above or below 0, and where others are held in place of assets, which and how much. */
function weightsCsv(result: PortfolioResult, { dates, assets, simulated }: Panel, fill: 'open' | 'close'): string {
  const { weights } = result
  const rows = weights.flatMap(({ dateIndex, weights: row }, decision) =>
    [...row.entries()].filter(([, weight]) => weight !== 0).map(([i, weight]) => ({ decision, dateIndex, i, weight })),
  )
  return csvOf({
    date: rows.map(({ dateIndex }) => formatSession(dates[dateIndex])),
    symbol: rows.map(({ i }) => assets[i]),
    weight: rows.map(({ weight }) => weight),
    ...instrumentColumns(result, fill, rows),
    simulated: rows.map(() => simulated),
  })
}

/** What every table of things that happened says of each: when and of what, and whether the prices were simulated. */
function eventColumns(
  events: readonly LedgerEvent[],
  { traded: { symbols, funds } }: PortfolioResult,
  { dates, simulated }: Panel,
): { readonly date: string[]; readonly symbol: string[]; readonly simulated: boolean[] } {
  return {
    date: events.map(({ dateIndex }) => formatSession(dates[dateIndex])),
    symbol: events.map(({ assetIndex }) => (assetIndex < 0 ? '' : symbols[assetIndex])),
    simulated: events.map(({ assetIndex }) => simulated || assetIndex >= symbols.length - funds.length),
  }
}

/** Orders, pay-outs and reinvestments; `shares` bear the sign of their side: above 0 bought, below 0 sold. */
function tradesCsv(result: PortfolioResult, panel: Panel): string {
  const trades = result.net.events.filter(isTrade)
  const { date, symbol, simulated } = eventColumns(trades, result, panel)
  return csvOf({
    date,
    decided: trades.map(({ decidedIndex }) => formatSession(panel.dates[decidedIndex])),
    symbol,
    side: trades.map(({ shares }) => (shares > 0 ? 'buy' : 'sell')),
    shares: trades.map(({ shares }) => shares),
    price: trades.map(({ value }) => value),
    cost: trades.map(({ costs }) => totalCost(costs)),
    cost_basis_points: trades.map(({ costs }) => costs.basisPoints),
    cost_per_share: trades.map(({ costs }) => costs.perShare),
    cost_spread: trades.map(({ costs }) => costs.spread),
    cost_impact: trades.map(({ costs }) => costs.impact),
    simulated,
  })
}

/** Everything that happened to cash and shares beside the orders. */
function eventsCsv(result: PortfolioResult, panel: Panel): string {
  const events = result.net.events.filter(({ type }) => type !== 'fill')
  const { date, symbol, simulated } = eventColumns(events, result, panel)
  return csvOf({
    date,
    type: events.map(({ type }) => type),
    symbol,
    shares: events.map(({ shares }) => shares),
    value: events.map(({ value }) => value),
    amount: events.map(({ amount }) => amount),
    simulated,
  })
}

/**
 * Writes what the portfolios did: weights, trades, other events and equity of the ensemble's portfolio, the equity of all of them, and the
 * performance as a record for the step that draws it.
 * @param fill - what decisions are filled at
 */
export function writeBacktest(folder: string, panel: Panel, results: PortfolioResults, fill: 'open' | 'close'): void {
  const headline = results[ENSEMBLE]
  const { startIndex, equity } = headline.net
  const sessions = panel.dates.slice(startIndex, startIndex + equity.length)
  const dates = Array.from(sessions, formatSession)
  writeArtifact(folder, RUN_FILES.weights, weightsCsv(headline, panel, fill))
  writeArtifact(folder, RUN_FILES.trades, tradesCsv(headline, panel))
  writeArtifact(folder, RUN_FILES.events, eventsCsv(headline, panel))
  writeArtifact(
    folder,
    RUN_FILES.equity,
    csvOf({
      date: dates,
      gross: headline.gross.equity,
      net: headline.net.equity,
      benchmark: results[BENCHMARK].net.equity,
      equal_weight: results[EQUAL_WEIGHT].net.equity,
      ...(headline.reinvested === undefined ? {} : { net_reinvested: headline.reinvested.equity }),
      simulated: dates.map(() => panel.simulated),
    }),
  )
  const names = Object.keys(results)
  writeArtifact(
    folder,
    RUN_FILES.portfolios,
    csvOf({
      date: names.flatMap(() => dates),
      portfolio: names.flatMap((name) => dates.map(() => name)),
      gross: names.flatMap((name) => [...results[name].gross.equity]),
      net: names.flatMap((name) => [...results[name].net.equity]),
      simulated: names.flatMap(() => dates.map(() => panel.simulated)),
    }),
  )
  const { symbols, sectors, market } = headline.traded
  writePerformance(folder, { ...panel, assets: symbols, sectors }, results, market.close)
}
