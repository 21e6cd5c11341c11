import { ConfigError, ShapeError } from '../core/errors.js'
import { createMatrix, rowOf, type Matrix } from '../core/matrix.js'
import { createRandom } from '../core/random.js'
import { mean, standardDeviation } from '../core/statistics.js'
import { completeRows, weightedMoments, type CovarianceShape, type HiddenMarkov } from './gaussian-emissions.js'
import { groupedStart, randomStart } from './hidden-markov-start.js'
import { filterForward, smoothBackward } from './hidden-states.js'

/** How a hidden Markov model is estimated. */
export interface HiddenMarkovOptions {
  /** States, 1 or more. */
  readonly nStates: number
  readonly seed: number
  /** `diagonal`: the variables of a state are independent. */
  readonly covariance?: 'diagonal' | 'full'
  /** What the states are numbered by, ascending, so that refits speak of the same ones: mean or variance of the first variable. */
  readonly orderBy?: 'mean' | 'variance'
  /** Starts of Baum-Welch, of which the most likely end is taken; 1 or more. */
  readonly starts?: number
  /** Most passes of each start. */
  readonly iterations?: number
  /** Ends when a pass adds less than this to the log likelihood per row. */
  readonly tolerance?: number
  /** Least variance of a state in any direction, as a fraction of the variance over all rows; above 0. */
  readonly varianceFloor?: number
}

/** An estimated model. */
export interface HiddenMarkovFit {
  /** In the units of the observations, states in canonical order. */
  readonly model: HiddenMarkov
  readonly logLikelihood: number
  /** Log likelihood before each pass of the start that was taken; never falls. */
  readonly history: readonly number[]
}

const DEFAULTS = {
  covariance: 'diagonal',
  orderBy: 'mean',
  starts: 4,
  iterations: 200,
  tolerance: 1e-6,
  varianceFloor: 1e-3,
} as const

/**
 * One pass of Baum-Welch: expectation under the model, then the parameters that make it most likely.
 * @returns the better model, and the log likelihood of the one that was given
 * @see Baum, Petrie, Soules and Weiss (1970), Annals of Mathematical Statistics 41(1)
 */
export function baumWelchStep(
  model: HiddenMarkov,
  observations: Matrix,
  shape: CovarianceShape,
): { readonly model: HiddenMarkov; readonly logLikelihood: number } {
  const { nStates } = model
  const forward = filterForward(model, observations)
  const { states, moves } = smoothBackward(model, forward)
  const transition = model.transition.slice()
  for (let from = 0; from < nStates; from++) {
    const row = moves.subarray(from * nStates, (from + 1) * nStates)
    const total = row.reduce((sum, value) => sum + value, 0)
    if (total > 0) for (let to = 0; to < nStates; to++) transition[from * nStates + to] = row[to] / total
  }
  const moments = weightedMoments(model, observations, states, shape)
  const logLikelihood = forward.logLikelihoods.reduce((sum, value) => sum + value, 0)
  return { model: { ...model, initial: rowOf(states, 0).slice(), transition, ...moments }, logLikelihood }
}

/** The complete rows of every variable as z-scores, the others NaN. */
function standardise(observations: Matrix): {
  z: Matrix
  centre: Float64Array
  scale: Float64Array
  complete: number[]
} {
  const { rows, cols, data } = observations
  const complete = completeRows(observations)
  const columns = Array.from({ length: cols }, (_, col) => complete.map((row) => data[row * cols + col]))
  const centre = Float64Array.from(columns, (column) => mean(column))
  const scale = Float64Array.from(columns, (column) => standardDeviation(column, 0) || 1)
  const z = createMatrix(rows, cols)
  for (const row of complete)
    for (let col = 0; col < cols; col++) z.data[row * cols + col] = (data[row * cols + col] - centre[col]) / scale[col]
  return { z, centre, scale, complete }
}

function improve(
  start: HiddenMarkov,
  z: Matrix,
  complete: number,
  options: Required<HiddenMarkovOptions>,
): { model: HiddenMarkov; history: number[] } {
  const shape = { covariance: options.covariance, floor: options.varianceFloor }
  const history: number[] = []
  let model = start
  for (let pass = 0; pass <= options.iterations; pass++) {
    const step = baumWelchStep(model, z, shape)
    const gain = step.logLikelihood - (history.at(-1) ?? -Infinity)
    history.push(step.logLikelihood)
    if (gain < options.tolerance * complete || pass === options.iterations) break
    model = step.model
  }
  return { model, history }
}

/** States renumbered, ascending in mean or variance of the first variable. */
function inOrder(model: HiddenMarkov, orderBy: 'mean' | 'variance'): HiddenMarkov {
  const { nStates: k, nVariables: d, initial, transition, means, covariances } = model
  const key = (state: number): number => (orderBy === 'mean' ? means[state * d] : covariances[state * d * d])
  const order = Array.from({ length: k }, (_, state) => state).sort((a, b) => key(a) - key(b) || a - b)
  const blocks = (values: Float64Array, size: number): Float64Array =>
    Float64Array.from(order.flatMap((state) => [...values.subarray(state * size, (state + 1) * size)]))
  return {
    ...model,
    initial: blocks(initial, 1),
    transition: Float64Array.from(order.flatMap((from) => order.map((to) => transition[from * k + to]))),
    means: blocks(means, d),
    covariances: blocks(covariances, d * d),
  }
}

function inUnits(model: HiddenMarkov, centre: Float64Array, scale: Float64Array): HiddenMarkov {
  const d = model.nVariables
  return {
    ...model,
    means: model.means.map((value, i) => centre[i % d] + scale[i % d] * value),
    covariances: model.covariances.map((value, i) => value * scale[Math.floor(i / d) % d] * scale[i % d]),
  }
}

const LEAST = { nStates: 1, starts: 1, iterations: 0 } as const

function checkOptions(options: Required<HiddenMarkovOptions>): void {
  for (const name of ['nStates', 'starts', 'iterations'] as const)
    if (!Number.isSafeInteger(options[name]) || options[name] < LEAST[name])
      throw new ConfigError(
        `fitHiddenMarkov: ${name} "${options[name]}", expected a whole number, ${LEAST[name]} or more`,
      )
  const { varianceFloor } = options
  if (!(varianceFloor > 0)) throw new ConfigError(`fitHiddenMarkov: varianceFloor "${varianceFloor}", expected above 0`)
}

/**
 * Estimates a hidden Markov model with Gaussian emissions by Baum-Welch from several seeded starts. Rows with a missing value take
 * part in the chain, not in the emissions. States come in a canonical order, so that refits speak of the same ones.
 * @param observations - sessions x nVariables, NaN = missing
 * @throws ConfigError for options out of range; ShapeError with under two complete rows per state
 */
export function fitHiddenMarkov(observations: Matrix, given: HiddenMarkovOptions): HiddenMarkovFit {
  const options = { ...DEFAULTS, ...given }
  checkOptions(options)
  const { z, centre, scale, complete } = standardise(observations)
  if (complete.length < 2 * options.nStates)
    throw new ShapeError(
      `fitHiddenMarkov: ${complete.length} complete rows, expected at least ${2 * options.nStates} for ${options.nStates} states`,
    )
  const ends = Array.from({ length: options.starts }, (_, i) => {
    const start =
      i === 0
        ? groupedStart(z, complete, options)
        : randomStart(z, complete, options, createRandom(options.seed, 'hidden-markov', i))
    return improve(start, z, complete.length, options)
  })
  const best = ends.reduce((a, b) => ((b.history.at(-1) ?? 0) > (a.history.at(-1) ?? 0) ? b : a))
  // A density in units of the observations is one of z-scores over the scales.
  const units = complete.length * scale.reduce((sum, value) => sum + Math.log(value), 0)
  const history = best.history.map((value) => value - units)
  const model = inOrder(inUnits(best.model, centre, scale), options.orderBy)
  return { model, logLikelihood: history[history.length - 1], history }
}
