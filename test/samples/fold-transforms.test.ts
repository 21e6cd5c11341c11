import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ridge } from '../../models/ridge.js'
import { ConfigError } from '../../src/core/errors.js'
import { matrixOver, type Matrix } from '../../src/core/matrix.js'
import { symmetricEigen } from '../../src/core/symmetric-eigen.js'
import { fitModel, predictRows } from '../../src/forecast/forecast-fold.js'
import type { FoldTransform } from '../../src/samples/fold-transform.js'
import { foldTransformOf, transformedNames } from '../../src/samples/fold-transforms.js'
import { outlierIndex } from '../../src/samples/outlier-index.js'
import { pca } from '../../src/samples/pca.js'
import type { Samples } from '../../src/samples/samples.js'
import { standardScaler } from '../../src/samples/scaler.js'
import type { Fold } from '../../src/samples/walk-forward.js'
import { randomFeatures } from './fixture.js'

type Rows = readonly (readonly (number | null)[])[]
interface Golden {
  readonly train: Rows
  readonly test: Rows
  readonly centre: readonly number[]
  readonly scale: readonly number[]
  readonly components: Rows
  readonly variance: readonly number[]
  readonly scores: Rows
  readonly outlier: readonly number[]
}
const golden = (JSON.parse(readFileSync('test/golden/factors.json', 'utf8')) as { readonly transforms: Golden })
  .transforms

function samplesOf(rows: Rows, window = 1): Samples {
  const nSamples = rows.length / window
  const x = Float64Array.from(rows.flat(), (value) => value ?? NaN)
  const index = new Int32Array(nSamples)
  const featureNames = rows[0].map((_, f) => `feature_${f}`)
  return { x, y: new Float64Array(nSamples), dateIndex: index, assetIndex: index, labelEnd: index, nSamples, window, featureNames } // prettier-ignore
}

function expectClose(actual: ArrayLike<number>, expected: readonly (number | null)[]): void {
  expect(actual).toHaveLength(expected.length)
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value ?? NaN, 11)
}

describe('against NumPy', () => {
  it('principal components, their variance and scores', () => {
    const transform = pca(3)
    const state = transform.fit(samplesOf(golden.train))
    expectClose(state.centre, golden.centre)
    expectClose(state.scale, golden.scale)
    expectClose(state.components, golden.components.flat())
    expectClose(state.variance, golden.variance)
    const changed = transform.apply(state, samplesOf(golden.test))
    expectClose(changed.x, golden.scores.flat())
    expect(changed.featureNames).toEqual(['pca_1', 'pca_2', 'pca_3'])
  })

  it('the outlier index, behind the features as they were', () => {
    const test = samplesOf(golden.test)
    const changed = outlierIndex.apply(outlierIndex.fit(samplesOf(golden.train)), test)
    expectClose(changed.x.filter((_, i) => i % 6 === 5), golden.outlier) // prettier-ignore
    expect(changed.x.filter((_, i) => i % 6 !== 5)).toEqual(test.x)
    expect(changed.featureNames.at(-1)).toBe('outlier_index')
  })
})

describe('edge cases', () => {
  it('an eigenvector is turned so that its largest weight is positive, values descend', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, -1, -1, 2), 2)
    expectClose(values, [3, 1])
    expectClose(vectors, [Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT1_2, Math.SQRT1_2])
  })

  it('constant features and rows without any feature', () => {
    const train = samplesOf([[1, 5], [2, 5], [3, 5]]) // prettier-ignore
    const state = outlierIndex.fit(train)
    const { x } = outlierIndex.apply(state, samplesOf([[2, 5], [null, null], [4, null]])) // prettier-ignore
    expect(x[2]).toBe(0)
    expect(x[5]).toBeNaN()
    expect(x[8]).toBeGreaterThan(1)
    expect([...pca(1).fit(train).components]).toEqual([1, 0])
    const flat = outlierIndex.fit(samplesOf([[1, 5], [1, 5]])) // prettier-ignore
    expect(outlierIndex.apply(flat, samplesOf([[9, 9]])).x[2], 'no measure of distance').toBe(0)
  })

  it('copies of a feature do not turn rounding into distance', () => {
    const rows = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.sin(i) * 3 + 1e-15 * (i % 3)])
    const state = outlierIndex.fit(samplesOf(rows))
    const { x } = outlierIndex.apply(state, samplesOf(rows))
    expect(Math.max(...x.filter((_, i) => i % 3 === 2))).toBeLessThan(2)
  })

  it('every step of a window is transformed by what the newest steps taught', () => {
    for (const transform of [pca(2), outlierIndex, standardScaler]) {
      const state = transform.fit(samplesOf([...golden.train.slice(0, 20)]))
      const windowed = transform.apply(state, samplesOf(golden.test, 2))
      expect(windowed.x).toEqual(transform.apply(state, samplesOf(golden.test)).x)
      const paired = golden.train.slice(0, 20).flatMap((row) => [row.map(() => 1e9), row])
      expect(transform.fit(samplesOf(paired, 2))).toEqual(state)
    }
  })

  it('refuses more components than features, an index twice, unknown names', () => {
    expect(() => pca(6).fit(samplesOf(golden.train))).toThrow(
      'pca: "6" components, expected at most 5, the number of features',
    )
    expect(() => transformedNames([outlierIndex, outlierIndex], ['a'])).toThrow('outlier_index: is there already')
    expect(transformedNames([outlierIndex, pca(2)], ['a'])).toEqual(['pca_1', 'pca_2'])
    expect(foldTransformOf('pca_12').name).toBe('pca_12')
    for (const name of ['pca_0', 'pca', 'pca_03', 'whiten']) expect(() => foldTransformOf(name)).toThrow(ConfigError)
  })
})

describe('in a fold', () => {
  const horizon = 5
  const { features, target } = randomFeatures(120, 3, 4, horizon)
  const fold: Fold = { index: 0, trainStart: 10, labelLimit: 78, testStart: 80, testEnd: 100 }
  const end = fold.labelLimit - horizon

  /** Every row that does not train is filled with the value. */
  function poisoned(value: number): { features: typeof features; target: typeof target } {
    const poison = ({ rows, cols, data }: Matrix): Matrix =>
      matrixOver(rows, cols, data.map((kept, i) => (i >= fold.trainStart * cols && i < end * cols ? kept : value))) // prettier-ignore
    const values = poison(target.values)
    return { features: { ...features, values: features.values.map(poison) }, target: { ...target, values } }
  }

  const cases: (readonly [string, readonly FoldTransform[]])[] = [
    ['the scaler alone', []],
    ['components', [pca(2)]],
    ['the outlier index', [outlierIndex]],
    ['both', [outlierIndex, pca(3)]],
  ]

  it.each(cases)('%s: learn from training rows alone, to the last bit', (_, transforms) => {
    const options = { params: ridge.defaults, seed: 1, trainStride: 1, transforms }
    const honest = fitModel(ridge, features, target, fold, options)
    for (const value of [NaN, 1e9, -1e9]) {
      const bad = poisoned(value)
      const fitted = fitModel(ridge, bad.features, bad.target, fold, options)
      expect(fitted.transforms?.map(({ state }) => state)).toEqual(honest.transforms?.map(({ state }) => state))
      expect(fitted.scaler).toEqual(honest.scaler)
      expect(fitted.state).toEqual(honest.state)
    }
    // That the comparison can fail: a training row that differs is seen.
    const other = poisoned(NaN)
    other.features.values[1].data[end * 3 - 1] += 1
    expect(fitModel(ridge, other.features, other.target, fold, options).scaler).not.toEqual(honest.scaler)
  })

  it('scores come from the same transforms', () => {
    const options = { params: ridge.defaults, seed: 1, trainStride: 1 }
    const range = { start: fold.testStart, end: fold.testEnd }
    const scoresOf = (transforms: readonly FoldTransform[]): Float64Array => {
      const fitted = fitModel(ridge, features, target, fold, { ...options, transforms })
      return predictRows(ridge, fitted, ridge.defaults, features, target, range)
    }
    const plain = scoresOf([])
    expect(scoresOf([pca(1)])).not.toEqual(plain)
    expect(scoresOf([outlierIndex])).not.toEqual(plain)
    expect(scoresOf([pca(4)]).every(Number.isFinite)).toBe(true)
  })
})
