import { describe, expect, it } from 'vitest'
import { parseSession } from '../../src/core/calendar.js'
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

  it('has periods of the sessions in which an asset trades, whatever the age of the benchmark', () => {
    const isOlder = (row: number): boolean => row < 300
    const closes = panel.fields.close
    const close = {
      ...closes,
      data: closes.data.map((value, i) => (isOlder(Math.floor(i / closes.cols)) ? NaN : value)),
    }
    const young = { ...panel, fields: { ...panel.fields, close } }
    const [{ periods }] = scanFactors(young, [], [planted], options).factors
    const rows = periods.map(({ from, to }) => [from, to].map((day) => panel.dates.indexOf(parseSession(day))))
    expect(rows).toEqual([
      [300, 699],
      [700, 1099],
      [1100, 1499],
    ])
    expect(periods.map(({ statistic }) => Number.isNaN(statistic))).toEqual([false, false, false])
  })

  it('tests once what has two names, and says so; another asset makes another test', () => {
    const again = { name: 'again', values: leader.slice() }
    const values = createMatrix(nDates, 5)
    for (let i = 0; i < values.data.length; i++) values.data[i] = leader[Math.floor(i / 5)] * (1 + (i % 5))
    const across = [
      { name: 'first', values },
      { name: 'second', values: { ...values, data: values.data.slice() } },
    ]
    const scan = scanFactors(panel, across, [planted, again, { ...again, asset: 0 }], options)
    expect(scan.duplicates).toEqual([
      { name: 'second', of: 'first' },
      { name: 'again', of: 'leader' },
    ])
    expect(scan.tests).toBe(3 + 3 * 5 + 3 * 4)
    expect(scan.factors.map(({ name }) => name)).not.toContain('second')
    const alone = scanFactors(panel, across.slice(0, 1), [planted, { ...again, asset: 0 }], options)
    expect(scan).toEqual({ ...alone, duplicates: scan.duplicates })
  })

  it('does not test what is missing, and says how much', () => {
    const missing = { name: 'missing', values: new Float64Array(nDates).fill(NaN) }
    const scan = scanFactors(panel, [], [missing], options)
    expect(scan).toMatchObject({ tests: 0, untested: 15, discoveries: 0, factors: [] })
  })
})

describe('the regimes of a scan', () => {
  const nDates = 400
  const panel = nullPanel(3, nDates, 3)
  const { series } = noiseFactors(3, panel)

  function regimes(close: (row: number) => number): { readonly rising: number; readonly falling: number } {
    const benchmark = Float64Array.from({ length: nDates }, (_, row) => close(row))
    const market = { ...panel, series: { 'benchmark.close': benchmark } }
    return scanFactors(market, [], series, { ...options, returns: 'plain', lags: [0] }).factors[0].regimes
  }

  it('are those of a benchmark that rises, falls, or stands where it stood, which is neither', () => {
    const [up, down] = [regimes((row) => 100 + row), regimes((row) => 1000 - row)]
    expect([up.falling, down.rising]).toEqual([NaN, NaN])
    expect(up.rising).toBe(down.falling)
    expect(up.rising).not.toBeNaN()
    expect(regimes(() => 100)).toEqual({ rising: NaN, falling: NaN })
  })

  it('do not know of sessions at which the benchmark, or its close of half a year before, is missing', () => {
    const rising = regimes((row) => (row % 7 === 0 ? NaN : 100 + row))
    expect(rising.falling).toBeNaN()
    expect(rising.rising).not.toBeNaN()
    // What stays is what the sessions with both closes say: nothing where each lacks one.
    expect(regimes((row) => (row < 200 ? NaN : 100 + row)).rising).not.toBeNaN()
    expect(regimes((row) => (row % 252 < 126 ? NaN : 100 + row))).toEqual({ rising: NaN, falling: NaN })
  })
})
