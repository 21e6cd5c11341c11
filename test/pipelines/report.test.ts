import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { backtest } from '../../pipelines/backtest.js'
import { tradeWarnings } from '../../pipelines/trade-warnings.js'
import { parseExperiment } from '../../pipelines/experiment.js'
import { termsBeyondDefaults } from '../../pipelines/ledger-terms.js'
import { holdNow } from '../../pipelines/hold-now.js'
import { prepare } from '../../pipelines/prepare.js'
import { buildReport } from '../../pipelines/report.js'
import { walkForward } from '../../pipelines/walk-forward.js'
import { BENCHMARK, EQUAL_WEIGHT } from '../../pipelines/portfolio-names.js'
import { formatSession } from '../../src/core/calendar.js'
import { neweyWestT, spearman } from '../../src/core/statistics.js'
import { rowOf } from '../../src/core/matrix.js'
import { skillVerdict } from '../../src/overfit/verdict.js'

/** The document of a run, field by field, from definitions written out here. */
const quiet = (): void => undefined
const parsed = await parseExperiment(
  readFileSync('experiments/simulated-market.yaml', 'utf8')
    .replace('sessions: 6300', 'sessions: 1500')
    .replace('from: 2008-01-02', 'from: 2003-01-02')
    .replace(/ {2}lstm: .*\n/, '')
    .replace('costBps: 5', 'costBps: 20'),
  'report.yaml',
)
const prepared = await prepare(parsed, { folder: undefined }, quiet)
const { forecasts, folds } = await walkForward(parsed, prepared, 1, quiet)
const { experiment } = parsed
const results = backtest(experiment, prepared, forecasts)
const report = buildReport({
  experiment,
  provenance: prepared.provenance,
  folds: folds.length,
  warnings: ['a warning'],
  forecasts,
  target: prepared.target,
  panel: prepared.panel,
  results,
  now: holdNow(experiment, prepared, forecasts),
})

const returnsOf = (equity: Float64Array): number[] =>
  Array.from(equity.subarray(1), (value, i) => value / equity[i] - 1)
const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - average(values)) ** 2, 0) / (values.length - 1))

describe('the report of a run', () => {
  it.each(Object.keys(forecasts.scores))('the skill of %s', (name) => {
    const scores = forecasts.scores[name]
    const outcomes = prepared.target.forwardReturns
    const ics: number[] = []
    let hits = 0
    let count = 0
    for (let row = 0; row < scores.rows; row++) {
      const ic = spearman(rowOf(scores, row), rowOf(outcomes, row))
      if (!Number.isNaN(ic)) ics.push(ic)
      for (const [i, score] of rowOf(scores, row).entries()) {
        const sign = Math.sign(score) * Math.sign(rowOf(outcomes, row)[i])
        if (sign > 0) hits++
        if (sign !== 0 && !Number.isNaN(sign)) count++
      }
    }
    const { rankIc, rankIcT, hitRate, sessions } = report.models[name]
    expect(rankIc).toBeCloseTo(average(ics), 12)
    expect(rankIcT).toBe(neweyWestT(ics, experiment.horizon))
    expect(rankIcT).not.toBeCloseTo(neweyWestT(ics, 0), 1)
    expect(hitRate).toBe(hits / count)
    expect(sessions).toBe(ics.length)
  })

  it.each(Object.keys(results))('the portfolio %s, gross and net', (name) => {
    for (const side of ['gross', 'net'] as const) {
      const { equity } = results[name][side]
      const returns = returnsOf(equity)
      const curve = report.portfolios[name][side]
      const growth = equity[equity.length - 1] / equity[0]
      expect(curve.cagr).toBeCloseTo(growth ** (252 / returns.length) - 1, 12)
      expect(curve.volatility).toBeCloseTo(deviation(returns) * Math.sqrt(252), 12)
      expect(curve.sharpe).toBeCloseTo((average(returns) / deviation(returns)) * Math.sqrt(252), 10)
      const shortfall = Math.sqrt(average(returns.map((value) => Math.min(value, 0) ** 2)))
      expect(curve.sortino).toBeCloseTo((average(returns) / shortfall) * Math.sqrt(252), 10)
      const losses = Array.from(equity, (value, i) => value / Math.max(...equity.subarray(0, i + 1)) - 1)
      expect(curve.maxDrawdown).toBeCloseTo(Math.min(...losses), 12)
      expect(curve.ulcerIndex).toBeCloseTo(Math.sqrt(average(losses.slice(1).map((value) => value ** 2))), 12)
    }
  })

  it('years and months compound to the whole, and windows are explained', () => {
    const { equity } = results.mean.net
    const whole = equity[equity.length - 1] / equity[0]
    for (const parts of [report.years, report.months])
      expect(parts.reduce((growth, { net }) => growth * (1 + net), 1)).toBeCloseTo(whole, 9)
    // Gross and net side by side, and what they are held against.
    const compounded = (side: 'gross' | 'equalWeight' | 'benchmark', parts: typeof report.months): number =>
      parts.reduce((growth, part) => growth * (1 + part[side]), 1)
    for (const [side, { equity: curve }] of [
      ['gross', results.mean.gross],
      ['equalWeight', results[EQUAL_WEIGHT].net],
      ['benchmark', results[BENCHMARK].net],
    ] as const) {
      expect(compounded(side, report.months)).toBeCloseTo(curve[curve.length - 1] / curve[0], 9)
      // The ledger begins within a month: three whole ones later.
      const day = prepared.panel.dates.findIndex((session) => formatSession(session) > '2003-05-31') - 1
      const until = report.months.filter(({ month }) => month <= '2003-05')
      expect(compounded(side, until)).toBeCloseTo(curve[day - results.mean.net.startIndex] / curve[0], 9)
    }
    expect(report.months[0].month).toMatch(/^2003-0[12]$/)
    expect(report.windows.sessions).toBe(63)
    expect(report.windows.worst[0].difference).toBeLessThan(report.windows.best[0].difference)
    for (const { net, benchmark, difference, contributions, other } of report.windows.worst) {
      expect(net - benchmark).toBeCloseTo(difference, 12)
      expect(Object.values(contributions).reduce((sum, value) => sum + value, other)).toBeCloseTo(net, 9)
    }
  })

  it('the causes of the active return sum to it, sector by sector', () => {
    const { years, whole } = report.brinson
    expect(years.map(({ year }) => year)).toEqual(report.years.map(({ year }) => year))
    for (const span of [...years, whole]) {
      expect(span.benchmark + span.allocation + span.selection + span.interaction + span.other).toBeCloseTo(
        span.net,
        10,
      )
      expect(Object.values(span.sectors).reduce((sum, value) => sum + value, 0)).toBeCloseTo(span.allocation, 12)
      // One fund a sector: there is nothing to select.
      expect(Math.abs(span.selection) + Math.abs(span.interaction)).toBeLessThan(1e-12)
    }
    // What is left are the costs, each with the growth after it.
    const { trades, equity: owned, startIndex: begin } = results.mean.net
    const costs = new Map<number, number>()
    for (const { dateIndex, cost } of trades) costs.set(dateIndex, (costs.get(dateIndex) ?? 0) + cost)
    const kept = [...costs].reduce((product, [row, cost]) => product * (1 - cost / owned[row - begin - 1]), 1)
    expect(kept).toBeLessThan(0.95)
    expect(Math.abs(whole.other / ((1 + whole.net) * (1 - 1 / kept)) - 1)).toBeLessThan(0.01)
    // Equal weights restored at every close, written out.
    const { startIndex, equity } = results.mean.net
    const { data, cols } = prepared.panel.fields.close
    let growth = 1
    for (let i = 1; i < equity.length; i++) {
      const at = (startIndex + i) * cols
      growth *= average(Array.from({ length: cols }, (_, col) => data[at + col] / data[at + col - cols]))
    }
    expect(whole.benchmark).toBeCloseTo(growth - 1, 9)
  })

  it('says what the ledger was run with beyond the defaults', () => {
    expect(report.conventions).toMatchObject({ costBps: 20, lot: 0, distributions: 'reinvested', riskFree: 0 })
    expect(termsBeyondDefaults(report.conventions)).toEqual([])
    const stated = { ...report.conventions, lot: 1, costs: { ...report.conventions.costs, maxParticipation: 0.1 } }
    expect(termsBeyondDefaults(stated)).toEqual(['costs.maxParticipation 0.1', 'lot 1'])
  })

  it('warns of portfolios that could not trade at all', () => {
    expect(tradeWarnings(results, prepared.panel.dates)).toEqual([])
    const backtestTerms = { ...experiment.backtest, lot: 1e9 }
    const idle = backtest({ ...experiment, backtest: backtestTerms }, prepared, forecasts)
    const warnings = tradeWarnings(idle, prepared.panel.dates)
    expect(warnings).toEqual([expect.stringContaining('no order could be filled in ')])
    // The benchmark is held in fractions, whatever the lot.
    expect(warnings[0]).toContain('mean, equal-weight: ')
  })

  it('the costs are those of the experiment', () => {
    const { gross, net } = results.mean
    expect(gross.trades.every(({ cost }) => cost === 0)).toBe(true)
    for (const { shares, price, cost } of net.trades) expect(cost).toBeCloseTo(Math.abs(shares) * price * 0.002, 8)
    expect(report.conventions.costBps).toBe(20)
  })

  it('the verdict is on the mean model, net of costs, over equal weight, net of costs', () => {
    const equal = returnsOf(results['equal-weight'].net.equity)
    const active = Float64Array.from(returnsOf(results.mean.net.equity), (value, i) => value - equal[i])
    const expected = skillVerdict(active, {
      seed: experiment.seed,
      periodsPerYear: 252,
      samples: 2000,
      meanBlock: 21,
      level: 0.95,
    })
    expect(report.skill.activeReturn).toBeCloseTo(expected.activeReturn, 12)
    expect(report.skill.low).toBeCloseTo(expected.low, 12)
    expect(report.verdict).toBe(`On the simulated market: ${expected.sentence}`)
  })
})
