import type { Constraint } from '../decision-step.js'
import { grossOf, netOf, percent, scaled } from '../exposures.js'
import { requireNumber, requirePositive } from '../require-params.js'

export interface ExposureParams {
  /** Largest sum of sizes, longs plus shorts, fraction of equity. */
  readonly gross: number
  /** Largest longs less shorts, of either sign, fraction of equity; 0 is neutral. */
  readonly net: number
  /** Least cash, fraction of equity: longs less shorts are at most 1 less this. It earns the ledger's rate. */
  readonly leastCash: number
}

/**
 * Bounds of the whole portfolio. Where the longs outweigh the shorts by too much the longs are scaled down until they do not, or the
 * other way round; then everything is scaled down to the gross bound, which keeps the other two. Nothing is scaled up.
 */
export const exposure: Constraint<ExposureParams> = {
  name: 'exposure',
  defaults: { gross: 1, net: 1, leastCash: 0 },
  check({ gross, net, leastCash }) {
    requirePositive('exposure: gross', gross, 10)
    requireNumber('exposure: net', net, 0, 10)
    requireNumber('exposure: leastCash', leastCash, 0, 1)
  },
  constrain(_, given, { gross, net, leastCash }) {
    const notes: string[] = []
    const wanted = netOf(given)
    const most = Math.min(net, 1 - leastCash)
    const bound = wanted > most ? most : wanted < -net ? -net : wanted
    const sign = Math.sign(wanted)
    const larger = given.reduce((sum, weight) => sum + Math.max(0, sign * weight), 0)
    // The larger side may shrink by what the sides differ by too much, at most: more than nothing is left of it.
    const factor = bound === wanted ? 1 : Math.max(0, 1 - Math.abs(wanted - bound) / larger)
    let weights: Float64Array = given.map((weight) => (sign * weight > 0 ? weight * factor : weight) + 0)
    if (factor < 1) notes.push(`net ${percent(wanted)} to ${percent(bound)}`)
    const size = grossOf(weights)
    if (size > gross) {
      weights = scaled(weights, gross / size)
      notes.push(`gross ${percent(size)} to ${percent(gross)}`)
    }
    return { weights, note: notes.length === 0 ? '' : `exposure: ${notes.join(', ')}` }
  },
}
