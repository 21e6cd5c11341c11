import { totalCost } from '../src/backtest/costs.js'
import type { LedgerEvent } from '../src/backtest/ledger-event.js'
import { isTrade } from '../src/backtest/performance.js'
import { formatSession } from '../src/core/calendar.js'
import type { Matrix } from '../src/core/matrix.js'
import { csvOf } from '../src/export/csv.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { Panel } from '../src/panel/panel.js'
import { RUN_FILES, writeArtifact } from './artifacts.js'
import { type PortfolioResult, type PortfolioResults } from './backtest.js'
import { writePerformance } from './performance-record.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'

/** Decisions as a table: every decided weight above or below 0. */
function weightsCsv({ weights }: PortfolioResult, { dates, assets, simulated }: Panel): string {
  const rows = weights.flatMap(({ dateIndex, weights: row }) =>
    [...row.entries()].filter(([, weight]) => weight !== 0).map(([i, weight]) => ({ dateIndex, i, weight })),
  )
  return csvOf({
    date: rows.map(({ dateIndex }) => formatSession(dates[dateIndex])),
    symbol: rows.map(({ i }) => assets[i]),
    weight: rows.map(({ weight }) => weight),
    simulated: rows.map(() => simulated),
  })
}

/** What every table of things that happened begins with. */
function symbolColumns(
  events: readonly LedgerEvent[],
  { dates, assets }: Panel,
): { readonly date: string[]; readonly symbol: string[] } {
  return {
    date: events.map(({ dateIndex }) => formatSession(dates[dateIndex])),
    symbol: events.map(({ assetIndex }) => (assetIndex < 0 ? '' : assets[assetIndex])),
  }
}

function tradesCsv({ net: { events } }: PortfolioResult, panel: Panel): string {
  const trades = events.filter(isTrade)
  const { date, symbol } = symbolColumns(trades, panel)
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
    simulated: trades.map(() => panel.simulated),
  })
}

/** Everything that happened to cash and shares beside the orders. */
function eventsCsv({ net }: PortfolioResult, panel: Panel): string {
  const events = net.events.filter(({ type }) => type !== 'fill')
  const { date, symbol } = symbolColumns(events, panel)
  return csvOf({
    date,
    type: events.map(({ type }) => type),
    symbol,
    shares: events.map(({ shares }) => shares),
    value: events.map(({ value }) => value),
    amount: events.map(({ amount }) => amount),
    simulated: events.map(() => panel.simulated),
  })
}

/**
 * Writes what the portfolios did: weights, trades, other events and equity of the ensemble's portfolio, the equity of all of them, and the
 * performance as a record for the step that draws it.
 * @param close - prices at which the ledgers valued holdings; nDates x nAssets
 */
export function writeBacktest(folder: string, panel: Panel, results: PortfolioResults, close: Matrix): void {
  const headline = results[ENSEMBLE]
  const { startIndex, equity } = headline.net
  const sessions = panel.dates.slice(startIndex, startIndex + equity.length)
  const dates = Array.from(sessions, formatSession)
  writeArtifact(folder, RUN_FILES.weights, weightsCsv(headline, panel))
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
  writePerformance(folder, panel, results, close)
}
