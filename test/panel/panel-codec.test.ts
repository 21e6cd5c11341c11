import { describe, expect, it } from 'vitest'
import { ArtifactError, ShapeError } from '../../src/core/errors.js'
import { decodeRecord, encodeRecord } from '../../src/core/records.js'
import { matrixLengths, panelOfParts, partsOfPanel } from '../../src/panel/panel-codec.js'
import { randomPanel } from '../contracts/random-panel.js'

const panel = { ...randomPanel(40, 3, 7), assetSeries: { 'b/a': randomPanel(40, 3, 8).fields.close } }

describe('panel codec', () => {
  it('a panel comes back to the bit, its matrices uncopied', () => {
    const { record, matrices } = partsOfPanel(panel)
    const read = decodeRecord(encodeRecord(record), 'panel')
    expect(matrixLengths(read)).toEqual(matrices.map(({ length }) => length))
    const back = panelOfParts({ record: read, matrices })
    expect(back).toStrictEqual(panel)
    expect(back.fields.close.data).toBe(panel.fields.close.data)
  })

  it('equality here tells -0 from 0', () => {
    expect(Float64Array.of(-0)).not.toStrictEqual(Float64Array.of(0))
  })

  it.each([
    ['another kind', { kind: 'forecasts' }],
    ['no header', { header: null }],
    ['names that are none', { header: { assets: [1] } }],
    ['no dates', { arrays: {} }],
  ])('refuses a record of %s', (_, change) => {
    const record = { ...partsOfPanel(panel).record, ...change }
    expect(() => matrixLengths(record)).toThrow(ArtifactError)
    expect(() => panelOfParts({ record, matrices: [] })).toThrow(ArtifactError)
  })

  it('refuses a series that is missing and a matrix of another length', () => {
    const { record, matrices } = partsOfPanel(panel)
    const { dates } = record.arrays
    expect(() => panelOfParts({ record: { ...record, arrays: { dates } }, matrices })).toThrow(/has no series/)
    const short = matrices.map((matrix) => matrix.subarray(1))
    expect(() => panelOfParts({ record, matrices: short })).toThrow(ShapeError)
  })
})
