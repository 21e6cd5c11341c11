import { ConfigError } from '../core/errors.js'

/** Published weights are rounded: this much may their sum differ from 1. */
const TOLERANCE = 1e-3

function requireWeights(weights: ReadonlyMap<string, number>, what: string): void {
  let total = 0
  for (const [sector, weight] of weights) {
    if (!(weight >= 0)) throw new ConfigError(`${what}: weight of "${sector}" is ${weight}, expected 0 or more`)
    total += weight
  }
  if (!(Math.abs(total - 1) <= TOLERANCE)) throw new ConfigError(`${what}: weights sum to ${total}, expected 1`)
}

/**
 * How closely an index stands for an economy (or a whole market): 1 - 1/2 sum |w_index - w_economy| over all sectors. 1 when the weights are
 * identical, 0 when they have no sector in common; the share of the money that would not have to move. A sector that one side does
 * not have weighs 0 there. One half of the sum is the active share of Cremers and Petajisto (2009), taken over sectors.
 * @param index - weight by sector, 0 or more, summing to 1 within 0.001 (published weights are rounded)
 * @param economy - the same
 * @returns 0 to 1 (up to the rounding of the sums)
 * @throws ConfigError when a weight is negative or NaN, or they do not sum to 1
 */
export function representativeness(index: ReadonlyMap<string, number>, economy: ReadonlyMap<string, number>): number {
  requireWeights(index, 'index')
  requireWeights(economy, 'economy')
  let distance = 0
  for (const sector of new Set([...index.keys(), ...economy.keys()]))
    distance += Math.abs((index.get(sector) ?? 0) - (economy.get(sector) ?? 0))
  return 1 - distance / 2
}
