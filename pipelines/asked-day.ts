import { quoted } from '../datasets/text/quoted.js'
import { parseSession, type SessionDay } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'

/**
 * A day of the command line.
 * @param option - its name, without the hyphens
 * @throws ConfigError when it is no date
 */
export function askedDay(text: string, option: string): SessionDay {
  const day = parseSession(text)
  if (Number.isNaN(day)) throw new ConfigError(`--${option} ${quoted(text)} is not a date, expected YYYY-MM-DD`)
  return day
}
