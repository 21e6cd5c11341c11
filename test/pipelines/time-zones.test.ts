import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { dateDay, float64, tableFromArrays, tableToIPC, timestamp } from '@uwdata/flechette'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { beforeAll, describe, expect, it } from 'vitest'
import { REAL_DATA, sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import { smallExperiment, writeSmallMarket } from '../fixtures/small-market.js'

/** Behind and ahead of universal time; one that never had a 2011-12-30; one whose clock goes back within the year. */
const ZONES = ['UTC', 'America/New_York', 'Asia/Ho_Chi_Minh', 'Pacific/Apia', 'Africa/Casablanca'] as const
const DAY_MS = 86_400_000
const folder = temporaryFolder()
const data = join(folder, 'data')
const hasReal = existsSync(join(REAL_DATA, 'us-sector-etfs'))
if (!hasReal) process.stderr.write(`skipped: there is no real data in ${REAL_DATA}\n`)

/** What a process left: its exit code, its output and the checksum of each of its files. */
type Left = Readonly<Record<string, string | number | null>>

function checksumsBelow(top: string): Left {
  const files = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const names = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  const sha256 = (name: string): string => createHash('sha256').update(readFileSync(name)).digest('hex')
  return Object.fromEntries(names.map((name) => [name.slice(top.length), sha256(name)]))
}

/** Runs a command in every zone and expects the same bytes of it; returns them. `OUT` stands for a folder of its own. */
function sameInAllZones(args: readonly string[], status = 0): Left {
  const [first, ...others] = ZONES.map((zone, i): Left => {
    const out = join(folder, `${args[0]}-${sha(args.join())}-${i}`)
    const result = sectorcast(
      args.map((arg) => arg.replace('OUT', out)),
      { env: { TZ: zone } },
    )
    const left = existsSync(out) ? checksumsBelow(out) : {}
    return { ...left, status: result.status, stdout: result.stdout.replaceAll(out, 'OUT'), stderr: result.stderr }
  })
  expect([first.status, first.stderr]).toEqual([status, expect.not.stringContaining('\n    at ')])
  for (const other of others) expect(other).toEqual(first)
  return first
}

const sha = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** Standard output of a script in a zone. */
function scriptIn(zone: string, script: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, TZ: zone },
  })
  expect(stderr).toBe('')
  return stdout
}

/** A script that prints the checksum of an experiment's panel, with all that is joined to it, and of its features. */
function checksumScript(experiment: string, place: string): string {
  const built = (name: string): string => JSON.stringify(pathToFileURL(resolve('dist/pipelines', name)).href)
  return `import { createHash } from 'node:crypto'
    import { openExperiment } from ${built('run.js')}
    import { prepare } from ${built('prepare.js')}
    const parsed = await openExperiment(${JSON.stringify(experiment)})
    const { panel, features, target } = await prepare(parsed, { folder: ${JSON.stringify(place)} }, () => undefined)
    const bytes = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)
    const sum = (matrices) => {
      const hash = createHash('sha256')
      for (const [name, value] of Object.entries(matrices)) hash.update(name).update(bytes(value.data ?? value))
      return hash.digest('hex')
    }
    const { dates, fields, series, assetSeries } = panel
    console.log(dates.length, [{ dates }, fields, series, assetSeries, features.values, { y: target.values }].map(sum).join())`
}

function expectSamePanel(experiment: string, place: string): void {
  const sums = ZONES.map((zone) => scriptIn(zone, checksumScript(experiment, place)))
  expect(sums[0]).toMatch(/^\d{3,} [0-9a-f]{64}(,[0-9a-f]{64}){5}\n$/)
  expect(new Set(sums).size).toBe(1)
}

/** Times within the small market, one of them on the day that Apia left out, some near midnight. */
const TIMES = Array.from({ length: 300 }, (_, i) => new Date(Date.UTC(2010, 0, 4) + i * 4 * DAY_MS + (i % 7) * 3.9e6))
const VALUES = TIMES.map((_, i) => Math.sin(i))

beforeAll(() => {
  writeSmallMarket(data)
  const arrays = { date: TIMES, known: TIMES, value: VALUES }
  const types = { date: dateDay(), known: timestamp(1, 'UTC'), value: float64() }
  writeFileSync(
    join(data, 'feed.arrow'),
    tableToIPC(tableFromArrays(arrays, { types }), { format: 'file' }) as Uint8Array,
  )
  const columnData = [
    { name: 'date', data: TIMES.map((time) => time.toISOString().slice(0, 10)), type: 'STRING' as const },
    { name: 'known', data: TIMES, type: 'TIMESTAMP' as const },
    { name: 'value', data: VALUES, type: 'DOUBLE' as const },
  ]
  writeFileSync(join(data, 'feed.parquet'), new Uint8Array(parquetWriteBuffer({ columnData })))
  const rows = TIMES.map(
    (time, i) => `${time.toISOString().slice(0, 10)},${time.toISOString().slice(0, 16)},${VALUES[i]}`,
  )
  writeFileSync(join(data, 'feed.csv'), `date,known,value\n${rows.join('\n')}\n`)
})

const SMALL = join(folder, 'small.yaml')
beforeAll(() => {
  const text = smallExperiment({
    data: 'data: { source: csv, exchange: NYSE, to: 2013-06-14 }',
    feeds:
      'feeds: { a: { source: dated, file: feed.arrow, required: true }, p: { source: dated, file: feed.parquet, required: true }, c: { source: dated, file: feed.csv, zone: new-york, required: true } }',
    features: 'features: [relative_strength_21, volume_anomaly_21, feed.a, feed.p, feed.c]',
    models: 'models: { momentum: { feature: relative_strength_21 }, ridge: {} }',
  })
  writeFileSync(SMALL, text)
})

it('the zones of this test are known to the machine and differ', () => {
  const script = 'console.log(new Date(Date.UTC(2011, 11, 29, 12)).getDate(), new Date(2020, 0, 15).toISOString())'
  expect(new Set(ZONES.map((zone) => scriptIn(zone, script))).size).toBe(ZONES.length)
})

describe('made-up data, the same bytes in every time zone', () => {
  it('of the panel with feeds of Arrow, Parquet and CSV', () => expectSamePanel(SMALL, data))

  it('of a walk-forward', () => {
    const left = sameInAllZones(['walk-forward', SMALL, '--data', data, '--out', 'OUT', '--threads', '1', '--json'])
    expect(Object.keys(left)).toContain('/forecasts.bin')
  })

  it('of a run with its ledger and pages', () => {
    const left = sameInAllZones(['run', SMALL, '--data', data, '--out', 'OUT', '--threads', '1', '--json'])
    expect(Object.keys(left)).toEqual(expect.arrayContaining(['/report.json', '/trades.csv', '/heatmap.svg']))
  })

  it('of a quality report', () => {
    sameInAllZones(['inspect', data, '--json'])
  })
})

describe.skipIf(!hasReal)('real data, the same bytes in every time zone', () => {
  it('of the panel of the sector funds with FRED, vintages, a workbook and company figures', () => {
    const experiment = join(folder, 'macro.yaml')
    const text = readFileSync('experiments/us-sectors-macro.yaml', 'utf8')
    const workbook =
      '  policy: { source: policy-uncertainty, folder: sentiment, series: Three_Component_Index, required: true }'
    writeFileSync(experiment, text.replace('feeds:\n', `feeds:\n${workbook}\n`))
    expectSamePanel(experiment, REAL_DATA)
  })

  it('of the panel of the VN30 with foreign flow', () => {
    expectSamePanel('experiments/vn30-foreign-flow.yaml', join(REAL_DATA, 'vietnam'))
  })

  it('of a small walk-forward on the sector funds', () => {
    const experiment = join(folder, 'spdr.yaml')
    const text = smallExperiment({
      data: 'data: { source: csv, exchange: NYSE, to: 2012-12-31 }',
      universe: 'universe: { family: spdr, benchmark: SPY }',
      walkForward: 'walkForward: { from: 2011-06-01, refit: yearly, trainStride: 21 }',
      models: 'models: { momentum: { feature: relative_strength_21 }, ridge: {} }',
      decision: 'decision: { params: { k: 2 }, on: last }',
    })
    writeFileSync(experiment, text)
    const place = join(REAL_DATA, 'us-sector-etfs')
    sameInAllZones(['walk-forward', experiment, '--data', place, '--out', 'OUT', '--threads', '1', '--json'])
  })

  it.each([
    ['vietnam', 3],
    ['us-sector-etfs', 0],
    ['sentiment', 0],
  ])('of a quality report of %s', (name, status) => {
    sameInAllZones(['inspect', join(REAL_DATA, name), '--json'], status)
  })

  it.each([
    [
      ['--source', 'fred-md', '--series', 'INDPRO', '--date', '2019-06', '--as-of', '2023-07-15'],
      'macro-vintages',
      102.4893,
    ],
    [['--source', 'policy-uncertainty', '--series', 'Three_Component_Index', '--date', '1985-01'], 'sentiment', 125.22],
    [['--source', 'fred', '--series', 'DGS10', '--date', '2020-01-02'], 'macro-fred', 1.88],
  ])('of a value: %j', (question, name, value) => {
    const { stdout } = sameInAllZones(['value', '--data', join(REAL_DATA, name), ...question, '--json'])
    expect((JSON.parse(String(stdout)) as { value: number }).value).toBeCloseTo(value, 2)
  })
})
