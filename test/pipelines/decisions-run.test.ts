import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sectorcast, temporaryFolder, type CommandResult } from '../fixtures/command-line.js'

const folder = temporaryFolder()
const run = join(folder, 'run')
const experiment = join(folder, 'hostile.yaml')

/** Three years of a market in which a sector is listed late and another dies, with a decision of every kind of step. */
const HOSTILE = `name: hostile
hypothesis: a composed decision lives through late listings and deaths
seed: 5
data:
  source: simulated
  from: 2010-01-04
  sessions: 760
  knobs:
    lateListing: { sector: real-estate, session: 560 }
    death: { sector: energy, session: 620 }
horizon: 5
features: [relative_strength_5, relative_strength_21, volatility_21]
walkForward: { from: 2011-12-01, refit: quarterly, trainStride: 5 }
models: { momentum: { feature: relative_strength_21 }, ridge: {} }
decision:
  select: { top-k: { k: 4, keep: 6 } }
  weigh: equal
  constrain:
    - asset-cap: { most: 0.3, rest: others }
    - sector-cap: { most: 0.3 }
    - absolute-momentum: { lookback: 21 }
    - volatility-target: { target: 0.12, lookback: 42 }
    - drawdown-brake: { start: 0.02, stop: 0.1, window: 63 }
    - turnover-cap: { most: 0.4 }
    - no-trade-band
    - exposure: { leastCash: 0.02 }
  every: weekly
checks:
  - restricted: { symbols: [SIM-UTIL, NOT-HERE], outcome: warn }
  - max-turnover: { most: 0.3 }
  - max-short
report: { bootstrapSamples: 100 }
`

interface Document {
  readonly warnings: readonly string[]
  readonly verdict: string
  readonly decisions: {
    readonly count: number
    readonly blocked: number
    readonly warned: number
    readonly head: string
  }
  readonly portfolios: Readonly<Record<string, { readonly net: Readonly<Record<string, unknown>> }>>
}

let document: Document
let progress: string

beforeAll(() => {
  writeFileSync(experiment, HOSTILE)
  const { status, stdout, stderr } = sectorcast(['run', experiment, '--out', run, '--threads', '1', '--json'])
  expect([status, stderr.includes('bug')]).toEqual([0, false])
  document = JSON.parse(stdout) as Document
  progress = stderr
})

const records = (): Record<string, unknown>[] =>
  readFileSync(join(run, 'decisions.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('a composed decision on a hostile market, from experiment to log', () => {
  it('leaves a record for each decision, sound to the last weight', () => {
    const all = records()
    expect(all.length).toBeGreaterThan(50)
    expect(document.decisions).toMatchObject({ count: all.length, head: all.at(-1)?.hash })
    for (const { weights, reason, steps } of all) {
      const held = Object.values(weights as Record<string, number>)
      expect(held.every((weight) => weight > 0 && weight <= 0.3 * 1.2)).toBe(true)
      expect(held.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1 + 1e-9)
      expect(reason).not.toMatch(/NaN|undefined|Infinity/)
      expect((steps as { step: string }[]).map(({ step }) => step)).toEqual([
        'select top-k',
        'weigh equal',
        ...['asset-cap', 'sector-cap', 'absolute-momentum', 'volatility-target', 'drawdown-brake'].map(
          (name) => `constrain ${name}`,
        ),
        ...['turnover-cap', 'no-trade-band', 'exposure'].map((name) => `constrain ${name}`),
      ])
    }
  })

  it('ranks a sector from its listing to its death alone', () => {
    const ranked = records().map(({ ranked: names }) => (names as { symbol: string }[]).map(({ symbol }) => symbol))
    expect(ranked[0]).not.toContain('SIM-REAL')
    expect(ranked.at(-1)).toContain('SIM-REAL')
    expect(ranked[0]).toContain('SIM-ENER')
    expect(ranked.at(-1)).not.toContain('SIM-ENER')
  })

  it('counts what the checks said, and a blocked decision trades nothing', () => {
    const all = records()
    const said = (outcome: string): Record<string, unknown>[] =>
      all.filter(({ checks }) => (checks as { outcome: string }[]).some((check) => check.outcome === outcome))
    expect([said('block').length, said('warn').length]).toEqual([document.decisions.blocked, document.decisions.warned])
    expect(said('block').length).toBeGreaterThan(0)
    expect(said('warn').length).toBeGreaterThan(0)
    for (const { holds, reason } of said('block')) {
      expect(holds).toBe(true)
      expect(reason).toContain('blocked by max-turnover')
    }
    const trades = readFileSync(join(run, 'trades.csv'), 'utf8').trimEnd().split('\n').slice(1)
    const holding = new Set(all.filter(({ holds }) => holds).map(({ date }) => date as string))
    const decided = trades.map((line) => line.split(',')[1])
    expect(decided.length).toBeGreaterThan(20)
    expect(decided.filter((date) => holding.has(date))).toEqual([])
  })

  it('warns of blocked decisions and of symbols that restrict nothing, wherever the run is told of', () => {
    const { blocked, count } = document.decisions
    const told = [
      'the check "restricted" names "NOT-HERE", which is no asset here and restricts nothing; the nearest is ',
      `${blocked} of ${count} decisions were blocked by max-turnover; the last: `,
    ]
    const page = readFileSync(join(run, 'report.html'), 'utf8').replaceAll('&quot;', '"')
    for (const words of told) {
      expect(document.warnings.filter((warning) => warning.startsWith(words))).toHaveLength(1)
      expect(progress).toContain(`warning: ${words}`)
      expect(page).toContain(`Warning: ${words}`)
    }
    expect(document.verdict).toContain(`. ${blocked} of ${count} decisions were blocked before the trade: `)
  })

  it('steps on the folder and another number of threads give the same log', () => {
    const again = join(folder, 'again')
    cpSync(run, again, { recursive: true })
    expect(sectorcast(['backtest', again]).status).toBe(0)
    expect(readFileSync(join(again, 'decisions.jsonl'))).toEqual(readFileSync(join(run, 'decisions.jsonl')))
  })
})

describe('verify-log', () => {
  const file = join(run, 'decisions.jsonl')
  const verify = (path: string, ...more: string[]): CommandResult => sectorcast(['verify-log', path, ...more])

  /** The run in a folder of its own, with one file of it changed. */
  function tampered(name: string, change: (text: string) => string, of = 'decisions.jsonl'): string {
    const copy = join(folder, name)
    cpSync(run, copy, { recursive: true })
    writeFileSync(join(copy, of), change(readFileSync(join(copy, of), 'utf8')))
    return join(copy, 'decisions.jsonl')
  }

  it('finds the log of a run in order, by its file or its folder', () => {
    const { status, stdout } = verify(file, '--json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      file,
      records: document.decisions.count,
      head: document.decisions.head,
      end: 'report',
    })
    expect(verify(run).stdout).toContain(
      `${document.decisions.count} records, every one in its place; it ends as the report`,
    )
  })

  it.each<[string, (text: string) => string, string | undefined, (count: number) => string]>([
    ['changed', (text) => text.replace('"note":"top 4', '"note":"top 5'), undefined, () => ':1: was changed'],
    ['removed', (text) => text.split('\n').toSpliced(6, 1).join('\n'), undefined, () => ':7: does not follow'],
    ['cut', (text) => text.split('\n').slice(0, -2).join('\n') + '\n', undefined, (count) => `:${count}: is missing`],
    ['emptied', () => '', undefined, () => ':1: is missing'],
    [
      'retold',
      (text) => text.replace('seed: 5', 'seed: 6'),
      'experiment.yaml',
      () => ':1: is not the first record of this run',
    ],
    [
      'redated',
      (text) => text.replace(/"sha256": "./, '"sha256": "x'),
      'run.json',
      () => ':1: is not the first record of this run',
    ],
  ])('a log or a run that was %s: exit code 4 with the line', (name, change, of, message) => {
    const path = tampered(name, change, of)
    const { status, stderr, stdout } = verify(path)
    expect([status, stdout]).toEqual([4, ''])
    expect(stderr).toContain(`${path}${message(document.decisions.count)}`)
    expect(stderr.trimEnd()).not.toContain('\n')
  })

  it('away from its run, the end is held to a hash that was kept elsewhere', () => {
    const away = join(folder, 'away.jsonl')
    copyFileSync(file, away)
    expect(verify(away).stdout).toContain('nothing tells where it ended')
    expect(verify(away, '--head', document.decisions.head).status).toBe(0)
    writeFileSync(away, `${readFileSync(file, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n')}\n`)
    expect(verify(away).status).toBe(0)
    expect(verify(away, '--head', document.decisions.head).status).toBe(4)
  })

  it('refuses what is no hash, and a file that is not there', () => {
    expect(verify(file, '--head', 'abc')).toMatchObject({ status: 2 })
    for (const name of [join(folder, 'nowhere.jsonl'), '/nowhere'])
      expect(verify(name)).toEqual({ status: 2, stdout: '', stderr: `${name}: no such file or folder\n` })
    expect(verify(folder).stderr).toBe(`"${folder}" has no decisions.jsonl: run the step that writes it first\n`)
  })
})
