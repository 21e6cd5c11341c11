import { formatSession, parseSession, type SessionDay } from '../../src/core/calendar.js'

const DASH = 45
const YEARS = 10_000

/** Session before the first of each month, and the month's days; 0 days where it has not been asked for. */
const before = new Int32Array(YEARS * 12)
const days = new Uint8Array(YEARS * 12)

function learn(month: number): void {
  const first = parseSession(
    `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`,
  )
  let length = 28
  while (length < 31 && formatSession(first + length).endsWith(String(length + 1))) length++
  before[month] = first - 1
  days[month] = length
}

/**
 * The session of ten bytes that read YYYY-MM-DD.
 * @returns NaN when they do not, or when there is no such day
 */
export function sessionOfBytes(bytes: Uint8Array, at: number): SessionDay {
  const y1 = bytes[at] - 48
  const y2 = bytes[at + 1] - 48
  const y3 = bytes[at + 2] - 48
  const y4 = bytes[at + 3] - 48
  const m1 = bytes[at + 5] - 48
  const m2 = bytes[at + 6] - 48
  const d1 = bytes[at + 8] - 48
  const d2 = bytes[at + 9] - 48
  if (y1 >>> 0 > 9 || y2 >>> 0 > 9 || y3 >>> 0 > 9 || y4 >>> 0 > 9 || bytes[at + 4] !== DASH) return NaN
  if (m1 >>> 0 > 1 || m2 >>> 0 > 9 || d1 >>> 0 > 3 || d2 >>> 0 > 9 || bytes[at + 7] !== DASH) return NaN
  const monthOfYear = m1 * 10 + m2
  if (monthOfYear < 1 || monthOfYear > 12) return NaN
  const month = (y1 * 1000 + y2 * 100 + y3 * 10 + y4) * 12 + monthOfYear - 1
  if (days[month] === 0) learn(month)
  const day = d1 * 10 + d2
  return day < 1 || day > days[month] ? NaN : before[month] + day
}

/** Position behind a run of digits. */
function behindDigits(bytes: Uint8Array, at: number): number {
  let end = at
  while ((bytes[end] - 48) >>> 0 < 10) end++
  return end
}

/**
 * Position behind a time that follows a date: ` 00:00`, `T00:00:00.000`, with or without a zone (`Z`, `-05:00`, `+0100`).
 * @returns -1 when it is written in another way
 */
export function behindTime(bytes: Uint8Array, at: number): number {
  const pair = (from: number, separator: number): boolean =>
    bytes[from] === separator && behindDigits(bytes, from + 1) === from + 3
  if (!pair(at, 32) && !pair(at, 84)) return -1
  if (!pair(at + 3, 58)) return -1
  let end = at + 6
  if (bytes[end] === 58) {
    if (!pair(end, 58)) return -1
    end += 3
    if (bytes[end] === 46) {
      const fraction = behindDigits(bytes, end + 1)
      if (fraction === end + 1) return -1
      end = fraction
    }
  }
  if (bytes[end] === 90) return end + 1
  if (bytes[end] !== 43 && bytes[end] !== DASH) return end
  const hours = behindDigits(bytes, end + 1)
  if (hours === end + 5) return hours
  return hours === end + 3 && pair(hours, 58) ? hours + 3 : -1
}
