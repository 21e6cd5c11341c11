import { describe, expect, it } from 'vitest'
import { backtest } from '../../../pipelines/backtest.js'
import { parseExperiment } from '../../../pipelines/experiment.js'
import { holdNow } from '../../../pipelines/hold-now.js'
import { prepare } from '../../../pipelines/prepare.js'
import { walkForward } from '../../../pipelines/walk-forward.js'
import { ENSEMBLE } from '../../../src/forecast/ensemble.js'
import { temporaryFolder } from '../../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../../fixtures/small-market.js'

/** Row of the day of the split, 2 new shares for an old one; the copy of before ends with the row before it. */
const SPLIT_ROW = 800
const quiet = (): void => undefined

/** The row of a share with prices divided, and volumes multiplied. */
function restated(row: string, by: number): string {
  const [date, ...values] = row.split(',')
  const volume = Number(values.pop()) * by
  return [date, ...values.map((price) => String(Number(price) / by)), String(volume)].join(',')
}

/** A copy of the market as it was downloaded before the split of AAA, or after it. */
function copyOf(when: 'before' | 'after', adjusted: boolean): string {
  const folder = temporaryFolder()
  writeSmallMarket(folder, ([header, ...all], symbol) => [
    `${header},Dividends,Stock Splits`,
    ...all.slice(0, when === 'before' ? SPLIT_ROW : undefined).map((row, i) => {
      const splits = symbol === 'AAA' && when === 'after'
      const halved = splits && (adjusted || i >= SPLIT_ROW)
      return `${halved ? restated(row, 2) : row},0,${splits && i === SPLIT_ROW ? 2 : 0}`
    }),
  ])
  return folder
}

async function decided(folder: string, adjusted: boolean, checks: string) {
  const text = smallExperiment({
    data: `data: { source: csv, adjusted: ${adjusted} }`,
    walkForward: 'walkForward: { from: 2011-06-01, to: 2012-12-28, refit: quarterly, trainStride: 2 }',
    features: 'features: [relative_strength_21]',
    models: 'models: { momentum: { feature: relative_strength_21 } }',
    backtest: 'backtest: { distributions: cash }',
    checks,
  })
  const parsed = await parseExperiment(text, 'my.yaml')
  const prepared = await prepare(parsed, { folder }, quiet)
  const { forecasts } = await walkForward(parsed, prepared, 1, quiet)
  const { weights } = backtest(parsed.experiment, prepared, forecasts)[ENSEMBLE]
  return {
    all: weights.map(({ dateIndex, weights: row, checks: told }) => ({ dateIndex, weights: [...row], told })),
    now: holdNow(parsed.experiment, prepared, forecasts),
  }
}

describe('a check in units of price', () => {
  it.each([true, false])('decides alike before and after a later split (files adjusted: %s)', async (adjusted) => {
    const before = copyOf('before', adjusted)
    const free = await decided(before, adjusted, 'checks: []')
    const strict = 'checks: [{ min-price: { least: 44 } }]'
    const then = await decided(before, adjusted, strict)
    const later = await decided(copyOf('after', adjusted), adjusted, strict)
    expect(later).toEqual(then)
    // The check has to have said something, both ways, or a price that is halved would change nothing.
    const faults = then.all.flatMap(({ told }) => told?.[0].faults ?? [])
    expect(faults.filter((fault) => fault.startsWith('AAA at ')).length).toBeGreaterThan(0)
    const traded = then.all.filter(({ told, weights }) => told?.[0].outcome === 'pass' && weights[0] > 0)
    expect(traded.length).toBeGreaterThan(0)
    expect(then.all.map(({ weights }) => weights)).not.toEqual(free.all.map(({ weights }) => weights))
    expect(then.now.checks).toHaveLength(1)
    // What is to be traded counts the shares of that day as well.
    expect(then.now.lines[0].symbol).toBe('AAA')
    expect(then.now.lines[0].price).toBeGreaterThan(44)
  })

  it.each([
    ['data: { source: csv }', 'expected backtest.distributions "cash", for which prices as they were quoted are made'],
    ['data: { source: simulated }', 'and data.source "simulated" has no prices as they were quoted'],
  ])('is refused where prices as they were quoted are not known: %s', async (data, told) => {
    const universe = data.includes('simulated') ? { universe: 'target: z' } : {}
    const text = smallExperiment({ data, ...universe, checks: 'checks: [max-gross, { min-price: { least: 2 } }]' })
    await expect(parseExperiment(text, 'my.yaml')).rejects.toThrow(
      `my.yaml:12: checks.1.min-price: check "min-price" is in units of price: adjusting for a split or distribution rescales the past, which would tell of it, ${told}`,
    )
  })
})
