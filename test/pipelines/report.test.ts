import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { backtest } from '../../pipelines/backtest.js'
import { parseExperiment } from '../../pipelines/experiment.js'
import { holdNow } from '../../pipelines/hold-now.js'
import { prepare } from '../../pipelines/prepare.js'
import { buildReport } from '../../pipelines/report.js'
import { walkForward } from '../../pipelines/walk-forward.js'
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
  results,
  now: holdNow(experiment, prepared.panel, forecasts),
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
