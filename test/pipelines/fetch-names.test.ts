import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fetchSourceNamed } from '../../datasets/fetch/sources.js'
import type { Clock } from '../../pipelines/fetch/clock.js'
import { fetchNames, type FetchItem, type FetchOptions } from '../../pipelines/fetch/fetch-names.js'
import { lockFolder } from '../../pipelines/fetch/lock.js'
import { ArtifactError, ConfigError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'
import { temporaryFolder } from '../fixtures/command-line.js'
import { gzipped, hangUp, ok, startServer, status, tagged, type TestServer } from '../fixtures/http-server.js'
import { chartBody, CHART_NOT_FOUND, fewDays, FRENCH_TEXT, HTML_PAGE, zipOf } from '../fixtures/payloads.js'

const top = temporaryFolder()
const CHART = '/v8/finance/chart/'
const KEY = 'abcdef0123456789abcdef0123456789'
let server: TestServer
let folder: string
let folders = 0
let now: number
let said: string[]

beforeAll(async () => {
  server = await startServer()
})
beforeEach(() => {
  folder = join(top, String(folders++))
  now = Date.parse('2026-01-05T12:00:00Z')
  said = []
})

const clock: Clock = {
  now: () => now,
  sleep: (milliseconds) => {
    now += milliseconds
    return Promise.resolve()
  },
}

/** Fetches names of a source, a second later each time. */
async function run(source: string, names: readonly string[], more: Partial<FetchOptions> = {}): Promise<FetchItem[]> {
  now += 1000
  const options: FetchOptions = {
    source: fetchSourceNamed(source),
    names,
    folder,
    baseUrl: server.url,
    rate: 1000,
    retries: 1,
    timeoutMs: 5000,
    acceptRestated: false,
    anew: false,
    ...more,
  }
  const tools = { clock, random: createRandom(1), progress: (m: string) => said.push(m), userAgent: 'test' }
  return fetchNames(options, tools)
}

const statuses = (items: readonly FetchItem[]): string[] => items.map((item) => item.status)
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const json = (name: string): Record<string, unknown> => JSON.parse(read(name)) as Record<string, unknown>
const rawFiles = (name: string): string[] => readdirSync(join(folder, 'raw/yahoo', name))

/** All files below the folder as text, one character per byte. */
function everything(): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((entry) => entry.name + readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n')
}

describe('what is kept', () => {
  it('is the raw answer, an entry of the manifest, and the file made of it', async () => {
    const body = chartBody(fewDays())
    server.on(`${CHART}XLK`, ok(body, { etag: '"1"' }))
    const [item] = await run('yahoo', ['XLK'])
    expect(item).toMatchObject({ status: 'new', rows: 4, files: ['XLK.csv'] })
    const [raw] = rawFiles('XLK')
    expect(raw).toMatch(/^20260105T120001Z-[0-9a-f]{12}\.json$/)
    expect(read(`raw/yahoo/XLK/${raw}`)).toBe(body)
    expect(json('manifest.json')).toMatchObject({
      versions: [
        {
          source: 'yahoo',
          name: 'XLK',
          status: 200,
          etag: '"1"',
          bytes: body.length,
          isAccepted: true,
          time: '20260105T120001Z',
        },
      ],
    })
    expect(read('XLK.csv')).toMatch(/^Date,Open.*\n2024-12-26,/)
    expect(readdirSync(join(folder, '.fetch'))).toEqual([])
  })

  it('stays one version while the source says 304 or the same bytes; a lost file is made anew', async () => {
    server.on(`${CHART}XLK`, tagged(chartBody(fewDays()), '"1"'))
    expect(statuses(await run('yahoo', ['XLK']))).toEqual(['new'])
    const text = read('XLK.csv')
    expect(statuses(await run('yahoo', ['XLK']))).toEqual(['unchanged'])
    expect(server.asked.at(-1)?.headers['if-none-match']).toBe('"1"')
    rmSync(join(folder, 'XLK.csv'))
    expect(statuses(await run('yahoo', ['XLK']))).toEqual(['updated'])
    expect(read('XLK.csv')).toBe(text)
    server.on(`${CHART}XLK`, gzipped(chartBody(fewDays())))
    expect(statuses(await run('yahoo', ['XLK']))).toEqual(['unchanged'])
    expect(rawFiles('XLK')).toHaveLength(1)
  })

  it('grows by a version when days are added', async () => {
    server.on(`${CHART}XLK`, ok(chartBody(fewDays())), ok(chartBody(fewDays(1, [{ date: '2025-01-02', close: 233 }]))))
    await run('yahoo', ['XLK'])
    expect(await run('yahoo', ['XLK'])).toMatchObject([{ status: 'updated', rows: 5 }])
    expect(rawFiles('XLK')).toHaveLength(2)
    expect(read('XLK.csv')).toContain('\n2025-01-02,')
  })

  it('is nothing of an answer that is no data', async () => {
    server.on(`${CHART}XLK`, ok(HTML_PAGE))
    expect(await run('yahoo', ['XLK'])).toMatchObject([{ status: 'failed', kind: 'data' }])
    expect(readdirSync(folder)).toEqual(['.fetch'])
  })

  it('unpacks the library`s archives, and takes every vintage with a key', async () => {
    server.on('/pages/faculty/ken.french/ftp/F-F_CSV.zip', ok(zipOf([{ name: 'F-F.CSV', text: FRENCH_TEXT }])))
    expect(await run('french', ['F-F'])).toMatchObject([{ status: 'new', rows: 3 }])
    expect(read('F-F.csv')).toBe(FRENCH_TEXT)
    const observations = [{ realtime_start: '2024-02-13', date: '2024-01-01', value: '1' }]
    server.on('/fred/series/observations', ok(JSON.stringify({ count: 1, observations })))
    server.on('/graph/fredgraph.csv', ok('observation_date,GDP\n2024-01-01,1\n2024-04-01,2\n'))
    expect(await run('fred', ['GDP'], { key: KEY })).toMatchObject([{ files: ['GDP.csv', 'GDP.vintages.csv'] }])
    // Without the key the newest values alone are compared: they are the same, and one more.
    expect(await run('fred', ['GDP'])).toMatchObject([{ status: 'updated', files: ['GDP.csv'] }])
  })
})

describe('restated history', () => {
  beforeEach(async () => {
    const split = { splits: { a: { date: Date.parse('2025-01-02T14:30:00Z') / 1000, numerator: 2, denominator: 1 } } }
    const after = chartBody(fewDays(0.5, [{ date: '2025-01-02', close: 117 }]), split)
    server.on(`${CHART}XLK`, ok(chartBody(fewDays())), tagged(after, '"after"'))
    await run('yahoo', ['XLK'])
  })

  it('is listed beside the file, which stays; it is reported until it is accepted', async () => {
    const before = read('XLK.csv')
    const [item] = await run('yahoo', ['XLK'])
    expect(item).toMatchObject({ status: 'restated', restated: { document: 'restated/XLK-20260105T120002Z.json' } })
    expect(said.at(-1)).toMatch(
      /^yahoo XLK: restated history, files left as they are: 20 numbers in 4 of 4 shared rows;.* uniform factor 2\.00000: a 2:1 split of 2025-01-02$/,
    )
    expect(read('XLK.csv')).toBe(before)
    expect(json('restated/XLK-20260105T120002Z.json')).toMatchObject({
      count: 20,
      split: { ratio: '2:1', on: '2025-01-02' },
      removed: [],
      before: { time: '20260105T120001Z' },
    })
    const { differences } = json('restated/XLK-20260105T120002Z.json') as { differences: unknown[] }
    expect(differences).toContainEqual({ date: '2024-12-30', field: 'Close', before: 234.06, after: 117.03 })
    expect(statuses(await run('yahoo', ['XLK']))).toEqual(['restated'])
    expect(statuses(await run('yahoo', ['XLK'], { acceptRestated: true }))).toEqual(['accepted'])
    expect(read('XLK.csv')).toContain('\n2024-12-30,116.44485,')
    expect(statuses(await run('yahoo', ['XLK']))).toEqual(['unchanged'])
    expect(rawFiles('XLK')).toHaveLength(2)
  })

  it('a shorter range than before is one: days would be gone', async () => {
    server.on(`${CHART}XLK`, ok(chartBody(fewDays().slice(2))))
    expect(await run('yahoo', ['XLK'], { from: 20_000 })).toMatchObject([{ status: 'restated' }])
    expect(said.at(-1)).toContain('2 rows gone')
  })
})

describe('files in the way', () => {
  it('that were changed, or were there before, are not replaced', async () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'XLK.csv'), 'mine')
    server.on(`${CHART}XLK`, ok(chartBody(fewDays())))
    expect(await run('yahoo', ['XLK'])).toMatchObject([{ status: 'failed', kind: 'data' }])
    expect(said.at(-1)).toContain('XLK.csv: is not as it was written here: move it away')
    expect(read('XLK.csv')).toBe('mine')
  })

  it('that belong to another name are not either', async () => {
    server.on(`${CHART}XLK`, ok(chartBody(fewDays())))
    server.on('/q/d/l/', ok('Date,Open,High,Low,Close,Volume\n2024-12-30,1,1,1,1,1\n'))
    await run('yahoo', ['XLK'])
    expect(statuses(await run('stooq', ['xlk']))).toEqual(['failed'])
    expect(said.at(-1)).toContain('XLK.csv: belongs to yahoo XLK: use another folder')
  })

  it('of a raw answer that was changed: a damaged artifact', async () => {
    server.on(`${CHART}XLK`, tagged(chartBody(fewDays()), '"1"'))
    await run('yahoo', ['XLK'])
    writeFileSync(join(folder, 'raw/yahoo/XLK', rawFiles('XLK')[0]), '{}')
    await expect(run('yahoo', ['XLK'])).rejects.toThrow(ArtifactError)
    await expect(run('yahoo', ['XLK'])).rejects.toThrow('is damaged: its checksum is not that of manifest.json')
  })

  it.each(['{', '[]', '{"schema":"other","versions":[]}', '{"schema":"sectorcast.fetch/1","versions":[{}]}'])(
    'a manifest that holds %s is an artifact error',
    async (text) => {
      mkdirSync(folder)
      writeFileSync(join(folder, 'manifest.json'), text)
      await expect(run('yahoo', ['XLK'])).rejects.toThrow(ArtifactError)
    },
  )

  it('a manifest can not make it read outside of its folder', async () => {
    server.on(`${CHART}XLK`, tagged(chartBody(fewDays()), '"1"'))
    await run('yahoo', ['XLK'])
    const manifest = read('manifest.json')
    for (const raw of ['../../x', '/etc/passwd', 'raw/../../x']) {
      writeFileSync(join(folder, 'manifest.json'), manifest.replace(/"raw": "[^"]*"/, `"raw": "${raw}"`))
      await expect(run('yahoo', ['XLK'])).rejects.toThrow('is no list of fetched answers: versions.0.raw')
    }
  })
})

describe('a list of names', () => {
  it('goes on after a failure, and later with what failed alone', async () => {
    server.on(`${CHART}AAA`, ok(chartBody(fewDays())))
    server.on(`${CHART}BBB`, status(404, CHART_NOT_FOUND), ok(chartBody(fewDays())))
    server.on(`${CHART}CCC`, hangUp, hangUp, ok(chartBody(fewDays())))
    server.on(`${CHART}DDD`, ok(chartBody(fewDays())))
    const names = ['AAA', 'BBB', 'CCC', 'DDD', 'AAA']
    expect(statuses(await run('yahoo', names))).toEqual(['new', 'failed', 'failed', 'new'])
    expect(said.find((line) => line.includes('BBB'))).toContain('HTTP 404 ("Not Found: No data found, symbol may be')
    expect(statuses(await run('yahoo', names))).toEqual(['done earlier', 'new', 'new', 'done earlier'])
    // All done: the next one begins anew.
    expect(statuses(await run('yahoo', ['AAA']))).toEqual(['unchanged'])
    expect(server.count(`${CHART}AAA`)).toBe(2)
  })

  it('begins anew when the unfinished run is of yesterday, of another range, or on demand', async () => {
    server.on(`${CHART}AAA`, ok(chartBody(fewDays())))
    server.on(`${CHART}BAD`, status(404))
    const names = ['AAA', 'BAD']
    await run('yahoo', names)
    expect(statuses(await run('yahoo', names))).toEqual(['done earlier', 'failed'])
    expect(statuses(await run('yahoo', names, { anew: true }))).toEqual(['unchanged', 'failed'])
    expect(statuses(await run('yahoo', names, { to: 21_000 }))).toEqual(['unchanged', 'failed'])
    now += 13 * 3_600_000
    expect(statuses(await run('yahoo', names))).toEqual(['unchanged', 'failed'])
  })

  it('asks no more when the source says that the day`s allowance is used up', async () => {
    server.on('/q/d/l/', ok('Exceeded the daily hits limit'))
    const asked = server.count('/q/d/l/')
    expect(statuses(await run('stooq', ['a.us', 'b.us', 'c.us']))).toEqual(['failed', 'skipped', 'skipped'])
    expect(server.count('/q/d/l/')).toBe(asked + 1)
  })
})

describe('safety', () => {
  it('a key that the server echoes is nowhere in the folder or the messages', async () => {
    const echo = {
      count: 1,
      observations: [{ realtime_start: '2024-02-13', date: '2024-01-01', value: '1' }],
      asked: KEY,
    }
    server.on('/fred/series/observations', ok(JSON.stringify(echo), { etag: `"${KEY}"` }))
    await run('fred', ['GDP'], { key: KEY })
    expect(server.asked.at(-1)?.query.get('api_key')).toBe(KEY)
    server.on(
      '/fred/series/observations',
      status(400, JSON.stringify({ error_code: 400, error_message: `Bad ${KEY}` })),
    )
    expect(await run('fred', ['GDP'], { key: KEY })).toMatchObject([{ status: 'failed' }])
    server.on('/fred/series/observations', ok(`no JSON ${KEY}`))
    await run('fred', ['GDP'], { key: KEY })
    expect(everything()).toContain('api_key=[redacted]')
    expect(everything()).not.toContain(KEY)
    expect(said.join('\n')).toContain('Bad [redacted]')
    expect(said.join('\n')).not.toContain(KEY)
  })

  it('a second run in the folder is refused, a dead one`s lock taken over', async () => {
    server.on(`${CHART}XLK`, ok(chartBody(fewDays())))
    const unlock = lockFolder(folder)
    await expect(run('yahoo', ['XLK'])).rejects.toThrow(/is in use by another fetch \(process \d+ on/)
    unlock()
    // No process has so high a number.
    writeFileSync(join(folder, '.fetch/lock'), `999999999 ${hostname()}\n`)
    expect(statuses(await run('yahoo', ['XLK']))).toEqual(['new'])
    for (const text of ['999999999 another-machine\n', '']) {
      writeFileSync(join(folder, '.fetch/lock'), text)
      await expect(run('yahoo', ['XLK'])).rejects.toThrow(ConfigError)
    }
    expect(existsSync(join(folder, '.fetch/lock.takeover'))).toBe(false)
  })
})
