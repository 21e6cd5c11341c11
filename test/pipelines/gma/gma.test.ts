import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { GmaDocument } from '../../../pipelines/gma/gma.js'
import { findAll, parseXml } from '../../export/parse-xml.js'
import { REAL_DATA, sectorcast, temporaryFolder, type CommandResult } from '../../fixtures/command-line.js'
import { writeFiles } from '../feeds/feed-fixture.js'

const root = temporaryFolder()
/** Fridays, then the Monday after, in a week that is not over. */
const FRIDAYS = ['01-03', '01-10', '01-17', '01-24', '01-31', '02-07', '02-14', '02-21'].map((day) => `2020-${day}`)
const DAYS = [...FRIDAYS.flatMap((day, i) => (i === 3 ? ['2020-01-22', day] : [day])), '2020-02-24']

/** Prices whose change from Friday to Friday is given; other sessions have the price of the Friday before, plus 0.25. */
function pricesOf(start: number, changes: readonly number[]): string {
  let price = start
  const rows = DAYS.map((day) => {
    const friday = FRIDAYS.indexOf(day)
    if (friday > 0) price += changes[friday - 1]
    const close = friday < 0 ? price + 0.25 : price
    return `${day},${close},${close},${close},${close},1`
  })
  return `Date,Open,High,Low,Close,Volume\n${rows.join('\n')}\n`
}

// The story of oil by prices: with x = y = 1, gMA is the change of the week.
const data = join(root, 'data')
writeFiles(data, {
  'BIL.csv': pricesOf(50, [1, 1, 1, 1, 1, 1, 1]),
  'OIL.csv': pricesOf(20, [1.75, 1.5, 1.5, 0.5, -0.5, 0.125, 1.75]),
  'SOFT.csv': pricesOf(200, [1.125, 1.25, 6, 0.75, 0.25, 1.25, 1.25]),
  'BIO.csv': pricesOf(80, [0.5, 0.625, 2.5, 0.75, 0.875, 7.5, 1.625]),
})
const STORY = ['--x', '1', '--y', '1', '--M', '-1', '--factor', '2', '--favourite', 'BIL', '--cost-bps', '0']

const gma = (...args: string[]): CommandResult => sectorcast(['gma', ...args])
function document(...args: string[]): GmaDocument {
  const { status, stdout, stderr } = gma(...args, '--json')
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout) as GmaDocument
}

describe('sectorcast gma DIR', () => {
  const told = document(data, ...STORY)

  it('tells the story of oil from weekly prices, the week that is not over included', () => {
    expect(told.steps.map(({ date, held }) => [date, held])).toEqual([
      ['2020-01-10', 'OIL'],
      ['2020-01-17', 'OIL'],
      ['2020-01-24', 'OIL'],
      ['2020-01-31', 'BIL'],
      ['2020-02-07', 'BIL'],
      ['2020-02-14', 'BIL'],
      ['2020-02-21', 'OIL'],
      // Everything rises by as much on the last day: the earlier column of equals.
      ['2020-02-24', 'BIL'],
    ])
    expect(told.now).toMatchObject({ date: '2020-02-24', unfinished: true })
    expect(told.steps[2]).toMatchObject({
      largest: 'SOFT',
      gma: { BIL: 1, BIO: 2.5, OIL: 1.5, SOFT: 6 },
      hurdle: 2,
      switched: false,
      held: 'OIL',
      reason:
        'SOFT has the largest gMA, but 6 is above the hurdle 2 (Factor 2 x gMA of BIL), not below it: OIL is kept',
    })
    expect(told.switches).toBe(4)
    expect(told.notes.join()).toContain('the last week may have further sessions')
    expect(told.notes.join()).toContain('639.7% that the source of this rule states is unverified')
  })

  it('holds from the next close on: oil from 17 January to 7 February, then bills, oil again on the last day', () => {
    // Oil: 20, 21.75, 23.25, (23.5), 24.75, 25.25, 24.75, 24.875, 26.625, 26.875. Bills: 55 on 7 February, 57.25 at the end.
    expect(told.steps[1].growth).toBe(1)
    expect(told.steps[4].growth).toBeCloseTo(24.75 / 23.25, 14)
    expect(told.growth).toBeCloseTo((24.75 / 23.25) * (57.25 / 55), 14)
    expect(told.gross.growth).toBe(told.growth)
    const paid = document(data, ...STORY.slice(0, -1), '100')
    // Bought oil; sold it for bills; sold bills for oil.
    expect(paid.growth / told.growth).toBeCloseTo((1 / 1.01) * (0.99 / 1.01) * (0.99 / 1.01), 12)
    expect(paid.gross.growth).toBe(told.growth)
  })

  it('takes symbols in the order given, sessions from and to, and another period', () => {
    const asked = document(data, '--symbols', 'SOFT,OIL', '--x', '2', '--every', 'daily', '--from', '2020-01-24', '--to', '2020-02-07') // prettier-ignore
    expect(asked.symbols).toEqual(['SOFT', 'OIL'])
    expect([asked.from, asked.to, asked.steps.length]).toEqual(['2020-01-24', '2020-02-07', 3])
    expect(Object.keys(asked.steps[0].gma)).toEqual(['SOFT', 'OIL', 'CASH'])
    expect(asked.steps[0].gma.CASH).toBe(0)
    expect(document(data, '--x', '1', '--every', 'monthly').steps.map(({ date }) => date)).toEqual(['2020-02-24'])
  })

  it('cash may earn a rate, by calendar days', () => {
    const { steps } = document(data, '--x', '1', '--cash-rate', '0.05')
    const price = (days: number): number => 1.05 ** (days / 365)
    expect(steps[0].gma.CASH).toBeCloseTo(price(7) - price(0), 14)
  })

  it('the benchmark can be the Favourite, and what is held can be', () => {
    const spy = document(data, '--x', '1', '--benchmark', 'BIL', '--favourite', 'BIL')
    expect(spy.symbols).toEqual(['BIO', 'OIL', 'SOFT'])
    expect(Object.keys(spy.steps[0].gma)).toEqual(['BIO', 'OIL', 'SOFT', 'BIL'])
    const current = document(data, '--x', '1', '--favourite', 'current')
    expect(current.notes.join()).toContain('variant of ours')
    expect(current.steps[0].hurdle).toBe(0)
  })

  it('says where M -1 differs from the smallest, and where a factor makes the hurdle easier', () => {
    const trick = document(data, '--x', '1', '--M', '-1', '--factor', '2', '--favourite', 'BIL')
    const proper = document(data, '--x', '1', '--select', 'smallest', '--factor', '2', '--favourite', 'BIL')
    expect(proper.parameters.M).toBe(-1)
    expect(trick.notes.join()).toContain('what buys the smallest is --select smallest')
    expect(proper.steps.map(({ held }) => held)).not.toEqual(trick.steps.map(({ held }) => held))
    expect(proper.steps[3].held).toBe('OIL')
    const easier = document(data, '--x', '1', '--favourite', 'OIL', '--factor', '3')
    expect(easier.steps.filter(({ easierHurdle }) => easierHurdle).map(({ date }) => date)).toEqual(['2020-02-07'])
    expect(easier.notes.join()).toContain('lowers the hurdle instead of raising it')
    expect(document(data, '--x', '1').notes.join()).toContain('its gMA and the hurdle are 0 whatever the Factor')
  })

  it('writes steps, pictures and a page, the same bytes again, and nothing into a folder of others', () => {
    const out = join(root, 'out')
    const surface = ['--surface', '--surface-x', '1,2', '--surface-y', '1', '--surface-factor', '1']
    const first = gma(data, ...STORY, ...surface, '--out', out)
    expect(first.status, first.stderr).toBe(0)
    const names = readdirSync(out).sort()
    expect(names).toEqual(['gma-band.svg', 'gma-steps.csv', 'gma-surface.csv', 'gma-surface.svg', 'gma.html', 'gma.json']) // prettier-ignore
    const read = (): string[] => names.map((name) => readFileSync(join(out, name), 'utf8'))
    const before = read()
    expect(before[1].split('\n').slice(0, 2).join('\n')).toBe(
      'date,largest,largest_gma,selected,selected_gma,hurdle,holding,switched,growth,reason\n2020-01-10,OIL,1.75,OIL,1.75,2,OIL,true,1,"OIL has the largest gMA, and 1.75 is below the hurdle 2 (Factor 2 x gMA of BIL): switch to it from BIL"',
    )
    expect(before[2].split('\n')).toHaveLength(1 + 4 + 1)
    expect(findAll(parseXml(before[0]), 'path', 'hurdle')).toHaveLength(1 + 8)
    expect(JSON.parse(before[5])).toMatchObject({ switches: 4, surface: { cells: { length: 4 } } })
    for (const picture of ['sc bands', 'sc line-chart', 'sc surface-chart']) expect(before[4]).toContain(picture)
    expect(gma(data, ...STORY, ...surface, '--out', out).stdout).toBe(first.stdout)
    expect(read()).toEqual(before)
    // A run without a surface leaves none of another.
    gma(data, ...STORY, '--out', out)
    expect(readdirSync(out).sort()).toEqual(['gma-band.svg', 'gma-steps.csv', 'gma.html', 'gma.json'])
    const strange = gma(data, ...STORY, '--out', data)
    expect([strange.status, strange.stderr.trim()]).toEqual([2, `folder "${data}" is not empty`])
  })

  it('prints what a person reads', () => {
    const { stdout } = gma(data, ...STORY)
    expect(stdout).toContain('gMA(1, 1), M -1, Factor 2, Favourite BIL, weekly; 2020-01-10 to 2020-02-24')
    expect(stdout).toContain('8 steps, 4 switches')
    expect(stdout).toContain('8 sessions after the first decision: less than a year')
    // A decision on the last session is told, and nothing that could be measured after it.
    const { stdout: latest } = gma(data, ...STORY, '--from', '2020-02-24')
    expect(latest).toContain('1 step, ')
    expect(latest).not.toContain('n/a')
    expect(latest).not.toContain('growth of 1')
    expect(stdout).toContain('Hold after the close of 2020-02-24: BIL: ')
  })
})

describe('what is refused, in one line', () => {
  it.each<[string, string[], string]>([
    ['an unknown symbol', ['--symbols', 'OIL,SFT'], '--symbols "SFT" is no symbol of the data, the nearest is "SOFT"'],
    ['a symbol twice', ['--symbols', 'OIL,OIL'], '--symbols: "OIL" stands twice'],
    [
      'an unknown Favourite',
      ['--favourite', 'CSH'],
      '--favourite "CSH" is no symbol of the data, the nearest is "CASH"',
    ],
    ['y above x', ['--x', '2', '--y', '3'], 'gMA: y "3" lies above x = 2, expected x >= y'],
    ['x of nothing', ['--x', '0'], '--x "0", expected a whole number from 1 to 10000'],
    ['another M', ['--M', '2'], '--M "2", expected 1 or -1'],
    ['a Factor that is none', ['--factor', 'a'], '--factor "a", expected a number from -1000000 to 1000000'],
    ['a Factor beyond all', ['--factor', '1e300'], '--factor "1e300", expected a number from -1000000 to 1000000'],
    ['a cost in another notation', ['--cost-bps', '0x10'], '--cost-bps "0x10", expected a number from 0 to 1000'],
    [
      'a surface of one step',
      ['--x', '1', '--surface', '--surface-x', '1', '--from', '2020-02-24'],
      '--surface: 1 step from the first decision of the longest x on, expected 3 or more',
    ],
    ['a cost beyond all', ['--cost-bps', '5000'], '--cost-bps "5000", expected a number from 0 to 1000'],
    ['another period', ['--every', 'hourly'], '--every "hourly", expected daily or weekly or monthly'],
    ['another tie', ['--tie', 'toss'], '--tie "toss", expected keep or switch'],
    ['too few weeks', ['--x', '9'], 'gma: none of 9 steps has a gMA of the Favourite and of a sector'],
    ['a grid without a surface', ['--surface-x', '2'], '--surface-x: has no effect without --surface'],
    [
      'a grid of nothing',
      ['--surface', '--surface-x', '1', '--surface-y', '2'],
      '--surface-y: every y lies above every x',
    ],
    ['a day that is none', ['--from', '2020-13-01'], '--from "2020-13-01" is not a date'],
    ['from after to', ['--from', '2020-02-01', '--to', '2020-01-01'], '--from: lies after --to'],
    ['days before the data', ['--to', '2019-01-01'], 'no session'],
    ['two folders', ['--data', data], `the folder is given already`],
    ['a mistyped option', ['--favorite', 'OIL'], 'Unknown argument: favorite'],
  ])('%s', (_, args, message) => {
    const { status, stdout, stderr } = gma(data, ...args)
    expect(stderr.trimEnd().split('\n').at(-1)).toContain(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect([status === 2 || status === 3, stdout]).toEqual([true, ''])
  })

  it('a document that is no experiment, with the command for it', () => {
    const { status, stderr } = gma('experiments/industry-momentum.yaml', '--data', data)
    expect([status, stderr.trimEnd().split('\n').at(-1)]).toEqual([
      2,
      'experiments/industry-momentum.yaml:4: is a sweep and no experiment: sectorcast backtest experiments/industry-momentum.yaml',
    ])
    expect(sectorcast(['backtest', 'experiments/allocate-2008-sectors.yaml']).stderr).toContain(
      'is an allocation and no experiment: sectorcast allocate experiments/allocate-2008-sectors.yaml',
    )
  })

  it('what an experiment says itself', () => {
    const { status, stderr } = gma('experiments/us-sectors.yaml', '--data', data, '--file', '{symbol}.csv')
    expect([status, stderr.trimEnd().split('\n').at(-1)]).toEqual([
      2,
      '--file: has no effect on an experiment, which says it itself',
    ])
  })

  it('a bad price, with file, line and field', () => {
    const bad = join(root, 'bad')
    writeFiles(bad, { 'A.csv': pricesOf(1, [1, 1, 1, 1, 1, 1, 1]), 'B.csv': pricesOf(1, [1, 1, 1, 1, 1, 1, 1]) })
    writeFileSync(join(bad, 'B.csv'), readFileSync(join(bad, 'B.csv'), 'utf8').replace(/,2,1$/m, ',x,1'))
    const { status, stderr } = gma(bad)
    expect(status).toBe(3)
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/B\.csv:3: Close: "x" is not a number/)
  })
})

const found = existsSync(`${REAL_DATA}/us-sector-etfs`)
if (!found) process.stderr.write(`skipped: no sector funds in ${REAL_DATA}\n`)

describe.skipIf(!found)('sectorcast gma on the sector funds', () => {
  it('finds no edge: the best of 124 cells is no evidence, and no cell beats equal weight', () => {
    const told = document('experiments/us-sectors.yaml', '--data', `${REAL_DATA}/us-sector-etfs`, '--x', '10', '--y', '1', '--M', '1', '--factor', '1.0', '--favourite', 'CASH', '--every', 'weekly', '--surface') // prettier-ignore
    expect(told.steps).toHaveLength(1400)
    expect(told.steps[0].gma.XLC).toBeNull()
    expect(told.growth).toBeLessThan(told.equalWeight.growth)
    const { cells, best, beating } = told.surface ?? { cells: [], best: null, beating: null }
    expect(cells).toHaveLength(124)
    expect(best?.searched.deflatedSharpe).toBeLessThan(0.95)
    expect(best?.active.deflatedSharpe).toBeLessThan(0.5)
    expect(beating?.equalWeight).toEqual({ growth: 0, sharpe: 0 })
  })
})
