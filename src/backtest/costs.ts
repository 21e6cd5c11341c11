import { ConfigError } from '../core/errors.js'

/** Beyond 10% of the traded value a cost is taken to be a mistake of unit. */
const MAX_COST_BPS = 1000

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
