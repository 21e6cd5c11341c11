import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sectorcast, temporaryFolder } from '../../fixtures/command-line.js'
import { writeFiles } from '../feeds/feed-fixture.js'
import { gma, oilMarket, pricesOf } from './oil-market.js'

const root = temporaryFolder()
const data = oilMarket(root)

describe('what is refused, in one line', () => {
  it.each<[string, string[], string]>([
    ['an unknown symbol', ['--symbols', 'OIL,SFT'], '--symbols "SFT" is no symbol of the data, the nearest is "SOFT"'],
    ['an empty symbol', ['--symbols', 'OIL,'], '--symbols "OIL,": a symbol is empty, expected symbols with one comma'],
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
    ['another fill', ['--fill', 'noon'], '--fill "noon", expected open or close'],
    ['another tie', ['--tie', 'toss'], '--tie "toss", expected keep or switch'],
    ['too few weeks', ['--x', '9'], 'gma: none of 9 steps has a gMA of the Favourite and of a sector'],
    ['a grid without a surface', ['--surface-x', '2'], '--surface-x: has no effect without --surface'],
    [
      'a grid of nothing',
      ['--surface', '--surface-x', '1', '--surface-y', '2'],
      '--surface-y: every y lies above every x',
    ],
    ['a day that is none', ['--from', '2020-13-01'], '--from "2020-13-01" is not a date'],
    [
      'a first decision after the data',
      ['--from', '2020-02-25'],
      '--from "2020-02-25": lies after the last session of the data, 2020-02-24',
    ],
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

  it('and leaves no folder behind, nor touches an earlier run', () => {
    const out = join(root, 'refused')
    expect(gma(data, '--x', '1', '--favourite', 'CSH', '--out', out).status).toBe(2)
    expect(existsSync(out)).toBe(false)
    expect(gma(data, '--x', '1', '--out', out).status).toBe(0)
    const before = readFileSync(join(out, 'gma.json'))
    expect(gma(data, '--x', '1', '--favourite', 'CSH', '--out', out).status).toBe(2)
    expect(readFileSync(join(out, 'gma.json')).equals(before)).toBe(true)
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
