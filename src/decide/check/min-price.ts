import { requireOutcome, type CheckParams, type PreTradeCheck } from '../pre-trade-check.js'
import { requireNumber } from '../require-params.js'

export interface MinPriceParams extends CheckParams {
  /** Least close at which an asset is traded, currency. */
  readonly least: number
}

/** Refuses to trade what is cheap, or has no price. What an asset's weight is not changed of is not traded. */
export const minPrice: PreTradeCheck<MinPriceParams> = {
  name: 'min-price',
  defaults: { least: 1, outcome: 'block' },
  check(params) {
    requireNumber('min-price: least', params.least, 0, 1e12)
    requireOutcome('min-price', params)
  },
  faults({ assets, held, weights, prices }, { least }) {
    return assets.flatMap((asset, i) => {
      if (weights[i] === held[i] || prices[i] >= least) return []
      return [Number.isNaN(prices[i]) ? `${asset} has no price` : `${asset} at ${prices[i]} below ${least}`]
    })
  },
}
