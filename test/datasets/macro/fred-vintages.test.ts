import { describe, expect, it } from 'vitest'
import { datedFeed } from '../../../datasets/feeds/dated-feed.js'
import { fred } from '../../../datasets/fetch/fred.js'
import { parseFredVintages } from '../../../datasets/macro/fred-vintages.js'
import { readColumns } from '../../../datasets/tables/read-columns.js'
import { parseSession } from '../../../src/core/calendar.js'
import { DataError } from '../../../src/core/errors.js'
import { joinAsOf } from '../../../src/panel/as-of-join.js'
import { valueAsOf } from '../../../src/panel/observations.js'
import { dataFile } from '../tables/data-file.js'

const day = parseSession

/** The file that a fetch makes of an answer of the interface. */
function fetched(): { readonly name: string; readonly text: string } {
  const observations = [
    { realtime_start: '2024-02-13', realtime_end: '2024-03-11', date: '2024-01-01', value: '308.417' },
    { realtime_start: '2024-03-12', realtime_end: '9999-12-31', date: '2024-02-01', value: '.' },
    { realtime_start: '2025-02-10', realtime_end: '9999-12-31', date: '2024-01-01', value: '309.794' },
  ]
  const body = new TextEncoder().encode(JSON.stringify({ count: 3, observations }))
  const { files } = fred.convert({ name: 'CPIAUCSL', label: 'answer', extension: 'json', body })
  return files[1]
}

describe('fetched vintages', () => {
  const { name, text } = fetched()
  const read = parseFredVintages(text, name, 'CPIAUCSL')

  it('say what was known on a day, revisions after it do not', () => {
    const asOf = (date: string): number | undefined => valueAsOf(read, day('2024-01-01'), day(date))?.value
    expect([asOf('2024-02-12'), asOf('2024-02-13'), asOf('2025-02-09'), asOf('2025-02-10')]).toEqual([
      undefined,
      308.417,
      308.417,
      309.794,
    ])
    expect(valueAsOf(read, day('2024-02-01'), day('2024-06-01'))?.value).toBeNaN()
  })

  it('are the same as a dated feed', async () => {
    const feed = datedFeed(await readColumns(dataFile(name, text)))
    const dates = Int32Array.from(['2024-02-12', '2024-02-13', '2024-03-12', '2025-02-10'], day)
    const joined = joinAsOf(feed.series('value'), dates)
    expect(joined).toEqual(joinAsOf(read, dates))
    expect(Array.from(joined.values)).toEqual([NaN, 308.417, 308.417, 309.794])
  })

  it.each([
    ['no rows', 'date,known,value\n', 'f.csv:2: date: the file has a header and no rows'],
    ['a column missing', 'date,value\n2024-01-01,1\n', 'f.csv:1: known: column is missing'],
    ['no day', 'date,known,value\n2024-01-01,2024-02-30,1\n', 'f.csv:2: known: "2024-02-30" is not a date'],
    ['no number', 'date,known,value\n2024-01-01,2024-02-13,.\n', 'f.csv:2: value: "." is not a number'],
    [
      'a release twice',
      'date,known,value\n2024-01-01,2024-02-13,1\n2024-01-01,2024-02-13,2\n',
      'f.csv:3: known: 2024-01-01 as released on 2024-02-13 stands twice',
    ],
  ])('refuse %s', (_, bad, problem) => {
    expect(() => parseFredVintages(bad, 'f.csv', 'X')).toThrow(DataError)
    expect(() => parseFredVintages(bad, 'f.csv', 'X')).toThrow(problem)
  })
})
