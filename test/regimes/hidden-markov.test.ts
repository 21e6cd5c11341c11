import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError, ShapeError } from '../../src/core/errors.js'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { fitHiddenMarkov } from '../../src/regimes/hidden-markov.js'
import { filterForward } from '../../src/regimes/hidden-states.js'
import { agreementWith, plantedChain } from './chains.js'

const SLOW = { seed: 1, rows: 2000, stay: 0.97, means: [-1.5, 1.5], deviations: [1, 1] } as const

describe('fitHiddenMarkov', () => {
  it('finds the parameters that were planted', () => {
    const { observations } = plantedChain(SLOW)
    const { model } = fitHiddenMarkov(observations, { nStates: 2, seed: 1 })
    expect(model.means[0]).toBeCloseTo(-1.5, 0)
    expect(model.means[1]).toBeCloseTo(1.5, 0)
    for (const state of [0, 1]) {
      expect(Math.sqrt(model.covariances[state])).toBeCloseTo(1, 0)
      expect(Math.abs(model.transition[state * 3] - 0.97)).toBeLessThan(0.015)
    }
  })

  it('the likelihood never falls from pass to pass, even where the floor binds', () => {
    const kinds = fc.constantFrom('diagonal', 'full')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 3 }),
        kinds,
        fc.boolean(),
        (seed, nStates, covariance, tight) => {
          const { observations } = plantedChain({ ...SLOW, seed, rows: 80, nVariables: 2 })
          const random = createRandom(seed, 'gaps')
          for (let i = 0; i < 160; i++) if (random.uniform() < 0.1) observations.data[i] = NaN
          const options = { nStates, seed, covariance, varianceFloor: tight ? 0.5 : 1e-4, iterations: 30 } as const
          const { history, logLikelihood } = fitHiddenMarkov(observations, options)
          for (let pass = 1; pass < history.length; pass++)
            expect(history[pass] - history[pass - 1]).toBeGreaterThan(-1e-8)
          expect(logLikelihood).toBe(history.at(-1))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('the likelihood is that of the model it returns, in the units of the observations', () => {
    const { observations } = plantedChain({ ...SLOW, rows: 300 })
    const inCents = observations.data.map((value) => 7 + 0.01 * value)
    const scaled = matrixOver(300, 1, inCents)
    const { model, logLikelihood } = fitHiddenMarkov(scaled, { nStates: 2, seed: 1 })
    const own = filterForward(model, scaled).logLikelihoods.reduce((sum, value) => sum + value, 0)
    expect(logLikelihood).toBeCloseTo(own, 6)
  })

  it('numbers the states by their mean or variance, whatever the seed', () => {
    const chain = plantedChain({ seed: 5, rows: 1500, stay: 0.97, means: [3, -3, 0], deviations: [1, 0.5, 2] })
    for (const seed of [1, 2, 3]) {
      const byMean = fitHiddenMarkov(chain.observations, { nStates: 3, seed }).model
      expect(Array.from(byMean.means, (value) => Math.round(value) + 0)).toEqual([-3, 0, 3])
      const { model } = fitHiddenMarkov(chain.observations, { nStates: 3, seed, orderBy: 'variance' })
      expect(Array.from(model.means, (value) => Math.round(value) + 0)).toEqual([-3, 3, 0])
      expect([...model.covariances]).toEqual([...model.covariances].sort((a, b) => a - b))
      // Moves are renumbered with the states.
      expect(model.transition[4]).toBeCloseTo(byMean.transition[8], 3)
    }
  })

  it('takes dependent variables as such: only a full covariance tells states apart that differ in correlation alone', () => {
    const { states, observations: drawn } = plantedChain({ ...SLOW, means: [0, 0], nVariables: 2, stay: 0.99 })
    const observations = createMatrix(drawn.rows, 2)
    for (let row = 0; row < drawn.rows; row++) {
      const [a, b] = [drawn.data[row * 2], drawn.data[row * 2 + 1]]
      const sign = states[row] === 0 ? -0.95 : 0.95
      observations.data.set([a, sign * a + Math.sqrt(1 - sign * sign) * b], row * 2)
    }
    const accuracy = (covariance: 'diagonal' | 'full'): number => {
      const { model } = fitHiddenMarkov(observations, { nStates: 2, seed: 1, covariance, starts: 8 })
      const right = agreementWith(states, filterForward(model, observations).states)
      return Math.max(right, 1 - right)
    }
    expect(accuracy('full')).toBeGreaterThan(0.95)
    expect(accuracy('diagonal')).toBeLessThan(0.85)
  })

  it('the same seed gives the same model to the bit', () => {
    const { observations } = plantedChain({ ...SLOW, rows: 200 })
    const fit = (): object => fitHiddenMarkov(observations, { nStates: 3, seed: 9 }).model
    expect(fit()).toEqual(fit())
  })

  it('stops where a pass adds too little: one state is known after a pass, and the next one adds nothing', () => {
    const { observations } = plantedChain({ ...SLOW, rows: 50 })
    expect(fitHiddenMarkov(observations, { nStates: 1, seed: 1, starts: 1 }).history).toHaveLength(2)
    const { history } = fitHiddenMarkov(observations, { nStates: 2, seed: 1, starts: 1, tolerance: 1e-4 })
    const gains = history.slice(1).map((value, pass) => value - history[pass])
    // The first pass to add less than the tolerance for each of the 50 rows is the last.
    expect(gains.findIndex((gain) => gain < 50e-4)).toBe(gains.length - 1)
    expect(gains.at(-1)).toBeLessThan(50e-4)
    expect(gains.length).toBeGreaterThan(3)
    // Without a tolerance it would go on: a likelihood before each pass, and one of the end.
    const unending = { nStates: 2, seed: 1, starts: 1, tolerance: -Infinity }
    for (const iterations of [0, 1, 7])
      expect(fitHiddenMarkov(observations, { ...unending, iterations }).history).toHaveLength(iterations + 1)
  })

  it('constant observations and single states give finite models', () => {
    const flat = matrixOver(40, 1, new Float64Array(40).fill(2))
    const { model, logLikelihood } = fitHiddenMarkov(flat, { nStates: 2, seed: 1 })
    expect([...model.means, ...model.covariances, ...model.transition, logLikelihood].every(Number.isFinite)).toBe(true)
    const one = fitHiddenMarkov(plantedChain({ ...SLOW, rows: 50 }).observations, { nStates: 1, seed: 1 }).model
    expect([...one.transition, ...one.initial]).toEqual([1, 1])
  })

  it('refuses too little, and options that mean nothing', () => {
    const three = matrixOver(4, 1, Float64Array.of(1, NaN, 2, 3))
    expect(() => fitHiddenMarkov(three, { nStates: 2, seed: 1 })).toThrow(
      new ShapeError('fitHiddenMarkov: 3 complete rows, expected at least 4 for 2 states'),
    )
    for (const wrong of [{ nStates: 0 }, { nStates: 2, starts: 0 }, { nStates: 2, varianceFloor: 0 }])
      expect(() => fitHiddenMarkov(three, { seed: 1, ...wrong })).toThrow(ConfigError)
  })
})
