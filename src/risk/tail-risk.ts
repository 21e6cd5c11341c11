import { ConfigError } from '../core/errors.js'
import { inverseNormal } from '../core/normal.js'
import { mean, quantile, standardDeviation } from '../core/statistics.js'
import { drawdowns } from './drawdown.js'
import { areKnown } from './known-returns.js'
import { excessKurtosis, skewness } from './moments.js'
import { fraction, ratio, type Fraction, type Ratio } from './units.js'

function checkTail(caller: string, tail: number): void {
  if (!(tail > 0 && tail < 1))
    throw new ConfigError(`${caller}: tail "${tail}", expected a probability between 0 and 1`)
}

/**
 * Historical value at risk: the quantile of the returns themselves, interpolated linearly.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param tail - probability of a period at or below it, 0.05 for "95%"
 * @returns a return per period: a loss is negative; NaN when empty or when any return is NaN
 * @throws ConfigError when the tail is no probability
 * @see empyrical.value_at_risk (same sign); J.P. Morgan (1996), RiskMetrics
 */
export function valueAtRisk(returns: ArrayLike<number>, tail: number): Fraction {
  checkTail('valueAtRisk', tail)
  return fraction(areKnown(returns) ? quantile(returns, tail) : NaN)
}

/**
 * Value at risk of a normal distribution with the mean and the sample deviation of the returns.
 * @returns a return per period; NaN with under two returns or when any is NaN
 * @throws ConfigError when the tail is no probability
 * @see QuantStats value_at_risk
 */
export function gaussianValueAtRisk(returns: ArrayLike<number>, tail: number): Fraction {
  checkTail('gaussianValueAtRisk', tail)
  return fraction(mean(returns) + inverseNormal(tail) * standardDeviation(returns))
}

/**
 * Value at risk with the normal quantile corrected for skewness and excess kurtosis (both of the series itself).
 * @returns a return per period; NaN without variance, with under two returns or when any is NaN
 * @throws ConfigError when the tail is no probability
 * @see Cornish and Fisher (1938); Favre and Galeano (2002), Journal of Alternative Investments 5(2)
 */
export function cornishFisherValueAtRisk(returns: ArrayLike<number>, tail: number): Fraction {
  checkTail('cornishFisherValueAtRisk', tail)
  const z = inverseNormal(tail)
  const skew = skewness(returns)
  const kurtosis = excessKurtosis(returns)
  const corrected =
    z + ((z * z - 1) * skew) / 6 + ((z * z * z - 3 * z) * kurtosis) / 24 - ((2 * z * z * z - 5 * z) * skew * skew) / 36
  return fraction(mean(returns) + corrected * standardDeviation(returns))
}

/** Mean of the lowest values that make up a part of all of them; the value on the border counts in proportion. */
function tailMean(values: ArrayLike<number>, tail: number): number {
  if (!areKnown(values)) return NaN
  const sorted = Float64Array.from(values).sort()
  const wanted = tail * sorted.length
  const whole = Math.floor(wanted)
  let sum = (wanted - whole) * sorted[whole]
  for (let i = 0; i < whole; i++) sum += sorted[i]
  return sum / wanted
}

/**
 * Expected shortfall (conditional value at risk): mean of the worst part of the returns, a return on the border of that part
 * counted in proportion, so that it is continuous and coherent.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param tail - the part, 0.05 for the worst twentieth
 * @returns a return per period, never above {@link valueAtRisk}; NaN when empty or when any return is NaN
 * @throws ConfigError when the tail is no probability
 * @see Acerbi and Tasche (2002); Rockafellar and Uryasev (2002), Journal of Banking and Finance 26(7)
 */
export function expectedShortfall(returns: ArrayLike<number>, tail: number): Fraction {
  checkTail('expectedShortfall', tail)
  return fraction(tailMean(returns, tail))
}

/**
 * Expected shortfall of a normal distribution with the mean and the sample deviation of the returns.
 * @returns a return per period; NaN with under two returns or when any is NaN
 * @throws ConfigError when the tail is no probability
 * @see QuantStats conditional_value_at_risk, from version 0.0.83
 */
export function gaussianExpectedShortfall(returns: ArrayLike<number>, tail: number): Fraction {
  checkTail('gaussianExpectedShortfall', tail)
  const z = inverseNormal(tail)
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
  return fraction(mean(returns) - (standardDeviation(returns) * density) / tail)
}

/**
 * Conditional drawdown at risk: mean of the deepest part of the drawdowns of all periods, measured from the running peak of the
 * compounded equity. A tail of nearly 0 gives the largest drawdown, one of nearly 1 the mean of all.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param tail - the part, 0.05 for the deepest twentieth
 * @returns fraction in [-1, 0]; NaN when empty or when any return is NaN
 * @throws ConfigError when the tail is no probability
 * @see Chekhlov, Uryasev and Zabarankin (2005), International Journal of Theoretical and Applied Finance 8(1)
 */
export function conditionalDrawdownAtRisk(returns: ArrayLike<number>, tail: number): Fraction {
  checkTail('conditionalDrawdownAtRisk', tail)
  return fraction(tailMean(drawdowns(returns), tail))
}

/**
 * Tail ratio: size of the quantile of 1 - tail over that of the tail; above 1 large gains outweigh large losses.
 * @returns NaN when empty, when the lower quantile is 0, or when any return is NaN
 * @throws ConfigError when the tail is no probability
 * @see empyrical.tail_ratio, QuantStats tail_ratio (both with 0.05)
 */
export function tailRatio(returns: ArrayLike<number>, tail: number): Ratio {
  const lower = Math.abs(valueAtRisk(returns, tail))
  return ratio(lower > 0 ? Math.abs(valueAtRisk(returns, 1 - tail)) / lower : NaN)
}
