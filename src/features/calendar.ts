import { civilOf, daysFromCivil, weekdayOf, type SessionDay } from '../core/calendar.js'
import { plainFamily } from './family.js'
import { cellwise } from './stage-compute.js'
import { stageName, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** Mean length of a year in the Julian calendar, days. */
const YEAR_DAYS = 365.25
/** Calendar days at either end of a month that belong to its turn. */
const TURN_DAYS = 3
/** Sessions of a year and of a month, on average. */
const YEAR_SESSIONS = 252
const MONTH_SESSIONS = 21
const MOST_YEARS = 40

/** A function of the date alone: one value per session, never missing, known long before. */
function ofDate(family: string, formula: string, source: string, value: (session: SessionDay) => number): StageFamily {
  return plainFamily(family, {
    inputs: ['date'],
    lookback: 1,
    width: 'session',
    formula,
    source,
    compute: cellwise((date) => value(date)),
  })
}

function yearPhase(session: SessionDay): number {
  const dayOfYear = session - daysFromCivil(civilOf(session).year, 1, 1) + 1
  return (2 * Math.PI * dayOfYear) / YEAR_DAYS
}

const HARMONIC = 'first annual harmonic: West and Harrison (1997), Bayesian Forecasting and Dynamic Models'

/** The season as a point on a circle, with {@link yearCosine}: December lies beside January. Largest around the end of March. */
const yearSine = ofDate('year_sine', 'sin(2 pi d / 365.25), d = day of the year from 1', HARMONIC, (session) =>
  Math.sin(yearPhase(session)),
)

/** Largest at the turn of the year. */
const yearCosine = ofDate('year_cosine', 'cos(2 pi d / 365.25), d = day of the year from 1', HARMONIC, (session) =>
  Math.cos(yearPhase(session)),
)

/** Day of the week: 1 Monday ... 5 Friday; 6 and 7 for markets that trade at weekends. */
const weekday = ofDate(
  'weekday',
  '1 Monday ... 7 Sunday',
  'French (1980), Journal of Financial Economics 8(1)',
  (session) => weekdayOf(session - 1) + 1,
)

/** The Halloween indicator: 1 from November to April, 0 from May to October. */
const winterHalf = ofDate(
  'winter_half',
  '1 from November to April, else 0',
  'Bouman and Jacobsen (2002), American Economic Review 92(5)',
  (session) => {
    const { month } = civilOf(session)
    return month >= 11 || month <= 4 ? 1 : 0
  },
)

/**
 * 1 on the first and last three days of a month, else 0. Days of the calendar, not sessions: that a session is the last of its
 * month is known at its close only to who has the calendar of the exchange.
 */
const turnOfMonth = ofDate(
  'turn_of_month',
  '1 on the first 3 and the last 3 calendar days of a month, else 0',
  'Lakonishok and Smidt (1988), Review of Financial Studies 1(4), there of sessions',
  (session) => {
    const monthOf = (day: SessionDay): number => civilOf(day).month
    const month = monthOf(session)
    return monthOf(session - TURN_DAYS) !== month || monthOf(session + TURN_DAYS) !== month ? 1 : 0
  },
)

/**
 * What the month to come returned in the years before: mean over j = 1 ... years of the log return over the 21 sessions after
 * t - 252 j, a year being taken as 252 sessions. Only the past: the youngest close used lies 231 sessions back. NaN where one of
 * the closes is missing, and for an asset without a price now.
 */
const sameMonthReturn = windowedFamily(
  'same_month_return',
  [1, MOST_YEARS],
  1,
  (years) => {
    const first = years * YEAR_SESSIONS - MONTH_SESSIONS
    return {
      inputs: [stageName('momentum', MONTH_SESSIONS), 'close'],
      lookback: first + 1,
      width: 'asset',
      formula: 'mean over j = 1 ... years of log(close[t-252j+21] / close[t-252j])',
      source: 'Heston and Sadka (2008), Journal of Financial Economics 87(2)',
      compute([returns, close], out, rows) {
        const { cols } = close
        for (let i = Math.max(rows.from, first) * cols; i < rows.to * cols; i++) {
          let sum = 0
          for (let j = 1; j <= years; j++) sum += returns.data[i - (j * YEAR_SESSIONS - MONTH_SESSIONS) * cols]
          out.data[i] = Number.isNaN(close.data[i]) ? NaN : sum / years
        }
      },
    }
  },
  'years',
)

/** The time of the year. */
export const calendarStages: readonly StageFamily[] = [
  yearSine,
  yearCosine,
  weekday,
  winterHalf,
  turnOfMonth,
  sameMonthReturn,
]
