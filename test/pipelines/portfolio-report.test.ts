import { describe, expect, it } from 'vitest'
import type { PortfolioResult } from '../../pipelines/backtest.js'
import { parseExperiment } from '../../pipelines/experiment.js'
import { portfolioReport } from '../../pipelines/portfolio-report.js'
import type { Performance } from '../../src/backtest/performance.js'
import { parseSession } from '../../src/core/calendar.js'
import { createRandom } from '../../src/core/random.js'
import { HEADLINES } from '../../src/overfit/headline-intervals.js'
import { METRICS, type MetricName } from '../../src/risk/metrics.js'
import { smallExperiment } from '../fixtures/small-market.js'

const { experiment } = await parseExperiment(smallExperiment(), 'small.yaml')
const START = 4
const SESSIONS = 300

function performance(drag: number): Performance {
  const random = createRandom(3, 'performance')
  let value = 100
  const equity = Float64Array.from({ length: SESSIONS }, (_, i) =>
    i === 0 ? value : (value *= 1.0004 - drag + 0.01 * random.normal()),
  )
  const zeros = new Float64Array(SESSIONS)
  return {
    startIndex: START,
    equity,
    cash: zeros,
    invested: equity,
    traded: zeros,
    shares: zeros,
    trades: [],
    events: [],
  }
}

const result = { gross: performance(0), net: performance(0.0002) } as unknown as PortfolioResult
const dates = Int32Array.from({ length: START + SESSIONS }, (_, i) => parseSession('2019-12-01') + i)
const noise = createRandom(4, 'benchmark')
const benchmark = Float64Array.from({ length: SESSIONS - 1 }, () => 0.0003 + 0.009 * noise.normal())
const report = portfolioReport(result, benchmark, { report: experiment.report, seed: 1, dates })

describe('the report of a portfolio', () => {
  it('holds every metric before and after costs, and an interval beside each headline', () => {
    const names = Object.keys(METRICS) as MetricName[]
    expect(Object.keys(report.gross)).toEqual(names)
    expect(Object.keys(report.net)).toEqual([...names, 'intervals'])
    for (const name of names) expect(report.net[name], name).not.toBeNaN()
    expect(report.gross.cagr).toBeGreaterThan(report.net.cagr)
    expect(Object.keys(report.net.intervals)).toEqual([...HEADLINES])
    const { cagr, sharpe, maxDrawdown } = report.net.intervals
    for (const [value, { low, high }] of [
      [report.net.cagr, cagr],
      [report.net.sharpe, sharpe],
      [report.net.maxDrawdown, maxDrawdown],
    ] as const) {
      expect(value).toBeGreaterThan(low)
      expect(value).toBeLessThan(high)
    }
  })

  it('years begin with the session after the first decision', () => {
    const { equity } = result.net
    const firstOf2020 = dates.indexOf(parseSession('2020-01-01')) - START
    const in2019 = equity[firstOf2020 - 1] / equity[0] - 1
    const in2020 = equity[SESSIONS - 1] / equity[firstOf2020 - 1] - 1
    expect([report.net.worstYear, report.net.bestYear].map((value) => value.toFixed(10))).toEqual(
      [in2019, in2020].sort((a, b) => a - b).map((value) => value.toFixed(10)),
    )
  })

  it('the same seed gives the same intervals, another one others', () => {
    const again = (seed: number): unknown =>
      portfolioReport(result, benchmark, { report: experiment.report, seed, dates }).net.intervals
    expect(again(1)).toEqual(report.net.intervals)
    expect(again(2)).not.toEqual(report.net.intervals)
  })
})
