import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { HoldInstruments } from '../../pipelines/hold-instruments.js'
import type { HoldNow } from '../../pipelines/hold-now.js'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

/** The small market under the names of four Select Sector SPDRs. */
const FUNDS = { AAA: 'XLE', BBB: 'XLU', CCC: 'XLF', DDD: 'XLV' } as const
const SECTORS = { XLE: 'energy', XLU: 'utilities', XLF: 'financials', XLV: 'health care' } as const
const INVERSE: Readonly<Record<string, string>> = { XLE: 'ERY', XLU: 'SDP', XLF: 'SKF', XLV: 'RXD' }
const LEVERAGE: Readonly<Record<string, number>> = { XLE: -3, XLU: -2, XLF: -2, XLV: -2 }

const folder = temporaryFolder()
const data = join(folder, 'prices')
const run = join(folder, 'run')

interface Document {
  readonly now: HoldNow
  readonly instruments: HoldInstruments
}

function trained(checks: string): void {
  const experiment = join(folder, 'funds.yaml')
  const text = smallExperiment({
    universe: `universe: { benchmark: MKT, sectors: ${JSON.stringify(SECTORS)} }`,
    models: 'models: { momentum: { feature: relative_strength_21 } }',
    decision: 'decision: { select: { long-short: { long: 1, short: 2 } } }',
    checks,
  })
  writeFileSync(experiment, text)
  const { status, stderr } = sectorcast(['train', experiment, '--data', data, '--out', run])
  expect(status, stderr).toBe(0)
}

beforeAll(() => {
  writeSmallMarket(data)
  for (const [symbol, fund] of Object.entries(FUNDS)) renameSync(join(data, `${symbol}.csv`), join(data, `${fund}.csv`))
})

describe('score --instrument inverse', () => {
  it('says which inverse funds stand for the shorts, of funds that are named one by one', () => {
    trained('checks: [{ restricted: { symbols: [XLEE], outcome: warn } }]')
    const { status, stdout, stderr } = sectorcast(['score', run, '--instrument', 'inverse', '--json'])
    expect(status).toBe(0)
    expect(stderr).toContain(
      'warning: the check "restricted" names "XLEE", which is no asset here and restricts nothing; the nearest is "XLE"\n',
    )
    const { now, instruments } = JSON.parse(stdout) as Document
    const shorts = now.lines.filter(({ weight }) => weight < 0)
    expect(shorts).toHaveLength(2)
    for (const { symbol, weight } of shorts) {
      const stand = instruments.lines.find((line) => line.for.includes(symbol))
      const leverage = LEVERAGE[symbol]
      expect(stand).toMatchObject({ symbol: INVERSE[symbol], leverage, weight: weight / leverage, price: null })
    }
    expect(instruments.exposures.map(({ symbol, weight }) => [symbol, weight])).toEqual(
      now.lines.filter(({ symbol }) => symbol !== 'CASH').map(({ symbol, weight }) => [symbol, weight]),
    )
    const long = now.lines.find(({ weight }) => weight > 0)
    expect(instruments.lines).toContainEqual(
      expect.objectContaining({ symbol: long?.symbol, leverage: 1, price: long?.price }),
    )
    const all = [...instruments.lines, instruments.cash].reduce((sum, { amount }) => sum + amount, 0)
    expect(all).toBeCloseTo(now.equity, 6)
    const told = sectorcast(['score', run, '--instrument', 'inverse']).stdout
    expect(told).not.toContain('nothing is short')
    for (const { symbol } of shorts)
      expect(told).toMatch(new RegExp(`^${INVERSE[symbol]} +${LEVERAGE[symbol]}x ${symbol} `, 'm'))
  })

  it('says that none is needed of a decision that was blocked', () => {
    trained('checks: [max-short]')
    expect(sectorcast(['score', run, '--instrument', 'inverse']).stdout).toContain(
      'In instruments of kind inverse: nothing is short, so that no inverse fund is needed\n',
    )
  })

  it('holdings in such a fund are told how to be entered', () => {
    const holdings = join(folder, 'mine.csv')
    writeFileSync(holdings, 'symbol,shares\nSDP,10\n')
    const { status, stderr } = sectorcast(['score', run, '--holdings', holdings])
    expect(status).toBe(3)
    expect(stderr).toContain(
      '"SDP" has no price here, it is an inverse fund of XLU: enter shares of XLU worth -2 times',
    )
  })
})
