import { ConfigError } from '../core/errors.js'

/** Beyond 10% of the traded value a cost is taken to be a mistake of unit. */
const MAX_COST_BPS = 1000

/** Costs of trading beyond a flat number of basis points. */
export interface TradingCosts {
  /** Money per share traded; 0 when absent. */
  readonly perShare?: number
  /** The least that `perShare` comes to for one order, money; 0 when absent. */
  readonly minPerOrder?: number
  /** Half of the difference between ask and bid, basis points of the traded value: of all assets, or one for each; 0 when absent. */
  readonly halfSpreadBps?: number | readonly number[]
  /**
   * Coefficient Y of the square-root law: an order costs Y x daily volatility x sqrt(shares / volume of the session) of its value.
   * About 1 in practice; 0 when absent.
   * @see Grinold and Kahn (1999), "Active Portfolio Management", chapter 16; Almgren, Thum, Hauptmann and Li (2005), "Direct
   *   Estimation of Equity Market Impact"
   */
  readonly impact?: number
  /** Largest part of a session's volume that one order may take; the rest is carried to the next sessions. No limit when absent. */
  readonly maxParticipation?: number
}

/** Costs of one order by their kind, money, each 0 or more. */
export interface CostBreakdown {
  readonly basisPoints: number
  readonly perShare: number
  readonly spread: number
  readonly impact: number
}

/** What an order meets. */
export interface OrderTerms {
  readonly assetIndex: number
  /** Of either sign. */
  readonly shares: number
  readonly price: number
  /**
   * Shares traded in the session; looked at with impact or a limit of participation alone: without either, orders fill at the session's
   * price although nobody may have traded at it.
   */
  readonly volume: number
  /** Standard deviation of daily returns known before the session; NaN where unknown, which costs no impact. */
  readonly volatility: number
}

/** All that trading costs. */
export interface CostModel {
  /** Flat part, as a fraction of the traded value. */
  readonly rate: number
  /** Whether the flat part is all there is. */
  readonly isFlat: boolean
  /** Whether volumes are looked at: a session without one fills nothing then. */
  readonly needsVolume: boolean
  /** Whether volatilities are. */
  readonly hasImpact: boolean
  /** Infinity where there is no limit. */
  readonly maxParticipation: number
  of(order: OrderTerms): CostBreakdown
}

export const NO_COSTS: CostBreakdown = { basisPoints: 0, perShare: 0, spread: 0, impact: 0 }

/** The sum of all kinds. */
export function totalCost({ basisPoints, perShare, spread, impact }: CostBreakdown): number {
  return basisPoints + perShare + spread + impact
}

/**
 * Cost of trading as a fraction of the traded value: one basis point is 0.0001. Buys and sells cost the same.
 * @param costBps - basis points of the traded value, 0 to 1000
 * @throws ConfigError when the cost is out of range
 */
export function costRate(costBps: number): number {
  if (!(costBps >= 0 && costBps <= MAX_COST_BPS))
    throw new ConfigError(`costRate: costBps "${costBps}", expected 0 to ${MAX_COST_BPS} basis points of traded value`)
  return costBps / 10_000
}

function requireWithin(name: string, value: number, most: number): void {
  if (!(value >= 0 && value <= most)) throw new ConfigError(`costs: ${name} "${value}", expected 0 to ${most}`)
}

/**
 * Costs are booked apart from the fill price, each kind by itself, so that gross and net returns differ by their sum.
 * @param costBps - basis points of the traded value, 0 to 1000
 * @throws ConfigError when a cost is out of range
 */
export function costModel(costBps: number, costs: TradingCosts = {}): CostModel {
  const { perShare = 0, minPerOrder = 0, halfSpreadBps = 0, impact = 0, maxParticipation = Infinity } = costs
  const rate = costRate(costBps)
  requireWithin('perShare', perShare, 1e6)
  requireWithin('minPerOrder', minPerOrder, 1e12)
  requireWithin('impact', impact, 100)
  for (const half of typeof halfSpreadBps === 'number' ? [halfSpreadBps] : halfSpreadBps)
    requireWithin('halfSpreadBps', half, MAX_COST_BPS)
  if (!(maxParticipation > 0))
    throw new ConfigError(`costs: maxParticipation "${maxParticipation}", expected a fraction of the volume above 0`)
  const spreadRate = (assetIndex: number): number =>
    (typeof halfSpreadBps === 'number' ? halfSpreadBps : halfSpreadBps[assetIndex]) / 10_000
  return {
    rate,
    isFlat: perShare === 0 && minPerOrder === 0 && halfSpreadBps === 0 && impact === 0,
    needsVolume: impact > 0 || maxParticipation < Infinity,
    hasImpact: impact > 0,
    maxParticipation,
    of({ assetIndex, shares, price, volume, volatility }) {
      const size = Math.abs(shares)
      const share = impact > 0 ? impact * volatility * Math.sqrt(size / volume) : 0
      return {
        basisPoints: rate * size * price,
        perShare: Math.max(perShare * size, minPerOrder),
        spread: spreadRate(assetIndex) * size * price,
        impact: Number.isNaN(share) ? 0 : share * size * price,
      }
    },
  }
}
