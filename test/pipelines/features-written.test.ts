import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sectorcast, temporaryFolder, type CommandResult } from '../fixtures/command-line.js'
import { writeFiles } from './feeds/feed-fixture.js'

const CLI = resolve('dist/pipelines/cli.js')
const root = temporaryFolder()
const data = join(root, 'data')
const BARS = `Date,Open,High,Low,Close,Volume
2020-01-02,10,10,10,10,100
2020-01-03,11,11,11,11,100
2020-01-06,12,12,12,12,100
`
writeFiles(data, { 'XLK.csv': BARS, 'XLE.csv': BARS, 'SPY.csv': BARS })

const features = (...args: string[]): CommandResult => sectorcast(['features', ...args])

describe('where a table is written', () => {
  const folder = join(root, 'written')
  const out = join(folder, 't.csv')
  const ofTable = [data, '--features', 'momentum_1', '--out']

  it('is never among the data, and elsewhere a file is replaced, which is said', () => {
    const before = readFileSync(join(data, 'XLK.csv'), 'utf8')
    const inside = features(...ofTable, join(data, 'XLK.csv'))
    expect(inside.stderr).toMatch(/^--out ".*": lies in the data folder ".*", in which nothing is written/)
    expect([inside.status, inside.stderr.split('\n').length]).toEqual([2, 2])
    expect(readFileSync(join(data, 'XLK.csv'), 'utf8')).toBe(before)
    expect(features(...ofTable, out).stderr).toMatch(/\n1 feature of 2 symbols x 3 sessions\n$/)
    writeFileSync(out, 'older')
    expect(features(...ofTable, out).stderr).toMatch(/; ".*t\.csv" is replaced\n$/)
    expect(readFileSync(out, 'utf8')).toMatch(/^date,symbol/)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('is left as it was by %s', async (signal, code) => {
    const place = temporaryFolder()
    const experiment = join(place, 'long.yaml')
    const names = Array.from({ length: 300 }, (_, i) => `rolling_rank_${i + 200}(momentum_1)`)
    writeFileSync(
      experiment,
      `name: long
hypothesis: an interrupt is heard
data: { source: simulated, sessions: 6000 }
horizon: 5
features: [${names.join(', ')}]
walkForward: { from: 2001-03-01 }
models: { ridge: {} }
`,
    )
    const table = join(place, 'tables', 'long.csv')
    const child = spawn(process.execPath, [CLI, 'features', '--experiment', experiment, '--out', table], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let told = ''
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString()
      if (told.includes('300 features of')) child.kill(signal)
    })
    const status = await new Promise((done) => child.on('exit', done))
    expect([status, told.trimEnd().split('\n').at(-1)]).toEqual([code, 'interrupted'])
    expect(existsSync(join(place, 'tables')) ? readdirSync(join(place, 'tables')) : []).toEqual([])
  })
})
