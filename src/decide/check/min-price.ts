import { requireOutcome, type CheckParams, type PreTradeCheck } from '../pre-trade-check.js'
import { requireNumber } from '../require-params.js'
import { priceBelow } from './told-apart.js'

/** What a quote may miss the limit by, as a part of it: one that is rebuilt from adjusted prices carries the rounding of their file. */
const ROUNDING = 1e-6

export interface MinPriceParams extends CheckParams {
  /** Least close at which an asset is traded, currency. */
  readonly least: number
}

/**
 * Refuses to trade what is cheap, or has no price. What an asset's weight is not changed of is not traded. The price is the one that was
 * quoted on the day: one that is adjusted for later splits and distributions would let them decide.
 */
export const minPrice: PreTradeCheck<MinPriceParams> = {
  name: 'min-price',
  defaults: { least: 1, outcome: 'block' },
  readsQuotes: true,
  check(params) {
    requireNumber('min-price: least', params.least, 0, 1e12)
    requireOutcome('min-price', params)
  },
  faults({ assets, held, weights, quotes }, { least }) {
    return assets.flatMap((asset, i) => {
      if (weights[i] === held[i] || quotes[i] >= least * (1 - ROUNDING)) return []
      return [Number.isNaN(quotes[i]) ? `${asset} has no price` : `${asset} at ${priceBelow(quotes[i], least)}`]
    })
  },
}
