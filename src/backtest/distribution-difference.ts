import { matrixOver, type Matrix } from '../core/matrix.js'
import type { SymbolBars } from '../panel/bars.js'
import { totalReturnBars } from '../panel/total-return.js'
import { simulate, type Market } from './simulate.js'

/** Growth a year of a fund bought and held, as fractions, by what becomes of its distributions. */
export interface DistributionGrowth {
  /** Of prices adjusted by the factor 1 - D / P[t - 1]: as if each distribution had bought shares at the close before, less itself. */
  readonly adjusted: number
  /** Each distribution buys shares at the close of its ex-date. */
  readonly reinvested: number
  /** Each distribution stays in cash. */
  readonly cash: number
}

/** How growth is measured. */
export interface DistributionTerms {
  /** Sessions a year. */
  readonly periodsPerYear: number
  /** Annual rate that cash earns, for actual days / 365; 0 when absent. */
  readonly cashRate?: number
}

/**
 * What the three ways to treat distributions make of the same fund, by the ledger, without costs, bought at the close of the first
 * session and held to that of the last. `reinvested - adjusted` is a matter of some hundredths of a percent; `cash - adjusted` is the
 * return on the distributions that was not earned.
 * @param raw - unadjusted bars with their splits and distributions, two sessions or more; what the first session pays belongs to
 *   those who held before
 */
export function distributionDifference(
  raw: SymbolBars,
  { periodsPerYear, cashRate = 0 }: DistributionTerms,
): DistributionGrowth {
  const sessions = raw.dates.length
  // The ledger fills a day after the decision: the first session stands twice, once for the decision.
  const column = (values: Float64Array): Matrix => matrixOver(sessions + 1, 1, Float64Array.of(values[0], ...values))
  const market: Market = {
    dates: Int32Array.of(raw.dates[0] - 1, ...raw.dates),
    open: column(raw.close),
    close: column(raw.close),
    splits: column(raw.splits),
    distributions: column(raw.distributions ?? new Float64Array(sessions)),
  }
  const annual = (growth: number): number => growth ** (periodsPerYear / (sessions - 1)) - 1
  const held = (reinvest: boolean): number => {
    const bought = [{ dateIndex: 0, weights: Float64Array.of(1), reason: 'buy and hold' }]
    const { equity } = simulate(market, bought, { fill: 'close', costBps: 0, capital: 1, cashRate, reinvest })
    return annual(equity[sessions] / equity[1])
  }
  const { close } = totalReturnBars(raw)
  return { adjusted: annual(close[sessions - 1] / close[0]), reinvested: held(true), cash: held(false) }
}
