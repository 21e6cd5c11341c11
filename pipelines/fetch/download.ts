import { htmlTitle } from '../../datasets/fetch/body-text.js'
import { quoted } from '../../datasets/text/quoted.js'
import { DataError } from '../../src/core/errors.js'
import type { Random } from '../../src/core/random.js'
import type { Progress } from '../progress.js'
import { backoffMs, LONGEST_RETRY_AFTER_MS, retryAfterMs } from './backoff.js'
import type { Clock } from './clock.js'
import { exchange, isEncoded, type HttpAnswer } from './exchange.js'
import { NetworkError } from './network-error.js'
import { makeRedactor } from './redact.js'

/** What tells a server which copy is here already. */
export interface Validators {
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
}

/** A file to be had. */
export interface DownloadRequest {
  readonly url: URL
  readonly userAgent: string
  readonly timeoutMs: number
  readonly retries: number
  readonly mostBytes: number
  readonly secrets: readonly string[]
  /** Of the copy that is here: an answer that it is still the newest saves the body. */
  readonly have?: Validators | undefined
  /** What an error answer says, in the source's own words. */
  readonly problemIn?: ((text: string) => string | undefined) | undefined
}

/** Effects of a download, so that tests can stand in for them. */
export interface DownloadTools {
  readonly clock: Clock
  readonly random: Random
  /** Waits until the next request may start. */
  readonly pace: () => Promise<void>
  readonly progress: Progress
}

/** A whole answer, without secrets; `body` is undefined when the copy that is here is still the newest. */
export interface Download extends Validators {
  readonly status: number
  readonly body: Uint8Array | undefined
}

/** What has come of a body that was cut off, and how to ask for the rest. */
interface Partial {
  readonly body: Uint8Array
  readonly ifRange: string
}

const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+|\*)$/
const NO_PARTIAL = undefined

function isRetryable(status: number): boolean {
  return status === 0 || status === 429 || (status >= 500 && status <= 504)
}

function headersOf(request: DownloadRequest, partial: Partial | undefined): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': request.userAgent, accept: '*/*' }
  if (partial !== undefined) {
    headers.range = `bytes=${partial.body.length}-`
    headers['if-range'] = partial.ifRange
    return headers
  }
  const { etag, lastModified } = request.have ?? {}
  if (etag !== undefined) headers['if-none-match'] = etag
  if (lastModified !== undefined) headers['if-modified-since'] = lastModified
  return headers
}

/** What can be gone on from: only an unpacked body with a strong validator (RFC 9110, 13.1.5). */
function partialOf({ status, headers, body }: HttpAnswer, before: Partial | undefined): Partial | undefined {
  if (status === 206) return before === undefined ? NO_PARTIAL : { ...before, body: joined(before.body, body) }
  if (status !== 200 || body.length === 0 || isEncoded(headers) || headers.get('accept-ranges') === 'none')
    return NO_PARTIAL
  const etag = headers.get('etag')
  const ifRange = etag !== null && !etag.startsWith('W/') ? etag : headers.get('last-modified')
  return ifRange === null ? NO_PARTIAL : { body, ifRange }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([a, b]))
}

/** Whether a 206 answer begins where the part that is here ends. */
function continues({ headers }: HttpAnswer, partial: Partial | undefined): boolean {
  const range = CONTENT_RANGE.exec(headers.get('content-range') ?? '')
  return partial !== undefined && range !== null && Number(range[1]) === partial.body.length
}

/** Whether a joined body has the length that the server stated for the whole. */
function isWhole({ headers }: HttpAnswer, length: number): boolean {
  const total = CONTENT_RANGE.exec(headers.get('content-range') ?? '')?.[3]
  return total === undefined || total === '*' || Number(total) === length
}

function statusText(request: DownloadRequest, { status, body }: HttpAnswer): string {
  const text = new TextDecoder().decode(body.subarray(0, 65_536))
  const title = htmlTitle(text)
  const said = request.problemIn?.(text) ?? (title === '' ? undefined : title)
  return `HTTP ${status}${said === undefined || said.trim() === '' ? '' : ` (${quoted(said.trim())})`}`
}

/** What an answer means for the download. */
type Verdict =
  | { readonly next: 'done'; readonly body: Uint8Array }
  | { readonly next: 'again'; readonly fault: string; readonly partial: Partial | undefined }
  | { readonly next: 'give up'; readonly fault: string }

function verdictOf(request: DownloadRequest, answer: HttpAnswer, partial: Partial | undefined): Verdict {
  const { status } = answer
  if (status === 0) return { next: 'again', fault: answer.fault ?? 'no answer', partial }
  if (isRetryable(status)) return { next: 'again', fault: statusText(request, answer), partial }
  if (status === 416 || (status === 206 && !continues(answer, partial)))
    return { next: 'again', fault: `HTTP ${status} does not go on where the answer was cut off`, partial: NO_PARTIAL }
  if (status === 304 && request.have !== undefined && partial === undefined)
    return { next: 'done', body: new Uint8Array(0) }
  if (status !== 200 && status !== 206) return { next: 'give up', fault: statusText(request, answer) }
  if (answer.fault !== undefined) return { next: 'again', fault: answer.fault, partial: partialOf(answer, partial) }
  const body = status === 206 && partial !== undefined ? joined(partial.body, answer.body) : answer.body
  if (!isWhole(answer, body.length))
    return { next: 'again', fault: 'the answer was cut off', partial: partialOf(answer, partial) }
  return { next: 'done', body }
}

/** Wait before the next attempt: the one that the server asks for, else a growing one. Undefined = longer than it is worth. */
function waitOf({ status, headers }: HttpAnswer, attempt: number, tools: DownloadTools): number | undefined {
  const asked =
    status === 429 || status === 503 ? retryAfterMs(headers.get('retry-after'), tools.clock.now()) : undefined
  if (asked === undefined) return backoffMs(attempt, tools.random)
  return asked > LONGEST_RETRY_AFTER_MS ? undefined : asked
}

/**
 * Downloads one file. Repeats after 429, 500 to 504, network failures, timeouts and cut bodies, with growing waits or the one that
 * the server asks for; a cut body is gone on from where the server allows it. Other refusals are final.
 * @throws NetworkError naming the address and what came; DataError when the body is larger than allowed
 */
export async function download(request: DownloadRequest, tools: DownloadTools): Promise<Download> {
  const redactor = makeRedactor(request.secrets)
  const shown = redactor.text(request.url.href)
  const failure = (what: string): NetworkError => new NetworkError(redactor.text(`${shown}: ${what}`))
  let partial: Partial | undefined
  for (let attempt = 1; ; attempt++) {
    await tools.pace()
    const answer = await exchange({ ...request, headers: headersOf(request, partial) }).catch((error: unknown) => {
      throw error instanceof NetworkError ? failure(error.message) : error
    })
    if (answer.isTooLarge === true || (partial?.body.length ?? 0) + answer.body.length > request.mostBytes)
      throw new DataError({ file: shown }, `the answer has more than ${request.mostBytes} bytes`)
    const verdict = verdictOf(request, answer, partial)
    if (verdict.next === 'done') return downloadOf(answer, redactor.bytes(verdict.body), redactor.text)
    if (verdict.next === 'give up') throw failure(verdict.fault)
    partial = verdict.partial
    if (attempt > request.retries)
      throw failure(`${verdict.fault}${attempt === 1 ? '' : `, after ${attempt} attempts`}`)
    const wait = waitOf(answer, attempt, tools)
    if (wait === undefined)
      throw failure(`${verdict.fault}, and the server asks for a wait of more than ${LONGEST_RETRY_AFTER_MS / 1000} s`)
    tools.progress(redactor.text(`${shown}: ${verdict.fault}; again in ${(wait / 1000).toFixed(1)} s`))
    await tools.clock.sleep(wait)
  }
}

function downloadOf({ status, headers }: HttpAnswer, body: Uint8Array, redact: (text: string) => string): Download {
  return {
    status,
    body: status === 304 ? undefined : body,
    etag: safeHeader(headers, 'etag', redact),
    lastModified: safeHeader(headers, 'last-modified', redact),
  }
}

/** A header that may be kept: short, on one line, without secrets (a changed one would match nothing). */
function safeHeader(headers: Headers, name: string, redact: (text: string) => string): string | undefined {
  const value = headers.get(name)
  return value === null || value.length > 200 || redact(value) !== value ? undefined : value
}
