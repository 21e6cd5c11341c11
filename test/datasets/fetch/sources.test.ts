import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseOhlcvCsv } from '../../../datasets/bars/ohlcv-csv.js'
import type { ConvertedAnswer, FetchSource } from '../../../datasets/fetch/answer.js'
import { exchangeDays } from '../../../datasets/fetch/exchange-day.js'
import { fred } from '../../../datasets/fetch/fred.js'
import { fredMd } from '../../../datasets/fetch/fred-md.js'
import { french } from '../../../datasets/fetch/french.js'
import { QuotaError } from '../../../datasets/fetch/quota-error.js'
import { FETCH_SOURCES, fetchSourceNamed } from '../../../datasets/fetch/sources.js'
import { stooq } from '../../../datasets/fetch/stooq.js'
import { yahoo } from '../../../datasets/fetch/yahoo.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { ConfigError, DataError } from '../../../src/core/errors.js'
import {
  CHART_NOT_FOUND,
  chartBody,
  fewDays,
  FRENCH_TEXT,
  HTML_PAGE,
  openingOf,
  zipOf,
} from '../../fixtures/payloads.js'

const golden = JSON.parse(readFileSync('test/golden/fetch.json', 'utf8')) as {
  sessionDays: { zone: string; gmtoffset: number; seconds: number; date: string }[]
}
const today = parseSession('2026-01-05')

function convert(source: FetchSource, body: string | Uint8Array, extension: string, name = 'XLK'): ConvertedAnswer {
  return source.convert({ name, label: 'http://x/y', extension, body: Buffer.from(body) })
}

describe('session days of an exchange', () => {
  it.each(golden.sessionDays)('$date in $zone', ({ zone, gmtoffset, seconds, date }) => {
    expect(formatSession(exchangeDays({ gmtoffset, exchangeTimezoneName: zone })(seconds))).toBe(date)
  })

  it('fall back on the offset of the answer, and are NaN beyond the calendar', () => {
    const seconds = openingOf('2024-07-15')
    for (const exchangeTimezoneName of [undefined, 'Nowhere/Atlantis'])
      expect(formatSession(exchangeDays({ gmtoffset: -18_000, exchangeTimezoneName })(seconds))).toBe('2024-07-15')
    expect(exchangeDays({ gmtoffset: 0, exchangeTimezoneName: 'UTC' })(1e300)).toBeNaN()
  })
})

describe('yahoo', () => {
  const events = {
    dividends: { a: { amount: 0.4, date: openingOf('2024-12-27') }, b: { amount: 0.1, date: openingOf('2024-12-27') } },
    splits: { c: { date: openingOf('2024-12-30'), numerator: 3, denominator: 2, splitRatio: '3:2' } },
  }

  it('becomes bars that the reader of bars takes', () => {
    const { files, history, notes } = convert(yahoo, chartBody(fewDays(), events), 'json')
    expect(files[0].name).toBe('XLK.csv')
    expect(files[0].text.split('\n').slice(0, 3)).toEqual([
      'Date,Open,High,Low,Close,Volume,Dividends,Stock Splits',
      '2024-12-26,237.85475,241.4405,236.6595,239.05,4000000,0,0',
      '2024-12-27,235.2379,238.7842,234.0558,236.42,4000000,0.5,0',
    ])
    const bars = parseOhlcvCsv(files[0].text, 'XLK.csv', 'XLK')
    expect(bars.splits).toEqual(Float64Array.of(0, 0, 1.5, 0))
    expect(history.get('2024-12-30')?.values[3]).toBe(234.06)
    expect(notes).toEqual([])
  })

  it('leaves out days without prices and the session that is still open, and says so', () => {
    const start = openingOf('2025-01-03')
    const meta = { regularMarketTime: start + 60, currentTradingPeriod: { regular: { start, end: start + 23_400 } } }
    const days = fewDays(1, [
      { date: '2025-01-02', close: null },
      { date: '2025-01-03', close: 234 },
    ])
    const gains = { capitalGains: { a: { amount: 1, date: openingOf('2025-01-03') } } }
    const open = convert(yahoo, chartBody(days, gains, meta), 'json')
    expect([...open.history.keys()].at(-1)).toBe('2024-12-31')
    expect(open.notes).toEqual([
      '2025-01-02 has no prices: left out',
      '2025-01-03 was not over yet: left out',
      'capital gain of 2025-01-03 falls on no session: left out',
    ])
    expect(open.files[0].text).toContain('Stock Splits,Capital Gains\n')
    const closed = convert(yahoo, chartBody(days, {}, { ...meta, regularMarketTime: start + 23_400 }), 'json')
    expect([...closed.history.keys()].at(-1)).toBe('2025-01-03')
  })

  it('names symbols, files and addresses', () => {
    expect(yahoo.nameOf('^gspc')).toBe('^GSPC')
    expect(['^GSPC', 'EURUSD=X', 'BRK-B', 'TCB.VN'].map(yahoo.stemOf)).toEqual(['_GSPC', 'EURUSD_X', 'BRK-B', 'TCB.VN'])
    const { path, query } = yahoo.targetOf({ name: '^GSPC', to: parseSession('2025-12-31'), today })
    expect(path).toBe('/v8/finance/chart/%5EGSPC')
    expect(query).toMatchObject({ period1: String(Date.UTC(1925, 0, 1) / 1000), period2: '1767225600' })
  })

  it.each([
    ['another JSON', '{"quotes":[]}', 'http://x/y: chart:'],
    ['its own error', CHART_NOT_FOUND, 'Not Found: No data found, symbol may be delisted'],
    ['no days', chartBody([]), 'the answer holds no prices'],
    ['weekly bars', chartBody(fewDays(), {}, { dataGranularity: '1wk' }), 'dataGranularity'],
    ['a day twice', chartBody(fewDays(1, [{ date: '2024-12-31', close: 1 }])), '2024-12-31: the dates do not ascend'],
    [
      'half a day',
      chartBody([{ date: '2024-12-31', close: 5 }]).replace('"volume":[1000]', '"volume":[null]'),
      '2024-12-31: Volume is missing while other prices of the day are there',
    ],
    ['text', 'Too Many Requests\r\n', 'the answer is not JSON: "Too Many Requests"'],
  ])('refuses %s', (_, body, problem) => {
    expect(() => convert(yahoo, body, 'json')).toThrow(DataError)
    expect(() => convert(yahoo, body, 'json')).toThrow(problem)
  })
})

describe('stooq', () => {
  const csv = 'Date,Open,High,Low,Close,Volume\r\n2024-12-30,1,2,0.5,1.5,100\r\n2024-12-31,1,2,0.5,1.6,0\r\n'

  it('becomes bars, without volume where there is none', () => {
    const { files, history } = convert(stooq, csv, 'csv', 'spy.us')
    expect(files[0].name).toBe('SPY.US.csv')
    expect(parseOhlcvCsv(files[0].text, 'x', 'x').close).toEqual(Float64Array.of(1.5, 1.6))
    expect(history.size).toBe(2)
    const index = convert(stooq, csv.replace(/,(Volume|\d+)\r/g, '\r'), 'csv', '^spx')
    expect(index.files[0]).toMatchObject({ name: '_SPX.csv' })
    expect(index.files[0].text).toMatch(/^Date,Open,High,Low,Close\n/)
    expect(index.notes).toEqual(['the source gives no volume: the file has no such column'])
  })

  it('asks for a range in its own form', () => {
    const range = { from: parseSession('2024-01-02'), to: parseSession('2024-12-31') }
    expect(stooq.targetOf({ name: 'spy.us', today, ...range }).query).toEqual({
      s: 'spy.us',
      i: 'd',
      d1: '20240102',
      d2: '20241231',
    })
  })

  it.each([
    ['No data', 'the source says "No data"'],
    ['Date,Open,High,Low,Close,Volume\n', 'the answer holds no prices'],
    ['Write to us', 'the answer is no table: "Write to us"'],
    [csv.replace('1.5', 'x'), ':2: Close: "x" is not a number'],
    [csv.split('\r\n').slice(0, 3).reverse().join('\n'), 'the answer is no table'],
  ])('refuses %j', (body, problem) => {
    expect(() => convert(stooq, body, 'csv')).toThrow(problem)
  })

  it('tells the end of the day`s allowance from other sentences', () => {
    expect(() => convert(stooq, 'Exceeded the daily hits limit', 'csv')).toThrow(QuotaError)
  })
})

describe('fred', () => {
  const observations = [
    { realtime_start: '2024-02-13', realtime_end: '2024-03-11', date: '2024-01-01', value: '308.417' },
    { realtime_start: '2024-03-12', realtime_end: '9999-12-31', date: '2024-02-01', value: '.' },
    { realtime_start: '2025-02-10', realtime_end: '9999-12-31', date: '2024-01-01', value: '309.794' },
  ]

  it.each(['observation_date', 'DATE'])('newest values under the header %s', (header) => {
    const { files } = convert(
      fred,
      `${header},CPIAUCSL\n2025-09-01,324.368\n2025-10-01,\n2025-11-01,.\n`,
      'csv',
      'CPIAUCSL',
    )
    expect(files).toEqual([
      { name: 'CPIAUCSL.csv', text: 'DATE,CPIAUCSL\n2025-09-01,324.368\n2025-10-01,\n2025-11-01,\n' },
    ])
  })

  it('every vintage, with the newest values beside it', () => {
    const { files, history, latest } = convert(fred, JSON.stringify({ count: 3, observations }), 'json', 'CPIAUCSL')
    expect(files.map(({ text }) => text)).toEqual([
      'DATE,CPIAUCSL\n2024-01-01,309.794\n2024-02-01,\n',
      'date,known,value\n2024-01-01,2024-02-13,308.417\n2024-02-01,2024-03-12,\n2024-01-01,2025-02-10,309.794\n',
    ])
    expect([...history.keys()][2]).toBe('2024-01-01 known 2025-02-10')
    expect(latest?.get('2024-01-01')?.values).toEqual([309.794])
  })

  it('asks the open page without a key, the interface with one', () => {
    const request = { name: 'GDP', from: parseSession('2000-01-01'), today }
    expect(fred.targetOf(request)).toMatchObject({
      path: '/graph/fredgraph.csv',
      query: { id: 'GDP', cosd: '2000-01-01' },
    })
    expect(fred.targetOf({ ...request, key: 'k' }).query).toMatchObject({
      api_key: 'k',
      realtime_start: '1776-07-04',
      observation_start: '2000-01-01',
    })
  })

  it.each([
    [
      'csv',
      'observation_date,GDP\n2025-01-01,1\n',
      'header "observation_date,GDP", expected observation_date,CPIAUCSL',
    ],
    ['csv', 'DATE,CPIAUCSL\n', 'the answer holds no values'],
    ['csv', 'DATE,CPIAUCSL\n2025-13-01,1\n', ':2: date: "2025-13-01" is not a date'],
    ['json', '{"error_code":400,"error_message":"Bad Request."}', 'count:'],
    ['json', JSON.stringify({ count: 200_000, observations }), 'holds 3 of 200000 values: ask for less'],
    ['json', JSON.stringify({ count: 0, observations: [] }), 'the answer holds no values'],
  ])('refuses a %s answer %s', (extension, body, problem) => {
    expect(() => convert(fred, body, extension, 'CPIAUCSL')).toThrow(problem)
  })

  it('a FRED-MD vintage is named by its last row', () => {
    const text = 'sasdate,RPI,INDPRO\nTransform:,5,5\n6/1/2024,1.5,102.1\n7/1/2024,1.6,\n,,\n'
    const { files, history } = convert(fredMd, text, 'csv', '2024-08')
    expect(files).toEqual([{ name: 'fred-md-2024-07.csv', text }])
    expect(history.get('2024-06-01')?.values).toEqual([1.5, 102.1])
    expect(() => convert(fredMd, 'a,b\n1,2\n', 'csv')).toThrow('expected sasdate')
  })
})

describe('french', () => {
  it('is unpacked as it is, its blocks kept apart', () => {
    const { files, history } = convert(french, zipOf([{ name: 'a.CSV', text: FRENCH_TEXT }]), 'zip', 'F-F')
    expect(files).toEqual([{ name: 'F-F.csv', text: FRENCH_TEXT }])
    expect([...history.keys()]).toEqual(['192607 #1', '192608 #1', '1927 #2'])
    expect(history.get('1927 #2')).toEqual({ block: '2', fields: ['NoDur', 'Durbl'], values: [0.29, -99.99] })
  })

  it.each([
    [HTML_PAGE, 'the answer is an HTML page ("Are you a robot?"), not data'],
    ['', 'the answer is empty'],
    [zipOf([{ name: 'a', text: 'no numbers' }]), 'the answer holds no rows of numbers: "no numbers"'],
    [zipOf([{ name: 'a', text: '192607,1\n' }]), ':1: a row of numbers stands before any header'],
    [zipOf([{ name: 'a', text: ',A\n192607,1\n192607,2\n' }]), ':3: "192607 #1" stands twice'],
  ])('refuses %s', (body, problem) => {
    expect(() => convert(french, body, 'zip')).toThrow(problem)
  })
})

describe('all sources', () => {
  it('are known by name', () => {
    expect(FETCH_SOURCES.map(({ name }) => fetchSourceNamed(name).name)).toEqual([
      'yahoo',
      'stooq',
      'french',
      'fred',
      'fred-md',
    ])
    expect(() => fetchSourceNamed('yaho')).toThrow('source "yaho" is unknown, did you mean "yahoo"?')
  })

  it.each(FETCH_SOURCES)('$name takes no HTML page, and ends each hostile body in a DataError', (source) => {
    const extensions = source.name === 'fred' ? ['json', 'csv'] : ['csv']
    for (const extension of extensions) {
      expect(() => convert(source, HTML_PAGE, extension)).toThrow('HTML page ("Are you a robot?")')
      const hostile = fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc.string().map((text) => Buffer.from(text)),
        fc.json().map((text) => Buffer.from(text)),
      )
      fc.assert(
        fc.property(hostile, (body) => {
          expect(() => convert(source, body, extension)).toThrow(DataError)
        }),
      )
    }
  })

  it.each(FETCH_SOURCES)('$name takes no name that leads out of a folder', (source) => {
    const names = [
      '../x',
      'a/b',
      'a\\b',
      '..',
      '.hidden',
      '',
      'a b',
      'A..B',
      '__proto__',
      'x\0',
      '-o',
      'a?b=c',
      'a%2fb',
    ]
    for (const name of names) expect(() => source.nameOf(name), name).toThrow(ConfigError)
    fc.assert(
      fc.property(fc.string(), (text) => {
        let name: string
        try {
          name = source.nameOf(text)
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError)
          return
        }
        expect(source.stemOf(name)).toMatch(/^[A-Za-z0-9_](?!.*\.\.)[A-Za-z0-9_.-]*$/)
      }),
    )
  })
})
