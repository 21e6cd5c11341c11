import { assetProfits } from '../src/backtest/asset-profits.js'
import type { LedgerEvent } from '../src/backtest/ledger-event.js'
import type { Performance } from '../src/backtest/performance.js'
import type { Market } from '../src/backtest/simulate.js'
import { rowOf } from '../src/core/matrix.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { Forecasts } from '../src/forecast/forecasts.js'
import type { Panel } from '../src/panel/panel.js'
import { benchmarkWeightsOf, type PortfolioResult } from './backtest.js'
import type { Experiment } from './experiment-schema.js'
import { exposuresOf, type TradedMarket } from './traded-market.js'

/** What the attribution of a portfolio is made from. */
export interface BrinsonReportInput {
  readonly experiment: Experiment
  readonly panel: Panel
  readonly forecasts: Forecasts
  /** Of the ensemble. */
  readonly result: PortfolioResult
}

/** A time in which nothing is traded: what is held at its beginning earns the returns of its assets, and nothing else does. */
export interface HeldPeriod {
  /** [nAssets] fractions of equity at its beginning; negative = short. A fund that stands for a short of an asset is that short. */
  readonly exposures: Float64Array
  /** [nAssets] benchmark weights at its beginning; all 0 where nothing is listed. */
  readonly benchmark: Float64Array
  /** [nAssets] simple returns with distributions reinvested; 0 where there is no new price: it is held at its last one. */
  readonly returns: Float64Array
}

/** What a session books up to the end of its orders at the open; pay-outs and reinvestments come at its close. */
const AT_OPEN: ReadonlySet<LedgerEvent['type']> = new Set(['interest', 'borrow', 'split', 'dividend', 'fill'])

/** New prices where there are any, the last ones elsewhere. */
function mark(marks: Float64Array, prices: Float64Array): void {
  for (const [i, price] of prices.entries()) if (!Number.isNaN(price)) marks[i] = price
}

/**
 * What is held once the orders of an open are filled, as fractions of the equity that their costs leave; by the row of each session that
 * filled any. What has no opening price was not traded, and is worth its last price. All 0 where equity is 0 or less.
 * @returns [nColumns] of the ledger each
 */
function weightsAfterOpens(ledger: Performance, { open, close, splits }: Market): Map<number, Float64Array> {
  const { startIndex, equity, cash, shares, events } = ledger
  const booked = Array.from(equity, (): LedgerEvent[] => [])
  for (const event of events) booked[event.dateIndex - startIndex].push(event)
  const marks = new Float64Array(close.cols).fill(NaN)
  const weights = new Map<number, Float64Array>()
  for (let i = 0; i < equity.length; i++) {
    const row = startIndex + i
    if (splits !== undefined)
      for (const [asset, ratio] of rowOf(splits, row).entries()) if (ratio > 0) marks[asset] /= ratio
    if (booked[i].some(({ type }) => type === 'fill')) {
      mark(marks, rowOf(open, row))
      const held = shares.slice((i - 1) * close.cols, i * close.cols)
      let capital = cash[i - 1]
      for (const { type, assetIndex, shares: change, amount } of booked[i]) {
        if (!AT_OPEN.has(type)) continue
        capital += amount
        if (assetIndex >= 0) held[assetIndex] += change
      }
      const values = held.map((count, asset) => (count === 0 ? 0 : count * marks[asset]))
      for (const value of values) capital += value
      weights.set(
        row,
        values.map((value) => (capital > 0 ? value / capital : 0)),
      )
    }
    mark(marks, rowOf(close, row))
  }
  return weights
}

/**
 * Exposures at an open. A fund has moved away from its leverage since the close before: after a return r of the asset it holds 1 + r
 * times what it held of it, and is worth 1 + leverage * r times what it was worth.
 * @param row - of the close before
 */
function exposuresAtOpen(traded: TradedMarket, held: Float64Array, row: number, overnight: Float64Array): Float64Array {
  const atLeverage = held.slice()
  const nAssets = held.length - traded.funds.length
  for (const [k, { asset, leverages }] of traded.funds.entries()) {
    const worth = 1 + leverages[row] * overnight[asset]
    atLeverage[nAssets + k] *= worth > 0 ? (1 + overnight[asset]) / worth : 0
  }
  return exposuresOf(traded, atLeverage, row)
}

/** Weights after a return of each asset. */
function drifted(weights: Float64Array, returns: Float64Array): Float64Array {
  const grown = weights.map((weight, asset) => weight * (1 + returns[asset]))
  const growth = weights.reduce((sum, weight, asset) => sum + weight * returns[asset], 1)
  return growth > 0 ? grown.map((value) => value / growth) : grown.fill(0)
}

/** Benchmark weights at a close, of what is listed: who has a score belongs to the universe. */
function listedWeights(given: Float64Array, scores: Float64Array): Float64Array {
  const listed = given.map((weight, asset) => (Number.isFinite(scores[asset]) ? weight : 0))
  const total = listed.reduce((sum, weight) => sum + weight, 0)
  return total > 0 ? listed.map((weight) => weight / total) : listed
}

/**
 * The periods of each session after the first: one from close to close, or two where orders are filled at the open, from the close to the
 * open with what was held and on to the close with what is held then. The benchmark weights drift from a close on and are restored at
 * the next one.
 */
export function heldPeriods({ experiment, panel, forecasts, result }: BrinsonReportInput): HeldPeriod[][] {
  const { traded, net } = result
  const { open, close } = panel.fields
  const { weights: held } = assetProfits(net, traded.market.close)
  const given = benchmarkWeightsOf(experiment, panel.assets)
  const afterOpens =
    experiment.backtest.fill === 'open' ? weightsAfterOpens(net, traded.market) : new Map<number, never>()
  const marks = rowOf(close, net.startIndex).slice()
  const returnsTo = (prices: Float64Array): Float64Array => {
    const returns = prices.map((price, asset) => price / marks[asset] - 1)
    mark(marks, prices)
    return returns.map((value) => (Number.isNaN(value) ? 0 : value))
  }
  return Array.from({ length: held.rows - 1 }, (_, i): HeldPeriod[] => {
    const row = net.startIndex + i
    const benchmark = listedWeights(given, rowOf(forecasts.scores[ENSEMBLE], row))
    const exposures = exposuresOf(traded, rowOf(held, i), row)
    const filled = afterOpens.get(row + 1)
    if (filled === undefined) return [{ exposures, benchmark, returns: returnsTo(rowOf(close, row + 1)) }]
    const overnight = returnsTo(rowOf(open, row + 1))
    return [
      { exposures, benchmark, returns: overnight },
      {
        exposures: exposuresAtOpen(traded, filled, row, overnight),
        benchmark: drifted(benchmark, overnight),
        returns: returnsTo(rowOf(close, row + 1)),
      },
    ]
  })
}
