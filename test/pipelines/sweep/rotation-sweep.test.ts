import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runRotationSweep, type RotationSweepDocument } from '../../../pipelines/sweep/rotation-sweep.js'
import { openRotationSweep } from '../../../pipelines/sweep/schema.js'
import { ConfigError } from '../../../src/core/errors.js'
import { sectorcast, temporaryFolder, type CommandResult } from '../../fixtures/command-line.js'
import { writeFiles } from '../feeds/feed-fixture.js'

const root = temporaryFolder()

/** Days of a fund: the 15th and the last but one of months from January 2020 on, at two closes a month. */
function fund(closes: readonly (readonly [middle: number | null, end: number | null])[]): string {
  const rows = closes.flatMap(([middle, end], i) => {
    const month = `${2020 + Math.floor(i / 12)}-${String(1 + (i % 12)).padStart(2, '0')}`
    return [
      ...(middle === null ? [] : [`${month}-15,${middle},${middle},${middle},${middle},1`]),
      ...(end === null ? [] : [`${month}-27,${end},${end},${end},${end},1`]),
    ]
  })
  return `Date,Open,High,Low,Close,Volume\n${rows.join('\n')}\n`
}

const flat = (price: number, months = 5): (readonly [number, number])[] =>
  Array.from({ length: months }, () => [price, price] as const)

writeFiles(root, {
  // Ends at 10, 20, 20, 40, 40; B at 10, 10, 30, 30, 30; C ends in the middle of April, at half of its last month end.
  'AAA.csv': fund([
    [10, 10],
    [15, 20],
    [20, 20],
    [20, 40],
    [40, 40],
  ]),
  'BBB.csv': fund([
    [10, 10],
    [10, 10],
    [10, 30],
    [30, 30],
    [30, 30],
  ]),
  'CCC.csv': fund([
    [10, 10],
    [10, 10],
    [10, 40],
    [20, null],
  ]),
  'MKT.csv': fund(flat(100)),
})

const LINES = {
  name: 'name: small',
  hypothesis: 'hypothesis: by hand',
  data: 'data: { source: csv }',
  universe: 'universe: { benchmark: MKT, sectors: { AAA: energy, BBB: utilities, CCC: financials } }',
  sweep: 'sweep: { lookbacks: [1], tops: [1], from: 2020-03 }',
  report: 'report: { riskFree: 0, bootstrapSamples: 100, bootstrapBlock: 1 }',
}

/** The sweep with other lines in the place of its own, in a file. */
function written(replace: Readonly<Record<string, string>>): string {
  const file = join(root, 'sweep.yaml')
  writeFileSync(file, `${Object.values({ ...LINES, ...replace }).join('\n')}\n`)
  return file
}

function backtest(replace: Readonly<Record<string, string>>, ...more: string[]): CommandResult {
  return sectorcast(['backtest', written(replace), '--data', root, ...more])
}

/** The same in this process. */
async function run(replace: Readonly<Record<string, string>>): Promise<RotationSweepDocument> {
  const parsed = openRotationSweep(written(replace))
  if (parsed === undefined) throw new Error('no sweep')
  return runRotationSweep(parsed, root, () => undefined)
}

describe('month ends of daily files', () => {
  it('by hand: the best of last month is held, a fund that ends within a month pays its last price', async () => {
    const { rows, equalWeight, months, from, to, data } = await run({})
    expect([from, to, months, data.simulated]).toEqual(['2020-03', '2020-05', 3, false])
    // March: A, which doubled in February, +0%. April: C, which quadrupled, -50%. May: A, which doubled, +0%.
    expect(rows[0].cagr).toBeCloseTo(0.5 ** 4 - 1, 12)
    expect(rows[0].maxDrawdown).toBeCloseTo(-0.5, 12)
    // A to C and C to A: one portfolio twice in two months.
    expect(rows[0].turnover).toBeCloseTo(12, 12)
    // March: 0, +200%, +300%. April: +100%, 0, -50%. May: two that stand still.
    expect(equalWeight.cagr).toBeCloseTo(((1 + 5 / 3) * (1 + 0.5 / 3)) ** 4 - 1, 9)
  })

  it('a fund that is not listed long enough is not ranked, and those that are share what is left', async () => {
    const { rows } = await run({
      sweep: 'sweep: { lookbacks: [2, 1, [2, 1]], tops: [3], from: 2020-04, costBps: 100 }',
    })
    expect(rows.map(({ lookbacks }) => lookbacks)).toEqual([[2], [1], [1, 2]])
    // A third of each is bought; A doubles and C halves in April. C is gone then, A and B share: 4/7, 2/7, 1/7 become 1/2 and 1/2.
    const traded = 4 / 7 - 1 / 2 + (1 / 2 - 2 / 7) + 1 / 7
    for (const { cagr, turnover } of rows) {
      expect(turnover).toBeCloseTo((traded / 2) * 12, 12)
      expect(cagr).toBeCloseTo((0.99 * (7 / 6) * (1 - 0.01 * traded)) ** 6 - 1, 12)
    }
  })

  it('where every rotation is equal weight there is no best one, and a part of a year says so', async () => {
    const { best, notes } = await run({ sweep: 'sweep: { lookbacks: [1], tops: [3], from: 2020-03 }' })
    expect(best).toBeNull()
    expect(notes).toEqual(['3 months are less than a year: figures a year are extrapolated'])
    const { stdout } = backtest({ sweep: 'sweep: { lookbacks: [1], tops: [3], from: 2020-03 }' })
    expect(stdout).toContain('small: 1 rotation on month ends, 3 months held')
    expect(stdout).toContain('- 3 months are less than a year')
    expect(stdout).not.toMatch(/information ratio/)
  })

  it('a simulated market needs no files, and says what it is', () => {
    const file = join(root, 'simulated.yaml')
    const { name, hypothesis, report } = LINES
    const sweep = 'sweep: { lookbacks: [3], tops: [2], from: 2005-01, to: 2006-12 }'
    writeFileSync(file, [name, hypothesis, 'data: { source: simulated }', sweep, report].join('\n'))
    const { status, stdout } = sectorcast(['backtest', file])
    expect(status).toBe(0)
    expect(stdout).toContain('24 months held, 2005-01 to 2006-12, no costs; simulated prices')
  })
})

describe('a sweep that can not be carried out: exit code 2 with file, line and field', () => {
  const sweep = (text: string): Record<string, string> => ({ sweep: `sweep: { ${text} }` })
  it.each<[string, Record<string, string>, string]>([
    ['a lookback of 0', sweep('lookbacks: [0], tops: [1], from: 2020-03'), 'sweep.yaml:5: sweep.lookbacks.0:'],
    ['no lookback', sweep('lookbacks: [], tops: [1], from: 2020-03'), 'sweep.yaml:5: sweep.lookbacks:'],
    [
      'an empty list among them',
      sweep('lookbacks: [1, []], tops: [1], from: 2020-03'),
      'sweep.yaml:5: sweep.lookbacks.1',
    ],
    ['a lookback twice', sweep('lookbacks: [1, 1], tops: [1], from: 2020-03'), 'sweep.lookbacks: a value stands twice'],
    [
      'a list twice, in another order',
      sweep('lookbacks: [[1, 2], 3, [2, 1]], tops: [1], from: 2020-03'),
      'sweep.yaml:5: sweep.lookbacks: a value stands twice',
    ],
    [
      'one month',
      sweep('lookbacks: [1], tops: [1], from: 2020-05'),
      'sweep.yaml:5: sweep: one month is held, expected two or more',
    ],
    [
      'half a month',
      sweep('lookbacks: [1.5], tops: [1], from: 2020-03'),
      'sweep.yaml:5: sweep.lookbacks.0: expected a whole number of months from 1, or a list of them',
    ],
    [
      'more held than there are',
      sweep('lookbacks: [1], tops: [1, 4], from: 2020-03'),
      'sweep.yaml:5: sweep.tops.1: "4": there are 3 assets',
    ],
    ['nothing held', sweep('lookbacks: [1], tops: [0], from: 2020-03'), 'sweep.yaml:5: sweep.tops.0:'],
    [
      'a month that is none',
      sweep('lookbacks: [1], tops: [1], from: 2020-13'),
      'sweep.yaml:5: sweep.from: expected a month that exists',
    ],
    ['a day', sweep('lookbacks: [1], tops: [1], from: 2020-03-01'), 'sweep.yaml:5: sweep.from: expected a month'],
    ['no first month', sweep('lookbacks: [1], tops: [1]'), 'sweep.yaml:5: sweep.from: is missing, expected a month'],
    [
      'an end before the beginning',
      sweep('lookbacks: [1], tops: [1], from: 2020-03, to: 2020-02'),
      'sweep.yaml:5: sweep.to: "2020-02" lies before sweep.from "2020-03"',
    ],
    [
      'a beginning before the data',
      sweep('lookbacks: [1], tops: [1], from: 2019-03'),
      'sweep.yaml:5: sweep.from: "2019-03" has no momentum over 1 month before it: month ends begin with 2020-01, the earliest month is 2020-03',
    ],
    [
      'too little before the beginning',
      sweep('lookbacks: [1, [1, 3]], tops: [1], from: 2020-04'),
      '"2020-04" has no momentum over 1, 3 months before it: month ends begin with 2020-01, the earliest month is 2020-05',
    ],
    [
      'a lookback longer than the data',
      sweep('lookbacks: [40], tops: [1], from: 2020-04'),
      'no month has momentum over 40 months before it: month ends begin with 2020-01, and the data end in 2020-05',
    ],
    [
      'a beginning after the data',
      sweep('lookbacks: [1], tops: [1], from: 2020-06'),
      'sweep.yaml:5: sweep.from: "2020-06": the data end in 2020-05',
    ],
    [
      'an end after the data',
      sweep('lookbacks: [1], tops: [1], from: 2020-03, to: 2020-06'),
      'sweep.yaml:5: sweep.to: "2020-06": the data end in 2020-05',
    ],
    [
      'an unknown key',
      sweep('lookbacks: [1], top: [1], from: 2020-03'),
      'sweep.yaml:5: sweep.top: unknown key "top", the nearest is "tops"',
    ],
    ['a key of other experiments', { horizon: 'horizon: 21' }, 'sweep.yaml:7: horizon: unknown key "horizon"'],
    [
      'costs beyond reason',
      sweep('lookbacks: [1], tops: [1], from: 2020-03, costBps: 1001'),
      'sweep.yaml:5: sweep.costBps:',
    ],
    ['no flat rate', { report: 'report: {}' }, 'sweep.yaml:6: report.riskFree:'],
    ['a rate in percent', { report: 'report: { riskFree: 3.68 }' }, 'sweep.yaml:6: report.riskFree:'],
    ['no universe', { universe: '' }, 'sweep.yaml'],
    ['an unknown family', { universe: 'universe: { benchmark: MKT, family: spdrs }' }, 'sweep.yaml:4: universe'],
    ['a sweep that is none', { sweep: 'sweep: 3' }, 'sweep.yaml:5: sweep:'],
  ])('%s', async (_, replace, message) => {
    const error: unknown = await run(replace).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ConfigError)
    expect((error as ConfigError).message).toContain(message)
    expect((error as ConfigError).message).not.toContain('\n')
  })

  it('the same by the command line: one document, or one line of error and nothing else', () => {
    const done = backtest({}, '--json')
    expect((JSON.parse(done.stdout) as RotationSweepDocument).months).toBe(3)
    const { status, stdout, stderr } = backtest(sweep('lookbacks: [0], tops: [1], from: 2020-03'), '--json')
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/sweep\.yaml:5: sweep\.lookbacks\.0: .+\n$/)
  })

  it('a month without a session', () => {
    const holes = temporaryHoles()
    const { status, stderr } = sectorcast(['backtest', holes.file, '--data', holes.folder])
    expect(stderr).toContain('hole.yaml:3: data: there is no session in 2020-02, months must follow each other')
    expect(status).toBe(2)
  })

  it.each([
    ['--out', 'it writes no folder'],
    ['--threads', 'it runs on one thread'],
    ['--holdings', 'it looks back'],
  ])('%s has no effect on a sweep, and is refused', (option, why) => {
    const { status, stderr } = backtest({}, option, '1')
    expect(stderr).toContain(`${option} has no effect on a sweep: ${why}`)
    expect(status).toBe(2)
  })

  it('files that are not there end with exit code 3, no folder with 2', () => {
    const { status, stderr } = backtest({
      universe: 'universe: { benchmark: MKT, sectors: { AAA: energy, NIL: utilities } }',
    })
    expect(stderr).toContain('NIL.csv')
    expect(status).toBe(3)
    expect(sectorcast(['backtest', join(root, 'sweep.yaml')]).stderr).toContain('say where they are with --data DIR')
  })
})

/** Files that skip February 2020. */
function temporaryHoles(): { readonly folder: string; readonly file: string } {
  const months: (readonly [number | null, number | null])[] = [
    [1, 1],
    [null, null],
    [1, 1],
    [1, 1],
  ]
  const names = Object.fromEntries(['AAA', 'BBB', 'CCC', 'MKT'].map((name) => [`holes/${name}.csv`, fund(months)]))
  writeFiles(root, names)
  const file = join(root, 'hole.yaml')
  writeFileSync(
    file,
    `${Object.values({ ...LINES, sweep: 'sweep: { lookbacks: [1], tops: [1], from: 2020-04 }' }).join('\n')}\n`,
  )
  return { folder: join(root, 'holes'), file }
}
