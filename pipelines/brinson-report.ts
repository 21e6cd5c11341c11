import { assetProfits } from '../src/backtest/asset-profits.js'
import { returnsOf } from '../src/backtest/returns-of.js'
import { createMatrix, rowOf, viewRows, type Matrix } from '../src/core/matrix.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { Forecasts } from '../src/forecast/forecasts.js'
import { brinsonFachler, linkEffects, type BrinsonInput } from '../src/risk/brinson.js'
import { calendarReturns } from '../src/risk/calendar-returns.js'
import { totalReturn } from '../src/risk/growth.js'
import type { Panel } from '../src/panel/panel.js'
import { benchmarkWeightsOf, type PortfolioResult } from './backtest.js'
import type { Experiment } from './experiment-schema.js'

/**
 * The active return of a span of time by cause, as fractions; linked, so that `net` = `benchmark` + `allocation` + `selection` +
 * `interaction` + `other`.
 */
export interface BrinsonSpan {
  /** The portfolio, net of costs, and the benchmark weights, restored at every close without costs. */
  readonly net: number
  readonly benchmark: number
  readonly allocation: number
  /** Both are 0 where every sector has one fund: there is nothing to select within it. */
  readonly selection: number
  readonly interaction: number
  /** What the holdings at each close do not explain: costs, interest, and trades away from the close. */
  readonly other: number
  /** Allocation by sector; cash is one. */
  readonly sectors: Readonly<Record<string, number>>
}

/** Brinson-Fachler attribution of the ensemble's portfolio against the experiment's benchmark weights. */
export interface BrinsonReport {
  readonly years: readonly (BrinsonSpan & { readonly year: number })[]
  readonly whole: BrinsonSpan
}

const CASH = 'cash'

/** What the attribution is made from. */
interface BrinsonReportInput {
  readonly experiment: Experiment
  readonly panel: Panel
  readonly forecasts: Forecasts
  /** Of the ensemble. */
  readonly result: PortfolioResult
  /** Prices at which the ledger valued holdings; nDates x nAssets. */
  readonly close: Matrix
}

/** Weights and returns of the sectors by session; the last column is cash. */
function sectorInput(
  { experiment, panel, forecasts, result, close }: BrinsonReportInput,
  sectors: readonly string[],
): BrinsonInput {
  const { startIndex } = result.net
  const { weights: held } = assetProfits(result.net, close)
  const given = benchmarkWeightsOf(experiment, panel.assets)
  const prices = panel.fields.close
  const columns = panel.sectors.map((sector) => sectors.indexOf(sector))
  const cash = sectors.length - 1
  const table = (): Matrix => createMatrix(held.rows - 1, sectors.length, 0)
  const input = { weights: table(), benchmarkWeights: table(), returns: table(), benchmarkReturns: table() }
  for (let i = 0; i < held.rows - 1; i++) {
    const row = startIndex + i
    const [before, after] = [rowOf(prices, row), rowOf(prices, row + 1)]
    // Who has a score belongs to the universe.
    const scores = rowOf(forecasts.scores[ENSEMBLE], row)
    const listed = given.map((weight, asset) => (Number.isFinite(scores[asset]) ? weight : 0))
    const total = listed.reduce((sum, weight) => sum + weight, 0)
    const put = (side: 'own' | 'market', weightOf: (asset: number) => number): void => {
      const weights = rowOf(side === 'own' ? input.weights : input.benchmarkWeights, i)
      const returns = rowOf(side === 'own' ? input.returns : input.benchmarkReturns, i)
      weights[cash] = 1
      for (const [asset, column] of columns.entries()) {
        const weight = weightOf(asset)
        if (weight === 0) continue
        // What is not traded any more is paid out at its last price.
        const earned = after[asset] / before[asset] - 1
        weights[column] += weight
        weights[cash] -= weight
        returns[column] += weight * (Number.isNaN(earned) ? 0 : earned)
      }
      // A side that holds nothing of a sector has no return of its own there.
      for (let sector = 0; sector < cash; sector++)
        returns[sector] = weights[sector] === 0 ? NaN : returns[sector] / weights[sector]
    }
    put('own', (asset) => held.data[i * held.cols + asset])
    put('market', (asset) => (total > 0 ? listed[asset] / total : 0))
  }
  return input
}

/**
 * Attributes year by year and over the whole time, from the holdings at each close to the next.
 * @returns null (as NaN) where a span lost everything
 * @see Brinson and Fachler (1985), Journal of Portfolio Management 11(3); linked as in Carino (1999)
 */
export function brinsonReport(input: BrinsonReportInput): BrinsonReport {
  const { panel, result } = input
  const sectors = [...new Set(panel.sectors), CASH]
  const tables = sectorInput(input, sectors)
  const returns = returnsOf(result.net)
  const first = result.net.startIndex + 1
  const span = (start: number, end: number): BrinsonSpan => {
    const rows = (matrix: Matrix): Matrix => viewRows(matrix, start, end)
    const effects = brinsonFachler({
      weights: rows(tables.weights),
      benchmarkWeights: rows(tables.benchmarkWeights),
      returns: rows(tables.returns),
      benchmarkReturns: rows(tables.benchmarkReturns),
    })
    const linked = linkEffects(effects)
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
    const net = totalReturn(returns.subarray(start, end))
    const benchmark = totalReturn(effects.benchmarkReturns)
    return {
      net,
      benchmark,
      allocation: sum(linked.allocation),
      selection: sum(linked.selection),
      interaction: sum(linked.interaction),
      other: net - benchmark - linked.activeReturn,
      sectors: Object.fromEntries(sectors.map((sector, i) => [sector, linked.allocation[i]])),
    }
  }
  const days = panel.dates.subarray(first, first + returns.length)
  const years = calendarReturns(returns, days, 'yearly').map(({ index, start, end }) => ({
    year: index,
    ...span(start, end),
  }))
  return { years, whole: span(0, returns.length) }
}
