import fc from 'fast-check'

const DEFAULT_SEED = 20_261_121

// A red main must mean that the change broke it, not that a draw found something old: every run draws the same cases.
// `PROPERTY_SEED=random` draws new ones (fast-check prints the seed of a failure), a number draws those of that seed.
const { PROPERTY_SEED: asked = String(DEFAULT_SEED) } = process.env
if (asked !== 'random') {
  if (!/^-?\d{1,9}$/.test(asked)) throw new RangeError(`PROPERTY_SEED is "random" or a whole number, not "${asked}"`)
  fc.configureGlobal({ seed: Number(asked) })
}
