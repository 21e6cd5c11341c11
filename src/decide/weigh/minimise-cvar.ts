import { solveLinearProgram, type Corner, type LinearProgram } from '../../core/linear-program.js'
import { rowOf, type Matrix } from '../../core/matrix.js'
import { waterFill } from '../../core/water-fill.js'

/** Minimise CVaR - reward'w where w sums to 1, 0 <= w <= most and, where it is said, values'w >= least. */
export interface CvarProblem {
  /** Equally probable simple returns: shape [nScenarios, n], without NaN. */
  readonly scenarios: Matrix
  /** Probability beyond which a loss is among the worst, in (0, 1). */
  readonly confidence: number
  /** [n] what one unit of weight is worth in units of CVaR. */
  readonly reward: Float64Array
  /** What must be reached, as far as it can be. */
  readonly demand?: { readonly values: Float64Array; readonly least: number }
  /** [n] largest weights, above 0, summing to more than 1; 1 or more is no bound. */
  readonly most: Float64Array
}

/** The best weights. */
export interface CvarMinimum {
  /** [n], 0 or more, summing to 1. */
  readonly weights: Float64Array
  /** CVaR less reward of these weights. */
  readonly objective: number
  /** How much less than the objective the minimum can be, by the dual problem: 0 but for rounding, and for the slack of a demand that is out of reach. */
  readonly gap: number
  /** What `demand` could be met with: `least`, or the most that can be reached where that is less. */
  readonly reached: number
}

/** Positions of scenarios, the worst for some weights first; of equals the earlier. */
function worstFirst({ rows, data, cols }: Matrix, weights: Float64Array): { order: number[]; losses: Float64Array } {
  const losses = new Float64Array(rows)
  for (let s = 0; s < rows; s++) for (let i = 0; i < cols; i++) losses[s] -= data[s * cols + i] * weights[i]
  const order = Array.from({ length: rows }, (_, s) => s).sort((a, b) => losses[b] - losses[a] || a - b)
  return { order, losses }
}

/** Scenarios that count in full, and what is left for the next one; a scenario counts by at most `share`. */
function tailOf(nScenarios: number, confidence: number): { share: number; full: number; rest: number } {
  const tail = (1 - confidence) * nScenarios
  const share = 1 / Math.max(1, tail)
  const full = Math.max(0, Math.ceil(tail) - 1)
  return { share, full, rest: 1 - full * share }
}

/**
 * Mean loss in the worst 1 - confidence of equally probable scenarios, a scenario that lies across the border in part; positive = loss.
 * @param scenarios - simple returns: shape [nScenarios, n]
 */
export function conditionalValueAtRisk(scenarios: Matrix, weights: Float64Array, confidence: number): number {
  const { order, losses } = worstFirst(scenarios, weights)
  const { share, full, rest } = tailOf(scenarios.rows, confidence)
  return order.slice(0, full).reduce((sum, s) => sum + share * losses[s], rest * losses[order[full]])
}

const largestSize = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0)

/** The most of some values that weights can reach. */
function mostOf(values: Float64Array, most: Float64Array): number {
  let left = 1
  let sum = 0
  for (const i of Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b)) {
    const weight = Math.min(left, most[i])
    sum += weight * values[i]
    left -= weight
  }
  return sum
}

/** Where a demand is as good as the most that can be reached it is taken this far below, of the size of its values. */
const SLACK = 1e-10
/** Weights up to this are what the slack leaves, and nothing that anyone would hold. */
const SLACK_WEIGHT = 1e-7

/** The problem in units in which all numbers are about 1. */
function scaled({ scenarios, reward, demand, ...rest }: CvarProblem): { problem: CvarProblem; unit: number } {
  const unit = Math.max(largestSize(scenarios.data), largestSize(reward)) || 1
  const size = (demand === undefined ? 0 : largestSize(demand.values)) || 1
  const problem = {
    ...rest,
    scenarios: { ...scenarios, data: scenarios.data.map((value) => value / unit) },
    reward: reward.map((value) => value / unit),
    ...(demand === undefined
      ? {}
      : { demand: { values: demand.values.map((value) => value / size), least: demand.least / size } }),
  }
  return { problem, unit }
}

/**
 * The dual program. Its variables are the probabilities of the scenarios in the worst case (each at most 1 / tail), the value `nu` of a unit
 * of weight, one slack an asset, and the prices of bounds and demand; the prices of its rows are the weights. There are few rows, and a
 * corner is known: the worst scenarios of weights near the best.
 */
function dualOf({ scenarios, confidence, reward, demand, most }: CvarProblem): {
  program: LinearProgram
  start: Corner
} {
  const { rows: nScenarios, cols: n } = scenarios
  const { share, full } = tailOf(nScenarios, confidence)
  const bounded = Array.from(most.keys()).filter((i) => most[i] < 1)
  const nu = nScenarios
  const nColumns = nScenarios + 1 + n + bounded.length + (demand === undefined ? 0 : 1)
  const columns = new Float64Array(nColumns * (n + 1))
  const costs = new Float64Array(nColumns)
  const lower = new Float64Array(nColumns)
  const upper = new Float64Array(nColumns).fill(Infinity)
  const setColumn = (j: number, valueOf: (i: number) => number): void => {
    for (let i = 0; i < n; i++) columns[j * (n + 1) + i] = valueOf(i)
  }
  for (let s = 0; s < nScenarios; s++) {
    setColumn(s, (i) => -scenarios.data[s * n + i])
    columns[s * (n + 1) + n] = 1
    upper[s] = share
  }
  setColumn(nu, () => -1)
  lower[nu] = -Infinity
  costs[nu] = -1
  for (let k = 0; k < n; k++) setColumn(nu + 1 + k, (i) => (i === k ? -1 : 0))
  for (const [b, k] of bounded.entries()) {
    setColumn(nu + 1 + n + b, (i) => (i === k ? 1 : 0))
    costs[nu + 1 + n + b] = most[k]
  }
  if (demand !== undefined) {
    setColumn(nColumns - 1, (i) => -demand.values[i])
    costs[nColumns - 1] = -demand.least
  }
  const { order } = worstFirst(scenarios, waterFill(1, new Float64Array(n).fill(1), most))
  const values = reward.map((value) => -value)
  for (const [k, s] of order.slice(0, full + 1).entries()) {
    const probability = k < full ? share : 1 - full * share
    for (const [i, scenario] of rowOf(scenarios, s).entries()) values[i] -= probability * scenario
  }
  const cheapest = values.indexOf(Math.min(...values))
  const slacks = Array.from({ length: n }, (_, i) => nu + 1 + i).filter((_, i) => i !== cheapest)
  const rhs = new Float64Array(n + 1)
  rhs.set(reward)
  rhs[n] = 1
  return {
    program: { columns, rhs, costs, lower, upper },
    start: { basis: [order[full], nu, ...slacks], atUpper: new Set(order.slice(0, full)) },
  }
}

/**
 * Weights of the least conditional value at risk less reward, exactly, by the simplex method on the dual of the linear program of Rockafellar and
 * Uryasev. Where several weights are equally good, as with copies of an asset, it is one of them, always the same.
 * @see Rockafellar and Uryasev (2000), Journal of Risk 2(3)
 */
export function minimiseCvar(given: CvarProblem): CvarMinimum {
  const { values, least } = given.demand ?? { values: given.reward, least: -Infinity }
  const possible = mostOf(values, given.most)
  // Not quite the most: at the very end of what is possible prices have no bound.
  const demanded = Math.min(least, possible - SLACK * largestSize(values))
  const { problem, unit } = scaled(
    given.demand === undefined ? given : { ...given, demand: { values, least: demanded } },
  )
  const { program, start } = dualOf(problem)
  const { x, prices } = solveLinearProgram(program, start)
  const { most, scenarios, confidence, reward } = problem
  const negligible = demanded < least ? SLACK_WEIGHT : 0
  const held = most.map((_, i) => (prices[i] > negligible ? prices[i] : 0))
  const weights = waterFill(1, held, most)
  const objective = conditionalValueAtRisk(scenarios, weights, confidence) - product(reward, weights)
  const bound = -product(program.costs, x)
  return { weights, objective: unit * objective, gap: unit * (objective - bound), reached: Math.min(least, possible) }
}
