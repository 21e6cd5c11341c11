import { formatSession } from '../src/core/calendar.js'
import { encodeRecord } from '../src/core/records.js'
import { csvOf } from '../src/export/csv.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { Panel } from '../src/panel/panel.js'
import { RUN_FILES, writeArtifact } from './artifacts.js'
import { type PortfolioResult, type PortfolioResults } from './backtest.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'

/** Kind of the record that holds the equity curves. */
export const CURVES_KIND = 'equity-curves'

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

function tradesCsv({ net: { trades } }: PortfolioResult, { dates, assets, simulated }: Panel): string {
  return csvOf({
    date: trades.map(({ dateIndex }) => formatSession(dates[dateIndex])),
    decided: trades.map(({ decidedIndex }) => formatSession(dates[decidedIndex])),
    symbol: trades.map(({ assetIndex }) => assets[assetIndex]),
    side: trades.map(({ shares }) => (shares > 0 ? 'buy' : 'sell')),
    shares: trades.map(({ shares }) => shares),
    price: trades.map(({ price }) => price),
    cost: trades.map(({ cost }) => cost),
    simulated: trades.map(() => simulated),
  })
}

/**
 * Writes what the portfolios did: weights, trades and equity of the ensemble's portfolio, the equity of all of them, and the
 * curves as a record for the step that draws them.
 */
export function writeBacktest(folder: string, panel: Panel, results: PortfolioResults): void {
  const headline = results[ENSEMBLE]
  const { startIndex, equity } = headline.net
  const sessions = panel.dates.slice(startIndex, startIndex + equity.length)
  const dates = Array.from(sessions, formatSession)
  writeArtifact(folder, RUN_FILES.weights, weightsCsv(headline, panel))
  writeArtifact(folder, RUN_FILES.trades, tradesCsv(headline, panel))
  writeArtifact(
    folder,
    RUN_FILES.equity,
    csvOf({
      date: dates,
      gross: headline.gross.equity,
      net: headline.net.equity,
      benchmark: results[BENCHMARK].net.equity,
      equal_weight: results[EQUAL_WEIGHT].net.equity,
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
  const curves = names.map((name): [string, Float64Array] => [name, results[name].net.equity])
  const decided = Int32Array.from(headline.weights, ({ dateIndex }) => dateIndex)
  writeArtifact(
    folder,
    RUN_FILES.performance,
    encodeRecord({
      kind: CURVES_KIND,
      header: { portfolios: names },
      arrays: { dates: sessions, decided, ...Object.fromEntries(curves) },
    }),
  )
}
