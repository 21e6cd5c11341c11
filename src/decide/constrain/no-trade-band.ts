import { ConfigError } from '../../core/errors.js'
import type { Constraint } from '../decision-step.js'
import { netOf, percent } from '../exposures.js'
import { requireChoice, requireNumber } from '../require-params.js'

export interface NoTradeBandParams {
  /** Half of the width within which nothing is traded, fraction of equity; 0: each asset's own, from the cost of trading. */
  readonly band: number
  /** Relative risk aversion, for bands from the cost: 1 is that of who maximises the growth of wealth. */
  readonly riskAversion: number
  /** Where a trade goes: the `edge` of the band, which proportional costs ask for, or the `target`, for costs by the order. */
  readonly to: 'edge' | 'target'
}

/** Half of the width of the band around a target: (3 / (2 riskAversion) x cost x target^2 (1 - target)^2)^(1/3). */
function bandOf(target: number, costRate: number, { band, riskAversion }: NoTradeBandParams): number {
  if (band > 0) return band
  return Math.cbrt((1.5 / riskAversion) * costRate * (target * (1 - target)) ** 2)
}

/**
 * Leaves a position as it is while it lies within a band around its target, and trades to the edge (or the target) where it lies
 * outside. The band knows what trading costs: with proportional costs the best one is as wide as the cube root of the cost, so
 * that 10 basis points make a band of some 3% around a third; without costs there is none. A position that is to be closed is
 * closed: around 0 there is no band from the cost, and none of one's own either. What is left as it is is not traded at all: the
 * session between decision and trade may move its weight, and neither that nor rounding to lots is made up.
 *
 * What is kept above its target leaves less to buy with: where the purchases would take the sum above that of the target, or of
 * what is held if that is larger, all of them shrink by one factor. With shorts the sum of sizes may exceed both by the bands; an
 * `exposure` behind this bounds it.
 * @see Gerhold, Guasoni, Muhle-Karbe and Schachermayer (2014), "Transaction costs, trading volume, and the liquidity premium",
 *   Finance and Stochastics 18, equation (1.1): width of the band to the leading order, with half a spread for a cost each way.
 *   Each asset is taken by itself against the rest
 */
export const noTradeBand: Constraint<NoTradeBandParams> = {
  name: 'no-trade-band',
  defaults: { band: 0, riskAversion: 3, to: 'edge' },
  check({ band, riskAversion, to }) {
    requireNumber('no-trade-band: band', band, 0, 1)
    if (!(riskAversion >= 0.1 && riskAversion <= 100))
      throw new ConfigError(`no-trade-band: riskAversion "${riskAversion}", expected 0.1 to 100`)
    requireChoice('no-trade-band: to', to, ['edge', 'target'])
  },
  constrain({ held, assets, costRate }, given, params) {
    const weights = given.map((target, i) => {
      const gap = target - held[i]
      const band = target === 0 ? 0 : bandOf(target, typeof costRate === 'number' ? costRate : costRate[i], params)
      if (Math.abs(gap) <= band) return held[i]
      return params.to === 'target' ? target : target - Math.sign(gap) * band
    })
    // Purchases may not need more money than the target or the present portfolio does.
    const excess = netOf(weights) - Math.max(netOf(given), netOf(held))
    const bought = weights.reduce((sum, weight, i) => sum + Math.max(0, weight - held[i]), 0)
    const part = excess > 0 && bought > 0 ? Math.max(0, 1 - excess / bought) : 1
    const affordable = weights.map((weight, i) => (weight > held[i] ? held[i] + (weight - held[i]) * part : weight))
    const kept = Uint8Array.from(affordable, (weight, i) => (weight === held[i] ? 1 : 0))
    const named = assets.filter((_, i) => kept[i] === 1 && given[i] !== held[i])
    const around = params.band > 0 ? ` within ${percent(params.band)}` : ''
    return { weights: affordable, note: named.length === 0 ? '' : `not traded${around}: ${named.join(' ')}`, kept }
  },
}
