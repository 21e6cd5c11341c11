import { NetworkError } from './network-error.js'

const MOST_REDIRECTS = 3
const REDIRECTS = [301, 302, 303, 307, 308]
/** A whole answer may take this many times as long as a single wait: a server that drips is left at last. */
const WHOLE_TIMEOUTS = 20

/** One request of a file. */
export interface HttpRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Longest wait for the answer to begin, and for each piece of it. */
  readonly timeoutMs: number
  /** Larger bodies are left. */
  readonly mostBytes: number
  /** Words that must not be carried to another host. */
  readonly secrets: readonly string[]
}

/** What came back, whole or in part. */
export interface HttpAnswer {
  /** 0 = no answer at all. */
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
  /** Why the answer is not whole; undefined when it is. */
  readonly fault?: string
  /** Whether the body went beyond the limit. */
  readonly isTooLarge?: boolean
}

/** A wait that ends a request when nothing has come for too long. */
interface Watch {
  readonly signal: AbortSignal
  readonly restart: () => void
  readonly stop: () => void
}

function watchOf(timeoutMs: number): Watch {
  const idle = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const stop = (): void => clearTimeout(timer)
  return {
    signal: AbortSignal.any([idle.signal, AbortSignal.timeout(timeoutMs * WHOLE_TIMEOUTS)]),
    restart() {
      stop()
      timer = setTimeout(() => idle.abort(), timeoutMs)
    },
    stop,
  }
}

function faultOf(error: unknown, { signal }: Watch, timeoutMs: number): string {
  if (signal.aborted) return `no answer within ${timeoutMs / 1000} s`
  const cause = (error as Error).cause as (Error & { code?: string }) | undefined
  return [cause?.code, cause?.message ?? (error as Error).message].filter((part) => part).join(', ')
}

/** Where a redirect leads. @throws NetworkError when it must not be followed */
function redirectTarget(request: HttpRequest, from: URL, location: string | null): URL {
  const to = location === null || !URL.canParse(location, from.href) ? undefined : new URL(location, from)
  if (to === undefined) throw new NetworkError('redirects to nowhere')
  const isSafer = to.protocol === 'https:' || (to.protocol === from.protocol && to.host === from.host)
  if (!isSafer || (from.protocol === 'https:' && to.protocol !== 'https:'))
    throw new NetworkError(`redirects to ${to.protocol}//${to.host}, expected the same host or https`)
  if (to.host !== from.host && request.secrets.some((secret) => to.href.includes(secret)))
    throw new NetworkError(`redirects to another host, ${to.host}, with the key in the address`)
  return to
}

async function respond(request: HttpRequest, watch: Watch): Promise<Response> {
  let url = request.url
  for (let redirects = 0; ; redirects++) {
    watch.restart()
    const response = await fetch(url, { headers: request.headers, redirect: 'manual', signal: watch.signal })
    if (!REDIRECTS.includes(response.status)) return response
    await response.body?.cancel()
    if (redirects === MOST_REDIRECTS) throw new NetworkError(`redirects more than ${MOST_REDIRECTS} times`)
    url = redirectTarget(request, url, response.headers.get('location'))
  }
}

/** Length that an unpacked body was announced with. */
function announcedLength({ headers }: Response): number | undefined {
  const length = headers.get('content-length')
  if (length === null || !/^\d+$/.test(length) || isEncoded(headers)) return undefined
  return Number(length)
}

/** Whether the body that was sent is a packed form of what is read. */
export function isEncoded(headers: Headers): boolean {
  const encoding = headers.get('content-encoding')
  return encoding !== null && encoding !== 'identity'
}

async function readBody(request: HttpRequest, response: Response, watch: Watch): Promise<HttpAnswer> {
  const { status, headers } = response
  const chunks: Uint8Array[] = []
  let length = 0
  let fault: string | undefined
  try {
    // The body of a failed answer may be long as well: the watch goes on.
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      watch.restart()
      length += chunk.length
      if (length > request.mostBytes) return { status, headers, body: new Uint8Array(0), isTooLarge: true }
      chunks.push(chunk)
    }
  } catch (error) {
    fault = `the answer was cut off (${faultOf(error, watch, request.timeoutMs)})`
  }
  const announced = announcedLength(response)
  if (fault === undefined && announced !== undefined && announced !== length)
    fault = `the answer has ${length} bytes, ${announced} were announced`
  const body = new Uint8Array(Buffer.concat(chunks))
  return { status, headers, body, ...(fault === undefined ? {} : { fault }) }
}

/**
 * Sends one request and reads its answer, with at most three redirects, to the same host or to https.
 * @returns the answer, in part where it was cut off; status 0 and a fault where none came
 * @throws NetworkError when a redirect must not be followed
 */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const watch = watchOf(request.timeoutMs)
  try {
    const response = await respond(request, watch)
    return await readBody(request, response, watch)
  } catch (error) {
    if (error instanceof NetworkError) throw error
    return {
      status: 0,
      headers: new Headers(),
      body: new Uint8Array(0),
      fault: faultOf(error, watch, request.timeoutMs),
    }
  } finally {
    watch.stop()
  }
}
