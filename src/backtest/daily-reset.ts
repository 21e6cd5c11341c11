import { ConfigError, ShapeError } from '../core/errors.js'

export interface DailyResetOptions {
  /** Multiple of the underlying's daily return that the fund promises: 2, -1, -2, -3; of all returns, or one for each. */
  readonly leverage: number | ArrayLike<number>
  /** Yearly fee as a fraction, taken in equal parts each session; 0 when absent. */
  readonly annualFee?: number
  /**
   * Yearly rate as a fraction at which the fund borrows (leverage above 1) or earns on its collateral (below 1): it costs
   * (leverage - 1) x rate a year; 0 when absent.
   */
  readonly annualRate?: number
  /** 252 when absent. */
  readonly sessionsPerYear?: number
}

function requireFinite(name: string, value: number, least: number): void {
  if (Number.isFinite(value) && value >= least) return
  throw new ConfigError(`${name}: is ${value}, expected a finite number${least > -Infinity ? ` from ${least}` : ''}`)
}

/**
 * Returns of a leveraged or inverse fund that restores its leverage at every close: leverage x return, less fee and financing, and
 * never below -1. Once a session took everything, the fund is gone: 0 from then on.
 * @param returns - simple returns of the underlying by session; shape [n]
 * @returns shape [n]; NaN where the underlying's return is NaN (the fund's value is then not known, and later returns are of that value)
 * @throws ConfigError for a leverage, fee, rate or number of sessions that is not finite or out of range; ShapeError when there is not one
 *   leverage for each return
 * @see Cheng and Madhavan (2009), "The Dynamics of Leveraged and Inverse Exchange-Traded Funds"
 */
export function dailyResetReturns(returns: ArrayLike<number>, options: DailyResetOptions): Float64Array {
  const { leverage, annualFee = 0, annualRate = 0, sessionsPerYear = 252 } = options
  requireFinite('annualFee', annualFee, 0)
  requireFinite('annualRate', annualRate, -1)
  requireFinite('sessionsPerYear', sessionsPerYear, 1)
  if (typeof leverage !== 'number' && leverage.length !== returns.length)
    throw new ShapeError(`dailyResetReturns: ${leverage.length} leverages, expected ${returns.length} as returns`)
  const leverages = typeof leverage === 'number' ? new Float64Array(returns.length).fill(leverage) : leverage
  const out = new Float64Array(returns.length)
  let isGone = false
  for (let i = 0; i < returns.length; i++) {
    requireFinite('leverage', leverages[i], -Infinity)
    const cost = (annualFee + (leverages[i] - 1) * annualRate) / sessionsPerYear
    out[i] = isGone ? 0 : Math.max(-1, leverages[i] * returns[i] - cost)
    isGone ||= out[i] === -1
  }
  return out
}

/**
 * How far a fund that resets daily drifts from the position it stands for. Money of 1 / |leverage| in the fund has the exposure of one
 * unit of the underlying, long or short, on the first day; neither is traded afterwards. The drift is what the fund has made less what
 * the position has made: a short of one unit loses what the underlying gains.
 * @param returns - simple returns of the underlying by session; shape [n]
 * @returns cumulative drift after each session as a fraction of the first exposure, below 0 where the fund is behind; shape [n]; NaN from
 *   the first return that is NaN on
 * @throws ConfigError as {@link dailyResetReturns}, and for a leverage of 0, which stands for nothing
 */
export function dailyResetDrift(
  returns: ArrayLike<number>,
  options: DailyResetOptions & { readonly leverage: number },
): Float64Array {
  const { leverage } = options
  if (leverage === 0) throw new ConfigError('leverage: is 0, expected a number other than 0')
  const fund = dailyResetReturns(returns, options)
  const out = new Float64Array(returns.length)
  let [underlyingGrowth, fundGrowth] = [1, 1]
  for (let i = 0; i < returns.length; i++) {
    underlyingGrowth *= 1 + returns[i]
    fundGrowth *= 1 + fund[i]
    out[i] = (fundGrowth - 1) / Math.abs(leverage) - Math.sign(leverage) * (underlyingGrowth - 1)
  }
  return out
}

/**
 * What daily resetting leaves of the underlying's growth to the power of the leverage, if prices are continuous and the variance is
 * constant: exp(-leverage (leverage - 1) / 2 x variance x years). Below 1 for every leverage outside [0, 1]: volatility costs bull and
 * bear funds alike, and a bear fund more.
 * @param annualVolatility - standard deviation of log returns per root year
 * @see Cheng and Madhavan (2009), equation for the leveraged fund's value
 */
export function dailyResetDecay(leverage: number, annualVolatility: number, years: number): number {
  return Math.exp(((-leverage * (leverage - 1)) / 2) * annualVolatility * annualVolatility * years)
}
