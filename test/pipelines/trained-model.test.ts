import { describe, expect, it } from 'vitest'
import { ridge } from '../../models/ridge.js'
import { decodeFitted, encodeFitted } from '../../pipelines/trained-model.js'
import { decodeRecord, encodeRecord } from '../../src/core/records.js'
import { fitModel, predictRows } from '../../src/forecast/forecast-fold.js'
import { outlierIndex } from '../../src/samples/outlier-index.js'
import { pca } from '../../src/samples/pca.js'
import { randomFeatures } from '../samples/fixture.js'

const { features, target } = randomFeatures(90, 3, 4, 5)
const options = { params: ridge.defaults, seed: 1, trainStride: 1, transforms: [outlierIndex, pca(3)] }
const fitted = fitModel(ridge, features, target, { trainStart: 0, labelLimit: 70 }, options)
const range = { start: 70, end: 90 }

describe('a trained model as bytes', () => {
  it('comes back with its transforms and scaler, and scores the same on other rows to the last bit', () => {
    const read = decodeFitted(ridge, encodeFitted(ridge, fitted))
    expect(read.transforms?.map(({ transform }) => transform.name)).toEqual(['outlier_index', 'pca_3'])
    expect(read.transforms?.map(({ state }) => state)).toEqual(fitted.transforms?.map(({ state }) => state))
    const scores = predictRows(ridge, read, ridge.defaults, features, target, range)
    expect(scores).toEqual(predictRows(ridge, fitted, ridge.defaults, features, target, range))
    const without = { ...read, transforms: [] }
    expect(() => predictRows(ridge, without, ridge.defaults, features, target, range), 'they are needed').toThrow()
  })

  it.each([
    ['an unknown transform', { name: 'whiten', arrays: [] }, 'transform "whiten" is unknown'],
    ['a missing array', { name: 'pca_3', arrays: ['weights'] }, 'holds no weights of "pca_3"'],
  ])('%s is refused', (_, entry, message) => {
    const record = decodeRecord(encodeFitted(ridge, fitted), 'trained-model')
    const header = { ...(record.header as object), transforms: [entry] }
    expect(() => decodeFitted(ridge, encodeRecord({ ...record, header }))).toThrow(message)
  })
})
