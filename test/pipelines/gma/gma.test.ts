import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findAll, parseXml } from '../../export/parse-xml.js'
import { REAL_DATA, temporaryFolder } from '../../fixtures/command-line.js'
import { writeFiles } from '../feeds/feed-fixture.js'
import { document, gma, oilMarket, STORY } from './oil-market.js'

const root = temporaryFolder()
const data = oilMarket(root)

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

  it('fills at the open where that is asked for, decides alike, and says so everywhere', () => {
    // Opens are 1 below the closes, and missing nowhere.
    const opening = join(root, 'opening')
    const shifted = (text: string): string => text.replace(/^(\d{4}-\d\d-\d\d),([^,]+),([^,]+),[^,]+,/gm, (_, day: string, open: string, high: string) => `${day},${Number(open) - 1},${high},${Number(open) - 1},`) // prettier-ignore
    writeFiles(
      opening,
      Object.fromEntries(readdirSync(data).map((name) => [name, shifted(readFileSync(join(data, name), 'utf8'))])),
    )
    const out = join(root, 'opened')
    const surface = ['--surface', '--surface-x', '1,2', '--surface-y', '1', '--surface-factor', '1']
    const opened = document(opening, ...STORY, '--fill', 'open', ...surface, '--out', out)
    expect(opened.parameters.fill).toBe("the next session's open")
    expect(opened.steps.map(({ date, held, reason }) => [date, held, reason])).toEqual(
      told.steps.map(({ date, held, reason }) => [date, held, reason]),
    )
    expect(opened.steps.map(({ fillDate }) => fillDate)).toEqual([
      ...told.steps.slice(1, 2).map(({ date }) => date),
      '2020-01-22',
      ...told.steps.slice(3).map(({ date }) => date),
      null,
    ])
    // Oil bought at 22.25 on 17 January, sold at 23.75 on 7 February for bills at 54, sold on the last day at 56.25 for oil at 25.875.
    const bills = (23.75 / 22.25) * (56.25 / 54)
    expect(opened.growth).toBeCloseTo(bills * (26.875 / 25.875), 13)
    expect(opened.surface?.fill).toBe('open')
    const best = opened.surface?.best
    const cell = [
      '--x',
      String(best?.x),
      '--M',
      String(best?.M),
      '--factor',
      '1',
      '--favourite',
      'BIL',
      '--cost-bps',
      '0',
    ]
    const alone = document(opening, ...cell, '--fill', 'open', '--from', String(opened.surface?.from))
    expect(alone.growth).toBe(best?.growth)
    for (const name of [
      'gma-steps.csv',
      'gma-surface.csv',
      'gma-band.svg',
      'gma-surface.svg',
      'gma.html',
      'gma.json',
    ]) {
      const text = readFileSync(join(out, name), 'utf8')
      expect(text, name).toMatch(/the next session(&#39;|')s open/)
      expect(text, name).not.toMatch(/the next session(&#39;|')s close/)
    }
    const { stdout } = gma(opening, ...STORY, '--fill', 'open')
    expect(stdout).toContain("8 steps, 4 switches, filled at the next session's open\n")
    expect(stdout).toContain("close of the last session of each week, filled at the next session's open; 0 bp")
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

  it('says where a symbol lacks sessions of its life', () => {
    const holed = join(root, 'holed')
    writeFiles(
      holed,
      Object.fromEntries(readdirSync(data).map((name) => [name, readFileSync(join(data, name), 'utf8')])),
    )
    expect(document(holed, '--x', '1').notes.join()).not.toContain('lacks')
    const oil = readFileSync(join(holed, 'OIL.csv'), 'utf8')
    writeFileSync(join(holed, 'OIL.csv'), oil.replace(/^2020-01-2[24],.*\n/gm, ''))
    expect(document(holed, '--x', '1').notes.join()).toContain('OIL lacks 2 sessions between its first and its last: ')
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
      'date,largest,largest_gma,selected,selected_gma,hurdle,holding,switched,growth,reason,filled,fill\n2020-01-10,OIL,1.75,OIL,1.75,2,OIL,true,1,"OIL has the largest gMA, and 1.75 is below the hurdle 2 (Factor 2 x gMA of BIL): switch to it from BIL",2020-01-17,the next session\'s close',
    )
    expect(before[2].split('\n')).toHaveLength(1 + 4 + 1)
    expect(before[1].trimEnd().split('\n').at(-1)).toMatch(/^2020-02-24,.*,,the next session's close$/)
    expect(
      before[2]
        .split('\n')
        .slice(1, -1)
        .every((row) => row.endsWith(",the next session's close")),
    ).toBe(true)
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
