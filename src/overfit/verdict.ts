import { mean } from '../core/statistics.js'
import { ENSEMBLE } from '../forecast/ensemble.js'
import { checkPeriods } from '../risk/periods.js'
import { formatLevel, formatPercent, fraction, type Fraction } from '../risk/units.js'
import { bootstrapInterval, longestBlock, type BootstrapOptions } from './stationary-bootstrap.js'

/** How a verdict is reached. */
export interface VerdictOptions extends BootstrapOptions {
  readonly periodsPerYear: number
  /** Model whose portfolio is judged, for the sentence; the ensemble when absent. */
  readonly model?: string
  /** What is judged where it is no model's portfolio: "strategies combined". */
  readonly subject?: string
}

/** Whether a portfolio differs from equal weight. */
export interface SkillVerdict {
  /** Mean active return times the periods in a year, with the ends of its interval. */
  readonly activeReturn: Fraction
  readonly low: Fraction
  readonly high: Fraction
  readonly level: number
  /** True only when the whole interval lies above 0, by more than rounding: losing for certain is not skill. */
  readonly evidence: boolean
  /** The same in plain words. */
  readonly sentence: string
}

/** Active returns a year up to this are what the rounding of equity near 1 leaves: no difference. */
const ROUNDING = 1e-12

function conclusion(low: number, high: number, judged: string): string {
  if (low > ROUNDING) return 'it lies above 0, which is evidence of skill in this sample'
  if (high < -ROUNDING)
    return `it lies below 0: the ${judged} did worse than equal weight, there is no evidence of skill`
  return 'no difference is shown, there is no evidence of skill'
}

/** Decimals of the percentages: an end close to 0 must not be printed as 0, or the words would contradict it. */
function decimalsFor(low: number, high: number): number {
  const percent = 100 * Math.min(Math.abs(low), Math.abs(high))
  if (percent >= 0.1 || percent <= 100 * ROUNDING) return 1
  return 1 - Math.floor(Math.log10(percent))
}

/** Says that the blocks were cut; empty when they were not. */
function blockNote(nPeriods: number, { meanBlock }: BootstrapOptions): string {
  const longest = longestBlock(nPeriods)
  if (meanBlock <= longest) return ''
  return ` The bootstrap's blocks were cut from ${meanBlock} to ${longest} periods, a third of the ${nPeriods} there are.`
}

/**
 * Passes the verdict on a portfolio: an interval of its annualised active return by the stationary bootstrap.
 * @param active - net return less equal weight's, per period, as fractions; shape [nPeriods]
 * @returns NaN numbers and no evidence when the series is empty or holds a NaN
 * @throws ConfigError when an option is out of range
 */
export function skillVerdict(active: Float64Array, options: VerdictOptions): SkillVerdict {
  const { level, periodsPerYear, model = ENSEMBLE, subject } = options
  checkPeriods('skillVerdict', periodsPerYear)
  const annual = (series: Float64Array): number => mean(series) * periodsPerYear
  const { estimate, low, high } = bootstrapInterval(active, annual, options)
  const numbers = { activeReturn: fraction(estimate), low: fraction(low), high: fraction(high), level }
  const measured =
    subject === undefined
      ? `The ${model} model's active return over equal weight`
      : `The active return of ${subject} over equal weight`
  const judged = subject === undefined ? 'model' : 'portfolio'
  if (Number.isNaN(estimate))
    return { ...numbers, evidence: false, sentence: `${measured} is not known: there is no evidence of skill.` }
  const decimals = decimalsFor(low, high)
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatPercent(fraction(value), decimals)}`
  const interval = `${formatLevel(level)} interval`
  const sentence = `${measured} is ${signed(estimate)} a year, ${interval} ${signed(low)} to ${signed(high)}: ${conclusion(low, high, judged)}.${blockNote(active.length, options)}`
  return { ...numbers, evidence: low > ROUNDING, sentence }
}
