import { returnsOf } from '../src/backtest/returns-of.js'
import { createMatrix, rowOf, viewRows, type Matrix } from '../src/core/matrix.js'
import { brinsonFachler, linkEffects, type BrinsonInput } from '../src/risk/brinson.js'
import { calendarReturns } from '../src/risk/calendar-returns.js'
import { totalReturn } from '../src/risk/growth.js'
import { heldPeriods, type BrinsonReportInput, type HeldPeriod } from './brinson-periods.js'

/**
 * The active return of a span of time by cause, as fractions; linked, so that `net` = `benchmark` + `allocation` + `selection` +
 * `interaction` + `other`.
 */
export interface BrinsonSpan {
  /** The portfolio, net of costs. */
  readonly net: number
  /**
   * The benchmark weights, restored at every close without costs: a policy that nobody could trade. It is neither the portfolio of equal
   * weights, which is rebalanced when the experiment decides and pays for it, nor the benchmark's own symbol.
   */
  readonly benchmark: number
  readonly allocation: number
  /** Both are 0 where every sector has one fund: there is nothing to select within it. */
  readonly selection: number
  readonly interaction: number
  /**
   * What no exposure earned: costs, interest, fees of inverse funds, and losses of delistings. Distributions in cash are in it by how much
   * less they earn within their session than those that are reinvested.
   */
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

/** Weights and returns of the sectors by period; the last column is cash. */
function sectorInput(periods: readonly HeldPeriod[], columns: readonly number[], nSectors: number): BrinsonInput {
  const cash = nSectors - 1
  const table = (): Matrix => createMatrix(periods.length, nSectors, 0)
  const input = { weights: table(), benchmarkWeights: table(), returns: table(), benchmarkReturns: table() }
  const put = (held: Float64Array, earned: Float64Array, weights: Float64Array, returns: Float64Array): void => {
    weights[cash] = 1
    for (const [asset, column] of columns.entries()) {
      if (held[asset] === 0) continue
      weights[column] += held[asset]
      weights[cash] -= held[asset]
      returns[column] += held[asset] * earned[asset]
    }
    // A side that holds nothing of a sector has no return of its own there.
    for (let sector = 0; sector < cash; sector++)
      returns[sector] = weights[sector] === 0 ? NaN : returns[sector] / weights[sector]
  }
  for (const [i, { exposures, benchmark, returns }] of periods.entries()) {
    put(exposures, returns, rowOf(input.weights, i), rowOf(input.returns, i))
    put(benchmark, returns, rowOf(input.benchmarkWeights, i), rowOf(input.benchmarkReturns, i))
  }
  return input
}

/**
 * Attributes year by year and over the whole time, from the holdings at each close to the next; a session with orders at the open is
 * attributed in two parts, before and after them, so that no trade is left unexplained.
 * @returns null (as NaN) where a span lost everything
 * @see Brinson and Fachler (1985), Journal of Portfolio Management 11(3); linked as in Carino (1999)
 */
export function brinsonReport(input: BrinsonReportInput): BrinsonReport {
  const { panel, result } = input
  const sectors = [...new Set(panel.sectors), CASH]
  const sessions = heldPeriods(input)
  const columns = panel.sectors.map((sector) => sectors.indexOf(sector))
  const tables = sectorInput(sessions.flat(), columns, sectors.length)
  // Row of the first period of each session, then their number.
  const begins = [0]
  for (const [i, periods] of sessions.entries()) begins.push(begins[i] + periods.length)
  const returns = returnsOf(result.net)
  const first = result.net.startIndex + 1
  const span = (start: number, end: number): BrinsonSpan => {
    const rows = (matrix: Matrix): Matrix => viewRows(matrix, begins[start], begins[end])
    const effects = brinsonFachler({
      weights: rows(tables.weights),
      benchmarkWeights: rows(tables.benchmarkWeights),
      returns: rows(tables.returns),
      benchmarkReturns: rows(tables.benchmarkReturns),
    })
    const linked = linkEffects(effects)
    const [allocation, selection, interaction] = [linked.allocation, linked.selection, linked.interaction].map(
      (values) => values.reduce((total, value) => total + value, 0),
    )
    const net = totalReturn(returns.subarray(start, end))
    const benchmark = totalReturn(effects.benchmarkReturns)
    return {
      net,
      benchmark,
      allocation,
      selection,
      interaction,
      // Not known where they are not: it would all be costs.
      other: net - benchmark - allocation - selection - interaction,
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
