/**
 * Seeded randomness. Every stream is named, so that adding a draw in one place never changes the numbers of another, and
 * the order in which threads work does not matter.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Integer in 0 ... n-1. */
  integer(n: number): number
}

function hashLabel(hash: number, label: string | number): number {
  const text = String(label)
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return Math.imul(hash ^ 0x1f, 0x01000193)
}

/**
 * A 32-bit seed derived from a seed and the labels of a stream (FNV-1a with a final avalanche).
 * @param seed - any integer
 * @param labels - names and numbers that identify the stream
 */
export function deriveSeed(seed: number, ...labels: readonly (string | number)[]): number {
  let hash = hashLabel(0x811c9dc5, seed)
  for (const label of labels) hash = hashLabel(hash, label)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/**
 * The stream of the given seed and labels: sfc32 (Chris Doty-Humphrey's small fast counter, PractRand), normals by the
 * Marsaglia polar method.
 */
export function createRandom(seed: number, ...labels: readonly (string | number)[]): Random {
  let a = deriveSeed(seed, ...labels, 'a') | 0
  let b = deriveSeed(seed, ...labels, 'b') | 0
  let c = deriveSeed(seed, ...labels, 'c') | 0
  let counter = 1
  let spare = NaN

  function next(): number {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  // The first outputs still mirror the seed words; twelve rounds mix them (as PractRand does).
  for (let i = 0; i < 12; i++) next()

  const uniform = (): number => next() / 4294967296
  function normal(): number {
    if (!Number.isNaN(spare)) {
      const value = spare
      spare = NaN
      return value
    }
    for (;;) {
      const u = 2 * uniform() - 1
      const v = 2 * uniform() - 1
      const s = u * u + v * v
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s)
        spare = v * scale
        return u * scale
      }
    }
  }
  return { uniform, normal, integer: (n) => Math.floor(uniform() * n) }
}

/** Shuffles the array in place (Fisher-Yates) and returns it. */
export function shuffle<T extends { length: number; [index: number]: number }>(items: T, random: Random): T {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.integer(i + 1)
    const swap = items[i]
    items[i] = items[j]
    items[j] = swap
  }
  return items
}
