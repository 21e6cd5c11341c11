import type { Performance } from '../src/backtest/performance.js'
import { returnsOf } from '../src/backtest/returns-of.js'
import { formatSession } from '../src/core/calendar.js'
import { columnOf } from '../src/core/matrix.js'
import { cagr } from '../src/risk/growth.js'
import { formatPercent, fraction } from '../src/risk/units.js'
import type { TradedMarket } from './traded-market.js'

/** The same decisions with shorts carried out otherwise, net of costs. */
export interface ShortsOtherwise {
  /** Shares of the assets themselves, borrowed and sold. */
  readonly direct: Performance
  /** The same funds without their fee. */
  readonly feeless: Performance
}

/** A portfolio net of costs, and what its ledger traded. */
interface CarriedOut {
  readonly net: Performance
  readonly traded: TradedMarket
  /** Absent where shorts are carried out directly. */
  readonly shorts?: ShortsOtherwise
}

/** What it makes to short through inverse funds: growth a year of the ensemble's portfolio, net of costs, as fractions. */
export interface ShortsReport {
  /** As it was carried out, and the same decisions with the assets themselves borrowed and sold. */
  readonly inverse: number
  readonly direct: number
  /** Inverse less direct: the sum of the next two. */
  readonly difference: number
  /** What the funds' fee took, below 0. */
  readonly fee: number
  /**
   * What the funds make without it less what direct shorts make: the drift of what resets daily between two decisions, and what only
   * direct shorts pay to borrow shares.
   */
  readonly resetting: number
}

/** Absent where shorts are carried out directly. */
export function shortsReport({ net, shorts }: CarriedOut, sessionsPerYear: number): ShortsReport | undefined {
  if (shorts === undefined) return undefined
  const growth = [net, shorts.direct, shorts.feeless].map((performance) =>
    cagr(returnsOf(performance), sessionsPerYear),
  )
  const [inverse, direct, feeless] = growth
  return { inverse, direct, difference: inverse - direct, fee: inverse - feeless, resetting: feeless - direct }
}

/** What shorting through inverse funds made, in a line. */
export function shortsText({ inverse, direct, difference, fee, resetting }: ShortsReport): string {
  const [own, other, gap, fees, drift] = [inverse, direct, difference, fee, resetting].map((value) =>
    formatPercent(fraction(value), 2),
  )
  return `shorts through inverse funds (simulated): CAGR net ${own}, ${other} if sold short, difference ${gap}: fee of the funds ${fees}, daily resetting, with nothing borrowed, ${drift}`
}

/** Symbols of the assets that were held short in spite of the funds. */
function soldShort({ traded: { symbols, funds }, net: { shares } }: CarriedOut): string[] {
  const held = (asset: number): boolean => shares.some((count, i) => count < 0 && i % symbols.length === asset)
  return symbols.slice(0, symbols.length - funds.length).filter((_, asset) => held(asset))
}

/** What a reader has to know of the funds that shorts were carried out with; nothing where they were carried out directly. */
export function fundWarnings(result: CarriedOut): string[] {
  const { funds, market, symbols } = result.traded
  if (funds.length === 0) return []
  const names = funds.map(({ symbol }) => symbol).join(', ')
  const lost = funds.flatMap(({ symbol, asset }, k) => {
    const row = columnOf(market.close, symbols.length - funds.length + k).indexOf(0)
    if (row < 0) return []
    const day = market.dates === undefined ? '' : ` on ${formatSession(market.dates[row])}`
    return [`the simulated ${symbol} lost everything${day}: shorts of ${symbols[asset]} stay in cash from then on`]
  })
  const sold = soldShort(result)
  return [
    `shorts are carried out through inverse funds simulated from their assets (${names}): nobody could have traded at their prices`,
    ...lost,
    ...(sold.length === 0 ? [] : [`no inverse fund stands for ${sold.join(', ')}: shares were borrowed and sold`]),
  ]
}
