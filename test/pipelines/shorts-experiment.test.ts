import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import papaparse from 'papaparse'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunDocument } from '../../pipelines/run.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { writeRawFiles } from '../fixtures/fund-files.js'
import { SECTOR_FUNDS } from '../panel/fund-bars.js'

const FUNDS = join(REAL_DATA, 'us-sector-etfs')
const found = existsSync(FUNDS)
if (!found) process.stderr.write(`skipped: no real funds in ${FUNDS} to be long and short of\n`)

type Row = Readonly<Record<string, string>>
const folder = temporaryFolder()

function tableIn(run: string, name: string): Row[] {
  const text = readFileSync(join(folder, run, name), 'utf8')
  return papaparse.parse<Row>(text, { header: true, skipEmptyLines: true }).data
}

/** The committed experiment from 2018 on, with other terms of the ledger. */
function run(name: string, terms: string, data = FUNDS, adjusted = true): RunDocument {
  const text = readFileSync('experiments/long-short-inverse.yaml', 'utf8')
    .replace(/from: 2007-02-01.*/, 'from: 2018-01-02')
    .replace('to: 2025-12-24', 'to: 2022-12-30')
    .replace('adjusted: true', `adjusted: ${adjusted}`)
    .replace(/ {2}drop:[\s\S]*?\n\n/, '\n')
    .replace(/backtest:[\s\S]*/, `backtest: ${terms}\nreport: { bootstrapSamples: 100 }\n`)
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, text)
  const { status, stdout, stderr } = sectorcast(['run', file, '--data', data, '--out', join(folder, name), '--json'])
  expect(stderr).not.toContain('bug')
  expect(status, stderr.slice(-500)).toBe(0)
  return JSON.parse(stdout) as RunDocument
}

const TERMS = 'cashRate: 0.02, borrowRate: 0.003, shorts: inverse, inverseFunds: { missing: keep }'

describe.skipIf(!found)('an experiment that shorts through inverse funds', { timeout: 300_000 }, () => {
  let inverse: RunDocument
  let direct: RunDocument
  beforeAll(() => {
    inverse = run('inverse', `{ ${TERMS} }`)
    direct = run('direct', '{ cashRate: 0.02, borrowRate: 0.003 }')
  }, 300_000)

  it('decides as if shares were sold, to the byte of the log but for what the run is', () => {
    const decided = (name: string): unknown[] =>
      readFileSync(join(folder, name, 'decisions.jsonl'), 'utf8')
        .trim()
        .split('\n')
        // Their hashes begin with what the run is.
        .map((line) => ({ ...(JSON.parse(line) as object), hash: '', previous: '' }))
    expect(decided('inverse').length).toBe(60)
    expect(decided('inverse')).toEqual(decided('direct'))
    expect(inverse.now).toEqual(direct.now)
    const decisions = (name: string): string[] =>
      tableIn(name, 'weights.csv').map(({ date, symbol, weight }) => [date, symbol, weight].join(' '))
    expect(decisions('inverse')).toEqual(decisions('direct'))
  })

  it('says in which instruments it is held', () => {
    const leverages: Record<string, number> = { SMN: -2, SCC: -2, SZK: -2, SKF: -2, RXD: -2, SIJ: -2, REW: -2 }
    Object.assign(leverages, { SDP: -2, SRS: -2 })
    const rows = tableIn('inverse', 'weights.csv')
    expect(rows.some(({ instrument }) => instrument === 'ERY')).toBe(true)
    for (const { date, symbol, weight, instrument, instrument_weight } of rows) {
      const isShort = Number(weight) < 0 && symbol !== 'XLC'
      expect(instrument === symbol).toBe(!isShort)
      const leverage = instrument === 'ERY' ? (date >= '2020-03-31' ? -2 : -3) : (leverages[instrument] ?? 1)
      expect(Number(instrument_weight) * leverage).toBeCloseTo(Number(weight), 14)
    }
    expect(Object.keys(tableIn('direct', 'weights.csv')[0])).not.toContain('instrument')
  })

  it('tells what to hold now in those instruments, beside the decision itself', () => {
    const { now, instruments } = inverse
    const shorts = now.lines.filter(({ weight }) => weight < 0)
    expect(shorts).toHaveLength(3)
    const last = tableIn('inverse', 'weights.csv').map(({ instrument }) => instrument)
    for (const { symbol, weight } of shorts) {
      const stand = instruments?.lines.find((line) => line.for.includes(symbol))
      expect(last).toContain(stand?.symbol)
      expect((stand?.weight ?? NaN) * (stand?.leverage ?? NaN)).toBeCloseTo(weight, 14)
      expect(stand).toMatchObject(symbol === 'XLC' ? { leverage: 1 } : { price: null, shares: null })
    }
    const all = [...(instruments?.lines ?? []), instruments?.cash].reduce((sum, line) => sum + (line?.amount ?? 0), 0)
    expect(all).toBeCloseTo(now.equity, 6)
    expect(direct.instruments).toBeUndefined()
    const page = readFileSync(join(folder, 'inverse', 'report.html'), 'utf8')
    expect(page).toContain('The same with shorts through inverse funds')
    expect(page).toContain('\u22122x XL')
  })

  it('marks the trades of funds as simulated, and is short of nothing but what has none', () => {
    const trades = tableIn('inverse', 'trades.csv')
    const isFund = (symbol: string): boolean => !symbol.startsWith('XL')
    expect(trades.every(({ symbol, simulated }) => simulated === String(isFund(symbol)))).toBe(true)
    expect(new Set(trades.map(({ symbol }) => symbol)).size).toBeGreaterThan(15)
    const held = new Map<string, number>()
    const short = new Set<string>()
    for (const { symbol, shares } of trades) {
      held.set(symbol, (held.get(symbol) ?? 0) + Number(shares))
      if ((held.get(symbol) ?? 0) < -1e-6) short.add(symbol)
    }
    expect([...short]).toEqual(['XLC'])
    expect(inverse.warnings).toEqual([
      expect.stringContaining('funds simulated from their assets (SCC, SZK, ERY,'),
      'no inverse fund stands for XLC: shares were borrowed and sold',
    ])
    expect(direct.warnings).toEqual([])
  })

  it('compares with shares sold short: the same as a run that sells them', () => {
    const { shorts, portfolios } = inverse
    expect(shorts?.inverse).toBe(portfolios.mean.net.cagr)
    expect(shorts?.direct).toBe(direct.portfolios.mean.net.cagr)
    expect(shorts?.difference).toBeCloseTo((shorts?.fee ?? NaN) + (shorts?.resetting ?? NaN), 14)
    expect(shorts?.fee).toBeLessThan(-0.001)
    expect(shorts?.fee).toBeGreaterThan(-0.004)
    expect(direct.shorts).toBeUndefined()
    expect(inverse.conventions).toMatchObject({
      shorts: 'inverse',
      inverseFunds: { annualFee: 0.0095, missing: 'keep' },
    })
  })

  it('counts a fund as exposure to the sector of its asset, and all parts sum', () => {
    const { whole, years } = inverse.brinson
    const { gross } = inverse.portfolios.mean
    expect(gross.cagr).toBeGreaterThan(inverse.portfolios.mean.net.cagr)
    for (const span of [whole, ...years]) {
      const parts = span.benchmark + span.allocation + span.selection + span.interaction + span.other
      expect(Math.abs(parts - span.net)).toBeLessThan(1e-12)
      const sectors = Object.values(span.sectors).reduce((sum, value) => sum + value, 0)
      expect(Math.abs(sectors - span.allocation)).toBeLessThan(1e-12)
      // One fund a sector, and its inverse is the sector sold: there is nothing to select.
      expect(Math.abs(span.selection) + Math.abs(span.interaction)).toBeLessThan(1e-12)
      expect(Math.abs(span.other)).toBeLessThan(0.15)
    }
    // Exposures are about the same either way.
    for (const [sector, effect] of Object.entries(whole.sectors))
      if (sector !== 'cash') expect(Math.abs(effect - direct.brinson.whole.sectors[sector])).toBeLessThan(0.06)
    for (const { net, contributions, other } of [...inverse.windows.worst, ...inverse.windows.best]) {
      expect(Object.keys(contributions)).toHaveLength(21)
      expect(Object.values(contributions).reduce((sum, value) => sum + value, other)).toBeCloseTo(net, 12)
    }
  })

  it('draws funds by what they are, says so in words, and gives the same again from the folder alone', () => {
    const sheet = readFileSync(join(folder, 'inverse', 'tear-sheet.html'), 'utf8')
    expect(sheet).toContain('SMN (simulated \u22122x XLB)')
    expect(sheet).toContain('ERY (simulated \u22123x/\u22122x XLE)')
    const names = ['weights.csv', 'trades.csv', 'events.csv', 'performance.bin', 'report.json', 'tear-sheet.html']
    const before = names.map((name) => readFileSync(join(folder, 'inverse', name)))
    const { stdout } = sectorcast(['backtest', join(folder, 'inverse')])
    expect(stdout).toContain('shorts inverse, inverseFunds.missing keep')
    expect(stdout).toMatch(/\nIn instruments of kind inverse[^\n]*\nsymbol +stands for[^]* -2x XL/)
    expect(stdout).toMatch(/\nshorts through inverse funds \(simulated\): CAGR net -?\d+\.\d\d%, .* if sold short/)
    expect(sectorcast(['export', join(folder, 'inverse')]).status).toBe(0)
    for (const [i, name] of names.entries())
      expect(readFileSync(join(folder, 'inverse', name)).equals(before[i]), name).toBe(true)
  })

  it('makes the same of raw files: their prices are total returns in the panel', () => {
    const files = join(folder, 'raw-files')
    writeRawFiles(files, FUNDS, [...SECTOR_FUNDS, 'SPY'])
    const raw = run('raw', `{ ${TERMS} }`, files, false)
    const [mine, theirs] = ['raw', 'inverse'].map((name) => tableIn(name, 'equity.csv'))
    expect(mine.length).toBe(theirs.length)
    for (const column of ['net', 'gross'])
      for (const [i, row] of mine.entries())
        expect(Math.abs(Number(row[column]) / Number(theirs[i][column]) - 1), `${column} ${row.date}`).toBeLessThan(
          2e-4,
        )
    expect(raw.shorts?.difference).toBeCloseTo(inverse.shorts?.difference ?? NaN, 4)
  })

  it('pays distributions of assets in cash, and none of funds, whose prices owe them', () => {
    const cash = run('cash', `{ ${TERMS}, distributions: cash }`)
    const events = tableIn('cash', 'events.csv')
    const paid = new Set(events.filter(({ type }) => type === 'dividend').map(({ symbol }) => symbol))
    expect([...paid].every((symbol) => symbol.startsWith('XL'))).toBe(true)
    expect(paid.size).toBeGreaterThan(8)
    // Nothing but the time at which distributions of longs are invested again is different.
    expect(cash.distributions?.reinvested).toBe(inverse.portfolios.mean.net.cagr)
    expect(Math.abs(cash.distributions?.difference ?? NaN)).toBeLessThan(0.002)
    const fills = (name: string): string[] =>
      tableIn(name, 'trades.csv')
        .filter(({ symbol }) => symbol === 'SMN')
        .map(({ date, price }) => `${date} ${price}`)
    expect(fills('cash')).toEqual(fills('inverse'))
  })
})
