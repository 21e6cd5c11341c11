import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parseOhlcvCsv } from '../../datasets/bars/ohlcv-csv.js'
import { sectorcast, temporaryFolder } from '../fixtures/command-line.js'
import {
  cut,
  ok,
  ranged,
  sectorcastLive,
  silent,
  startServer,
  status,
  type TestServer,
} from '../fixtures/http-server.js'
import { chartBody, fewDays, HTML_PAGE } from '../fixtures/payloads.js'

const top = temporaryFolder()
const CHART = '/v8/finance/chart/'
const KEY = 'abcdef0123456789abcdef0123456789'
let server: TestServer
let out: string
let folders = 0

beforeAll(async () => {
  server = await startServer()
})
beforeEach(() => {
  out = join(top, String(folders++))
})

const fetchArgs = (...args: string[]): string[] => ['fetch', ...args, '--out', out, '--rate', '1000']
const local = (): NodeJS.ProcessEnv => ({ SECTORCAST_FETCH_BASE_URL: server.url })

describe('sectorcast fetch', () => {
  it('fetches a list through failures that pass, cut bodies and index symbols', async () => {
    const body = chartBody(fewDays())
    server.on(`${CHART}XLK`, status(500), ok(body))
    server.on(`${CHART}XLF`, cut(body, 300, { etag: '"v"' }), ranged(body, '"v"'))
    server.on(`${CHART}^GSPC`, status(429, '', { 'retry-after': '0' }), ok(body))
    const {
      status: code,
      stdout,
      stderr,
    } = await sectorcastLive(fetchArgs('yahoo', 'xlk', 'xlf', '^gspc', '--base-url', server.url, '--json'))
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'sectorcast.fetch-report/1',
      items: [
        { name: 'XLK', status: 'new', files: ['XLK.csv'], rows: 4 },
        { name: 'XLF', status: 'new', files: ['XLF.csv'] },
        { name: '^GSPC', status: 'new', files: ['_GSPC.csv'] },
      ],
    })
    expect(stderr).toMatch(/XLK\?.*: HTTP 500; again in \d\.\d s/)
    const bars = parseOhlcvCsv(readFileSync(join(out, 'XLF.csv'), 'utf8'), 'XLF.csv', 'XLF')
    expect(Array.from(bars.close)).toEqual([239.05, 236.42, 234.06, 232.52])
  })

  it('ends with 1 when the network failed a name, the others being there', async () => {
    server.on(`${CHART}GOOD`, ok(chartBody(fewDays())))
    server.on(`${CHART}SLOW`, silent)
    const {
      status: code,
      stdout,
      stderr,
    } = await sectorcastLive(fetchArgs('yahoo', 'SLOW', 'GOOD', '--timeout', '0.2', '--retries', '0'), local())
    expect(code).toBe(1)
    expect(stderr).toMatch(/^yahoo SLOW: failed: http.*SLOW\?.*: no answer within 0\.2 s\nyahoo GOOD: new\n$/)
    expect(stdout).toMatch(/^name +status +rows +files\n-+.*\nSLOW +failed\nGOOD +new +4 +GOOD\.csv\n$/)
  })

  it('ends with 3 when a page comes in the place of data', async () => {
    server.on('/graph/fredgraph.csv', ok(HTML_PAGE, { 'content-type': 'text/html' }))
    const { status: code, stderr } = await sectorcastLive(fetchArgs('fred', 'cpiaucsl'), local())
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /^fred CPIAUCSL: failed: http.*id=CPIAUCSL: the answer is an HTML page \("Are you a robot\?"\)/,
    )
    expect(stderr.trimEnd()).not.toContain('\n')
  })

  it('ends with 3 when history is restated, with 0 when that is accepted', async () => {
    server.on(`${CHART}XLK`, ok(chartBody(fewDays(2))), ok(chartBody(fewDays(1))))
    const args = fetchArgs('yahoo', 'XLK')
    expect((await sectorcastLive(args, local())).status).toBe(0)
    const restated = await sectorcastLive(args, local())
    expect(restated.status).toBe(3)
    expect(restated.stderr).toContain('Close by the uniform factor 2.00000: a 2:1 split')
    expect(readFileSync(join(out, 'XLK.csv'), 'utf8')).toContain(',468.12,')
    expect((await sectorcastLive([...args, '--accept-restated'], local())).status).toBe(0)
    expect(readFileSync(join(out, 'XLK.csv'), 'utf8')).toContain(',234.06,')
  })

  it('goes on where it was interrupted', async () => {
    let pid = 0
    server.on(`${CHART}AAA`, ok(chartBody(fewDays())))
    server.on(`${CHART}BBB`, (request, response) => {
      process.kill(pid, 'SIGINT')
      silent(request, response)
    })
    const args = fetchArgs('yahoo', 'AAA', 'BBB')
    const first = await sectorcastLive(args, local(), (id) => (pid = id))
    expect(first.status).toBe(130)
    expect(existsSync(join(out, '.fetch/lock'))).toBe(true)
    server.on(`${CHART}BBB`, ok(chartBody(fewDays())))
    const second = await sectorcastLive(args, local())
    expect(second.status, second.stderr).toBe(0)
    expect(second.stderr).toBe('yahoo AAA: done earlier\nyahoo BBB: new\n')
    expect(server.count(`${CHART}AAA`)).toBe(1)
    expect(readdirSync(join(out, '.fetch'))).toEqual([])
  })

  it('keeps a key of the environment to itself', async () => {
    const echo = JSON.stringify({ error_code: 400, error_message: `The key ${KEY} is not registered.` })
    server.on('/fred/series/observations', status(400, echo))
    const {
      status: code,
      stdout,
      stderr,
    } = await sectorcastLive(fetchArgs('fred', 'GDP', '--json'), {
      ...local(),
      FRED_API_KEY: KEY,
    })
    expect(code).toBe(1)
    expect(stderr).toContain('HTTP 400 ("The key [redacted]')
    expect(stdout + stderr).not.toContain(KEY)
    const all = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    for (const { parentPath, name } of all) expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain(KEY)
    server.on('/graph/fredgraph.csv', ok('observation_date,GDP\n2024-01-01,1\n'))
    const open = await sectorcastLive(fetchArgs('fred', 'GDP', '--no-vintages'), { ...local(), FRED_API_KEY: KEY })
    expect(open.status, open.stderr).toBe(0)
  })

  it.each([
    [['yaho', 'XLK'], 'source "yaho" is unknown, did you mean "yahoo"?'],
    [['yahoo', '../etc'], 'symbol "../ETC" is not a name of this source'],
    [['yahoo', 'XLK', '--from', '2024-02-30'], '--from "2024-02-30" is not a date, expected YYYY-MM-DD'],
    [['yahoo', 'XLK', '--from', '2024-02-03', '--to', '2024-02-02'], '--from lies after --to'],
    [['french', 'F-F', '--from', '2024-02-03'], 'french has whole files only'],
    [['yahoo', 'XLK', '--timeout', '0'], '--timeout 0, expected a number from'],
    [['yahoo', 'XLK', '--retries', '1.5'], '--retries 1.5, expected a whole number'],
    [['yahoo', 'XLK', '--base-url', 'http://example.com'], 'is not safe, expected https'],
  ])('%j is a usage error', (args, problem) => {
    const { status: code, stdout, stderr } = sectorcast(fetchArgs(...args))
    expect(code, stderr).toBe(2)
    expect(stderr).toContain(problem)
    expect(stderr.trimEnd()).not.toContain('\n')
    expect(stdout).toBe('')
  })

  it('says so where the folder is missing, or a key is no key, without showing it', () => {
    const homeless = sectorcast(['fetch', 'yahoo', 'XLK'])
    expect(homeless.status).toBe(2)
    expect(homeless.stderr).toContain('--out is missing')
    const { status: code, stderr } = sectorcast(fetchArgs('fred', 'GDP'), { env: { FRED_API_KEY: 'my secret!' } })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^FRED_API_KEY is not a key/)
    expect(stderr).not.toContain('secret!')
  })

  it('states terms, places and exit codes in its help', () => {
    const { stdout } = sectorcast(['fetch', '--help'])
    for (const text of ['Terms of stooq', 'DIR/raw', 'restated', 'Exit codes: 1', 'SECTORCAST_FETCH_BASE_URL'])
      expect(stdout).toContain(text)
  })
})
