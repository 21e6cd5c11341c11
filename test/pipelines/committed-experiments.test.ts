import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../pipelines/experiment.js'
import { prepare } from '../../pipelines/prepare.js'
import type { DataProvenance } from '../../pipelines/provenance.js'
import type { RunDocument } from '../../pipelines/run.js'
import { parseSession } from '../../src/core/calendar.js'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'

const found = existsSync(`${REAL_DATA}/french`)
if (!found) process.stderr.write(`skipped: no real data in ${REAL_DATA} for the committed experiments\n`)
const root = temporaryFolder()

/** A run through the built command line. */
function run(experiment: string, data: string, out: string, threads: number): RunDocument {
  const folder = join(root, out)
  const where = ['--data', join(REAL_DATA, data), '--out', folder, '--threads', String(threads), '--json']
  const { status, stdout, stderr } = sectorcast(['run', experiment, ...where])
  expect(status, stderr.slice(-500)).toBe(0)
  return JSON.parse(stdout) as RunDocument
}

function provenanceOf(out: string): DataProvenance {
  return (JSON.parse(readFileSync(join(root, out, 'run.json'), 'utf8')) as { data: DataProvenance }).data
}

/** Every file of a run by its name, without those that differ between two folders by the folder's own name. */
function bytesOf(out: string): Map<string, Buffer> {
  const folder = join(root, out)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  )
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name))]))
}

function expectSameBytes(one: string, other: string): void {
  const [a, b] = [bytesOf(one), bytesOf(other)]
  expect([...a.keys()]).toEqual([...b.keys()])
  expect(a.size).toBeGreaterThan(8)
  for (const [name, bytes] of a) expect(bytes.equals(b.get(name) ?? Buffer.alloc(0)), name).toBe(true)
}

/** The same experiment with fewer forecasts, in a file of its own. */
function shortened(name: string, from: string): string {
  const text = readFileSync(`experiments/${name}.yaml`, 'utf8')
  const short = text.replace(/(walkForward:\n {2}from: )\d{4}-\d{2}-\d{2}/, `$1${from}`)
  expect(short).not.toBe(text)
  const file = join(root, `${name}.yaml`)
  writeFileSync(file, short)
  return file
}

describe.skipIf(!found)('the committed experiments on real files', { timeout: 300_000 }, () => {
  it('French industries: momentum is real there, a positive control', () => {
    const { models, portfolios } = run('experiments/french-industries.yaml', 'french', 'french', 2)
    for (const [name, { rankIcT, rankIc }] of Object.entries(models)) {
      expect(rankIcT, name).toBeGreaterThan(5)
      expect(rankIc, name).toBeLessThan(0.15)
    }
    // Value-weighted industries of the United States, 1940 to 2024.
    expect(portfolios.benchmark.gross.cagr).toBeGreaterThan(0.1)
    expect(portfolios.benchmark.gross.cagr).toBeLessThan(0.12)
  })

  it('funds with macro, sentiment and fundamentals: nothing is found, and every feed says how much it had', () => {
    const { models, verdict } = run('experiments/us-sectors-macro.yaml', '.', 'macro', 2)
    for (const [name, { rankIcT }] of Object.entries(models)) expect(Math.abs(rankIcT), name).toBeLessThan(2)
    expect(verdict).toContain('no evidence of skill')
    const { feeds = {}, files } = provenanceOf('macro')
    expect(Object.keys(feeds)).toHaveLength(11)
    expect(feeds.inflation).toEqual({ coverage: 1, notes: [expect.stringContaining('latest revised values')] })
    // Known since July 2023 of sessions since 1993; the daily index since 2014; fundamentals 2013 to 2019 and from 2024.
    expect(feeds.production.coverage).toBeGreaterThan(0.03)
    expect(feeds.production.coverage).toBeLessThan(0.09)
    expect(feeds.uncertainty.coverage).toBeGreaterThan(0.25)
    expect(feeds.earnings_yield.coverage).toBeLessThan(0.3)
    expect(Object.keys(files).filter((name) => name.startsWith('sp500-fundamentals/'))).toHaveLength(29)
  })

  it('sectors of the VN30 with foreign flow: the same bytes on one thread and on two', () => {
    const { models } = run('experiments/vn30-foreign-flow.yaml', 'vietnam', 'vn30-1', 1)
    run('experiments/vn30-foreign-flow.yaml', 'vietnam', 'vn30-2', 2)
    expectSameBytes('vn30-1', 'vn30-2')
    for (const [name, { rankIc }] of Object.entries(models)) expect(Math.abs(rankIc), name).toBeLessThan(0.1)
    const { feeds = {}, notes = [] } = provenanceOf('vn30-1')
    expect(feeds.foreign.coverage).toBeGreaterThan(0)
    expect(feeds.foreign.coverage).toBeLessThan(0.1)
    expect(notes).toEqual([expect.stringMatching(/^VIB 2018-07-23 line \d+ Close: 0 is zero/)])
  })

  it('the flow is a feature from the close of 2025-06-24 on, and not before', async () => {
    const file = 'experiments/vn30-foreign-flow.yaml'
    const parsed = await parseExperiment(readFileSync(file, 'utf8'), file)
    const { features } = await prepare(parsed, { folder: join(REAL_DATA, 'vietnam') }, () => undefined)
    const [flow, mask] = ['feed.foreign', 'feed.foreign.present'].map(
      (name) => features.values[features.names.indexOf(name)],
    )
    const width = features.assets.length
    const first = features.dates.indexOf(parseSession('2025-06-24'))
    const before = flow.data.subarray(0, first * width)
    expect(before.every(Number.isNaN)).toBe(true)
    expect(mask.data.subarray(0, first * width).every((one) => one === 0)).toBe(true)
    expect(flow.data.subarray(first * width, (first + 1) * width).every(Number.isFinite)).toBe(true)
    expect(mask.data.subarray(first * width, (first + 1) * width).every((one) => one === 1)).toBe(true)
  })

  it.each<[string, string, string]>([
    ['french-industries', 'french', '2018-01-02'],
    ['us-sectors-macro', '.', '2024-01-02'],
    ['us-stocks', '.', '2017-01-03'],
  ])('%s, shortened: the same bytes on one thread and on two', (name, data, from) => {
    const file = shortened(name, from)
    const { portfolios } = run(file, data, `${name}-1`, 1)
    run(file, data, `${name}-2`, 2)
    expectSameBytes(`${name}-1`, `${name}-2`)
    expect(Math.abs(portfolios['equal-weight'].gross.cagr)).toBeLessThan(0.5)
  })
})
