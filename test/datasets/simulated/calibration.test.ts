import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MARKET_CALIBRATION } from '../../../datasets/simulated/calibration.js'
import { NO_KNOBS } from '../../../datasets/simulated/knobs.js'
import { correlation, mean, median, standardDeviation } from '../../../src/core/statistics.js'
import type { SymbolBars } from '../../../src/panel/bars.js'
import { logReturnsOf, marketOf, SEEDS } from './measure.js'

const { sectors, benchmark, meanPairwiseCorrelation } = MARKET_CALIBRATION
const LAGS = [1, 5, 21]

function excessKurtosis(values: Float64Array): number {
  const centre = mean(values)
  const deviation = standardDeviation(values, 0)
  return mean(values.map((value) => ((value - centre) / deviation) ** 4)) - 3
}

function absoluteAutocorrelation(returns: Float64Array, lag: number): number {
  const size = returns.map(Math.abs)
  return correlation(size.slice(lag), size.slice(0, -lag))
}

function overnightShare({ open, close }: SymbolBars): number {
  const overnight = Float64Array.from({ length: open.length - 1 }, (_, t) => Math.log(open[t + 1] / close[t]))
  const intraday = close.map((price, t) => Math.log(price / open[t]))
  const variance = standardDeviation(overnight) ** 2
  return variance / (variance + standardDeviation(intraday) ** 2)
}

/** Median volume of the year of 252 sessions that begins so many years after the first session. */
function yearVolume({ volume }: SymbolBars, year: number): number {
  return median(volume.slice(year * 252, (year + 1) * 252))
}

/** Difference from the mean over the 63 sessions that end there, as in the calibration. */
function logVolumeDeviations({ volume }: SymbolBars): Float64Array {
  const logs = volume.map(Math.log)
  return Float64Array.from({ length: logs.length - 62 }, (_, t) => logs[t + 62] - mean(logs.subarray(t, t + 63)))
}

function summarise(bars: SymbolBars, market: Float64Array): Record<string, number> {
  const returns = logReturnsOf(bars)
  const deviation = standardDeviation(returns)
  const together = correlation(returns, market)
  const volumes = logVolumeDeviations(bars)
  return {
    volatility: deviation * Math.sqrt(252),
    beta: (together * deviation) / standardDeviation(market),
    correlation: together,
    idiosyncraticVolatility: deviation * Math.sqrt(252 * (1 - together * together)),
    kurtosis: excessKurtosis(returns),
    clustering1: absoluteAutocorrelation(returns, LAGS[0]),
    clustering5: absoluteAutocorrelation(returns, LAGS[1]),
    clustering21: absoluteAutocorrelation(returns, LAGS[2]),
    range: median(bars.close.map((price, t) => (bars.high[t] - bars.low[t]) / price)),
    overnight: overnightShare(bars),
    early: yearVolume(bars, 0),
    middle: yearVolume(bars, 9),
    late: median(bars.volume.slice(22 * 252)),
    volumeDeviation: standardDeviation(volumes),
    volumeAutocorrelation: correlation(volumes.slice(1), volumes.slice(0, -1)),
  }
}

/** Each figure averaged over the seeds: one row per sector, the benchmark last. */
function measureMarkets(): { funds: Record<string, number>[]; pairwise: number } {
  const rows: Record<string, number>[][] = []
  const pairwise: number[] = []
  for (const seed of SEEDS) {
    const market = marketOf(seed, NO_KNOBS)
    const of = logReturnsOf(market.benchmark)
    rows.push([...market.bars, market.benchmark].map((bars) => summarise(bars, of)))
    const returns = market.bars.map(logReturnsOf)
    pairwise.push(...returns.flatMap((a, i) => returns.slice(0, i).map((b) => correlation(a, b))))
  }
  const funds = rows[0].map((row, fund) =>
    Object.fromEntries(Object.keys(row).map((key) => [key, mean(rows.map((seed) => seed[fund][key]))])),
  )
  return { funds, pairwise: mean(pairwise) }
}

test('the constants are the ones that the calibration script measured', () => {
  const golden = new URL('../../golden/market-calibration.json', import.meta.url)
  const { versions, ...measured } = JSON.parse(readFileSync(golden, 'utf8')) as Record<string, unknown>
  expect(versions).toBeDefined()
  expect(measured).toEqual(MARKET_CALIBRATION)
})

describe('a null market, averaged over ten seeds of 6,000 sessions, reproduces', () => {
  const { funds, pairwise } = measureMarkets()
  const simulated = funds.slice(0, -1)
  const market = funds[funds.length - 1]

  test('the volatility of each sector and of the benchmark within 10%', () => {
    for (const [i, { sector, volatility }] of sectors.entries())
      expect(Math.abs(simulated[i].volatility / volatility - 1), sector).toBeLessThan(0.1)
    expect(Math.abs(market.volatility / benchmark.volatility - 1)).toBeLessThan(0.1)
  })

  test('beta within 10%, correlation with the benchmark within 0.05, idiosyncratic volatility within 15%', () => {
    for (const [i, { sector, beta, correlation: together, idiosyncraticVolatility }] of sectors.entries()) {
      expect(Math.abs(simulated[i].beta / beta - 1), sector).toBeLessThan(0.1)
      expect(Math.abs(simulated[i].correlation - together), sector).toBeLessThan(0.05)
      expect(Math.abs(simulated[i].idiosyncraticVolatility / idiosyncraticVolatility - 1), sector).toBeLessThan(0.15)
    }
  })

  test('the mean correlation of pairs of sectors within 0.08', () => {
    expect(Math.abs(pairwise - meanPairwiseCorrelation)).toBeLessThan(0.08)
  })

  test('fat tails: excess kurtosis above 1 for each, and the median of sectors within a factor of 2', () => {
    for (const fund of funds) expect(fund.kurtosis).toBeGreaterThan(1)
    const ratio = median(simulated.map((fund) => fund.kurtosis)) / median(sectors.map((s) => s.excessKurtosis))
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })

  test('clustering of volatility: mean autocorrelation of absolute returns within 0.06 at lags 1, 5 and 21', () => {
    for (const [k, lag] of LAGS.entries()) {
      const real = mean(sectors.map((sector) => sector.absoluteAutocorrelation[k]))
      expect(Math.abs(mean(simulated.map((fund) => fund[`clustering${lag}`])) - real), `lag ${lag}`).toBeLessThan(0.06)
    }
  })

  test('the intraday range within 30% for each fund and 10% on average, and the overnight share within 0.03', () => {
    for (const [i, { sector, intradayRange, overnightShare: share }] of sectors.entries()) {
      expect(Math.abs(simulated[i].range / intradayRange - 1), sector).toBeLessThan(0.3)
      expect(Math.abs(simulated[i].overnight - share), sector).toBeLessThan(0.03)
    }
    const ratio = mean(simulated.map((fund) => fund.range)) / mean(sectors.map((sector) => sector.intradayRange))
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1)
    expect(Math.abs(market.range / benchmark.intradayRange - 1)).toBeLessThan(0.15)
  })

  test('the growth of volume from its first to its tenth year and its level after 22 years within a factor of 1.5', () => {
    for (const [i, { sector, volume }] of sectors.entries()) {
      const logLate = Math.log(simulated[i].late / volume.late)
      if (volume.early === null || volume.middle === null) {
        expect(simulated[i].middle / simulated[i].early, sector).toBeGreaterThan(12)
        continue
      }
      const growth = simulated[i].middle / simulated[i].early / (volume.middle / volume.early)
      expect(Math.abs(Math.log(growth)), sector).toBeLessThan(Math.log(1.5))
      expect(Math.abs(logLate), sector).toBeLessThan(Math.log(1.5))
    }
  })

  test('the deviation of log volume within 20% and its autocorrelation within 0.1', () => {
    for (const [i, { sector, volume }] of sectors.entries()) {
      expect(Math.abs(simulated[i].volumeDeviation / volume.deviation - 1), sector).toBeLessThan(0.2)
      expect(Math.abs(simulated[i].volumeAutocorrelation - volume.autocorrelation), sector).toBeLessThan(0.1)
    }
  })
})
