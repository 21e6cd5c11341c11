import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import type { Exchange } from '../../../src/core/exchanges/exchange.js'
import { compareSessions } from '../../../src/core/exchanges/sessions.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

const present = existsSync(REAL_DATA)
if (!present) process.stderr.write(`real sessions: skipped, no data in ${REAL_DATA}\n`)

/** Distinct dates of the rows, ascending; `isDate` names the parts of a date. */
function datesOf(files: readonly string[], isDate = /^\uFEFF?(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})/): Int32Array {
  const days = new Set<number>()
  for (const file of files)
    for (const line of readFileSync(join(REAL_DATA, file), 'utf8').split('\n')) {
      const parts = isDate.exec(line)?.groups
      if (parts !== undefined) days.add(parseSession(`${parts.y}-${parts.m}-${parts.d}`))
    }
  return Int32Array.from(days).sort()
}

function filesOf(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(REAL_DATA, folder))
    .filter((name) => pattern.test(name))
    .map((name) => `${folder}/${name}`)
}

function expectSame(exchange: Exchange, dates: Int32Array, sessions: number): void {
  const { missing, unexpected } = compareSessions(exchange, dates)
  expect({ missing: missing.map(formatSession), unexpected: unexpected.map(({ day }) => formatSession(day)) }).toEqual({
    missing: [],
    unexpected: [],
  })
  expect(dates.length).toBe(sessions)
}

describe.skipIf(!present)('sessions by rule and sessions of the real files', () => {
  it("NYSE: Kenneth French's daily industries since 1926, Saturdays included", () => {
    const dates = datesOf(['french/10_Industry_Portfolios_Daily.csv'], /^\s*(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})\s*,/)
    expectSame('NYSE', dates, 25_982)
  })

  it("NYSE: Kenneth French's daily factors", () => {
    const dates = datesOf(['french/F-F_Research_Data_Factors_daily.CSV'], /^\s*(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})\s*,/)
    expect(dates.length).toBeGreaterThan(25_000)
    expectSame('NYSE', dates, dates.length)
  })

  it.each(['SPY', 'XLB', 'XLE', 'XLF', 'XLI', 'XLK', 'XLP', 'XLU', 'XLV', 'XLY', 'XLC', 'XLRE'])(
    'NYSE: %s has every session of its life and no other',
    (symbol) => {
      const dates = datesOf([`us-sector-etfs/${symbol}.csv`])
      expectSame('NYSE', dates, dates.length)
    },
  )

  it('NYSE: 505 stocks, 2013 to 2018', () => {
    expectSame('NYSE', datesOf(filesOf('sp500-stocks', /_data\.csv$/)), 1_259)
  })

  it.each(['VNINDEX', 'VN30'])('HOSE: %s', (index) => {
    expectSame('HOSE', datesOf([`vietnam/${index}.csv`]), 1_534)
  })

  it('HNX: HNXINDEX, and all rows of the VN30 stocks (some were listed in Hanoi)', () => {
    expectSame('HNX', datesOf(['vietnam/HNXINDEX.csv']), 1_534)
    expectSame('HNX', datesOf(['vietnam/vn30_ohlcv.csv']), 2_044)
  })

  it('HOSE: the rows of the VN30 file beyond its sessions are the two days of the outage, without volume in Ho Chi Minh City', () => {
    const { missing, unexpected } = compareSessions('HOSE', datesOf(['vietnam/vn30_ohlcv.csv']))
    expect(missing).toEqual([])
    expect(unexpected.map(({ day, reason }) => `${formatSession(day)} ${reason}`)).toEqual([
      '2018-01-23 failure of the trading system',
      '2018-01-24 failure of the trading system',
    ])
    const rows = readFileSync(join(REAL_DATA, 'vietnam/vn30_ohlcv.csv'), 'utf8').split('\n')
    const volumes = rows.filter((row) => /^2018-01-2[34],/.test(row)).map((row) => row.trim().split(',').slice(5))
    const traded = volumes.filter(([volume]) => Number(volume) > 0).map(([, symbol]) => symbol)
    expect([...new Set(traded)].sort()).toEqual(['ACB', 'DGC', 'LPB', 'SHB', 'VIB'])
    expect(volumes.length).toBeGreaterThan(40)
  })

  it('HOSE: the trade dates of the foreign flows', () => {
    const dates = datesOf(filesOf('vietnam/foreign-flow', /\.csv$/), /,(?<d>\d{2})\/(?<m>\d{2})\/(?<y>\d{4}),/)
    expectSame('HOSE', dates, 100)
  })
})
