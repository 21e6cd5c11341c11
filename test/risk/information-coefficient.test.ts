import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { neweyWestT } from '../../src/core/statistics.js'
import { MIN_PAIRS, rankInformationCoefficient } from '../../src/risk/information-coefficient.js'

function noise(seed: number, rows: number, cols: number): Float64Array {
  const random = createRandom(seed, 'noise')
  return Float64Array.from({ length: rows * cols }, () => random.normal())
}

describe('rank information coefficient', () => {
  it('ranks within each session: any increasing change of the scores leaves it as it is', () => {
    const realised = matrixOver(30, 8, noise(1, 30, 8))
    const scores = matrixOver(30, 8, noise(2, 30, 8))
    const changed = { ...scores, data: scores.data.map((value, i) => Math.exp(value) + Math.floor(i / 8) * 100) }
    const plain = rankInformationCoefficient(scores, realised, { lag: 2 })
    expect(rankInformationCoefficient(changed, realised, { lag: 2 })).toEqual(plain)
    expect(plain.sessions).toBe(30)
    expect(plain.t).toBe(neweyWestT(plain.series, 2))
  })

  it('is 1 for the realised order and -1 for the reverse', () => {
    const realised = matrixOver(5, 6, noise(3, 5, 6))
    const reversed = { ...realised, data: realised.data.map((value) => -value) }
    expect(rankInformationCoefficient(realised, realised, { lag: 0 }).mean).toBeCloseTo(1, 12)
    expect(rankInformationCoefficient(reversed, realised, { lag: 0 }).mean).toBeCloseTo(-1, 12)
  })

  it(`counts a session only with ${MIN_PAIRS} pairs and with something to tell apart`, () => {
    const scores = matrixOver(4, 4, Float64Array.of(1, 2, NaN, NaN, 1, 2, 3, NaN, 1, 1, 1, 1, 4, 3, 2, 1))
    const realised = matrixOver(4, 4, Float64Array.of(1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4))
    const { series, mean, sessions } = rankInformationCoefficient(scores, realised, { lag: 0 })
    expect([...series]).toEqual([NaN, expect.closeTo(1, 12), NaN, expect.closeTo(-1, 12)])
    expect(mean).toBeCloseTo(0, 12)
    expect(sessions).toBe(2)
  })

  it('scores without information have a t statistic within chance (100 draws, 1 to 12 beyond 2)', () => {
    let beyond = 0
    for (let seed = 0; seed < 100; seed++) {
      const scores = matrixOver(120, 9, noise(2 * seed, 120, 9))
      const realised = matrixOver(120, 9, noise(2 * seed + 1, 120, 9))
      if (Math.abs(rankInformationCoefficient(scores, realised, { lag: 3 }).t) > 2) beyond++
    }
    expect(beyond).toBeGreaterThanOrEqual(1)
    expect(beyond).toBeLessThanOrEqual(12)
  })

  it('is NaN when no session counts', () => {
    const nothing = rankInformationCoefficient(createMatrix(3, 5), createMatrix(3, 5), { lag: 1 })
    expect(nothing).toEqual({ series: new Float64Array(3).fill(NaN), mean: NaN, t: NaN, sessions: 0 })
  })

  it('refuses other shapes and lags', () => {
    expect(() => rankInformationCoefficient(createMatrix(2, 3), createMatrix(2, 4), { lag: 0 })).toThrow(
      'rankInformationCoefficient: realised is 2 x 4, expected 2 x 3',
    )
    expect(() => rankInformationCoefficient(createMatrix(2, 3), createMatrix(2, 3), { lag: 1.5 })).toThrow(
      'rankInformationCoefficient: lag "1.5", expected a whole number of sessions, 0 or more',
    )
  })
})
