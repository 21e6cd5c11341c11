import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../src/core/matrix.js'
import { buildHeatmap, directionOf, type HeatmapOptions } from '../../src/export/heatmap.js'
import { exampleHeatmap, exampleOptions } from './example-heatmap.js'

describe('directionOf', () => {
  it('is the sign of the change, 0 within the dead band and without a value', () => {
    expect(directionOf(0.3, 0.1, 0.1)).toBe(1)
    expect(directionOf(0.1, 0.3, 0.1)).toBe(-1)
    expect(directionOf(0.2, 0.1, 0.5)).toBe(0)
    expect(directionOf(1, 0, 1)).toBe(0)
    expect(directionOf(0.3, NaN, 0)).toBe(0)
    expect(directionOf(NaN, 0.3, 0)).toBe(0)
    expect(directionOf(0.3, 0.3, NaN)).toBe(0)
    expect(directionOf(0.4, 0.3, NaN)).toBe(1)
  })

  it('turns around with the order of its values', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(value, value, fc.double({ min: 0, max: 10, noNaN: true }), (a, b, band) => {
        expect(directionOf(a, b, band) + directionOf(b, a, band)).toBe(0)
      }),
    )
  })
})

const small: HeatmapOptions = {
  dates: Int32Array.of(0, 1, 2),
  sectors: ['real-estate', 'Oil & gas', 'energy', 'it'],
  symbols: ['A', 'B', 'C', 'D'],
  scores: matrixOver(3, 4, Float64Array.of(9, 9, 9, 9, 0.1, -0.2, NaN, 0.4, 0.3, -0.2, 0.5, NaN)),
  confidence: matrixOver(3, 4, Float64Array.of(0, 0, 0, 0, 0.1, 0.2, NaN, 0.4, 0.5, 0.6, 0.7, NaN)),
  sessions: [1, 2],
  horizon: 21,
  title: 'Small',
  simulated: false,
  deadBand: 0.1,
}

describe('buildHeatmap', () => {
  it('puts the strongest latest score on top and a sector without one last', () => {
    const { rows } = buildHeatmap(small)
    expect(rows.map(({ id }) => id)).toEqual(['C', 'A', 'B', 'D'])
  })

  it('reads canonical ids as titles and leaves other names alone', () => {
    const { rows } = buildHeatmap(small)
    expect(rows.map(({ label }) => label)).toEqual(['Energy', 'Real Estate', 'Oil & gas', 'It'])
  })

  it('shows the asked sessions with scores, confidence and the change since the column before', () => {
    const { columns, cells } = buildHeatmap(small)
    expect(columns.map(({ label }) => label)).toEqual(['1970-01-02', '1970-01-03'])
    expect(cells).toEqual([
      [null, { value: 0.5, direction: 0, confidence: 0.7 }],
      [
        { value: 0.1, direction: 0, confidence: 0.1 },
        { value: 0.3, direction: 1, confidence: 0.5 },
      ],
      [
        { value: -0.2, direction: 0, confidence: 0.2 },
        { value: -0.2, direction: 0, confidence: 0.6 },
      ],
      [{ value: 0.4, direction: 0, confidence: 0.4 }, null],
    ])
  })

  it('takes every change from the column just before, whatever lies further back or between', () => {
    const { rows, cells } = buildHeatmap({ ...small, sessions: [0, 1, 2] })
    const a = cells[rows.findIndex(({ id }) => id === 'A')]
    expect(a.map((cell) => cell?.direction)).toEqual([0, -1, 1])
    const skipping = buildHeatmap({ ...small, sessions: [0, 2] }).cells[1]
    expect(skipping.map((cell) => cell?.direction)).toEqual([0, -1])
  })

  it('takes the limit from the sessions shown alone', () => {
    expect(buildHeatmap(small).limit).toBeCloseTo(0.475, 12)
  })

  it('measures the dead band in deviations of the session', () => {
    const [, row] = buildHeatmap({ ...small, deadBand: 2 }).cells
    expect(row[1]?.direction).toBe(0)
  })

  it('is the same heatmap, rows apart, when the assets come in another order', () => {
    const options = exampleOptions()
    const n = options.symbols.length
    const order = options.symbols.map((_, i) => (i * 4) % n)
    const permuted = (data: Float64Array): Float64Array =>
      data.map((_, i) => data[Math.floor(i / n) * n + order[i % n]])
    const other = buildHeatmap({
      ...options,
      sectors: order.map((i) => options.sectors[i]),
      symbols: order.map((i) => options.symbols[i]),
      scores: matrixOver(options.dates.length, n, permuted(options.scores.data)),
      confidence: matrixOver(options.dates.length, n, permuted(options.confidence.data)),
    })
    // Summing in another order moves the dead band by a rounding error, which decides no direction here.
    expect(other).toEqual(exampleHeatmap())
  })

  it('leaves its arguments alone', () => {
    const before = structuredClone(small)
    buildHeatmap(small)
    expect(small).toEqual(before)
  })

  it('refuses what does not fit together', () => {
    expect(() => buildHeatmap({ ...small, sectors: ['a'] })).toThrow('buildHeatmap: 1 sectors')
    expect(() => buildHeatmap({ ...small, dates: Int32Array.of(0) })).toThrow('scores is 3 x 4, expected 1 x 4')
    expect(() => buildHeatmap({ ...small, sessions: [] })).toThrow('buildHeatmap: sessions')
    expect(() => buildHeatmap({ ...small, sessions: [2, 1] })).toThrow('session "1" is out of place')
    expect(() => buildHeatmap({ ...small, sessions: [3] })).toThrow('session "3" is out of place')
    expect(() => buildHeatmap({ ...small, deadBand: -1 })).toThrow('deadBand "-1"')
  })
})
