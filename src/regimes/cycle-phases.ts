import { createMatrix } from '../core/matrix.js'
import { MAD_TO_DEVIATION, median, medianDeviation, presentOf } from '../core/statistics.js'
import { asFiltered, type FilteredStates } from './states.js'

/** Phases of the business cycle in the order in which they follow each other. */
export const PHASES = ['early', 'mid', 'late', 'recession'] as const
export type Phase = (typeof PHASES)[number]

/**
 * What tells the phase, by the names of series; a minus before a name turns it over (`-feed.unemployment`).
 *
 * `level`: activity, measured against what has been usual so far: year-on-year growth, an activity index.
 * `direction`: whether activity rises or falls, measured from 0: the change of growth, the market against its average.
 */
export interface CycleIndicators {
  readonly level: readonly string[]
  readonly direction: readonly string[]
}

/** One indicator in units of its own past. */
interface IndicatorScale {
  readonly name: string
  readonly sign: 1 | -1
  readonly centre: number
  /** Above 0. */
  readonly scale: number
}

/** Indicators with what was usual on the rows they were fitted to. Plain data. */
export interface CycleModel {
  readonly level: readonly IndicatorScale[]
  readonly direction: readonly IndicatorScale[]
}

/** The name of a series and the sign it is taken with. */
export function signedName(indicator: string): { readonly name: string; readonly sign: 1 | -1 } {
  return indicator.startsWith('-') ? { name: indicator.slice(1), sign: -1 } : { name: indicator, sign: 1 }
}

/** The first series that a list of indicators holds twice, with either sign: it would count double, or for nothing. */
export function repeatedIndicator(indicators: readonly string[]): string | undefined {
  const names = indicators.map((indicator) => signedName(indicator).name)
  return names.find((name, i) => names.indexOf(name) < i)
}

/** Deviation of a normal with the same median deviation; of what hardly moves, 1. */
function robustScale(values: Float64Array, centre: number): number {
  return MAD_TO_DEVIATION * medianDeviation(values, centre) || 1
}

/**
 * Measures what is usual for each indicator. Medians: one pandemic must not rule what a recession is.
 * @param valuesOf - the past of a series by its name, NaN = missing; it has to end before the first session that is judged
 */
export function fitCycle({ level, direction }: CycleIndicators, valuesOf: (name: string) => Float64Array): CycleModel {
  const scaleOf = (indicator: string, isLevel: boolean): IndicatorScale => {
    const { name, sign } = signedName(indicator)
    const past = presentOf(valuesOf(name))
    if (past.length === 0) return { name, sign, centre: 0, scale: 1 }
    const centre = isLevel ? median(past) : 0
    return { name, sign, centre, scale: robustScale(past, centre) }
  }
  return {
    level: level.map((indicator) => scaleOf(indicator, true)),
    direction: direction.map((indicator) => scaleOf(indicator, false)),
  }
}

/** Mean of the indicators that are present, in deviations; NaN where none is. */
function composite(scales: readonly IndicatorScale[], valueOf: (name: string) => number): number {
  let sum = 0
  let count = 0
  for (const { name, sign, centre, scale } of scales) {
    const z = (sign * (valueOf(name) - centre)) / scale
    if (Number.isNaN(z)) continue
    sum += z
    count++
  }
  return sum / count
}

/** Logistic odds per deviation: about those of a normal error of one deviation (Johnson, Kotz and Balakrishnan 1995, 1.702). */
const ODDS_PER_DEVIATION = 1.702

function logistic(deviations: number): number {
  return 1 / (1 + Math.exp(-ODDS_PER_DEVIATION * deviations))
}

/** Level and direction of one session, in deviations; NaN where none of the indicators is known. */
export interface CycleSignal {
  readonly level: number
  readonly direction: number
}

/**
 * Where activity stands and where it goes.
 * @param valueOf - value of a series by its name as it was known, NaN = missing
 */
export function cycleSignal({ level, direction }: CycleModel, valueOf: (name: string) => number): CycleSignal {
  return { level: composite(level, valueOf), direction: composite(direction, valueOf) }
}

/**
 * Probabilities of the phases of one session. Activity is high with probability h and rising with probability r, each logistic in its
 * composite: early is low and rising, mid high and rising, late high and falling, recession low and falling.
 * @returns [4] in the order of {@link PHASES}, summing to 1; NaN where level or direction is not known
 * @see OECD (2012), System of Composite Leading Indicators: the business cycle clock has the same four quadrants
 */
export function phaseProbabilities({ level, direction }: CycleSignal): Float64Array {
  const high = logistic(level)
  const rising = logistic(direction)
  return Float64Array.of((1 - high) * rising, high * rising, high * (1 - rising), (1 - high) * (1 - rising))
}

/**
 * The phase that is shown: the most probable one, the earlier of equals.
 * @param probabilities - [4] in the order of {@link PHASES}
 * @returns undefined where the phases are not known (NaN)
 */
export function mostProbablePhase(probabilities: Float64Array): Phase | undefined {
  const most = Math.max(...probabilities)
  return PHASES.find((_, i) => probabilities[i] === most)
}

/** Level and direction of every session, each [nSessions]. */
export interface CycleSignals {
  readonly level: Float64Array
  readonly direction: Float64Array
}

/**
 * Signals of every session, in units of what was usual before the latest refit: row t uses values of rows up to t.
 * @param series - by name, each [nSessions], NaN = missing, as they were known at each session
 * @param refits - rows of the refits, ascending; before the first one nothing is known (NaN)
 */
export function cycleSignals(
  indicators: CycleIndicators,
  series: Readonly<Record<string, Float64Array>>,
  nSessions: number,
  refits: readonly number[],
): CycleSignals {
  const level = new Float64Array(nSessions).fill(NaN)
  const direction = new Float64Array(nSessions).fill(NaN)
  for (const [i, refit] of refits.entries()) {
    const model = fitCycle(indicators, (name) => series[name].subarray(0, refit))
    for (let row = refit; row < (refits[i + 1] ?? nSessions); row++) {
      const signal = cycleSignal(model, (name) => series[name][row])
      level[row] = signal.level
      direction[row] = signal.direction
    }
  }
  return { level, direction }
}

/**
 * Phases of every session.
 * @returns nSessions x 4 in the order of {@link PHASES}
 */
export function cyclePhases({ level, direction }: CycleSignals): FilteredStates {
  const phases = createMatrix(level.length, PHASES.length)
  for (let row = 0; row < level.length; row++)
    phases.data.set(phaseProbabilities({ level: level[row], direction: direction[row] }), row * PHASES.length)
  return asFiltered(phases)
}
