import { join } from 'node:path'
import { expect } from 'vitest'
import type { GmaDocument } from '../../../pipelines/gma/gma.js'
import { sectorcast, type CommandResult } from '../../fixtures/command-line.js'
import { writeFiles } from '../feeds/feed-fixture.js'

/** Fridays, then the Monday after, in a week that is not over. */
const FRIDAYS = ['01-03', '01-10', '01-17', '01-24', '01-31', '02-07', '02-14', '02-21'].map((day) => `2020-${day}`)
const DAYS = [...FRIDAYS.flatMap((day, i) => (i === 3 ? ['2020-01-22', day] : [day])), '2020-02-24']

/** Prices whose change from Friday to Friday is given; other sessions have the price of the Friday before, plus 0.25. */
export function pricesOf(start: number, changes: readonly number[]): string {
  let price = start
  const rows = DAYS.map((day) => {
    const friday = FRIDAYS.indexOf(day)
    if (friday > 0) price += changes[friday - 1]
    const close = friday < 0 ? price + 0.25 : price
    return `${day},${close},${close},${close},${close},1`
  })
  return `Date,Open,High,Low,Close,Volume\n${rows.join('\n')}\n`
}

/**
 * The story of oil by prices: with x = y = 1, gMA is the change of the week.
 * @returns the folder of the files, in a folder that is there
 */
export function oilMarket(root: string): string {
  const data = join(root, 'data')
  writeFiles(data, {
    'BIL.csv': pricesOf(50, [1, 1, 1, 1, 1, 1, 1]),
    'OIL.csv': pricesOf(20, [1.75, 1.5, 1.5, 0.5, -0.5, 0.125, 1.75]),
    'SOFT.csv': pricesOf(200, [1.125, 1.25, 6, 0.75, 0.25, 1.25, 1.25]),
    'BIO.csv': pricesOf(80, [0.5, 0.625, 2.5, 0.75, 0.875, 7.5, 1.625]),
  })
  return data
}

/** The settings of the story: M -1, Factor 2, bills as the Favourite, no costs. */
export const STORY = ['--x', '1', '--y', '1', '--M', '-1', '--factor', '2', '--favourite', 'BIL', '--cost-bps', '0']

/** Runs the command. */
export const gma = (...args: string[]): CommandResult => sectorcast(['gma', ...args])

/** What the command prints with --json; it has to succeed. */
export function document(...args: string[]): GmaDocument {
  const { status, stdout, stderr } = gma(...args, '--json')
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout) as GmaDocument
}
