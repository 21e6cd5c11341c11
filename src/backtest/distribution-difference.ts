import { matrixOver, type Matrix } from '../core/matrix.js'
import type { SymbolBars } from '../panel/bars.js'
import { totalReturnBars } from '../panel/total-return.js'
import { simulate, type Market } from './simulate.js'

/** Growth a year of one share bought and held, as fractions, by what becomes of its distributions. */
export interface DistributionGrowth {
  /** Of prices adjusted by the factor 1 - D / P[t - 1]: as if each distribution had bought shares at the close before, less itself. */
  readonly adjusted: number
  /** Each distribution buys shares at the close of its ex-date. */
  readonly reinvested: number
  /** Each distribution stays in cash, which earns nothing. */
  readonly cash: number
}

const DAYS_A_YEAR = 365.25

/**
 * What the three ways to treat distributions make of the same fund, by the ledger, without costs. `reinvested - adjusted` is a matter
 * of some hundredths of a percent; `cash - adjusted` is the return on the distributions that was not earned.
 * @param raw - unadjusted bars with their splits and distributions; three sessions or more
 */
export function distributionDifference(raw: SymbolBars): DistributionGrowth {
  const column = (values: Float64Array): Matrix => matrixOver(values.length, 1, values)
  const unadjusted: Market = {
    open: column(raw.open),
    close: column(raw.close),
    splits: column(raw.splits),
    distributions: column(raw.distributions ?? new Float64Array(raw.dates.length)),
  }
  const adjusted = totalReturnBars(raw)
  // Bought at the close of the second session.
  const years = (raw.dates[raw.dates.length - 1] - raw.dates[1]) / DAYS_A_YEAR
  const growth = (market: Market, reinvest: boolean): number => {
    const bought = [{ dateIndex: 0, weights: Float64Array.of(1), reason: 'buy and hold' }]
    const { equity } = simulate(market, bought, { fill: 'close', costBps: 0, capital: 1, reinvest })
    return equity[equity.length - 1] ** (1 / years) - 1
  }
  return {
    adjusted: growth({ open: column(adjusted.open), close: column(adjusted.close) }, false),
    reinvested: growth(unadjusted, true),
    cash: growth(unadjusted, false),
  }
}
