import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunDocument } from '../../pipelines/run.js'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { smallExperiment, SMALL_SYMBOLS, writeSmallMarket } from '../fixtures/small-market.js'

const folder = temporaryFolder()
const data = join(folder, 'prices')
const experiment = join(folder, 'small.yaml')
const MODELS = ['momentum', 'ridge', 'gradient-boosting', 'lstm', 'mean']

function checksums(run: string): Record<string, string> {
  const files = readdirSync(run).sort()
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(run, file)))
        .digest('hex'),
    ]),
  )
}

function csvOf(file: string): Record<string, string>[] {
  const [header, ...rows] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [header[i], cell])))
}

function run(name: string, ...more: string[]): { document: RunDocument; stdout: string; out: string } {
  const out = join(folder, name)
  const result = sectorcast(['run', experiment, '--data', data, '--out', out, '--json', ...more])
  expect(result.stderr).not.toContain('Error')
  expect(result.status).toBe(0)
  return { document: JSON.parse(result.stdout) as RunDocument, stdout: result.stdout, out }
}

beforeAll(() => {
  writeSmallMarket(data)
  writeFileSync(experiment, smallExperiment())
})

describe('a complete run through the command line', () => {
  it('ends with one document that holds what was promised', () => {
    const { document } = run('first', '--threads', '2')
    expect(document).toMatchObject({
      experiment: 'small',
      seed: 11,
      horizon: 5,
      data: { simulated: false, from: '2010-01-04', sessions: 900, symbols: [...Object.keys(SMALL_SYMBOLS), 'MKT'] },
    })
    expect(document.data.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(document.folds).toBe(9)
    expect(Object.keys(document.models)).toEqual(MODELS)
    for (const model of Object.values(document.models)) {
      expect(Math.abs(model.rankIc)).toBeLessThanOrEqual(1)
      expect(model.hitRate).toBeGreaterThan(0)
      expect(model.hitRate).toBeLessThan(1)
      expect(Number.isFinite(model.rankIcT)).toBe(true)
    }
    expect(Object.keys(document.portfolios)).toEqual([...MODELS, 'equal-weight', 'benchmark'])
    for (const [name, { gross, net, turnover }] of Object.entries(document.portfolios)) {
      expect(gross.cagr).toBeGreaterThan(net.cagr)
      expect(gross.maxDrawdown).toBeLessThan(0)
      expect(Number.isInteger(net.longestUnderWater)).toBe(true)
      if (name === 'benchmark') expect(turnover, 'buy and hold').toBe(0)
      else expect(turnover, name).toBeGreaterThan(0)
    }
    expect(document.verdict).toMatch(/^The mean model's active return over equal weight is .* a year, 95% interval/)
    for (const path of Object.values(document.artifacts)) expect(existsSync(path), path).toBe(true)
  })

  it('gives the same bytes twice, on any number of threads and in any time zone', () => {
    const first = join(folder, 'first')
    const expected = checksums(first)
    const reference = run('first', '--threads', '2').stdout
    expect(checksums(first)).toEqual(expected)
    expect(run('first', '--threads', '1').stdout).toBe(reference)
    expect(checksums(first)).toEqual(expected)
    const away = sectorcast(['run', experiment, '--data', data, '--out', first, '--json'], {
      env: { TZ: 'Asia/Ho_Chi_Minh', LANG: 'de_DE.UTF-8' },
    })
    expect(away.stdout).toBe(reference)
    expect(checksums(first)).toEqual(expected)
  })

  it('another seed gives other forecasts', () => {
    const { document, out } = run('seed', '--seed', '12')
    expect(document.seed).toBe(12)
    expect(checksums(out)['forecasts.bin']).not.toBe(checksums(join(folder, 'first'))['forecasts.bin'])
  })

  it('leaves tables that agree with each other and with the document', () => {
    const out = join(folder, 'first')
    const { models, portfolios } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as RunDocument
    const scores = csvOf(join(out, 'scores.csv'))
    const json = JSON.parse(readFileSync(join(out, 'scores.json'), 'utf8')) as { asOf: string; scores: object[] }
    expect(json).toMatchObject({ schema: 'sectorcast.scores/1', experiment: 'small', simulated: false })
    expect(json.scores).toHaveLength(scores.length)
    expect(json.asOf).toBe(scores.at(-1)?.date)
    expect(Object.keys(scores[0])).toEqual(Object.keys(json.scores[0]))
    expect(new Set(scores.map(({ model }) => model))).toEqual(new Set(Object.keys(models)))
    for (const { score, rank, direction, confidence } of scores.slice(0, 500)) {
      expect(Number.isFinite(Number(score))).toBe(true)
      expect(['1', '2', '3', '4']).toContain(rank)
      expect(['-1', '0', '1']).toContain(direction)
      expect(Number(confidence)).toBeGreaterThanOrEqual(0)
      expect(Number(confidence)).toBeLessThanOrEqual(1)
    }
    const weights = new Map<string, number>()
    for (const { date, weight } of csvOf(join(out, 'weights.csv')))
      weights.set(date, (weights.get(date) ?? 0) + Number(weight))
    for (const total of weights.values()) expect(total).toBeCloseTo(1, 12)
    const decided = new Set(weights.keys())
    for (const trade of csvOf(join(out, 'trades.csv'))) {
      expect(decided).toContain(trade.decided)
      expect(trade.date > trade.decided).toBe(true)
    }
    const equity = csvOf(join(out, 'equity.csv'))
    expect(equity[0]).toMatchObject({ gross: '100000', net: '100000', benchmark: '100000' })
    const growth = Number(equity.at(-1)?.net) / Number(equity[0].net)
    expect(growth ** (252 / (equity.length - 1)) - 1).toBeCloseTo(portfolios.mean.net.cagr, 12)
  })

  it('a person reads a table on standard output and progress on standard error', () => {
    const result = sectorcast(['run', experiment, '--data', data, '--out', join(folder, 'first')])
    expect(result.stdout).toContain('gradient-boosting')
    expect(result.stdout).toContain('Not investment advice.')
    expect(result.stdout).toContain(join(folder, 'first', 'heatmap.html'))
    expect(result.stderr).toContain('fit ')
    expect(result.stdout).not.toContain('fit 1/')
  })

  it('from given holdings, the trades lead to what is to be held', () => {
    const holdings = join(folder, 'holdings.csv')
    writeFileSync(holdings, 'symbol,shares\nAAA,100\nMKT,10\nCASH,2500\n')
    const { document } = run('held', '--holdings', holdings)
    const { lines, equity } = document.now
    for (const { weight, current, amount } of lines) expect((weight - current) * equity).toBeCloseTo(amount, 6)
    expect(lines.find(({ symbol }) => symbol === 'MKT')).toMatchObject({ weight: 0, shares: -10 })
    writeFileSync(holdings, 'symbol,shares\nAAB,100\n')
    const wrong = sectorcast(['run', experiment, '--data', data, '--out', join(folder, 'held'), '--holdings', holdings])
    expect(wrong.stderr).toContain(`${holdings}:2: symbol: "AAB" has no price here, the nearest symbol is "AAA"`)
    expect(wrong.status).toBe(3)
  })
})
