/** Minimise costs'x where A x = rhs and lower <= x <= upper. */
export interface LinearProgram {
  /** A, column after column: [nColumns * nRows]. */
  readonly columns: Float64Array
  /** [nRows] */
  readonly rhs: Float64Array
  /** [nColumns] */
  readonly costs: Float64Array
  /** [nColumns]; -Infinity only for a variable that is in the first basis. */
  readonly lower: Float64Array
  /** [nColumns] */
  readonly upper: Float64Array
}

/** A corner to begin at. */
export interface Corner {
  /** [nRows] variables whose columns are independent; their values, which follow, are within their bounds. */
  readonly basis: readonly number[]
  /** Variables at their upper bounds; all others outside of the basis are at their lower ones. */
  readonly atUpper: ReadonlySet<number>
}

/** The best corner. */
export interface Optimum {
  /** [nColumns] */
  readonly x: Float64Array
  /** [nRows] what the costs change by for a unit more of each right-hand side. */
  readonly prices: Float64Array
  readonly pivots: number
}

/** Reduced costs and pivot elements below this are 0. Programs are expected with elements of about 1. */
const TOLERANCE = 1e-11
/** The inverse is computed anew after this many changes of the basis. */
const CHANGES_AN_INVERSE = 50
/** Steps of length 0 in a row after which the variable of lowest index enters and leaves (Bland), so that no basis returns. */
const ZERO_STEPS = 30
const MOST_PIVOTS = 1_000_000

/** Inverse by Gauss and Jordan with row exchanges; columns of the matrix are those of the basis. */
function inverseOfBasis(columns: Float64Array, basis: readonly number[]): Float64Array {
  const m = basis.length
  const a = new Float64Array(m * m)
  const inverse = new Float64Array(m * m)
  for (let k = 0; k < m; k++) {
    for (let i = 0; i < m; i++) a[i * m + k] = columns[basis[k] * m + i]
    inverse[k * m + k] = 1
  }
  for (let k = 0; k < m; k++) {
    let best = k
    for (let i = k + 1; i < m; i++) if (Math.abs(a[i * m + k]) > Math.abs(a[best * m + k])) best = i
    const pivot = a[best * m + k]
    if (!(Math.abs(pivot) > 1e-14)) throw new Error('bug: the columns of a basis depend on each other')
    for (const table of [a, inverse]) {
      const row = table.slice(best * m, (best + 1) * m).map((value) => value / pivot)
      table.copyWithin(best * m, k * m, (k + 1) * m)
      table.set(row, k * m)
    }
    for (let i = 0; i < m; i++) if (i !== k) subtractRow(a, inverse, m, i, k, a[i * m + k])
  }
  return inverse
}

function subtractRow(a: Float64Array, b: Float64Array, m: number, from: number, row: number, factor: number): void {
  if (factor === 0) return
  for (let j = 0; j < m; j++) {
    a[from * m + j] -= factor * a[row * m + j]
    b[from * m + j] -= factor * b[row * m + j]
  }
}

/** The simplex method at work: a basis, its inverse, and where everything is. */
interface Tableau {
  readonly program: LinearProgram
  /** [nColumns] */
  readonly x: Float64Array
  /** [nRows] */
  readonly basis: number[]
  /** Of each variable: 0 in the basis, -1 at its lower bound, 1 at its upper one. */
  readonly place: Int8Array
  /** [nRows * nRows]; row k belongs to the variable of basis k. */
  inverse: Float64Array
  /** Steps of length 0 since the last longer one. */
  zeroSteps: number
}

/** Values of the basis from those outside of it, with a fresh inverse. */
function settle(tableau: Tableau): void {
  const { program, basis, place, x } = tableau
  const m = basis.length
  tableau.inverse = inverseOfBasis(program.columns, basis)
  const rest = Float64Array.from(program.rhs)
  for (let j = 0; j < x.length; j++)
    if (place[j] !== 0 && x[j] !== 0) for (let i = 0; i < m; i++) rest[i] -= program.columns[j * m + i] * x[j]
  for (const [k, j] of basis.entries()) {
    let value = 0
    for (let i = 0; i < m; i++) value += tableau.inverse[k * m + i] * rest[i]
    x[j] = value
  }
}

function open(program: LinearProgram, { basis, atUpper }: Corner): Tableau {
  const place = new Int8Array(program.costs.length).map((_, j) => (atUpper.has(j) ? 1 : -1))
  for (const j of basis) place[j] = 0
  const x = program.lower.map((lower, j) => (atUpper.has(j) ? program.upper[j] : lower))
  const tableau = { program, x, basis: [...basis], place, inverse: new Float64Array(0), zeroSteps: 0 }
  settle(tableau)
  return tableau
}

function pricesOf({ program, basis, inverse }: Tableau): Float64Array {
  const m = basis.length
  const prices = new Float64Array(m)
  for (const [k, j] of basis.entries()) for (let i = 0; i < m; i++) prices[i] += program.costs[j] * inverse[k * m + i]
  return prices
}

/** The variable that lowers costs fastest; -1 at the optimum. */
function enteringVariable({ program, place, zeroSteps }: Tableau, prices: Float64Array): number {
  const m = prices.length
  let best = -1
  let bestGain = TOLERANCE
  for (let j = 0; j < place.length; j++) {
    if (place[j] === 0 || program.lower[j] === program.upper[j]) continue
    let reduced = program.costs[j]
    for (let i = 0; i < m; i++) reduced -= prices[i] * program.columns[j * m + i]
    const gain = place[j] * reduced
    if (gain <= bestGain) continue
    best = j
    bestGain = gain
    if (zeroSteps > ZERO_STEPS) break
  }
  return best
}

/** Puts a variable outside of the basis to one of its bounds. */
function restAt({ program, place, x }: Tableau, j: number, isUpper: boolean): void {
  place[j] = isUpper ? 1 : -1
  x[j] = isUpper ? program.upper[j] : program.lower[j]
}

/** Which of the basis is the first at a bound, -1 for the moving variable itself, and after which step. */
function firstAtBound(
  { program, basis, place, x, zeroSteps }: Tableau,
  j: number,
  slopes: Float64Array,
): { readonly leaving: number; readonly step: number } {
  let step = program.upper[j] - program.lower[j]
  let leaving = -1
  for (const [k, variable] of basis.entries()) {
    const fall = -place[j] * slopes[k]
    if (Math.abs(fall) <= TOLERANCE) continue
    const bound = fall > 0 ? program.lower[variable] : program.upper[variable]
    const room = Math.max(0, (x[variable] - bound) / fall)
    const isTie = leaving >= 0 && Math.abs(room - step) <= 1e-15
    // Of equal steps the larger pivot keeps the inverse accurate; where steps of 0 repeat, the lower index ends them.
    const wins = zeroSteps > ZERO_STEPS ? variable < basis[leaving] : Math.abs(fall) > Math.abs(slopes[leaving])
    if (isTie ? wins : room < step) {
      step = room
      leaving = k
    }
  }
  return { leaving, step }
}

/** Lets a variable move from its bound until one of the basis, or itself, reaches another. */
function move(tableau: Tableau, j: number): void {
  const { program, basis, place, x, inverse } = tableau
  const m = basis.length
  const direction = -place[j]
  const slopes = new Float64Array(m)
  for (let k = 0; k < m; k++) for (let i = 0; i < m; i++) slopes[k] += inverse[k * m + i] * program.columns[j * m + i]
  const { leaving, step } = firstAtBound(tableau, j, slopes)
  if (step === Infinity) throw new Error('bug: a linear program without a bound')
  for (let k = 0; k < m; k++) x[basis[k]] -= direction * step * slopes[k]
  x[j] += direction * step
  tableau.zeroSteps = step > 0 ? 0 : tableau.zeroSteps + 1
  if (leaving < 0) {
    restAt(tableau, j, direction > 0)
    return
  }
  restAt(tableau, basis[leaving], direction * slopes[leaving] < 0)
  basis[leaving] = j
  place[j] = 0
  for (let i = 0; i < m; i++) inverse[leaving * m + i] /= slopes[leaving]
  for (let k = 0; k < m; k++)
    if (k !== leaving && slopes[k] !== 0)
      for (let i = 0; i < m; i++) inverse[k * m + i] -= slopes[k] * inverse[leaving * m + i]
}

/**
 * The best corner of a linear program by the simplex method with bounded variables, from a corner that is known: the same steps for the same
 * program, and an end for every one, because Bland's rule takes over where steps of 0 repeat.
 * @throws Error when costs fall without end, or the first basis is none
 * @see Chvatal (1983), Linear Programming, chapter 8
 */
export function solveLinearProgram(program: LinearProgram, start: Corner): Optimum {
  const tableau = open(program, start)
  for (let pivots = 0; pivots < MOST_PIVOTS; pivots++) {
    if (pivots % CHANGES_AN_INVERSE === CHANGES_AN_INVERSE - 1) settle(tableau)
    const entering = enteringVariable(tableau, pricesOf(tableau))
    if (entering >= 0) {
      move(tableau, entering)
      continue
    }
    settle(tableau)
    const prices = pricesOf(tableau)
    // With a fresh inverse the optimum may turn out to be none yet.
    if (enteringVariable(tableau, prices) < 0) return { x: tableau.x, prices, pivots }
  }
  throw new Error('bug: the simplex method does not end')
}
