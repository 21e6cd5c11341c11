import { describe, expect, it } from 'vitest'
import { createMatrix, matrixOver, type Matrix } from '../../src/core/matrix.js'
import { hitRate } from '../../src/risk/hit-rate.js'

const row = (...values: number[]): Matrix => matrixOver(1, values.length, Float64Array.from(values))

describe('hit rate', () => {
  it('is the share of signs that came true', () => {
    expect(hitRate(row(1, -2, 3, -4), row(0.1, -0.1, -0.1, -0.2))).toBe(0.75)
  })

  it('leaves out what is missing and what has no sign, on either side', () => {
    expect(hitRate(row(1, NaN, 2, 0, 3, -1), row(0.1, 0.1, NaN, 0.1, 0, 0.2))).toBe(0.5)
  })

  it('turns to its complement when every forecast is reversed', () => {
    const forecast = row(1, -2, 3, -4, 5)
    const realised = row(0.1, -0.1, -0.1, -0.2, 0.3)
    const reversed = { ...forecast, data: forecast.data.map((value) => -value) }
    expect(hitRate(reversed, realised)).toBeCloseTo(1 - hitRate(forecast, realised), 12)
  })

  it('is NaN when nothing can be compared', () => {
    expect(hitRate(row(0, NaN), row(1, 1))).toBeNaN()
    expect(hitRate(createMatrix(0, 3), createMatrix(0, 3))).toBeNaN()
  })

  it('refuses other shapes', () => {
    expect(() => hitRate(createMatrix(2, 3), createMatrix(3, 2))).toThrow('hitRate: realised is 3 x 2, expected 2 x 3')
  })
})
