import { ConfigError } from '../../core/errors.js'
import { requireOutcome, type CheckParams, type PreTradeCheck } from '../pre-trade-check.js'

export interface RestrictedParams extends CheckParams {
  /** Symbols that may not be traded into; a house's list may name symbols that this universe does not have. */
  readonly symbols: readonly string[]
}

/** Refuses to open a position in a restricted symbol, or to add to one. What is held of it may be kept, and be closed. */
export const restricted: PreTradeCheck<RestrictedParams> = {
  name: 'restricted',
  defaults: { symbols: [], outcome: 'block' },
  check(params) {
    requireOutcome('restricted', params)
    if (params.symbols.length === 0) throw new ConfigError('restricted: symbols are none, expected one or more')
    const wrong = params.symbols.find((symbol) => typeof symbol !== 'string' || symbol === '')
    if (wrong !== undefined) throw new ConfigError(`restricted: symbols hold "${wrong}", expected symbols`)
  },
  faults({ assets, held, weights }, { symbols }) {
    return assets.filter((asset, i) => {
      const isSmaller = held[i] * weights[i] >= 0 && Math.abs(weights[i]) <= Math.abs(held[i])
      return symbols.includes(asset) && !isSmaller
    })
  },
}
