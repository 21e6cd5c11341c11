import type { Random } from '../../src/core/random.js'

const FIRST_MS = 1000
const LONGEST_MS = 60_000

/** Longest wait that a server may ask for: beyond it the name is given up. */
export const LONGEST_RETRY_AFTER_MS = 120_000

/**
 * Wait before an attempt is repeated: doubled each time, half of it random so that clients do not come back all at once.
 * @param attempt - attempts made so far, from 1
 * @returns milliseconds
 */
export function backoffMs(attempt: number, random: Random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))
  return full * (0.5 + 0.5 * random.uniform())
}

/**
 * What a Retry-After header asks for: seconds, or a date (RFC 9110, 10.2.3).
 * @param now - milliseconds since 1970
 * @returns milliseconds from now, 0 or more; undefined when there is none or it says nothing readable
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  if (!/^[A-Z][a-z]{2,8},? .* GMT$/.test(text)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
