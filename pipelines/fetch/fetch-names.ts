import type { FetchSource, FetchTarget } from '../../datasets/fetch/answer.js'
import { QuotaError } from '../../datasets/fetch/quota-error.js'
import type { SessionDay } from '../../src/core/calendar.js'
import { ConfigError, DataError } from '../../src/core/errors.js'
import type { Random } from '../../src/core/random.js'
import type { Progress } from '../progress.js'
import { stampOf, type Clock } from './clock.js'
import { download, type Download, type DownloadTools } from './download.js'
import { openJournal } from './journal.js'
import { keepAnswer, ownVersions, type Kept, type NewAnswer, type Shelf } from './keep-answer.js'
import { lockFolder } from './lock.js'
import { readManifest } from './manifest.js'
import { NetworkError } from './network-error.js'
import { makePacer } from './pace.js'
import { makeRedactor } from './redact.js'

/** Largest body that is taken. */
const MOST_BYTES = 2 ** 26
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** What to fetch, and how. */
export interface FetchOptions {
  readonly source: FetchSource
  /** In the source's own form. */
  readonly names: readonly string[]
  readonly folder: string
  readonly from?: SessionDay | undefined
  readonly to?: SessionDay | undefined
  /** Takes the place of the source's scheme and host. */
  readonly baseUrl?: string | undefined
  readonly key?: string | undefined
  /** Requests a second. */
  readonly rate: number
  readonly retries: number
  readonly timeoutMs: number
  readonly acceptRestated: boolean
  /** Asks for every name, whatever an unfinished run has done. */
  readonly anew: boolean
}

/** Effects of a fetch, so that tests can stand in for them. */
export interface FetchTools {
  readonly clock: Clock
  readonly random: Random
  readonly progress: Progress
  readonly userAgent: string
}

/** What became of one name. */
export type FetchItem = { readonly name: string } & (
  | Kept
  /** Done by the unfinished run that this one goes on with. */
  | { readonly status: 'done earlier' }
  /** Not asked for: the source had said that no more would be given. */
  | { readonly status: 'skipped' }
  | { readonly status: 'failed'; readonly kind: 'network' | 'data'; readonly problem: string }
)

/**
 * The address of a request.
 * @throws ConfigError when the base is no address, or would carry data in the open to another machine
 */
export function addressOf(target: FetchTarget, baseUrl: string | undefined): URL {
  const base = baseUrl ?? target.host
  if (!URL.canParse(base)) throw new ConfigError(`base URL "${base}" is no address, expected https://host`)
  const { protocol, hostname, username, password } = new URL(base)
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.includes(hostname)))
    throw new ConfigError(`base URL "${protocol}//${hostname}" is not safe, expected https, or http on this machine`)
  if (username !== '' || password !== '') throw new ConfigError('base URL: holds a password, expected none')
  const url = new URL(base.replace(/\/+$/, '') + target.path)
  for (const [name, value] of Object.entries(target.query)) url.searchParams.set(name, value)
  return url
}

interface Job extends FetchOptions {
  readonly tools: DownloadTools
  readonly userAgent: string
  readonly redact: (text: string) => string
}

async function fetchOne(job: Job, shelf: Shelf): Promise<Kept> {
  const { source, key, from, to, tools } = job
  const today = Math.floor(tools.clock.now() / 86_400_000)
  const target = source.targetOf({ name: shelf.name, from, to, today, key })
  const url = addressOf(target, job.baseUrl)
  const shown = job.redact(url.href)
  const newest = ownVersions(shelf).at(-1)
  const have = newest?.url === shown && (newest.etag ?? newest.lastModified) !== undefined ? newest : undefined
  const answer = await download(
    {
      url,
      have,
      userAgent: job.userAgent,
      timeoutMs: job.timeoutMs,
      retries: job.retries,
      mostBytes: MOST_BYTES,
      secrets: key === undefined ? [] : [key],
      problemIn: source.problemIn,
    },
    tools,
  )
  return keepAnswer(shelf, newAnswerOf(answer, shown, target.extension, tools.clock), job.acceptRestated)
}

function newAnswerOf(answer: Download, url: string, extension: string, clock: Clock): NewAnswer | undefined {
  const { body, status, etag, lastModified } = answer
  if (body === undefined) return undefined
  return { url, time: stampOf(clock.now()), status, etag, lastModified, body, extension }
}

/** A failure of one name alone; anything else ends the run. */
function failureOf(error: unknown, redact: (text: string) => string): { kind: 'network' | 'data'; problem: string } {
  if (error instanceof NetworkError) return { kind: 'network', problem: redact(error.message) }
  if (error instanceof DataError) return { kind: 'data', problem: redact(error.message) }
  throw error
}

function progressLine(item: FetchItem): string {
  if (item.status === 'failed') return `${item.name}: failed: ${item.problem}`
  if ('restated' in item && item.restated !== undefined)
    return `${item.name}: ${item.status === 'accepted' ? 'restated history accepted' : 'restated history, files left as they are'}: ${item.restated.text}`
  return `${item.name}: ${item.status}`
}

/**
 * Fetches names one after the other into a folder. A name that fails does not stop the others.
 * @returns one item per name, in their order
 * @throws ConfigError when the folder is in use or can not be written, ArtifactError when what it holds is damaged
 */
export async function fetchNames(options: FetchOptions, tools: FetchTools): Promise<FetchItem[]> {
  const { source, folder, key, baseUrl, from, to } = options
  const { clock, random, progress, userAgent } = tools
  const redact = makeRedactor(key === undefined ? [] : [key]).text
  const job: Job = {
    ...options,
    userAgent,
    redact,
    tools: { clock, random, progress, pace: makePacer(options.rate, clock) },
  }
  const unlock = lockFolder(folder)
  try {
    const versions = readManifest(folder)
    const request = [source.name, baseUrl ?? '', String(from), String(to), key === undefined ? '' : 'key']
    const journal = openJournal(folder, request, clock.now(), options.anew)
    const items: FetchItem[] = []
    let isOver = false
    for (const name of new Set(options.names)) {
      let item: FetchItem
      if (journal.isDone(name)) item = { name, status: 'done earlier' }
      else if (isOver) item = { name, status: 'skipped' }
      else
        try {
          item = { name, ...(await fetchOne(job, { folder, source, name, versions })) }
          if (item.status !== 'restated') journal.markDone(name)
        } catch (error) {
          item = { name, status: 'failed', ...failureOf(error, redact) }
          isOver = error instanceof QuotaError
        }
      items.push(item)
      progress(`${source.name} ${progressLine(item)}`)
    }
    if (items.every(({ status }) => !['failed', 'skipped', 'restated'].includes(status))) journal.close()
    return items
  } finally {
    unlock()
  }
}
