import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver, rowOf, viewRows, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import type { HiddenMarkov } from '../../src/regimes/gaussian-emissions.js'
import { baumWelchStep } from '../../src/regimes/hidden-markov.js'
import { filterForward, mostLikelyPath, smoothBackward } from '../../src/regimes/hidden-states.js'

interface Golden {
  readonly name: string
  readonly diagonal: boolean
  readonly floor: number
  readonly initial: number[]
  readonly transition: number[][]
  readonly means: number[][]
  readonly covariances: number[][][]
  readonly x: (number | null)[][]
  readonly filtered: number[][]
  readonly logLikelihoods: number[]
  readonly smoothed: number[][]
  readonly path: number[]
  readonly step: Pick<Golden, 'initial' | 'transition' | 'means' | 'covariances'>
}

const { cases } = JSON.parse(readFileSync('test/golden/regimes.json', 'utf8')) as { readonly cases: readonly Golden[] }

function modelOf({ initial, transition, means, covariances }: Golden): HiddenMarkov {
  return {
    nStates: initial.length,
    nVariables: means[0].length,
    initial: Float64Array.from(initial),
    transition: Float64Array.from(transition.flat()),
    means: Float64Array.from(means.flat()),
    covariances: Float64Array.from(covariances.flat(2)),
  }
}

function observationsOf({ x }: Golden): Matrix {
  return matrixOver(
    x.length,
    x[0].length,
    Float64Array.from(x.flat(), (value) => value ?? NaN),
  )
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(actual.length, what).toBe(expected.length)
  for (const [i, value] of expected.entries()) expect(Math.abs(actual[i] - value), `${what} ${i}`).toBeLessThan(1e-10)
}

/** A calm and a wild state that rarely change. */
const TWO: HiddenMarkov = {
  nStates: 2,
  nVariables: 1,
  initial: Float64Array.of(0.5, 0.5),
  transition: Float64Array.of(0.9, 0.1, 0.2, 0.8),
  means: Float64Array.of(0, 0),
  covariances: Float64Array.of(1, 9),
}

const columnOfNumbers = (values: readonly number[]): Matrix => matrixOver(values.length, 1, Float64Array.from(values))

describe.each(cases)('against every path, $name', (golden) => {
  const model = modelOf(golden)
  const observations = observationsOf(golden)
  const forward = filterForward(model, observations)

  it('filtered states and likelihoods are those of the enumeration, to 1e-10', () => {
    expectClose(forward.states.data, golden.filtered.flat(), 'filtered')
    expectClose(forward.logLikelihoods, golden.logLikelihoods, 'log likelihood')
  })

  it('smoothed states and the most likely path are those of the enumeration', () => {
    expectClose(smoothBackward(model, forward).states.data, golden.smoothed.flat(), 'smoothed')
    expect([...mostLikelyPath(model, observations)]).toEqual(golden.path)
  })

  it('a pass of Baum-Welch ends where the enumeration does', () => {
    const shape = { covariance: golden.diagonal ? 'diagonal' : 'full', floor: golden.floor } as const
    const { model: better, logLikelihood } = baumWelchStep(model, observations, shape)
    expectClose(better.initial, golden.step.initial, 'initial')
    expectClose(better.transition, golden.step.transition.flat(), 'transition')
    expectClose(better.means, golden.step.means.flat(), 'means')
    expectClose(better.covariances, golden.step.covariances.flat(2), 'covariances')
    expect(logLikelihood).toBeCloseTo(
      golden.logLikelihoods.reduce((sum, value) => sum + value, 0),
      9,
    )
  })
})

describe('filterForward', () => {
  it('by hand: one observation, then one that is missing and only moves the states on', () => {
    const { states, logLikelihoods } = filterForward(TWO, columnOfNumbers([0, NaN]))
    // Densities at 0 are 1 and 1/3 of the same number: 3 to 1.
    expect(states.data[0]).toBeCloseTo(0.75, 12)
    expect(states.data[2]).toBeCloseTo(0.75 * 0.9 + 0.25 * 0.2, 12)
    expect(logLikelihoods[1]).toBeCloseTo(0, 12)
  })

  it('a row does not depend on the rows after it, to the bit; a smoothed one does', () => {
    const random = createRandom(4, 'future')
    const all = columnOfNumbers(Array.from({ length: 60 }, () => 2 * random.normal()))
    const whole = filterForward(TWO, all)
    for (const rows of [1, 17, 59])
      expect(filterForward(TWO, viewRows(all, 0, rows)).states.data).toEqual(whole.states.data.slice(0, 2 * rows))
    const short = smoothBackward(TWO, filterForward(TWO, viewRows(all, 0, 30))).states
    expect(short.data).not.toEqual(smoothBackward(TWO, whole).states.data.slice(0, 60))
  })

  it('stays finite where an observation is impossible in the only state there can be', () => {
    const stuck = { ...TWO, initial: Float64Array.of(1, 0), transition: Float64Array.of(1, 0, 0, 1) }
    const { states, logLikelihoods } = filterForward(stuck, columnOfNumbers([0, 200, 1e6, 0]))
    expect([...states.data]).toEqual([1, 0, 1, 0, 1, 0, 1, 0])
    expect(logLikelihoods.every((value) => Number.isFinite(value))).toBe(true)
  })

  it('a state that can not be reached takes no part in smoothing', () => {
    const never = { ...TWO, initial: Float64Array.of(1, 0), transition: Float64Array.of(1, 0, 0.5, 0.5) }
    const { states, moves } = smoothBackward(never, filterForward(never, columnOfNumbers([0, 0.5, 1])))
    expect([...states.data]).toEqual([1, 0, 1, 0, 1, 0])
    expect([...moves]).toEqual([2, 0, 0, 0])
  })

  it('rows sum to 1, whatever is missing or extreme', () => {
    const value = fc.oneof(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.constant(NaN), fc.constant(Infinity))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), (values) => {
        const forward = filterForward(TWO, columnOfNumbers(values))
        for (const states of [forward.states, smoothBackward(TWO, forward).states])
          for (let row = 0; row < values.length; row++) {
            const own = rowOf(states, row)
            expect(own[0] + own[1]).toBeCloseTo(1, 9)
            expect(Math.min(...own)).toBeGreaterThanOrEqual(0)
          }
      }),
    )
  })

  it('the last smoothed row is the filtered one; no rows have no states', () => {
    const forward = filterForward(TWO, columnOfNumbers([1, -4, 2]))
    expect(rowOf(smoothBackward(TWO, forward).states, 2)).toEqual(rowOf(forward.states, 2))
    const none = filterForward(TWO, createMatrix(0, 1))
    expect(smoothBackward(TWO, none).states.rows).toBe(0)
    expect(mostLikelyPath(TWO, createMatrix(0, 1))).toHaveLength(0)
  })
})
