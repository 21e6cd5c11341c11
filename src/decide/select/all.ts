import type { Selector } from '../decision-step.js'

/** Chooses every asset that has a score, whatever the score. */
export const all: Selector<Record<string, never>> = {
  name: 'all',
  defaults: {},
  check: () => undefined,
  select({ scores }) {
    const shares = scores.map((score) => (Number.isNaN(score) ? 0 : 1))
    const chosen = shares.reduce((sum, share) => sum + share, 0)
    return { shares, note: chosen === 0 ? 'no sector has a score: cash' : `all ${chosen} sectors` }
  },
}
