import { MACRO_SOURCES } from '../datasets/macro/macro-sources.js'
import type { Frequency } from '../datasets/macro/release-lags.js'
import type { SeriesSource } from '../datasets/macro/series-source.js'
import { openDataFolder } from '../datasets/text/data-folder.js'
import { quoted } from '../datasets/text/quoted.js'
import { formatSession, parseSession, periodIndex, type SessionDay } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import { monthStart } from '../src/core/months.js'
import { nearestName } from '../src/core/nearest.js'
import { valueAsOf } from '../src/panel/observations.js'
import { askedDay } from './asked-day.js'

/** Where a value can be asked for: a further source of dated numbers is one more entry. */
const SOURCES: readonly SeriesSource[] = [...MACRO_SOURCES]

/** What is asked: the value of a series at one time, as it stood at the close of another. */
export interface ValueQuestion {
  readonly folder: string
  readonly source: string
  readonly series: string
  /** YYYY-MM-DD, YYYY-MM or YYYY-Qn. */
  readonly date: string
  /** YYYY-MM-DD; the last day on which anything of the series became known when absent. */
  readonly asOf?: string | undefined
  /** Release lag in words, for a series without a known one or in its place. */
  readonly lag?: string | undefined
}

export interface ValueAnswer {
  readonly source: string
  readonly series: string
  /** First day of the period, or the day itself; YYYY-MM-DD. */
  readonly date: string
  /** Null when the series has no value at all. */
  readonly asOf: string | null
  /** Null when nothing was known, or when it was known that there is no value. */
  readonly value: number | null
  /** The day on which the value became known; null when nothing was known. */
  readonly knownOn: string | null
  /** True when the value is a later revision of what was released on that day. */
  readonly revised: boolean
}

/** A day, month or quarter: its first day and how fine it was given. */
interface When {
  readonly start: SessionDay
  readonly precision: 'day' | 'month' | 'quarter'
}

/**
 * Reads a day, a month or a quarter.
 * @throws ConfigError when the text is none
 */
export function parseWhen(text: string): When {
  const quarter = /^(\d{4})-Q([1-4])$/i.exec(text)
  if (quarter !== null) {
    const [year, index] = [Number(quarter[1]), Number(quarter[2]) - 1]
    return { start: monthStart(year * 12 + index * 3), precision: 'quarter' }
  }
  const month = /^\d{4}-\d{2}$/.test(text)
  const start = parseSession(month ? `${text}-01` : text)
  if (Number.isNaN(start))
    throw new ConfigError(`--date ${quoted(text)}, expected YYYY-MM-DD, YYYY-MM or YYYY-Q1 to Q4`)
  return { start, precision: month ? 'month' : 'day' }
}

/** The valid day of the value that speaks of a time. */
function validDayOf({ start, precision }: When, frequency: Frequency, question: ValueQuestion): SessionDay {
  const tooCoarse = {
    daily: precision !== 'day',
    weekly: precision !== 'day',
    monthly: precision === 'quarter',
    quarterly: false,
  }[frequency]
  if (tooCoarse)
    throw new ConfigError(
      `--date ${quoted(question.date)}: series ${quoted(question.series)} is ${frequency}, expected ${frequency === 'monthly' ? 'a month' : 'a day'}`,
    )
  const month = periodIndex(start, 'monthly')
  if (frequency === 'monthly') return monthStart(month)
  if (frequency === 'quarterly') return monthStart(month - (month % 3))
  return start
}

function sourceOf(name: string): SeriesSource {
  const found = SOURCES.find(({ source }) => source === name)
  if (found !== undefined) return found
  const names = SOURCES.map(({ source }) => source)
  throw new ConfigError(
    `--source ${quoted(name)}: unknown, expected ${names.join(', ')} (nearest: ${String(nearestName(name, names))})`,
  )
}

/** What each source needs, for the help. */
export function sourceHelp(): string {
  return SOURCES.map(({ source, holds }) => `${source} (${holds})`).join('; ')
}

/**
 * Looks one value up as it was known on a day.
 * @throws ConfigError for an unknown source or series and for malformed dates; DataError for bad files
 */
export function lookUpValue(question: ValueQuestion): ValueAnswer {
  const { folder, source, series, date, lag } = question
  const reader = sourceOf(source)
  const when = parseWhen(date)
  const stated = question.asOf === undefined ? undefined : askedDay(question.asOf, 'as-of')
  const lags = new Map(lag === undefined ? [] : [[series, lag]])
  const [{ observations, frequency, revised }] = reader.load(openDataFolder(folder), [series], lags).series
  const valid = validDayOf(when, frequency, question)
  const asOf = stated ?? observations.known.at(-1)
  const found = asOf === undefined ? undefined : valueAsOf(observations, valid, asOf)
  return {
    source,
    series: observations.name,
    date: formatSession(valid),
    asOf: asOf === undefined ? null : formatSession(asOf),
    value: found === undefined || Number.isNaN(found.value) ? null : found.value,
    knownOn: found === undefined ? null : formatSession(found.known),
    revised,
  }
}
