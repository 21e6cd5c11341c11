import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  checkFredMdName,
  fredMdKnownFrom,
  fredMdObservations,
  parseFredMd,
  type FredMdVintage,
} from '../../../datasets/macro/fred-md.js'
import { formatSession, parseSession } from '../../../src/core/calendar.js'
import { DataError } from '../../../src/core/errors.js'
import { joinAsOf } from '../../../src/panel/as-of-join.js'
import { valueAsOf } from '../../../src/panel/observations.js'
import { vintageTransform } from '../../../src/panel/vintage-transforms.js'
import { REAL_DATA } from '../../fixtures/command-line.js'

interface Events {
  readonly first: number
  readonly revisedOrNew: number
  readonly withdrawn: number
  readonly growth: readonly number[]
  readonly zscore60: readonly number[]
  readonly change3: readonly number[]
}
const golden = (
  JSON.parse(readFileSync('test/golden/macro.json', 'utf8')) as {
    readonly fredMd: {
      readonly files: Readonly<Record<string, Readonly<Record<string, number | string>>>>
      readonly events: Readonly<Record<string, Events>>
    }
  }
).fredMd

const HEAD = 'sasdate,A,B\nTransform:,5,2\n'
const OLD = parseFredMd(`${HEAD}1/1/2024,1,10\n2/1/2024,2,\n`, 'old')
/** January of A revised, February of A confirmed, January of B withdrawn, March new; mixed line ends and blank rows. */
const NEW = parseFredMd(`${HEAD}1/1/2024,1.5,\n2/1/2024,2,11\n3/1/2024,3,\n,,\r\n,,\r\n`, 'new')

const rowsOf = (vintages: readonly FredMdVintage[], name: string): unknown[] => {
  const { valid, known, values } = fredMdObservations(vintages, name)
  return Array.from(values, (value, i) => [formatSession(valid[i]), formatSession(known[i]), value])
}

describe('parseFredMd', () => {
  it('reads mnemonics, codes and months; blank cells and blank rows at the end are allowed', () => {
    expect(NEW.names).toEqual(['A', 'B'])
    expect(NEW.codes).toEqual([5, 2])
    expect(Array.from(NEW.months, formatSession)).toEqual(['2024-01-01', '2024-02-01', '2024-03-01'])
    expect(Array.from(NEW.values.data)).toEqual([1.5, NaN, 2, 11, 3, NaN])
  })

  it('was known from the first day of the second month', () => {
    expect(formatSession(fredMdKnownFrom(OLD))).toBe('2024-04-01')
    expect(formatSession(fredMdKnownFrom({ months: Int32Array.of(parseSession('2023-11-01')) }))).toBe('2024-01-01')
  })

  it('is checked against its name', () => {
    expect(() => checkFredMdName(OLD, 'fred-md-2024-02.csv')).not.toThrow()
    expect(() => checkFredMdName(OLD, 'fred-md-2024-03.csv')).toThrow('old: its last row is of 2024-02')
  })

  it.each([
    ['another header', 'date,A\nTransform:,1\n1/1/2024,1\n', 'f:1: header: "date", expected sasdate'],
    ['a column without name', 'sasdate,A,\nTransform:,1,1\n1/1/2024,1,1\n', 'f:1: header: column 3 has no name'],
    ['a column twice', 'sasdate,A,A\nTransform:,1,1\n1/1/2024,1,1\n', 'f:1: A: column stands twice'],
    ['no transform row', 'sasdate,A\n1/1/2024,1\n', 'f:2: sasdate: "1/1/2024", expected Transform:'],
    ['code 8', 'sasdate,A\nTransform:,8\n1/1/2024,1\n', 'f:2: A: transform code 8, expected 1 to 7'],
    ['a code in words', 'sasdate,A\nTransform:,log\n1/1/2024,1\n', 'f:2: A: "log" is not a number'],
    ['no months', 'sasdate,A\nTransform:,1\n,\n', 'f:3: sasdate: the file has no months'],
    ['an ISO date', 'sasdate,A\nTransform:,1\n2024-01-01,1\n', 'f:3: sasdate: "2024-01-01" is not a date'],
    ['the middle of a month', 'sasdate,A\nTransform:,1\n1/15/2024,1\n', 'is not the first of a month'],
    ['a gap', 'sasdate,A\nTransform:,1\n1/1/2024,1\n3/1/2024,1\n', 'f:4: sasdate: 2024-03-01 comes after 2024-01-01'],
    ['a blank row inside', 'sasdate,A\nTransform:,1\n1/1/2024,1\n,\n2/1/2024,1\n', 'f:4: sasdate: "" is not a date'],
    ['a word', 'sasdate,A\nTransform:,1\n1/1/2024,x\n', 'f:3: A: "x" is not a number'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseFredMd(text, 'f')).toThrow(DataError)
    expect(() => parseFredMd(text, 'f')).toThrow(message)
  })

  it('is not broken by a series that is called __proto__', () => {
    const vintage = parseFredMd('sasdate,__proto__\nTransform:,1\n1/1/2024,7\n', 'f')
    expect(rowsOf([vintage], '__proto__')).toEqual([['2024-01-01', '2024-03-01', 7]])
  })
})

describe('fredMdObservations', () => {
  it('records what is new, what differs and what disappears, and nothing else', () => {
    expect(rowsOf([OLD, NEW], 'A')).toEqual([
      ['2024-01-01', '2024-04-01', 1],
      ['2024-02-01', '2024-04-01', 2],
      ['2024-01-01', '2024-05-01', 1.5],
      ['2024-03-01', '2024-05-01', 3],
    ])
    expect(rowsOf([OLD, NEW], 'B')).toEqual([
      ['2024-01-01', '2024-04-01', 10],
      ['2024-01-01', '2024-05-01', NaN],
      ['2024-02-01', '2024-05-01', 11],
    ])
  })

  it('withdraws a series that the next vintage dropped', () => {
    const dropped = parseFredMd('sasdate,A\nTransform:,1\n3/1/2024,3\n', 'f')
    expect(rowsOf([OLD, dropped], 'B').at(-1)).toEqual(['2024-01-01', '2024-05-01', NaN])
  })
})

const FOLDER = join(REAL_DATA, 'macro-vintages')
const REAL = existsSync(FOLDER)
if (!REAL) process.stderr.write(`skipped: no FRED-MD vintages in ${FOLDER}\n`)

describe.skipIf(!REAL)('the real vintages', () => {
  const names = Object.keys(golden.files)
  const vintages = REAL ? names.map((name) => parseFredMd(readFileSync(join(FOLDER, name), 'utf8'), name)) : []
  const known = vintages.map(fredMdKnownFrom)

  it.each(names.map((name, i) => [name, i] as const))('%s holds what pandas finds', (name, i) => {
    const { months, values, codes, names: series } = vintages[i]
    const present = values.data.filter((value) => !Number.isNaN(value))
    const last = values.data.subarray((months.length - 1) * series.length)
    checkFredMdName(vintages[i], name)
    const found = {
      rows: months.length,
      series: series.length,
      first: formatSession(months[0]),
      last: formatSession(months[months.length - 1]),
      missing: values.data.length - present.length,
      codes: codes.reduce<number>((sum, code) => sum + code, 0),
      missingInLastRow: last.filter(Number.isNaN).length,
    }
    expect(golden.files[name]).toMatchObject(found)
    expect(present.reduce((sum, value) => sum + value, 0) / Number(golden.files[name].sum)).toBeCloseTo(1, 12)
  })

  it('June 2019 of industrial production and prices differs between them', () => {
    expect(known.map(formatSession)).toEqual(['2023-07-01', '2024-09-01'])
    const june = parseSession('2019-06-01')
    const at = (series: string, asOf: string): number | undefined =>
      valueAsOf(fredMdObservations(vintages, series), june, parseSession(asOf))?.value
    expect(at('INDPRO', '2023-06-30')).toBeUndefined()
    expect([at('INDPRO', '2023-07-15'), at('INDPRO', '2024-09-15')]).toEqual([102.4893, 102.5425])
    expect([at('CPIAUCSL', '2024-08-31'), at('CPIAUCSL', '2024-09-01')]).toEqual([255.159, 255.213])
  })

  it.each(Object.entries(golden.events))('%s: revisions and reductions are as pandas counts them', (name, expected) => {
    const observations = fredMdObservations(vintages, name)
    const second = Array.from(observations.values.keys()).filter((i) => observations.known[i] === known[1])
    const withdrawn = second.filter((i) => Number.isNaN(observations.values[i])).length
    expect({
      first: observations.values.length - second.length,
      revisedOrNew: second.length - withdrawn,
      withdrawn,
    }).toEqual({ first: expected.first, revisedOrNew: expected.revisedOrNew, withdrawn: expected.withdrawn })
    const joined = (transform: string): Float64Array =>
      joinAsOf(observations, Int32Array.from(known), { reduce: vintageTransform(transform) }).values
    for (const row of [0, 1]) {
      expect(joined('growth_12')[row]).toBeCloseTo(expected.growth[row], 9)
      expect(joined('zscore_60')[row]).toBeCloseTo(expected.zscore60[row], 9)
      expect(joined('change_3')[row]).toBeCloseTo(expected.change3[row], 9)
    }
  })
})
