import { daysFromCivil, type SessionDay } from '../calendar.js'

const RADIANS = Math.PI / 180
const SYNODIC_MONTH = 29.530588853
/** Julian day of the new moon of 1 January 1900, number 0. */
const FIRST_NEW_MOON = 2415021.076998695
/** Julian day of midnight, 1970-01-01, universal time. */
const EPOCH = 2440587.5
/** The Vietnamese calendar follows the clock of Hanoi, seven hours ahead of universal time. */
const ZONE = 7 / 24

function sine(degrees: number): number {
  return Math.sin(degrees * RADIANS)
}

/** Dynamical less universal time, in days; 1900 to 2100 within some seconds. @param t - Julian centuries since 1900 */
function deltaT(t: number): number {
  return -0.000278 + 0.000265 * t + 0.000262 * t * t
}

/** The day, in Hanoi, of new moon number k. @see Meeus, Astronomical Formulae for Calculators, chapter 32 */
function newMoonDay(k: number): SessionDay {
  const t = k / 1236.85
  const t2 = t * t
  const t3 = t2 * t
  const meanTime =
    2415020.75933 +
    29.53058868 * k +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * sine(166.56 + 132.87 * t - 0.009173 * t2)
  const sun = 359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3
  const moon = 306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3
  const latitude = 21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3
  const correction =
    (0.1734 - 0.000393 * t) * sine(sun) +
    0.0021 * sine(2 * sun) -
    0.4068 * sine(moon) +
    0.0161 * sine(2 * moon) -
    0.0004 * sine(3 * moon) +
    0.0104 * sine(2 * latitude) -
    0.0051 * sine(sun + moon) -
    0.0074 * sine(sun - moon) +
    0.0004 * sine(2 * latitude + sun) -
    0.0004 * sine(2 * latitude - sun) -
    0.0006 * sine(2 * latitude + moon) +
    0.001 * sine(2 * latitude - moon) +
    0.0005 * sine(2 * moon + sun)
  return Math.floor(meanTime + correction - deltaT(t) + ZONE - EPOCH)
}

/** Which of the twelve parts of 30 degrees the sun is in when a day begins in Hanoi: 0 from the March equinox. @see Meeus, chapter 18 */
function solarTerm(day: SessionDay): number {
  const t = (day + EPOCH - ZONE - 2451545) / 36525
  const t2 = t * t
  const anomaly = 357.5291 + 35999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2
  const mean = 280.46645 + 36000.76983 * t + 0.0003032 * t2
  const centre =
    (1.9146 - 0.004817 * t - 0.000014 * t2) * sine(anomaly) +
    (0.019993 - 0.000101 * t) * sine(2 * anomaly) +
    0.00029 * sine(3 * anomaly)
  const longitude = (mean + centre) % 360
  return Math.floor(((longitude + 360) % 360) / 30)
}

/** Number of the new moon that begins the eleventh month: the month of the winter solstice. */
function eleventhMonth(year: number): number {
  const k = Math.floor((daysFromCivil(year, 12, 31) + EPOCH - FIRST_NEW_MOON + 0.5) / SYNODIC_MONTH)
  return solarTerm(newMoonDay(k)) >= 9 ? k - 1 : k
}

/** Months from the eleventh one to the first month in which the sun enters no new part: the leap month. */
function leapOffset(k: number): number {
  let offset = 1
  while (offset < 14 && solarTerm(newMoonDay(k + offset)) !== solarTerm(newMoonDay(k + offset + 1))) offset++
  return offset
}

/**
 * The day on which a day of the Vietnamese lunar calendar falls.
 * @param year - the solar year in which that lunar year begins, 1900 to 2100
 * @param month - 1 to 10, not a leap month
 * @see Hồ Ngọc Đức, "Computing the Vietnamese lunar calendar" (rules), with the series of Meeus named above
 */
export function lunarDay(year: number, month: number, day: number): SessionDay {
  const k = eleventhMonth(year - 1)
  const isLeapYear = newMoonDay(eleventhMonth(year)) - newMoonDay(k) > 365
  const offset = month + 1
  return newMoonDay(k + offset + (isLeapYear && offset >= leapOffset(k) ? 1 : 0)) + day - 1
}
