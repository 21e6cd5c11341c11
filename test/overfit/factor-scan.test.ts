import { describe, expect, it } from 'vitest'
import { createMatrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'
import { scanFactors, sessionReturns, type ScanOptions } from '../../src/overfit/factor-scan.js'
import { autoregression, noiseFactors, nullPanel } from './null-panel.js'

const options: ScanOptions = { lags: [0, 1, 5], horizon: 5, returns: 'relative', fdr: 0.1, periods: 3 }

describe('scanFactors on noise', () => {
  it('finds something in no more than a tenth of the panels, within three binomial deviations', () => {
    const panels = 120
    let found = 0
    for (let seed = 0; seed < panels; seed++) {
      const panel = nullPanel(seed, 300, 5)
      const { crossSection, series } = noiseFactors(seed, panel)
      const scan = scanFactors(panel, crossSection, series, options)
      expect(scan.tests).toBe(3 * 3 + 3 * 3 * 5)
      if (scan.discoveries > 0) found++
    }
    // With nothing to be found every discovery is false, so that the rate is the share of panels with any.
    const expected = panels * options.fdr
    expect(found).toBeLessThanOrEqual(expected + 3 * Math.sqrt(expected * (1 - options.fdr)))
  })
})

describe('scanFactors on what was planted', () => {
  const nDates = 1500
  const leader = autoregression(nDates, 0, createRandom(5, 'leader'))
  const led = 2
  const panel = nullPanel(9, nDates, 5, (row, col) => (col === led && row >= 6 ? 0.004 * leader[row - 6] : 0))
  const { crossSection, series } = noiseFactors(9, panel)
  const planted = { name: 'leader', values: leader }

  it('finds a lead of five sessions where it is, first of all and in every period', () => {
    const scan = scanFactors(panel, crossSection, [...series, planted], { ...options, horizon: 1, lags: [0, 2, 5, 8] })
    expect(scan.factors[0]).toMatchObject({
      name: 'leader',
      kind: 'series',
      target: 'sector-2',
      lag: 5,
      isStable: true,
    })
    expect(scan.factors[0].statistic).toBeGreaterThan(0.2)
    expect(scan.factors[0].regimes.rising).toBeGreaterThan(0)
    expect(scan.factors.filter(({ isDiscovery }) => isDiscovery)).toHaveLength(scan.discoveries)
    expect(scan.factors.filter(({ isDiscovery, name }) => isDiscovery && name !== 'leader').length).toBeLessThanOrEqual(
      1,
    )
    expect(scan.stricter.bonferroni).toBeGreaterThanOrEqual(1)
  })

  it('finds a factor that ranks the assets by what follows, at its lag alone', () => {
    const daily = sessionReturns(panel, 'relative')
    const values = createMatrix(daily.rows, daily.cols)
    const random = createRandom(4, 'foreknowledge')
    for (let i = 0; i + 2 * daily.cols < values.data.length; i++)
      values.data[i] = daily.data[i + 2 * daily.cols] + 0.03 * random.normal()
    const scan = scanFactors(panel, [{ name: 'oracle', values }], [], { ...options, horizon: 1, lags: [0, 1, 2] })
    const discoveries = scan.factors.filter(({ isDiscovery }) => isDiscovery)
    expect(discoveries).toHaveLength(1)
    expect(discoveries[0]).toMatchObject({ name: 'oracle', kind: 'cross-section', target: 'all', lag: 1 })
  })

  it('does not hold a sector against itself, nor take the return of the session itself', () => {
    const daily = sessionReturns(panel, 'plain')
    const own = {
      name: 'own',
      values: Float64Array.from({ length: nDates }, (_, row) => daily.data[row * 5]),
      asset: 0,
    }
    const { factors } = scanFactors(panel, [], [own], { ...options, horizon: 1, lags: [0], returns: 'plain' })
    expect(factors.map(({ target }) => target).sort()).toEqual(['sector-1', 'sector-2', 'sector-3', 'sector-4'])
    expect(factors.every(({ isDiscovery }) => !isDiscovery)).toBe(true)
  })

  it('has periods that cover the calendar, each of its own sessions alone', () => {
    const scan = scanFactors(panel, [], [planted], options)
    const [first] = scan.factors
    expect(first.periods).toHaveLength(3)
    const { target, lag } = first
    const shorter = nullPanel(9, nDates / 3, 5, (row, col) => (col === led && row >= 6 ? 0.004 * leader[row - 6] : 0))
    const alone = scanFactors(shorter, [], [{ ...planted, values: leader.slice(0, nDates / 3) }], options)
    const same = alone.factors.find((factor) => factor.target === target && factor.lag === lag)
    expect(first.periods[0].statistic).toBeCloseTo(same?.statistic ?? NaN, 12)
  })

  it('does not test what is missing, and says how much', () => {
    const missing = { name: 'missing', values: new Float64Array(nDates).fill(NaN) }
    const scan = scanFactors(panel, [], [missing], options)
    expect(scan).toMatchObject({ tests: 0, untested: 15, discoveries: 0, factors: [] })
  })
})
