import { BUSINESS_CYCLE_MONTHS } from '../core/business-cycles.js'
import { createMatrix } from '../core/matrix.js'
import { MAD_TO_DEVIATION, median, medianDeviation, presentOf } from '../core/statistics.js'
import { asFiltered, type FilteredStates } from './states.js'

/** Phases of the business cycle in the order in which they follow each other. */
export const PHASES = ['early', 'mid', 'late', 'recession'] as const
export type Phase = (typeof PHASES)[number]

/**
 * What tells the phase, by the names of series; a minus before a name turns it over (`-feed.unemployment`).
 *
 * `level`: how much of what it could do the economy does, measured against what has been usual so far: unemployment against its mean of
 * years, capacity that is used, a flat yield curve. It must not fall as soon as growth slows: then nothing is ever late.
 * `direction`: growth of activity over months, above 0 where activity rises: production, -unemployment, the market against its average.
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
  /** Growth from what is usual: above 0 faster than the trend. */
  readonly direction: readonly IndicatorScale[]
  /** The same indicators from 0: above 0 where activity grows at all. */
  readonly growth: readonly IndicatorScale[]
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
  const scaleOf = (indicator: string, from: 'usual' | 'zero'): IndicatorScale => {
    const { name, sign } = signedName(indicator)
    const past = presentOf(valuesOf(name))
    if (past.length === 0) return { name, sign, centre: 0, scale: 1 }
    const centre = from === 'usual' ? median(past) : 0
    return { name, sign, centre, scale: robustScale(past, centre) }
  }
  return {
    level: level.map((indicator) => scaleOf(indicator, 'usual')),
    direction: direction.map((indicator) => scaleOf(indicator, 'usual')),
    growth: direction.map((indicator) => scaleOf(indicator, 'zero')),
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

/** Where one session stands, in deviations; NaN where none of the indicators is known. */
export interface CycleSignal {
  readonly level: number
  /** Growth against what is usual. */
  readonly direction: number
  /** Growth against none. */
  readonly growth: number
}

/**
 * Where activity stands and where it goes.
 * @param valueOf - value of a series by its name as it was known, NaN = missing
 */
export function cycleSignal({ level, direction, growth }: CycleModel, valueOf: (name: string) => number): CycleSignal {
  return {
    level: composite(level, valueOf),
    direction: composite(direction, valueOf),
    growth: composite(growth, valueOf),
  }
}

/**
 * Probabilities of the phases by one session alone. Activity is high with probability h, grows faster than usual with probability r and
 * grows at all with probability g, each logistic in its composite. Where activity is high the cycle turns as soon as growth falls below
 * its trend: mid above it, late below (the growth cycle). Where it is low, only what shrinks is a recession (the classical cycle): a
 * recovery, however slow, is early.
 * @returns [4] in the order of {@link PHASES}, summing to 1; NaN where level or direction is not known
 * @see OECD (2012), System of Composite Leading Indicators: the four quadrants of level and direction; Zarnowitz and Ozyildirim (2006),
 *   Journal of Monetary Economics 53(7): classical and growth cycles; Emsbo-Mattingly and others (2014), The Business Cycle Approach to
 *   Equity Sector Investing: late is when the economy is tight, the curve flat and growth moderates
 */
export function phaseProbabilities({ level, direction, growth }: CycleSignal): Float64Array {
  const high = logistic(level)
  const faster = logistic(direction)
  const grows = logistic(growth)
  return Float64Array.of((1 - high) * grows, high * faster, high * (1 - faster), (1 - high) * (1 - grows))
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

/** Signals of every session, each [nSessions]. */
export type CycleSignals = Readonly<Record<keyof CycleSignal, Float64Array>>

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
  const [level, direction, growth] = Array.from({ length: 3 }, () => new Float64Array(nSessions).fill(NaN))
  for (const [i, refit] of refits.entries()) {
    const model = fitCycle(indicators, (name) => series[name].subarray(0, refit))
    for (let row = refit; row < (refits[i + 1] ?? nSessions); row++) {
      const signal = cycleSignal(model, (name) => series[name][row])
      level[row] = signal.level
      direction[row] = signal.direction
      growth[row] = signal.growth
    }
  }
  return { level, direction, growth }
}

const SESSIONS_OF_A_MONTH = 21
/** Probability that a phase ends with a session: the four make up one business cycle. */
const LEAVE = PHASES.length / (BUSINESS_CYCLE_MONTHS * SESSIONS_OF_A_MONTH)

/** Moves the probabilities on by a session, in place: whoever leaves a phase is as likely to be in any other. */
function moveOn(belief: Float64Array): void {
  for (const [k, probability] of belief.entries())
    belief[k] = (1 - LEAVE) * probability + (LEAVE * (1 - probability)) / (PHASES.length - 1)
}

/** Weighs the probabilities by what a session says, in place. Indicators are monthly at heart: 21 sessions count as one observation. */
function weigh(belief: Float64Array, evidence: Float64Array): void {
  let total = 0
  for (const [k, probability] of evidence.entries()) {
    belief[k] *= probability ** (1 / SESSIONS_OF_A_MONTH)
    total += belief[k]
  }
  for (const k of belief.keys()) belief[k] /= total
}

/**
 * Phases of every session, with memory: a Markov chain whose phases last a quarter of the mean business cycle (19 months) each, filtered
 * by {@link phaseProbabilities}. Row t uses rows up to t. Phases so last months, and a day's news does not end them.
 *
 * The rule was chosen by how it dates, never by returns. Looked at, on releases and prices of 1996 to 2025: agreement with the NBER's
 * recessions, the share and length of each phase, changes a year, and whether late comes before a peak; about 140 combinations of
 * indicators, thresholds and ways to persist. Three recessions are few to choose by: out of these years it will date worse. The length
 * of the mean cycle is a constant of 1945 to 2020; one of 61 months, what was known in 1990, or of 100 dates about as well.
 * @returns nSessions x 4 in the order of {@link PHASES}; NaN where level or direction is not known, which ends no memory
 * @see Hamilton (1989), Econometrica 57(2): the filter
 */
export function cyclePhases({ level, direction, growth }: CycleSignals): FilteredStates {
  const phases = createMatrix(level.length, PHASES.length)
  const belief = new Float64Array(PHASES.length).fill(1 / PHASES.length)
  for (let row = 0; row < level.length; row++) {
    const evidence = phaseProbabilities({ level: level[row], direction: direction[row], growth: growth[row] })
    const isKnown = !evidence.some(Number.isNaN)
    moveOn(belief)
    if (isKnown) weigh(belief, evidence)
    phases.data.set(isKnown ? belief : evidence, row * PHASES.length)
  }
  return asFiltered(phases)
}
