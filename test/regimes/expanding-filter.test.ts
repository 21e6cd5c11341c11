import { describe, expect, it } from 'vitest'
import { NO_KNOBS } from '../../datasets/simulated/knobs.js'
import { SIMULATED_SECTORS } from '../../datasets/simulated/sectors.js'
import { simulateMarket } from '../../datasets/simulated/simulate-market.js'
import { createMatrix, matrixOver, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { expandingFilter } from '../../src/regimes/expanding-filter.js'
import { agreementWith, plantedChain } from './chains.js'

const REFITS = [500, 1000, 1500, 2000, 2500]

/** Return of the defensive sectors less that of the others, per session. */
function defensiveReturns(market: ReturnType<typeof simulateMarket>, sessions: number): Matrix {
  const out = createMatrix(sessions, 1)
  for (let t = 1; t < sessions; t++) {
    const sides = [true, false].map((isDefensive) => {
      const bars = market.bars.filter((_, i) => SIMULATED_SECTORS[i].stressTilt > 0 === isDefensive)
      return bars.reduce((sum, { close }) => sum + Math.log(close[t] / close[t - 1]), 0) / bars.length
    })
    out.data[t] = sides[0] - sides[1]
  }
  return out
}

describe('expandingFilter', () => {
  // Out of sample: each row is filtered by a model of rows before its refit. Persistence is worth as much as separation.
  it.each([
    [0.9, 2.5],
    [0.95, 2],
    [0.98, 1.5],
  ])(
    'recovers over nine tenths of planted regimes that stay with %s, means %s deviations apart',
    (stay, separation) => {
      for (const seed of [1, 2, 3]) {
        const chain = plantedChain({ seed, rows: 3000, stay, means: [0, separation], deviations: [1, 1] })
        const states = expandingFilter(chain.observations, REFITS, { nStates: 2, seed: 1 })
        expect(agreementWith(chain.states, states, REFITS[0]), `seed ${seed}`).toBeGreaterThan(0.9)
      }
    },
  )

  it('recovers over 90% of three regimes, and of two that differ three times in volatility alone', () => {
    const three = plantedChain({ seed: 1, rows: 3000, stay: 0.96, means: [-2, 0, 2], deviations: [1, 1, 1] })
    const found = expandingFilter(three.observations, REFITS, { nStates: 3, seed: 1 })
    expect(agreementWith(three.states, found, REFITS[0])).toBeGreaterThan(0.9)
    const wild = plantedChain({ seed: 1, rows: 3000, stay: 0.98, means: [0, 0], deviations: [1, 3] })
    const turbulent = expandingFilter(wild.observations, REFITS, { nStates: 2, seed: 1, orderBy: 'variance' })
    expect(agreementWith(wild.states, turbulent, REFITS[0])).toBeGreaterThan(0.9)
  })

  it('recovers over 90% of the regimes of the simulated market, where stress moves defensive sectors enough', () => {
    const sessions = 3000
    for (const seed of [1, 2]) {
      const regimes = { strength: 1.5, meanLength: 60 }
      const market = simulateMarket({ seed, from: '2000-01-03', sessions, knobs: { ...NO_KNOBS, regimes } })
      // The drift of a session is ruled by the regime at the close before it.
      const ruling = Int32Array.from({ length: sessions }, (_, t) => market.truth.stress[Math.max(0, t - 1)])
      const states = expandingFilter(defensiveReturns(market, sessions), [1000, 2000], { nStates: 2, seed: 1 })
      expect(agreementWith(ruling, states, 1000), `seed ${seed}`).toBeGreaterThan(0.9)
    }
  })

  it('changing the future changes nothing before it, to the bit', () => {
    const { observations } = plantedChain({ seed: 3, rows: 900, stay: 0.97, means: [0, 2], deviations: [1, 1] })
    const options = { nStates: 2, seed: 1 }
    const refits = [200, 400, 600, 800]
    const states = expandingFilter(observations, refits, options)
    for (const t of [250, 399, 400, 799]) {
      const random = createRandom(t, 'future')
      const wild = (): number => (random.uniform() < 0.2 ? NaN : 50 * random.normal())
      const changed = observations.data.map((value, row) => (row > t ? wild() : value))
      const other = expandingFilter(matrixOver(900, 1, changed), refits, options)
      expect(other.data.slice(0, (t + 1) * 2), `row ${t}`).toEqual(states.data.slice(0, (t + 1) * 2))
      expect(other.data.slice((t + 1) * 2)).not.toEqual(states.data.slice((t + 1) * 2))
    }
  })

  it('knows nothing before the first refit that has enough history', () => {
    const { observations } = plantedChain({ seed: 3, rows: 200, stay: 0.9, means: [0, 4], deviations: [1, 1] })
    const states = expandingFilter(observations, [10, 100], { nStates: 2, seed: 1 })
    expect(states.data.subarray(0, 200).every(Number.isNaN)).toBe(true)
    expect(states.data.subarray(200).every(Number.isFinite)).toBe(true)
  })
})
