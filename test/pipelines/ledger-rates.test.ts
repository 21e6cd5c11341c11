import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import papaparse from 'papaparse'
import { beforeAll, describe, expect, it } from 'vitest'
import { ledgerOptions } from '../../pipelines/backtest-market.js'
import { parseExperiment } from '../../pipelines/experiment.js'
import { ratesOf, ratesText, requireRateSymbols, tradingCostRate } from '../../pipelines/ledger-rates.js'
import { termsBeyondDefaults } from '../../pipelines/ledger-terms.js'
import { ConfigError } from '../../src/core/errors.js'
import { sectorcast, temporaryFolder, type CommandResult } from '../fixtures/command-line.js'
import { SMALL_BENCHMARK, SMALL_SYMBOLS, smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

const SYMBOLS = Object.keys(SMALL_SYMBOLS)
const TRADED = [...SYMBOLS, SMALL_BENCHMARK]
const parse = (backtest: string): ReturnType<typeof parseExperiment> =>
  parseExperiment(smallExperiment({ backtest: `backtest: ${backtest}` }), 'mine.yaml')

describe('rates', () => {
  it('are one for all, or by symbol, with one of the others', () => {
    expect(ratesOf(2, SYMBOLS)).toBe(2)
    expect(ratesOf({ default: 2, CCC: 5 }, SYMBOLS)).toEqual([2, 2, 5, 2])
    expect(ratesOf({ CCC: 5 }, SYMBOLS)).toEqual([0, 0, 5, 0])
    expect(ratesOf({ default: 2, CCC: 5 }, [SMALL_BENCHMARK])).toBe(2)
    expect(ratesOf({ default: 2, CCC: 2 }, SYMBOLS)).toBe(2)
    expect(ratesOf({ CCC: 5 }, ['constructor', 'CCC'])).toEqual([0, 5])
  })

  it('of trading are what an order costs in proportion to its value', () => {
    const of = (halfSpreadBps: number | Record<string, number>): number | Float64Array =>
      tradingCostRate({ costBps: 5, costs: { halfSpreadBps } }, SYMBOLS)
    expect(of(3)).toBeCloseTo(0.0008, 15)
    expect(of({ default: 3 })).toBeCloseTo(0.0008, 15)
    const each = of({ BBB: 20 }) as Float64Array
    expect(each).toHaveLength(4)
    for (const [i, rate] of [0.0005, 0.0025, 0.0005, 0.0005].entries()) expect(each[i]).toBeCloseTo(rate, 15)
  })

  it('are told in words', async () => {
    expect([2, { default: 2, CCC: 5, BBB: 0 }, { CCC: 5 }, { default: 1 }].map(ratesText)).toEqual([
      '2',
      '2 (CCC 5, BBB 0)',
      '0 (CCC 5)',
      '1',
    ])
    const { experiment } = await parse(
      '{ costs: { halfSpreadBps: { default: 2, CCC: 5 }, impact: 1 }, borrowRate: { BBB: 0.01 }, lot: 1 }',
    )
    expect(termsBeyondDefaults(experiment.backtest)).toEqual([
      'costs.halfSpreadBps 2 (CCC 5)',
      'costs.impact 1',
      'lot 1',
      'borrowRate 0 (BBB 0.01)',
    ])
    expect(termsBeyondDefaults((await parse('{ borrowRate: { default: 0 } }')).experiment.backtest)).toEqual([])
  })

  it('become options of a ledger in the order of its columns; gross of trading, borrowing costs all the same', async () => {
    const { experiment } = await parse(
      '{ costs: { halfSpreadBps: { CCC: 5 } }, borrowRate: { default: 0.01, BBB: 0.02 } }',
    )
    const { net, gross } = ledgerOptions(experiment.backtest, SYMBOLS)
    expect(net.costs?.halfSpreadBps).toEqual([0, 0, 5, 0])
    expect([net.borrowRate, gross.borrowRate]).toEqual([
      [0.01, 0.02, 0.01, 0.01],
      [0.01, 0.02, 0.01, 0.01],
    ])
    expect(gross.costs).toEqual({})
    expect(ledgerOptions(experiment.backtest, [SMALL_BENCHMARK]).net).toMatchObject({
      costs: { halfSpreadBps: 0 },
      borrowRate: 0.01,
    })
  })

  it.each([
    ['{ costs: { halfSpreadBps: abc } }', 'mine.yaml:12: backtest.costs.halfSpreadBps: "abc", expected a number'],
    ['{ costs: { halfSpreadBps: -1 } }', 'backtest.costs.halfSpreadBps: "-1", expected 0 or more'],
    ['{ costs: { halfSpreadBps: { AAA: 1001 } } }', 'backtest.costs.halfSpreadBps.AAA: "1001", expected at most 1000'],
    ['{ costs: { halfSpreadBps: { AAA: x } } }', 'backtest.costs.halfSpreadBps.AAA: "x", expected a number'],
    ['{ borrowRate: { AAA: 11 } }', 'backtest.borrowRate.AAA: "11", expected at most 10'],
    ['{ borrowRate: { "A A": 1 } }', 'backtest.borrowRate.A A: expected a ticker symbol'],
    ['{ borrowRate: [1] }', 'backtest.borrowRate: a list, expected'],
  ])('%s is refused', async (backtest, message) => {
    await expect(parse(backtest)).rejects.toThrow(ConfigError)
    await expect(parse(backtest)).rejects.toThrow(message)
  })

  it('of a symbol that is not traded are refused at their line, with the nearest', async () => {
    const refused = async (backtest: string): Promise<void> => requireRateSymbols(await parse(backtest), TRADED)
    await expect(refused('{ costs: { halfSpreadBps: { default: 1, AAB: 2 } } }')).rejects.toThrow(
      'mine.yaml:12: backtest.costs.halfSpreadBps.AAB: "AAB" is no symbol that is traded, the nearest is "AAA"',
    )
    await expect(refused('\n  borrowRate:\n    AAA: 0.1\n    defualt: 0.2')).rejects.toThrow(
      'mine.yaml:15: backtest.borrowRate.defualt: "defualt" is no symbol that is traded, the nearest is "default"',
    )
    await expect(
      refused(`{ costs: { halfSpreadBps: { ${SMALL_BENCHMARK}: 1 } }, borrowRate: 0.1 }`),
    ).resolves.toBeUndefined()
  })
})

describe('an experiment with costs by asset and positions that are left as they are', { timeout: 300_000 }, () => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  const out = join(folder, 'out')
  const run = (backtest: string, to: string): CommandResult => {
    const file = join(folder, 'experiment.yaml')
    const lines = {
      models: 'models: { momentum: { feature: relative_strength_21 } }',
      decision:
        'decision: { every: 3, select: { top-k: { k: 3 } }, weigh: equal, constrain: [{ no-trade-band: { band: 0.01 } }] }',
      backtest: `backtest: ${backtest}`,
    }
    writeFileSync(file, smallExperiment(lines))
    return sectorcast(['run', file, '--data', data, '--out', to, '--threads', '1'])
  }
  type Row = Readonly<Record<string, string>>
  const table = (name: string): Row[] =>
    papaparse.parse<Row>(readFileSync(join(out, name), 'utf8'), { header: true, skipEmptyLines: true }).data
  let text = ''

  beforeAll(() => {
    mkdirSync(data)
    writeSmallMarket(data)
    const result = run('{ costBps: 1, costs: { halfSpreadBps: { default: 2, BBB: 20 } } }', out)
    expect([result.status, result.stderr.includes('bug')]).toEqual([0, false])
    text = result.stdout
  })

  it('each order pays the half spread of its symbol, and the report says which', () => {
    expect(text).toContain('ledger: costs.halfSpreadBps 2 (BBB 20)')
    const trades = table('trades.csv')
    for (const { symbol, shares, price, cost_spread: paid } of trades)
      expect(Number(paid)).toBeCloseTo(
        ((symbol === 'BBB' ? 20 : 2) / 10_000) * Math.abs(Number(shares)) * Number(price),
        6,
      )
    expect(new Set(trades.map(({ symbol }) => symbol)).size).toBe(4)
  })

  it('no order is there of what a decision leaves as it is, and the log names it', () => {
    const records = readFileSync(join(out, 'decisions.jsonl'), 'utf8').trimEnd().split('\n')
    const all = records.map(
      (line) => JSON.parse(line) as { date: string; kept?: string[]; weights: object; holds: boolean },
    )
    const keptAt = new Map(all.map(({ date, kept = [] }) => [date, kept]))
    expect([...keptAt.values()].filter((kept) => kept.length > 0).length).toBeGreaterThan(10)
    for (const { kept = [], weights, holds } of all) {
      for (const symbol of kept) expect(Object.keys(weights)).toContain(symbol)
      // Where all is left as it is, all of it is named.
      if (holds) expect(new Set(kept)).toEqual(new Set(Object.keys(weights)))
    }
    const trades = table('trades.csv')
    expect(trades.length).toBeGreaterThan(20)
    for (const { decided, symbol } of trades) expect(keptAt.get(decided)).not.toContain(symbol)
    expect(sectorcast(['verify-log', out]).status).toBe(0)
  })

  it('a symbol that is not traded ends the run before it is begun', () => {
    const result = run('{ borrowRate: { BBC: 0.01 } }', join(folder, 'none'))
    expect(result.status).toBe(2)
    expect(result.stderr.trimEnd().split('\n').at(-1)).toMatch(
      /experiment\.yaml:\d+: backtest\.borrowRate\.BBC: "BBC" is no symbol that is traded, the nearest is "BBB"$/,
    )
  })
})
