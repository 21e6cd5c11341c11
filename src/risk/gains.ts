import { areKnown } from './known-returns.js'
import { fraction, ratio, type Fraction, type Ratio } from './units.js'
import { tailRatio } from './tail-risk.js'

/** How much lay above and below a threshold, and how often. */
interface Sides {
  readonly gain: number
  readonly gains: number
  /** Positive. */
  readonly loss: number
  readonly losses: number
}

function sidesOf(returns: ArrayLike<number>, threshold = 0): Sides {
  let gain = 0
  let gains = 0
  let loss = 0
  let losses = 0
  for (let i = 0; i < returns.length; i++) {
    const beyond = returns[i] - threshold
    if (beyond > 0) {
      gain += beyond
      gains++
    } else if (beyond < 0) {
      loss -= beyond
      losses++
    }
  }
  return areKnown(returns) ? { gain, gains, loss, losses } : { gain: NaN, gains: NaN, loss: NaN, losses: NaN }
}

/** NaN, not infinity, where there is nothing to divide by. */
export function rewardOver(reward: number, risk: number): Ratio {
  return ratio(risk > 0 ? reward / risk : NaN)
}

/**
 * Omega ratio: what exceeded a target over what fell short of it.
 * @param returns - simple returns per period, as fractions; shape [nPeriods]
 * @param target - return per period, as fraction
 * @returns NaN when empty, when nothing falls short, or when any return is NaN
 * @see Keating and Shadwick (2002); empyrical.omega_ratio, QuantStats omega
 */
export function omegaRatio(returns: ArrayLike<number>, target: number): Ratio {
  const { gain, loss } = sidesOf(returns, target)
  return rewardOver(gain, loss)
}

/**
 * Profit factor: sum of the gains over the sum of the losses; the omega ratio of a target of 0.
 * @returns NaN as {@link omegaRatio}; QuantStats prints infinity where nothing was lost
 */
export function profitFactor(returns: ArrayLike<number>): Ratio {
  return omegaRatio(returns, 0)
}

/**
 * Gain to pain: sum of all returns over the sum of the losses, {@link profitFactor} less 1. Schwager measures it on months.
 * @returns NaN when empty, without a loss, or when any return is NaN
 * @see Schwager (2012), Hedge Fund Market Wizards; QuantStats gain_to_pain_ratio
 */
export function gainToPain(returns: ArrayLike<number>): Ratio {
  const { gain, loss } = sidesOf(returns)
  return rewardOver(gain - loss, loss)
}

/**
 * Share of gains among the periods that gained or lost; periods of 0 name no side.
 * @returns fraction in [0, 1]; NaN when nothing moved or when any return is NaN
 * @see QuantStats win_rate
 */
export function winRate(returns: ArrayLike<number>): Fraction {
  const { gains, losses } = sidesOf(returns)
  return fraction(gains / (gains + losses))
}

/**
 * Payoff ratio: mean gain over mean loss.
 * @returns NaN without a gain, without a loss, or when any return is NaN
 * @see QuantStats payoff_ratio
 */
export function payoffRatio(returns: ArrayLike<number>): Ratio {
  const { gain, gains, loss, losses } = sidesOf(returns)
  return rewardOver(gain / gains, loss / losses)
}

/**
 * Common-sense ratio: {@link profitFactor} times the tail ratio.
 * @param tail - probability of either tail
 * @returns NaN where either is
 * @throws ConfigError when the tail is no probability
 * @see QuantStats common_sense_ratio (0.05)
 */
export function commonSenseRatio(returns: ArrayLike<number>, tail: number): Ratio {
  return ratio(profitFactor(returns) * tailRatio(returns, tail))
}

/**
 * Kelly's fraction of a bet with the win rate and the payoff ratio of the periods: p - (1 - p) / payoff. It depends on the odds
 * alone and is no leverage.
 * @returns NaN where the win rate or the payoff ratio is
 * @see Kelly (1956), Bell System Technical Journal 35(4); QuantStats kelly_criterion
 */
export function kellyFraction(returns: ArrayLike<number>): Fraction {
  const wins = winRate(returns)
  return fraction(wins - (1 - wins) / payoffRatio(returns))
}
