import { describe, expect, it } from 'vitest'
import { stageOf } from '../../src/features/stage-families.js'
import { randomPanel } from '../contracts/random-panel.js'
import { computeColumn, panelOfCloses } from './compute.js'

/** Closes whose log returns are `returns`, times a tenth; the first close is 1. */
const closesOf = (returns: readonly number[]): number[] => {
  let level = 0
  return [1, ...returns.map((value) => Math.exp((level += value / 10)))]
}

/** The value in the last row for one asset with these returns, in tenths, against the market's. */
function last(name: string, market: readonly number[], returns: readonly number[]): number {
  const panel = panelOfCloses(
    closesOf(returns).map((close) => [close]),
    closesOf(market),
  )
  return computeColumn(name, panel).data[market.length]
}

const m = [1, 1, -1, -1]
const e = [1, -1, -1, 1]
// Mean 0.5, slope 2 on the market, residuals e.
const r = m.map((value, k) => 0.5 + 2 * value + e[k])
const flat = [0, 0, 0, 0]

describe('the market model', () => {
  it('beta 2, alpha 0.5 of r = 0.5 + 2 m + e, where m and e have nothing in common', () => {
    expect(last('beta_4', m, r)).toBeCloseTo(2, 13)
    expect(last('alpha_4', m, r)).toBeCloseTo(0.05, 14)
  })

  it('correlation^2 is 4 of 5 parts of the variance; the rest is idiosyncratic', () => {
    expect(last('correlation_4', m, r)).toBeCloseTo(Math.sqrt(4 / 5), 13)
    expect(last('idiosyncratic_share_4', m, r)).toBeCloseTo(1 / 5, 13)
    // Squared residuals add up to 4, over n - 2 = 2.
    expect(last('idiosyncratic_volatility_4', m, r)).toBeCloseTo(0.1 * Math.sqrt(2), 13)
  })

  it('with a flat benchmark nothing is explained; a flat asset has beta 0 and no residual', () => {
    for (const name of ['beta_4', 'alpha_4', 'correlation_4', 'idiosyncratic_share_4', 'idiosyncratic_volatility_4'])
      expect(last(name, flat, r), name).toBeNaN()
    expect(last('beta_4', m, flat)).toBe(0)
    expect(last('idiosyncratic_volatility_4', m, flat)).toBe(0)
    expect(last('idiosyncratic_share_4', m, flat)).toBeNaN()
  })

  it('downside_beta is the slope over the falling sessions alone', () => {
    // Falls: (-1, -3), (-3, -4), (-2, -5): means -2, -4; slope (1 x 1 + -1 x 0 + 0 x -1) / 2 = 1/2.
    const market = [-1, 5, -3, 0, -2]
    expect(last('downside_beta_5', market, [-3, 90, -4, 70, -5])).toBeCloseTo(1 / 2, 13)
  })

  it('downside_beta is missing where the benchmark fell less than twice, or by the same amount', () => {
    expect(last('downside_beta_4', [1, -1, 2, 0], r)).toBeNaN()
    const closes = [1, 1.5, 0.75, 1.5, 0.75]
    const panel = panelOfCloses(closes.map((close) => [close + 1]), closes) // prettier-ignore
    expect(computeColumn('downside_beta_4', panel).data[4]).toBeNaN()
  })

  it('downside_beta is missing for an asset that misses a session of the window, fallen or not', () => {
    const panel = randomPanel(30, 2, 6)
    panel.fields.close.data[2 * 20] = NaN
    const { data } = computeColumn('downside_beta_9', panel)
    // The returns of rows 20 and 21 are missing, which windows up to row 29 hold.
    for (let row = 20; row < 30; row++) expect(data[2 * row]).toBeNaN()
    expect(data[2 * 29 + 1]).not.toBeNaN()
  })
})

describe('active returns', () => {
  it('tracking_error and information_ratio are of r - m', () => {
    // Active returns 1 3 2: mean 2, deviation 1.
    expect(last('tracking_error_3', [1, 2, 3], [2, 5, 5])).toBeCloseTo(0.1, 14)
    expect(last('information_ratio_3', [1, 2, 3], [2, 5, 5])).toBeCloseTo(2, 12)
  })

  it('information_ratio is missing for the benchmark itself', () => {
    expect(last('tracking_error_4', m, m)).toBe(0)
    expect(last('information_ratio_4', m, m)).toBeNaN()
  })
})

describe('the benchmark alone', () => {
  const panel = panelOfCloses([[1], [1], [1], [1]], [8, 10, 6, 8])

  it('market_trend is its distance from its mean, market_drawdown that from its highest close', () => {
    const trend = computeColumn('market_trend_3', panel)
    expect(trend.cols).toBe(1)
    expect([...trend.data]).toEqual([NaN, NaN, 6 / 8 - 1, 0])
    expect([...computeColumn('market_drawdown_3', panel).data]).toEqual([NaN, NaN, 6 / 10 - 1, 8 / 10 - 1])
  })

  it('market_volatility is the sample deviation of its log returns', () => {
    // log 2 and -log 2: deviation sqrt(2) log 2.
    const up = panelOfCloses([[1], [1], [1]], [1, 2, 1])
    expect(computeColumn('market_volatility_2', up).data[2]).toBeCloseTo(Math.SQRT2 * Math.log(2), 14)
  })

  it('windows that are too short are refused by name', () => {
    for (const [family, least] of [
      ['beta', 2],
      ['downside_beta', 4],
      ['idiosyncratic_volatility', 3],
      ['variance_share_sector', 4],
    ] as const)
      expect(() => stageOf(`${family}_${least - 1}`)).toThrow(
        `${family}: window is "${least - 1}", expected a whole number from ${least} to 100000`,
      )
  })
})
