import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FRED_RELEASE_LAGS, POLICY_UNCERTAINTY_LAGS } from '../../datasets/macro/release-lag-table.js'
import { findReleaseLag, knownDay } from '../../datasets/macro/release-lags.js'
import { daysFromCivil, parseSession } from '../../src/core/calendar.js'

/** Copies a file's rows, without those that a later day brought; the first line is the header. */
function copyRows(from: string, to: string, knownOf: (cells: readonly string[]) => number, day: number): void {
  const [header, ...rows] = readFileSync(from, 'utf8').split('\n')
  const kept = rows.filter((row) => row.trim() !== '' && knownOf(row.split(',')) <= day)
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, `${[header, ...kept].join('\n')}\n`)
}

const isoDay = (cells: readonly string[]): number => parseSession(cells[0].slice(0, 10))

/** What a person had on a day of the American files: every row and every file that came later is gone. */
export function cutAmerica(data: string, out: string, day: number): void {
  for (const name of readdirSync(join(data, 'us-sector-etfs')))
    copyRows(join(data, 'us-sector-etfs', name), join(out, 'us-sector-etfs', name), isoDay, day)
  for (const name of readdirSync(join(data, 'macro-fred'))) {
    const lag = findReleaseLag(FRED_RELEASE_LAGS, name.replace('.csv', ''))
    copyRows(
      join(data, 'macro-fred', name),
      join(out, 'macro-fred', name),
      (cells) => knownDay(isoDay(cells), lag),
      day,
    )
  }
  const series = 'USEPUINDXD'
  const lag = { ...POLICY_UNCERTAINTY_LAGS.daily, series }
  const file = join('sentiment', `${series}.csv`)
  copyRows(join(data, file), join(out, file), (cells) => knownDay(isoDay(cells), lag), day)
  const copyIf = (folder: string, knownOf: (name: string) => number): void => {
    mkdirSync(join(out, folder), { recursive: true })
    for (const name of readdirSync(join(data, folder)))
      if (knownOf(name) <= day) cpSync(join(data, folder, name), join(out, folder, name))
  }
  copyIf('sp500-fundamentals', (name) => parseSession(name.slice(0, 10)))
  copyIf('sp500-members/snapshots', (name) => parseSession(/\d{4}-\d{2}-\d{2}/.exec(name)?.[0] ?? ''))
  // Named by the last month in it, and out on the first day of the second month after that.
  copyIf('macro-vintages', (name) => {
    const [, year, month] = /(\d{4})-(\d{2})/.exec(name) ?? []
    const next = Number(month) + 2
    return daysFromCivil(Number(year) + (next > 12 ? 1 : 0), next > 12 ? next - 12 : next, 1)
  })
}

/** The same of the Vietnamese files; flows by their trade date. */
export function cutVietnam(data: string, out: string, day: number): void {
  for (const name of ['vn30_ohlcv.csv', 'VN30.csv']) copyRows(join(data, name), join(out, name), isoDay, day)
  // A trade date may carry a note about a corporate action behind it.
  const tradeDay = (cells: readonly string[]): number => {
    const [, d, m, y] = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(cells[1]) ?? []
    return parseSession(`${y}-${m}-${d}`)
  }
  for (const name of readdirSync(join(data, 'foreign-flow')))
    copyRows(join(data, 'foreign-flow', name), join(out, 'foreign-flow', name), tradeDay, day)
}
