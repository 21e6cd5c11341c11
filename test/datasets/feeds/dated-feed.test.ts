import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { datedFeed, emptyFeed, type DatedFeed, type FeedFormat } from '../../../datasets/feeds/dated-feed.js'
import { FEED_FORMATS, feedFormatOf } from '../../../datasets/feeds/feed-formats.js'
import { readColumns } from '../../../datasets/tables/read-columns.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { joinAsOf } from '../../../src/panel/as-of-join.js'
import { valueAsOf, type Observations } from '../../../src/panel/observations.js'
import { dataFile } from '../tables/data-file.js'

const feedOf = async (text: string, format: FeedFormat = {}, file = 'feed.csv'): Promise<DatedFeed> =>
  datedFeed(await readColumns(dataFile(file, text)), format)

const rowsOf = ({ valid, known, values }: Observations): [string, string, number][] =>
  Array.from(valid, (day, i) => [formatSession(day), formatSession(known[i]), values[i]])

describe('a dated feed', () => {
  it('gives a series for each column and key', async () => {
    const feed = await feedOf(
      'date,known,symbol,visits,sales\n2024-01-31,2024-02-05,A,10,1\n2024-01-31,2024-02-06,B,20,\n',
    )
    expect([feed.names, feed.keys]).toEqual([
      ['visits', 'sales'],
      ['A', 'B'],
    ])
    expect(rowsOf(feed.series('visits', 'B'))).toEqual([['2024-01-31', '2024-02-06', 20]])
    expect(rowsOf(feed.series('sales', 'B'))).toEqual([['2024-01-31', '2024-02-06', NaN]])
    expect(feed.series('visits', 'A').name).toBe('visits.A')
    expect(feed.series('visits', 'C').values).toHaveLength(0)
  })

  it('takes sectors by any of their names', async () => {
    const feed = await feedOf('date,known,sector,value\n2024-01-31,2024-02-05,Telecom,1\n')
    expect(feed.keys).toEqual(['communication-services'])
    await expect(feedOf('date,known,sector,value\n2024-01-31,2024-02-05,Enegry,1\n')).rejects.toThrow(
      /^feed\.csv:2: sector: sector "Enegry" is unknown, the nearest is "energy"/,
    )
  })

  it('wants a lag where nothing says when a value was known; it counts from the end of a period', async () => {
    await expect(feedOf('date,value\n2024-01-31,1\n')).rejects.toThrow(
      'feed "feed.csv": no column says when a value was known, expected a column "known" or lagDays',
    )
    await expect(feedOf('date,value\n2024-01-31,1\n', { lagDays: -1 })).rejects.toThrow(
      'lagDays "-1", expected a whole number of days',
    )
    const feed = await feedOf('date,value\n2024-01-31,1\n2024-02,2\n2024-Q1,3\n2023,4\n2024-12,5\n2023-Q4,6\n', {
      lagDays: 10,
    })
    expect(rowsOf(feed.series('value'))).toEqual([
      ['2023-01-01', '2024-01-10', 4],
      ['2023-10-01', '2024-01-10', 6],
      ['2024-01-31', '2024-02-10', 1],
      ['2024-02-01', '2024-03-10', 2],
      ['2024-01-01', '2024-04-10', 3],
      ['2024-12-01', '2025-01-10', 5],
    ])
  })

  it('puts a publication after the close on the next day, and the later one of a day last', async () => {
    const text =
      'date,known,value\n2024-05-01,2024-05-02T15:00-04:00,3\n2024-05-01,2024-05-02T09:00-04:00,2\n2024-05-01,2024-05-02T16:05-04:00,4\n'
    const series = (await feedOf(text)).series('value')
    expect(rowsOf(series)).toEqual([
      ['2024-05-01', '2024-05-02', 2],
      ['2024-05-01', '2024-05-02', 3],
      ['2024-05-01', '2024-05-03', 4],
    ])
    expect(valueAsOf(series, parseSession('2024-05-01'), parseSession('2024-05-02'))?.value).toBe(3)
  })

  it.each([
    ['date,known,value\n2024-05-01,2024-05-02T15:00,3\n', {}, 'feed.csv:2: known: "2024-05-02T15:00" has no time zone'],
    ['date,known,value\n2024-05-01,,3\n', {}, 'feed.csv:2: known: "" is no day or time of publication'],
    ['date,known,value\n2024-05-01,1960-05-02T15:00Z,3\n', {}, 'before 1967'],
    [
      'date,known,value\n2024-05-01,2024-04-30,3\n',
      {},
      'feed.csv:2: known: 2024-04-30 is before 2024-05-01, which the value speaks of',
    ],
    [
      'date,known,value\n05/01/2024,2024-05-02,3\n',
      {},
      'feed.csv:2: date: "05/01/2024" is not a date, expected YYYY-MM-DD',
    ],
    ['date,known,value\n2024-Q5,2024-05-02,3\n', {}, 'feed.csv:2: date: "2024-Q5" is not a date'],
    ['date,known,value\n2024-13,2025-05-02,3\n', {}, 'feed.csv:2: date: "2024-13" is not a date'],
    ['date,known,value\n,2024-05-02,3\n', {}, 'feed.csv:2: date: "" is not a date'],
    ['date,known,value\n2024-05-01,2024-05-02,three\n', {}, 'feed.csv:2: value: "three" is not a number'],
    ['date,known,value\n2024-05-01,2024-05-02,inf\n', {}, 'feed.csv:2: value: "inf" is infinite'],
    [
      'date,known,value\n2024-05-01,2024-05-02,3\n2024-05-01,2024-05-02,4\n',
      {},
      'feed.csv:3: 2024-05-01 stands twice for the same moment of publication, also in line 2',
    ],
    ['date,known,symbol,value\n2024-05-01,2024-05-02,,3\n', {}, 'feed.csv:2: symbol: is blank'],
    ['date,known\n2024-05-01,2024-05-02\n', {}, 'feed.csv: has no column of values'],
    ['day,known,value\n2024-05-01,2024-05-02,3\n', {}, 'feed.csv: column "date" is missing, the nearest is "day"'],
    ['date,value\n2024-05-01,3\n', { known: 'published' }, 'feed.csv: column "published" is missing'],
  ] as const)('refuses %j', async (text, format, message) => {
    await expect(feedOf(text, format)).rejects.toThrow(message)
  })

  it('reads the same from CSV, JSON lines and Parquet', async () => {
    const csv = await feedOf(
      'date,known,symbol,value\n2024-01-31,2024-02-05T12:00:00Z,A,1.5\n2024-02-29,2024-03-05T12:00:00Z,A,\n',
    )
    const jsonl = await feedOf(
      '{"date":"2024-01-31","known":"2024-02-05T12:00:00Z","symbol":"A","value":1.5}\n{"date":"2024-02-29","known":"2024-03-05T12:00:00Z","symbol":"A","value":null}\n',
      {},
      'feed.jsonl',
    )
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'date', data: [new Date('2024-01-31'), new Date('2024-02-29')], type: 'TIMESTAMP' },
        { name: 'known', data: [new Date('2024-02-05T12:00Z'), new Date('2024-03-05T12:00Z')], type: 'TIMESTAMP' },
        { name: 'symbol', data: ['A', 'A'], type: 'STRING' },
        { name: 'value', data: [1.5, null], type: 'DOUBLE' },
      ],
    })
    const parquet = datedFeed(await readColumns(dataFile('feed.parquet', new Uint8Array(bytes))))
    expect(jsonl.series('value', 'A')).toEqual(csv.series('value', 'A'))
    expect(parquet.series('value', 'A')).toEqual(csv.series('value', 'A'))
  })

  it('never lets a later publication change what was known before', () => {
    const publication = fc.record({
      valid: fc.integer({ min: 19000, max: 19010 }),
      delay: fc.integer({ min: 0, max: 20 }),
      value: fc.integer({ min: -5, max: 5 }),
    })
    return fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(publication, { selector: ({ valid, delay }) => `${valid} ${delay}`, minLength: 1 }),
        fc.integer({ min: 19000, max: 19030 }),
        async (list, cut) => {
          const textOf = (rows: typeof list): string =>
            [
              'date,known,value',
              ...rows.map(
                ({ valid, delay, value }) => `${formatSession(valid)},${formatSession(valid + delay)},${value}`,
              ),
            ].join('\n')
          const days = Int32Array.from({ length: 40 }, (_, i) => 19000 + i)
          const all = joinAsOf((await feedOf(textOf(list))).series('value'), days)
          const early = joinAsOf(
            (await feedOf(textOf(list.filter(({ valid, delay }) => valid + delay <= cut)))).series('value'),
            days,
          )
          const rows = cut - 19000 + 1
          expect(early.values.slice(0, rows)).toEqual(all.values.slice(0, rows))
          expect(early.present.slice(0, rows)).toEqual(all.present.slice(0, rows))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('that is missing is all missing', () => {
    const { values, present } = joinAsOf(emptyFeed('web-traffic'), Int32Array.of(1, 2, 3))
    expect([...values]).toEqual([NaN, NaN, NaN])
    expect([...present]).toEqual([0, 0, 0])
  })
})

describe('the named formats', () => {
  it('read short interest by its publication, not by its settlement', async () => {
    const text =
      'symbol,settlement,published,shortInterest,daysToCover\nA,2024-01-12,2024-01-24T16:30-05:00,1000000,2.5\n'
    const feed = await feedOf(text, feedFormatOf('short-interest'))
    expect(rowsOf(feed.series('daysToCover', 'A'))).toEqual([['2024-01-12', '2024-01-25', 2.5]])
  })

  it('read estimates and guidance of periods to come', async () => {
    const estimates = await feedOf(
      'symbol,period,published,estimate,previous\nA,2024-Q4,2024-02-01,1.1,1\n',
      feedFormatOf('analyst-revisions'),
    )
    expect(rowsOf(estimates.series('estimate', 'A'))).toEqual([['2024-10-01', '2024-02-01', 1.1]])
    const guidance = await feedOf('symbol,period,published,low,high\nA,2024,2024-02-01,4,5\n', feedFormatOf('guidance'))
    expect(rowsOf(guidance.series('high', 'A'))).toEqual([['2024-01-01', '2024-02-01', 5]])
  })

  it('keep statements and their restatements apart', async () => {
    const text =
      'symbol,period,published,revenue,netIncome\nA,2024-03-31,2024-05-01,100,10\nA,2024-03-31,2024-08-01,90,-2\n'
    const revenue = (await feedOf(text, feedFormatOf('quarterly-statements'))).series('revenue', 'A')
    const quarter = parseSession('2024-03-31')
    expect(valueAsOf(revenue, quarter, parseSession('2024-04-30'))).toBeUndefined()
    expect(valueAsOf(revenue, quarter, parseSession('2024-07-31'))?.value).toBe(100)
    expect(valueAsOf(revenue, quarter, parseSession('2024-08-01'))?.value).toBe(90)
  })

  it('are known by name', () => {
    expect([...FEED_FORMATS.keys()]).toEqual([
      'short-interest',
      'analyst-revisions',
      'guidance',
      'quarterly-statements',
    ])
    expect(() => feedFormatOf('short-intrest')).toThrow(
      'feed format "short-intrest" is unknown, the nearest is "short-interest"',
    )
  })
})
