import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/random.js'
import { mean } from '../../src/core/statistics.js'
import { turbulenceProbability } from '../../src/regimes/turbulence.js'

const CRASH = 1500
const CRASH_SESSIONS = 60

/** Calm sessions of 1%, a milder storm early on that can be learnt from, and a crash of falls and swings of 4%. */
function crashReturns(seed: number): Float64Array {
  const random = createRandom(seed, 'crash')
  return Float64Array.from({ length: 2000 }, (_, t) => {
    if (t >= 300 && t < 360) return 0.025 * random.normal()
    if (t >= CRASH && t < CRASH + CRASH_SESSIONS) return -0.01 + 0.04 * random.normal()
    return 0.0005 + 0.01 * random.normal()
  })
}

describe('turbulenceProbability', () => {
  it('exceeds 0.9 within ten sessions of a crash, stays there, and is below 0.5 again twenty sessions after it', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const probability = turbulenceProbability(crashReturns(seed), { seed: 1 })
      const crash = probability.subarray(CRASH, CRASH + CRASH_SESSIONS)
      const noticed = crash.findIndex((value) => value > 0.9)
      expect(noticed, `seed ${seed}`).toBeGreaterThanOrEqual(0)
      expect(noticed, `seed ${seed}`).toBeLessThan(10)
      const on = crash.subarray(noticed).map((value) => (value > 0.5 ? 1 : 0))
      expect(mean(on)).toBeGreaterThan(0.9)
      const after = probability.subarray(CRASH + CRASH_SESSIONS, CRASH + CRASH_SESSIONS + 21)
      expect(Math.min(...after), `seed ${seed}`).toBeLessThan(0.5)
    }
  })

  it('a false alarm is rare: under a tenth of the calm sessions before the crash', () => {
    const alarms = Array.from({ length: 6 }, (_, seed) => {
      const calm = turbulenceProbability(crashReturns(seed + 1), { seed: 1 }).subarray(600, CRASH)
      return calm.filter((value) => value > 0.5).length / calm.length
    })
    expect(Math.max(...alarms)).toBeLessThan(0.1)
  })

  it('knows nothing before the first estimate, and passes over sessions without a return', () => {
    const returns = crashReturns(1)
    returns.fill(NaN, 700, 710)
    const probability = turbulenceProbability(returns, { seed: 1, minSessions: 600, refitSessions: 100 })
    expect(probability.subarray(0, 600).every(Number.isNaN)).toBe(true)
    expect(probability.subarray(600).every((value) => value >= 0 && value <= 1)).toBe(true)
  })

  it('refuses numbers that are none', () => {
    expect(() => turbulenceProbability(crashReturns(1), { seed: 1, refitSessions: 0 })).toThrow(
      'turbulenceProbability: refitSessions "0", expected a whole number, 1 or more',
    )
  })
})
