import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { civilOf, formatSession, parseSession } from '../../../src/core/calendar.js'
import type { Exchange } from '../../../src/core/exchanges/exchange.js'
import { lunarDay } from '../../../src/core/exchanges/lunar.js'
import { closingTime, sessionsBetween } from '../../../src/core/exchanges/sessions.js'

interface Golden {
  readonly nyse: { readonly perYear: number[]; readonly sha256: string; readonly oneOClock: string[] }
  readonly vietnam: { readonly perYear: number[]; readonly sha256: string }
  readonly lunar: Readonly<Record<string, readonly [string, string]>>
}

const golden = JSON.parse(readFileSync('test/golden/exchange-calendar.json', 'utf8')) as Golden

function summary(exchange: Exchange, from: string, to: string): { perYear: number[]; sha256: string } {
  const sessions = sessionsBetween(exchange, parseSession(from), parseSession(to))
  const perYear = new Map<number, number>()
  for (const session of sessions) perYear.set(civilOf(session).year, (perYear.get(civilOf(session).year) ?? 0) + 1)
  const text = [...sessions].map(formatSession).join('\n')
  return { perYear: [...perYear.values()], sha256: createHash('sha256').update(text).digest('hex') }
}

describe('calendars and an independent computation', () => {
  it('NYSE, 1926 to 2099: every session', () => {
    const { perYear, sha256 } = golden.nyse
    expect(summary('NYSE', '1926-07-01', '2099-12-31')).toEqual({ perYear, sha256 })
  })

  it('HNX, 2018 to 2099: every session', () => {
    expect(summary('HNX', '2018-01-01', '2099-12-31')).toEqual(golden.vietnam)
  })

  it("the first day of the lunar year and Hung Kings' Day, 1990 to 2099", () => {
    const computed = Object.fromEntries(
      Object.keys(golden.lunar).map((year) => [
        year,
        [formatSession(lunarDay(Number(year), 1, 1)), formatSession(lunarDay(Number(year), 3, 10))],
      ]),
    )
    expect(computed).toEqual(golden.lunar)
  })

  it('NYSE, 1993 to 2030: the sessions that end at one o’clock', () => {
    const early = [...sessionsBetween('NYSE', parseSession('1993-01-01'), parseSession('2030-12-31'))]
      .filter((session) => closingTime('NYSE', session) === 13 * 60)
      .map(formatSession)
    // Two days after Christmas follow no rule.
    expect(early.filter((day) => !['1997-12-26', '2003-12-26'].includes(day))).toEqual(golden.nyse.oneOClock)
    expect(early.length).toBe(golden.nyse.oneOClock.length + 2)
  })
})
