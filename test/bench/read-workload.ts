import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatSession, parseSession, weekdayOf } from '../../src/core/calendar.js'
import { createRandom } from '../../src/core/random.js'
import { PERF_DATA } from './peers.js'

export const SYMBOLS = 2000
export const SESSIONS = 2500

/** Folder of the made-up price files; a change of the generator gets another name. */
export const READ_FOLDER = join(PERF_DATA, `read-${SYMBOLS}x${SESSIONS}-1`)

/** Written last: without it the folder is not whole. */
const COMPLETE = 'complete'

/** Symbols of the files, in order. */
export function readSymbols(): string[] {
  return Array.from({ length: SYMBOLS }, (_, i) => `S${String(i).padStart(4, '0')}`)
}

function weekdays(): string[] {
  const dates: string[] = []
  for (let day = parseSession('2014-01-02'); dates.length < SESSIONS; day++)
    if (weekdayOf(day) % 6 !== 0) dates.push(formatSession(day))
  return dates
}

/** One symbol as a source would write it: prices of two to four decimals on a random walk, volumes of four to eight digits. */
function fileOf(symbol: string, dates: readonly string[]): string {
  const random = createRandom(1, 'read', symbol)
  const decimals = 2 + random.integer(3)
  const turnover = 10 ** (4 + 3 * random.uniform())
  let close = 20 + 180 * random.uniform()
  const lines = ['Date,Open,High,Low,Close,Volume']
  for (const date of dates) {
    const open = close * Math.exp(0.004 * random.normal())
    close = Math.max(2, open * Math.exp(0.012 * random.normal()))
    const high = Math.max(open, close) * Math.exp(0.005 * Math.abs(random.normal()))
    const low = Math.min(open, close) * Math.exp(-0.005 * Math.abs(random.normal()))
    const prices = [open, high, low, close].map((price) => price.toFixed(decimals))
    lines.push(`${date},${prices.join(',')},${Math.round(turnover * Math.exp(0.4 * random.normal()))}`)
  }
  return `${lines.join('\n')}\n`
}

/** Writes the files that are not there yet: 2,000 symbols x 2,500 daily rows, about 250 MB, the same bytes on every machine. */
export function ensureReadFolder(): void {
  if (existsSync(join(READ_FOLDER, COMPLETE))) return
  mkdirSync(READ_FOLDER, { recursive: true })
  const dates = weekdays()
  for (const symbol of readSymbols()) writeFileSync(join(READ_FOLDER, `${symbol}.csv`), fileOf(symbol, dates))
  writeFileSync(join(READ_FOLDER, COMPLETE), '')
}
