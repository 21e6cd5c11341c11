import { describe, expect, it } from 'vitest'
import { matrixOver } from '../../../src/core/matrix.js'
import { portfolioVolatility } from '../../../src/decide/constrain/portfolio-volatility.js'

const options = { sessionsPerYear: 1, halfLife: 0 }

describe('the volatility of a portfolio with gaps', () => {
  it('half of the portfolio is enough, however its weights add up: 0.1 + 0.2 is more than 0.3', () => {
    const returns = matrixOver(3, 3, Float64Array.of(0.1, NaN, NaN, -0.1, NaN, NaN, 0.1, NaN, NaN))
    const { volatility, sessions } = portfolioVolatility(returns, Float64Array.of(0.3, 0.1, 0.2), options)
    expect(sessions).toBe(3)
    // The rest is taken to have done the same: 0.6 times the deviation of 0.1, -0.1, 0.1.
    expect(volatility).toBeCloseTo(0.6 * Math.sqrt(0.04 / 3), 12)
  })

  it('less than half is not', () => {
    const returns = matrixOver(2, 2, Float64Array.of(0.1, NaN, -0.1, NaN))
    expect(portfolioVolatility(returns, Float64Array.of(0.4, 0.6), options).sessions).toBe(0)
  })
})
