import type { Random } from '../../src/core/random.js'

/** 0 ... n-1. (`Int32Array.from` with a function is ten times as slow, and this runs for every tree.) */
export function firstIndices(n: number): Int32Array {
  const indices = new Int32Array(n)
  for (let i = 0; i < n; i++) indices[i] = i
  return indices
}

/**
 * A random part of 0 ... n-1 without replacement, every subset of that size equally likely.
 * @param fraction - above 0 and at most 1; rounded to whole items, at least one of them; 1 takes all and draws nothing
 * @returns ascending
 * @see Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S (selection sampling)
 */
export function subsample(n: number, fraction: number, random: Random): Int32Array {
  if (fraction === 1) return firstIndices(n)
  const wanted = Math.min(n, Math.max(1, Math.round(n * fraction)))
  const chosen = new Int32Array(wanted)
  let count = 0
  for (let i = 0; count < wanted; i++) if ((n - i) * random.uniform() < wanted - count) chosen[count++] = i
  return chosen
}
