/** Time as the fetchers see it, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970-01-01 00:00 UTC. */
  readonly now: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}

/** A moment as YYYYMMDDThhmmssZ. */
export function stampOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}
