import { beforeAll, describe, expect, it } from 'vitest'
import { fetchSourceNamed } from '../../datasets/fetch/sources.js'
import { backoffMs, retryAfterMs } from '../../pipelines/fetch/backoff.js'
import type { Clock } from '../../pipelines/fetch/clock.js'
import { download, type Download, type DownloadRequest } from '../../pipelines/fetch/download.js'
import { addressOf } from '../../pipelines/fetch/fetch-names.js'
import { NetworkError } from '../../pipelines/fetch/network-error.js'
import { makePacer } from '../../pipelines/fetch/pace.js'
import { ConfigError, DataError } from '../../src/core/errors.js'
import { createRandom } from '../../src/core/random.js'
import { HTML_PAGE } from '../fixtures/payloads.js'
import {
  cut,
  gzipped,
  hangUp,
  ok,
  ranged,
  redirect,
  silent,
  startServer,
  status,
  tagged,
  type Step,
  type TestServer,
} from '../fixtures/http-server.js'

const BODY = 'Date,Close\n' + Array.from({ length: 2000 }, (_, i) => `row ${i}\n`).join('')
const NOW = Date.parse('2026-01-05T12:00:00Z')
let server: TestServer
let paths = 0

beforeAll(async () => {
  server = await startServer()
})

/** A clock that does not wait, and remembers what it was asked to. */
function quickClock(): Clock & { readonly slept: number[] } {
  let now = NOW
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    sleep: (milliseconds) => {
      slept.push(milliseconds)
      now += milliseconds
      return Promise.resolve()
    },
  }
}

interface Attempt {
  readonly result: Promise<Download>
  readonly path: string
  readonly slept: readonly number[]
  readonly said: readonly string[]
}

/** Downloads from a path of its own that answers with the steps. */
function get(steps: readonly Step[], more: Partial<DownloadRequest> = {}, query = ''): Attempt {
  const path = `/file-${paths++}`
  server.on(path, ...steps)
  const clock = quickClock()
  const said: string[] = []
  const request: DownloadRequest = {
    url: new URL(server.url + path + query),
    userAgent: 'test',
    timeoutMs: 5000,
    retries: 3,
    mostBytes: 1 << 20,
    secrets: [],
    ...more,
  }
  const tools = { clock, random: createRandom(1), pace: () => Promise.resolve(), progress: (m: string) => said.push(m) }
  return { result: download(request, tools), path, slept: clock.slept, said }
}

async function textOf({ result }: Attempt): Promise<string> {
  return new TextDecoder().decode((await result).body)
}

describe('a download', () => {
  it('takes a whole answer, with what identifies it', async () => {
    const { body, ...head } = await get([ok(BODY, { etag: '"a"', 'last-modified': 'Mon, 05 Jan 2026 10:00:00 GMT' })])
      .result
    expect(new TextDecoder().decode(body)).toBe(BODY)
    expect(head).toEqual({ status: 200, etag: '"a"', lastModified: 'Mon, 05 Jan 2026 10:00:00 GMT' })
  })

  it('unpacks gzip', async () => {
    expect(await textOf(get([gzipped(BODY)]))).toBe(BODY)
  })

  it('asks whether its copy is still the newest', async () => {
    const answer = await get([tagged(BODY, '"v1"')], { have: { etag: '"v1"' } }).result
    expect(answer).toMatchObject({ status: 304, body: undefined })
    expect(await textOf(get([tagged(BODY, '"v2"')], { have: { etag: '"v1"' } }))).toBe(BODY)
  })

  it('does not believe a 304 that it did not ask for', async () => {
    await expect(get([status(304)]).result).rejects.toThrow('HTTP 304')
  })

  it.each([500, 501, 502, 503, 504])('repeats after %i, with growing waits', async (code) => {
    const attempt = get([status(code), status(code), ok(BODY)])
    expect(await textOf(attempt)).toBe(BODY)
    const [first, second] = attempt.slept
    expect(attempt.slept).toHaveLength(2)
    expect(first).toBeGreaterThanOrEqual(500)
    expect(first).toBeLessThan(1000)
    expect(second).toBeGreaterThanOrEqual(1000)
    expect(second).toBeLessThan(2000)
    expect(attempt.said[0]).toContain(`HTTP ${code}; again in`)
  })

  it.each([
    ['seconds', '7', 7000],
    ['a date', 'Mon, 05 Jan 2026 12:00:09 GMT', 9000],
  ])('waits as long as 429 asks for, in %s', async (_, header, wait) => {
    const attempt = get([status(429, '', { 'retry-after': header }), ok(BODY)])
    expect(await textOf(attempt)).toBe(BODY)
    expect(attempt.slept).toEqual([wait])
  })

  it('gives up where it is asked to wait for an hour', async () => {
    const attempt = get([status(429, '', { 'retry-after': '3600' })])
    await expect(attempt.result).rejects.toThrow(/HTTP 429.*a wait of more than 120 s/)
    expect(attempt.slept).toEqual([])
  })

  it.each([400, 401, 403, 404, 410, 451])('takes %i for an answer: no repeat', async (code) => {
    const attempt = get([status(code, HTML_PAGE), ok(BODY)])
    await expect(attempt.result).rejects.toThrow(`HTTP ${code} ("Are you a robot?")`)
    expect(server.count(attempt.path)).toBe(1)
  })

  it('repeats when the other side hangs up, and says so at last', async () => {
    expect(await textOf(get([hangUp, ok(BODY)]))).toBe(BODY)
    const attempt = get([hangUp])
    await expect(attempt.result).rejects.toThrow(/file-\d+: .*after 4 attempts/)
    await expect(attempt.result).rejects.toThrow(NetworkError)
    expect(server.count(attempt.path)).toBe(4)
  })

  it('names a host that is not there', async () => {
    const attempt = get([], { url: new URL('http://127.0.0.1:9/x'), retries: 1 })
    await expect(attempt.result).rejects.toThrow(/127\.0\.0\.1:9\/x: .+, after 2 attempts/)
  })

  it('leaves a server that says nothing, and one that stops midway', async () => {
    expect(await textOf(get([silent, ok(BODY)], { timeoutMs: 60 }))).toBe(BODY)
    const midway: Step = (_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half')
    }
    const attempt = get([midway], { timeoutMs: 60, retries: 0 })
    await expect(attempt.result).rejects.toThrow('no answer within 0.06 s')
  })
})

describe('a body that was cut off', () => {
  it('is gone on with where the server allows it', async () => {
    const attempt = get([cut(BODY, 5000, { etag: '"v"' }), ranged(BODY, '"v"')])
    expect(await textOf(attempt)).toBe(BODY)
    const second = server.asked.filter(({ path }) => path === attempt.path)[1]
    expect(second.headers).toMatchObject({ range: 'bytes=5000-', 'if-range': '"v"' })
  })

  it('is gone on with after a failure in between', async () => {
    const attempt = get([cut(BODY, 5000, { etag: '"v"' }), status(503), hangUp, ranged(BODY, '"v"')])
    expect(await textOf(attempt)).toBe(BODY)
    expect(server.asked.at(-1)?.headers.range).toBe('bytes=5000-')
  })

  it('is taken anew when the file has changed meanwhile', async () => {
    const attempt = get([cut('x'.repeat(9000), 5000, { etag: '"old"' }), ranged(BODY, '"new"')])
    expect(await textOf(attempt)).toBe(BODY)
  })

  it.each([
    ['has no tag', {}],
    ['has a weak tag', { etag: 'W/"v"' }],
    ['takes no ranges', { etag: '"v"', 'accept-ranges': 'none' }],
  ])('is taken anew when the server %s', async (_, headers) => {
    const attempt = get([cut(BODY, 5000, headers), ok(BODY)])
    expect(await textOf(attempt)).toBe(BODY)
    expect(server.asked.at(-1)?.headers.range).toBeUndefined()
  })

  it('is taken anew when the rest does not fit', async () => {
    const wrong = status(206, 'tail', { 'content-range': 'bytes 10-13/14' })
    expect(await textOf(get([cut(BODY, 5000, { etag: '"v"' }), wrong, ok(BODY)]))).toBe(BODY)
    expect(await textOf(get([cut(BODY, 5000, { etag: '"v"' }), status(416), ok(BODY)]))).toBe(BODY)
  })

  it('fails when it stays cut', async () => {
    const attempt = get([cut(BODY, 10)], { retries: 1 })
    await expect(attempt.result).rejects.toThrow(/the answer was cut off \(.+\), after 2 attempts/)
  })
})

describe('limits and redirects', () => {
  it('leaves a body beyond the limit, also one that only gzip made small', async () => {
    await expect(get([ok('x'.repeat(2000))], { mostBytes: 1000 }).result).rejects.toThrow(DataError)
    const bomb = get([gzipped('x'.repeat(1_000_000))], { mostBytes: 100_000 })
    await expect(bomb.result).rejects.toThrow('the answer has more than 100000 bytes')
  })

  it('follows three redirects on the same host, not four', async () => {
    const { path } = get([ok(BODY)])
    const hops = (n: number): Step[] => [...Array.from({ length: n - 1 }, () => redirect('')), redirect(path)]
    expect(await textOf(get(hops(3)))).toBe(BODY)
    await expect(get(hops(4)).result).rejects.toThrow('redirects more than 3 times')
  })

  it.each([
    ['http://localhost:1/elsewhere', 'redirects to http://localhost:1, expected the same host or https'],
    ['file:///etc/passwd', 'redirects to file://, expected the same host or https'],
    ['http://[', 'redirects to nowhere'],
  ])('does not follow one to %s', async (to, problem) => {
    await expect(get([redirect(to)]).result).rejects.toThrow(problem)
  })

  it('does not carry a key to another host', async () => {
    const secret = 'abcdefabcdefabcdef'
    const attempt = get([redirect(`https://example.invalid/?k=${secret}`)], { secrets: [secret] }, `?api_key=${secret}`)
    await expect(attempt.result).rejects.toThrow('?api_key=[redacted]: redirects to another host')
    await expect(attempt.result).rejects.not.toThrow(secret)
  })
})

describe('waiting', () => {
  it('reads Retry-After in both forms and nothing else', () => {
    expect(retryAfterMs('120', NOW)).toBe(120_000)
    expect(retryAfterMs('Mon, 05 Jan 2026 12:01:00 GMT', NOW)).toBe(60_000)
    expect(retryAfterMs('Mon, 05 Jan 2026 11:00:00 GMT', NOW)).toBe(0)
    for (const text of [null, '', 'soon', '-5', '1.5', '2026-01-05']) expect(retryAfterMs(text, NOW)).toBeUndefined()
  })

  it('draws waits from a seeded stream, at most a minute', () => {
    const draw = (seed: number): number[] => {
      const random = createRandom(seed)
      return Array.from({ length: 12 }, (_, i) => backoffMs(i + 1, random))
    }
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(Math.max(...draw(3))).toBeLessThanOrEqual(60_000)
  })

  it('spaces requests out', async () => {
    const clock = quickClock()
    const pace = makePacer(4, clock)
    for (let i = 0; i < 4; i++) await pace()
    expect(clock.slept).toEqual([250, 250, 250])
  })
})

describe('the base URL', () => {
  const target = fetchSourceNamed('yahoo').targetOf({ name: 'XLK', today: 0 })

  it.each(['http://example.com', 'ftp://127.0.0.1', 'nonsense', 'https://me:secret@example.com'])(
    '%s is refused',
    (base) => {
      expect(() => addressOf(target, base)).toThrow(ConfigError)
      expect(() => addressOf(target, base)).not.toThrow('secret')
    },
  )

  it('may be any host over https, or this machine, with a path', () => {
    expect(addressOf(target, 'http://[::1]:8/deep/').href).toMatch(/^http:\/\/\[::1\]:8\/deep\/v8\//)
    expect(addressOf(target, 'https://example.com').host).toBe('example.com')
    expect(addressOf(target, undefined).host).toBe('query1.finance.yahoo.com')
  })
})
