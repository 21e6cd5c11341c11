import type { Clock } from './clock.js'

/**
 * Spaces requests out.
 * @param rate - requests a second at most
 * @returns a function that waits until the next request may start
 */
export function makePacer(rate: number, clock: Clock): () => Promise<void> {
  const gap = 1000 / rate
  let next = -Infinity
  return async () => {
    const now = clock.now()
    const start = Math.max(now, next)
    next = start + gap
    if (start > now) await clock.sleep(start - now)
  }
}
