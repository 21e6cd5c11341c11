import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ScreenDocument } from '../../pipelines/screen.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { writeFiles } from './feeds/feed-fixture.js'

const root = temporaryFolder()
const data = join(root, 'data')
const experiment = join(root, 'small.yaml')
const SESSIONS = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07', '2020-01-08']

/** Bars of one stock by its closes; a session without a close is left out. */
function csv(closes: readonly (number | undefined)[]): string {
  const rows = closes.flatMap((close, i) =>
    close === undefined ? [] : [`${SESSIONS[i]},${close},${close},${close},${close},100`],
  )
  return `Date,Open,High,Low,Close,Volume\n${rows.join('\n')}\n`
}

writeFiles(data, {
  'stocks/UP.csv': csv([10, 10, 10, 11, 12]),
  'stocks/TIE1.csv': csv([20, 20, 20, 21, 22]),
  'stocks/TIE2.csv': csv([40, 40, 40, 42, 44]),
  'stocks/DOWN.csv': csv([10, 10, 10, 9, 8]),
  'stocks/GAP.csv': csv([10, 10, undefined, 12, 15]),
  'stocks/OIL.csv': csv([5, 5, 5, 9, 30]),
  'stocks/MOVED.csv': csv([10, 10, 10, 20, 40]),
  'MKT.csv': csv([100, 100, 100, 100, 100]),
  'members/constituents_2020-01-01.csv':
    'Symbol,Name,Sector\nUP,a,Financials\nTIE1,b,Financials\nTIE2,c,Financials\nDOWN,d,Financials\nGAP,e,Financials\nOIL,f,Energy\nMOVED,g,Financials\n',
  'members/constituents_2020-01-07.csv':
    'Symbol,Name,Sector\nUP,a,Financials\nTIE1,b,Financials\nTIE2,c,Financials\nDOWN,d,Financials\nGAP,e,Financials\nOIL,f,Energy\nMOVED,g,Energy\n',
})
writeFiles(root, {
  'small.yaml': `name: small
hypothesis: a few stocks are enough to be ranked
data: { source: stocks, folder: stocks }
universe: { members: members, benchmark: MKT }
horizon: 1
features: [momentum_1]
walkForward: { from: 2020-01-07 }
models: { ridge: {} }
`,
})

const screen = (...args: string[]): ReturnType<typeof sectorcast> =>
  sectorcast(['screen', experiment, '--data', data, '--by', 'momentum_2', ...args])
const document = (...args: string[]): ScreenDocument => {
  const { status, stdout, stderr } = screen('--json', ...args)
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return JSON.parse(stdout) as ScreenDocument
}

describe('sectorcast screen', () => {
  it('ranks the members of the sector alone, ties together, and leaves out who lacks a feature', () => {
    const { sector, asOf, members, scored, top } = document('--sector', 'banks', '--top', '3')
    expect({ sector, asOf, members, scored }).toEqual({
      sector: 'financials',
      asOf: '2020-01-08',
      members: 5,
      scored: 4,
    })
    // momentum_2: +20%, +10%, +10%, -20%; GAP has no close two sessions before.
    expect(top.map(({ rank, symbol, score }) => [rank, symbol, score])).toEqual([
      [1, 'UP', 1],
      [2, 'TIE1', 0.5],
      [2, 'TIE2', 0.5],
    ])
    expect(top[0].close).toBe(12)
    expect(Object.keys(top[0].features)).toEqual(['momentum_2'])
  })

  it('shows no more than there are', () => {
    const { top, scored } = document('--sector', 'financials', '--top', '99')
    expect(top).toHaveLength(scored)
    expect(top.at(-1)).toMatchObject({ rank: 4, symbol: 'DOWN', score: 0 })
  })

  it('takes the members as they were known at the session', () => {
    const symbols = (day: string): string[] => {
      const { top } = document('--sector', 'energy', '--as-of', day)
      return top.map(({ symbol }) => symbol)
    }
    expect(symbols('2020-01-06')).toEqual(['OIL'])
    expect(symbols('2020-01-07')).toEqual(['MOVED', 'OIL'])
    // A Sunday: the session before it.
    expect(document('--sector', 'energy', '--as-of', '2020-01-05').asOf).toBe('2020-01-03')
  })

  it('puts the sector itself among the others', () => {
    const { index } = document('--sector', 'financials')
    // Of the five that stayed UP, TIE1, TIE2 and GAP rose.
    expect(index).toMatchObject({ rank: 2, of: 2, score: 0, breadth: 0.8 })
    const { index: energy } = document('--sector', 'energy')
    expect(energy).toMatchObject({ rank: 1, of: 2, score: 1, breadth: 1 })
    const changes = [30 / 9 - 1, 1]
    expect(energy?.dispersion).toBeCloseTo(Math.abs(changes[0] - changes[1]) / 2, 12)
    expect(document('--sector', 'financials', '--as-of', '2020-01-02').index).toBeNull()
  })

  it('prints a table', () => {
    const { stdout } = screen('--sector', 'financials')
    expect(stdout).toContain('Financials at the close of 2020-01-08: 4 of 5 members scored')
    expect(stdout).toContain('The sector itself: rank 2 of 2, breadth 80.0%, dispersion ')
    expect(stdout).toMatch(/^ *1 +UP +1\.000 /m)
  })

  it.each<[string, string[], string]>([
    ['an unknown sector', ['--sector', 'finacials'], 'sector "finacials" is unknown, the nearest is "financials"'],
    [
      'a sector without members',
      ['--sector', 'utilities'],
      'sector "utilities" had no member on 2020-01-08, the nearest is "financials"',
    ],
    [
      'an unknown feature',
      ['--sector', 'energy', '--by', 'momentm_5'],
      'feature "momentm_5" is unknown, the nearest is momentum_',
    ],
    [
      'a pair feature',
      ['--sector', 'energy', '--by', 'momentum_differential_2'],
      'has a value per pair, expected one per stock',
    ],
    ['no feature', ['--sector', 'energy', '--by', ','], 'feature "" is unknown'],
    [
      'a day before all',
      ['--sector', 'energy', '--as-of', '2019-12-31'],
      '--as-of "2019-12-31" lies before the first session, 2020-01-02',
    ],
    [
      'a day that is none',
      ['--sector', 'energy', '--as-of', '2020-02-30'],
      '--as-of "2020-02-30" is not a date, expected YYYY-MM-DD',
    ],
    ['none to show', ['--sector', 'energy', '--top', '0'], '--top "0", expected a whole number from 1'],
  ])('refuses %s in one line', (_, args, message) => {
    const { status, stderr } = sectorcast(['screen', experiment, '--data', data, ...args])
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(status).toBe(2)
  })

  it('refuses an experiment without stocks', () => {
    const { status, stderr } = sectorcast([
      'screen',
      'experiments/us-sectors.yaml',
      '--data',
      data,
      '--sector',
      'energy',
    ])
    expect(stderr).toContain('has no stocks to screen, expected data.source "stocks"')
    expect(status).toBe(2)
  })
})

const found = existsSync(`${REAL_DATA}/sp500-stocks`)
if (!found) process.stderr.write(`skipped: no real stocks to screen in ${REAL_DATA}\n`)

describe.skipIf(!found)('sectorcast screen on real stocks', () => {
  /** Closes by day, read a second time without the program. */
  function closesOf(symbol: string): Map<string, number> {
    const [, ...rows] = readFileSync(join(REAL_DATA, 'sp500-stocks', `${symbol}_data.csv`), 'utf8')
      .trimEnd()
      .split('\n')
    return new Map(rows.map((row) => row.split(',')).map((cells) => [cells[0], Number(cells[4])]))
  }

  it('without an experiment: the packaged one; the ranking is the one worked out from the files', () => {
    const args = [
      'screen',
      '--data',
      REAL_DATA,
      '--sector',
      'Financials',
      '--top',
      '10',
      '--by',
      'momentum_63',
      '--json',
    ]
    const { status, stdout } = sectorcast(args)
    expect(status).toBe(0)
    const { top, asOf, members, scored } = JSON.parse(stdout) as ScreenDocument
    const snapshot = readFileSync(
      join(REAL_DATA, 'sp500-members/snapshots/constituents_asof_2018-01-31_5bfe9b14.csv'),
      'utf8',
    )
    const financials = snapshot
      .split('\n')
      .filter((row) => row.trimEnd().endsWith(',Financials'))
      .map((row) => row.split(',')[0])
    const days = [...closesOf('JPM').keys()]
    const [now, then] = [days[days.length - 1], days[days.length - 64]]
    expect(asOf).toBe(now)
    const held = financials.filter((symbol) => existsSync(join(REAL_DATA, 'sp500-stocks', `${symbol}_data.csv`)))
    expect(members).toBe(held.length)
    const moves = held
      .map((symbol) => ({ symbol, closes: closesOf(symbol) }))
      .map(({ symbol, closes }) => ({ symbol, move: (closes.get(now) ?? NaN) / (closes.get(then) ?? NaN) }))
      .filter(({ move }) => !Number.isNaN(move))
      .sort((a, b) => b.move - a.move)
    expect(scored).toBe(moves.length)
    expect(top.map(({ symbol }) => symbol)).toEqual(moves.slice(0, 10).map(({ symbol }) => symbol))
    expect(top.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })
})
