import { expect, test } from 'vitest'
import { checkKnobs, DEFAULT_KNOBS, NO_KNOBS, type MarketKnobs } from '../../../datasets/simulated/knobs.js'
import { ConfigError } from '../../../src/core/errors.js'

const SHOCKS = { rate: 0.01, multiple: 5, drift: 0.02, sessions: 10 }

const REFUSED: readonly [string, Partial<MarketKnobs>][] = [
  ['momentum.strength', { momentum: { strength: -0.1, halfLife: 60 } }],
  ['momentum.halfLife', { momentum: { strength: 0.1, halfLife: 0 } }],
  ['leadLag.strength', { leadLag: { strength: 1.1, lag: 5 } }],
  ['leadLag.lag', { leadLag: { strength: 0.5, lag: 2.5 } }],
  ['regimes.strength', { regimes: { strength: NaN, meanLength: 60 } }],
  ['regimes.meanLength', { regimes: { strength: 0.1, meanLength: 1 } }],
  ['volumeShocks.rate', { volumeShocks: { ...SHOCKS, rate: 2 } }],
  ['volumeShocks.multiple', { volumeShocks: { ...SHOCKS, multiple: 0.5 } }],
  ['volumeShocks.drift', { volumeShocks: { ...SHOCKS, drift: Infinity } }],
  ['volumeShocks.sessions', { volumeShocks: { ...SHOCKS, sessions: 0 } }],
  ['lateListing.session', { lateListing: { sector: 'energy', session: 100 } }],
  ['death.session', { death: { sector: 'energy', session: 0 } }],
  ['split.ratio', { split: { sector: 'energy', session: 10, ratio: 0 } }],
  ['death.session', { lateListing: { sector: 'energy', session: 50 }, death: { sector: 'energy', session: 50 } }],
]

test.each(REFUSED)('a wrong %s is refused by name', (name, knobs) => {
  const check = (): void => checkKnobs({ ...NO_KNOBS, ...knobs }, 100)
  expect(check).toThrow(ConfigError)
  expect(check).toThrow(`simulateMarket: ${name} is "`)
})

test('an unknown sector is refused with the nearest one', () => {
  expect(() => checkKnobs({ ...NO_KNOBS, death: { sector: 'healthcare', session: 5 } }, 100)).toThrow(
    'simulateMarket: death.sector is "healthcare", expected a sector id such as "health-care"',
  )
})

test('the given sets of knobs are accepted', () => {
  expect(() => checkKnobs(NO_KNOBS, 2)).not.toThrow()
  expect(() => checkKnobs(DEFAULT_KNOBS, 2)).not.toThrow()
})
