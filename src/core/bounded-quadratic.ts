import { solvePositiveDefinite } from './linear-algebra.js'
import { waterFill } from './water-fill.js'

/** Minimise w'Qw / 2 - c'w where w sums to 1 and 0 <= w <= most. */
export interface BoundedQuadratic {
  /** Q: [n * n], symmetric positive definite. */
  readonly quadratic: Float64Array
  /** c: [n]; 0 when absent. */
  readonly linear?: Float64Array
  /** [n], above 0; 1 or more is no bound. */
  readonly most: Float64Array
}

/** What a gradient may be wrong by, as a fraction of the largest diagonal element and of the largest linear one. */
const TOLERANCE = 1e-13

/** Smallest and largest gradient decide; more changes than this per variable do not happen. */
const CHANGES_A_VARIABLE = 1000

type Bound = 'free' | 'lower' | 'upper'

/** The minimum over the free variables, which take up what the others leave of the sum. */
function freeMinimum({ quadratic, linear }: BoundedQuadratic, w: Float64Array, free: readonly number[]): Float64Array {
  const n = w.length
  const m = free.length
  const isFree = new Set(free)
  const square = new Float64Array(m * m)
  const constant = new Float64Array(m)
  let left = 1
  for (let j = 0; j < n; j++) if (!isFree.has(j)) left -= w[j]
  for (const [a, i] of free.entries()) {
    for (const [b, j] of free.entries()) square[a * m + b] = quadratic[i * n + j]
    constant[a] = linear?.[i] ?? 0
    for (let j = 0; j < n; j++) if (!isFree.has(j)) constant[a] -= quadratic[i * n + j] * w[j]
  }
  const unconstrained = solvePositiveDefinite(square, constant)
  const direction = solvePositiveDefinite(square, new Float64Array(m).fill(1))
  let excess = left
  let total = 0
  for (let a = 0; a < m; a++) {
    excess -= unconstrained[a]
    total += direction[a]
  }
  const target = Float64Array.from(w)
  for (const [a, i] of free.entries()) target[i] = unconstrained[a] + (excess / total) * direction[a]
  return target
}

/**
 * Moves towards a target until the first variable reaches a bound, and puts it there.
 * @returns whether the target was reached
 */
function moveWithinBounds(
  w: Float64Array,
  target: Float64Array,
  free: readonly number[],
  most: Float64Array,
  bounds: Bound[],
): boolean {
  let step = 1
  let blocking = -1
  for (const i of free) {
    const change = target[i] - w[i]
    const room = change < 0 ? -w[i] / change : change > 0 && most[i] < 1 ? (most[i] - w[i]) / change : Infinity
    if (room < step) {
      step = Math.max(0, room)
      blocking = i
    }
  }
  for (const i of free) w[i] += step * (target[i] - w[i])
  if (blocking < 0) return true
  const isFalling = target[blocking] < w[blocking]
  w[blocking] = isFalling ? 0 : most[blocking]
  bounds[blocking] = isFalling ? 'lower' : 'upper'
  return false
}

/** Variables at a bound that would do better off it: the worst at each, or none. */
function toRelease({ quadratic, linear }: BoundedQuadratic, w: Float64Array, bounds: readonly Bound[]): number[] {
  const n = w.length
  let scale = 0
  for (let i = 0; i < n; i++) scale = Math.max(scale, quadratic[i * n + i], Math.abs(linear?.[i] ?? 0))
  const gradient = w.map((_, i) => {
    let sum = -(linear?.[i] ?? 0)
    for (let j = 0; j < n; j++) sum += quadratic[i * n + j] * w[j]
    return sum
  })
  const at = (bound: Bound): number[] => Array.from(w.keys()).filter((i) => bounds[i] === bound)
  const cheapest = at('lower').sort((i, j) => gradient[i] - gradient[j] || i - j)[0]
  const dearest = at('upper').sort((i, j) => gradient[j] - gradient[i] || i - j)[0]
  const free = at('free')
  if (free.length === 0) return gradient[cheapest] < gradient[dearest] - TOLERANCE * scale ? [cheapest, dearest] : []
  const level = free.reduce((sum, i) => sum + gradient[i], 0) / free.length
  const gains = [
    { i: cheapest, gain: cheapest === undefined ? 0 : level - gradient[cheapest] },
    { i: dearest, gain: dearest === undefined ? 0 : gradient[dearest] - level },
  ].sort((a, b) => b.gain - a.gain)
  return gains[0].gain > TOLERANCE * scale ? [gains[0].i] : []
}

/**
 * The minimum of a strictly convex quadratic function over a simplex with upper bounds, by the primal active-set method: exact up to rounding,
 * after finitely many steps. Where the bounds sum to 1 or less, they are the answer: nothing can be in excess of them.
 * @returns [n], summing to 1 (to the sum of `most` where that is less)
 * @throws ShapeError when Q is not positive definite
 * @see Nocedal and Wright (2006), Numerical Optimization, section 16.5
 */
export function minimiseQuadratic(problem: BoundedQuadratic): Float64Array {
  const { most } = problem
  const n = most.length
  if (most.reduce((sum, bound) => sum + bound, 0) <= 1) return most.slice()
  const w = waterFill(1, new Float64Array(n).fill(1), most)
  const bounds: Bound[] = Array.from(w, (weight, i) => (most[i] < 1 && weight >= most[i] ? 'upper' : 'free'))
  for (let change = 0; change < CHANGES_A_VARIABLE * n; change++) {
    const free = Array.from(w.keys()).filter((i) => bounds[i] === 'free')
    if (free.length > 0 && !moveWithinBounds(w, freeMinimum(problem, w, free), free, most, bounds)) continue
    const released = toRelease(problem, w, bounds)
    if (released.length === 0) return w
    for (const i of released) bounds[i] = 'free'
  }
  throw new Error('bug: the active set does not settle')
}
