import type { Weigher } from '../decision-step.js'

/** Equal parts of what was chosen: each share over the sum of their sizes. */
export const equal: Weigher<Record<string, never>> = {
  name: 'equal',
  defaults: {},
  check: () => undefined,
  weigh(_, { shares }) {
    const gross = shares.reduce((sum, share) => sum + Math.abs(share), 0)
    return { weights: gross > 0 ? shares.map((share) => share / gross) : shares.slice(), note: '' }
  },
}
