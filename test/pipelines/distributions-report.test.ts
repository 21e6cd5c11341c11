import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fundDistributions } from '../../pipelines/distributions-report.js'
import type { Experiment } from '../../pipelines/experiment-schema.js'
import type { SymbolBars } from '../../src/panel/bars.js'
import { haveFunds } from '../panel/fund-bars.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { fundsExperiment } from '../fixtures/fund-files.js'

type Growth = Readonly<Record<'cash' | 'reinvested' | 'difference', number>>

const bars = (
  symbol: string,
  days: readonly number[],
  close: readonly number[],
  paid: readonly number[],
): SymbolBars => {
  const values = Float64Array.from(close)
  const none = new Float64Array(close.length)
  return {
    symbol,
    dates: Int32Array.from(days),
    open: values,
    high: values,
    low: values,
    close: values,
    volume: none,
    splits: none,
    distributions: Float64Array.from(paid),
  }
}

describe('distributions of each fund', () => {
  const dates = Int32Array.of(10, 11, 12, 13, 14, 15)
  const ledger = { startIndex: 1, equity: new Float64Array(4) }
  // Growth a year is growth of the three sessions after the first one.
  const terms = { report: { sessionsPerYear: 3 }, backtest: { cashRate: 0 } } as Experiment

  it('are those between the first and the last session of the ledger, the first one belonging to those who held before', () => {
    const own = bars('OLD', [10, 11, 12, 13, 14, 15], [50, 100, 90, 99, 110, 300], [1, 5, 10, 0, 11, 20])
    const { OLD } = fundDistributions([own], dates, ledger, terms)
    expect(OLD.cash).toBeCloseTo((110 + 10 + 11) / 100 - 1, 14)
    expect(OLD.reinvested).toBeCloseTo((90 / (100 - 10)) * (99 / 90) * (110 / (99 - 11)) - 1, 14)
    expect(OLD.difference).toBe(OLD.cash - OLD.reinvested)
  })

  it('begin and end with the fund, and leave out what has no two sessions', () => {
    const young = bars('YOUNG', [13, 14], [10, 11], [0, 1])
    const gone = bars('GONE', [10, 11, 12], [10, 20, 24], [0, 0, 2])
    const newest = bars('NEWEST', [14, 15], [10, 11], [0, 0])
    const funds = fundDistributions([young, gone, newest], dates, ledger, terms)
    expect(Object.keys(funds)).toEqual(['YOUNG', 'GONE'])
    expect(funds.YOUNG.cash).toBeCloseTo(1.2 ** 3 - 1, 14)
    expect(funds.GONE.reinvested).toBeCloseTo((24 / 18) ** 3 - 1, 14)
  })
})

describe.skipIf(!haveFunds('distributions of the sector funds'))('sectorcast backtest', { timeout: 300_000 }, () => {
  const golden = JSON.parse(readFileSync('test/golden/distributions.json', 'utf8')) as {
    readonly spans: { readonly run: { readonly funds: Readonly<Record<string, Growth & { cashAtRate: number }>> } }
  }
  const experiment = fundsExperiment({
    backtest: '{ distributions: cash, cashRate: 0.02 }',
    sectors: '{ XLC: communication-services, XLE: energy, XLU: utilities, XLK: technology }',
  })

  it('says of each fund what cash did not earn, computed independently', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'experiment.yaml')
    const out = join(folder, 'run')
    writeFileSync(file, experiment)
    const { status, stdout, stderr } = sectorcast(['backtest', file, '--data', join(REAL_DATA, 'us-sector-etfs'), '--out', out]) // prettier-ignore
    expect(status, stderr).toBe(0)
    const { funds } = (
      JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as {
        distributions: { funds: Readonly<Record<string, Growth>> }
      }
    ).distributions
    expect(Object.keys(funds)).toEqual(['XLC', 'XLE', 'XLU', 'XLK', 'SPY'])
    for (const [symbol, { cash, reinvested, difference }] of Object.entries(funds)) {
      const expected = golden.spans.run.funds[symbol]
      expect(cash, symbol).toBeCloseTo(expected.cashAtRate, 10)
      expect(reinvested, symbol).toBeCloseTo(expected.reinvested, 10)
      expect(difference).toBe(cash - reinvested)
      expect(stdout).toContain(`${symbol} ${(100 * difference).toFixed(2)}%`)
    }
  })
})
