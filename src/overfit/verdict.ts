import { bootstrapMean, type BootstrapOptions } from './stationary-bootstrap.js'

export interface VerdictOptions extends BootstrapOptions {
  readonly periodsPerYear: number
}

/** Whether a portfolio differs from what would have been easy. */
export interface SkillVerdict {
  /** Mean active return a year (per period times the periods in a year), as a fraction, with its interval. */
  readonly activeReturn: number
  readonly low: number
  readonly high: number
  readonly level: number
  /** True when the whole interval lies above 0. */
  readonly evidence: boolean
  /** The same in plain words. */
  readonly sentence: string
}

function signedPercent(value: number): string {
  const text = (value * 100).toFixed(1)
  return `${value > 0 && !text.startsWith('-') ? '+' : ''}${text}%`
}

/**
 * The verdict on a series of active returns.
 * @param active - returns of the portfolio less those of equal weight, per period, as fractions; without NaN
 */
export function skillVerdict(active: Float64Array, options: VerdictOptions): SkillVerdict {
  const { periodsPerYear, level } = options
  const interval = bootstrapMean(active, options)
  const [activeReturn, low, high] = [interval.estimate, interval.low, interval.high].map(
    (value) => value * periodsPerYear,
  )
  const evidence = low > 0
  const conclusion = evidence
    ? 'it differs from 0, which is evidence of skill on these data.'
    : high < 0
      ? 'it differs from 0 and is negative: there is no evidence of skill, the portfolio did worse.'
      : 'it does not differ from 0: there is no evidence of skill.'
  const range = `${(level * 100).toFixed(0)}% interval ${signedPercent(low)} to ${signedPercent(high)}`
  const sentence = Number.isNaN(activeReturn)
    ? 'There are no returns to judge: there is no evidence of skill.'
    : `The mean model's active return over equal weight is ${signedPercent(activeReturn)} a year after costs, ${range}: ${conclusion}`
  return { activeReturn, low, high, level, evidence, sentence }
}
