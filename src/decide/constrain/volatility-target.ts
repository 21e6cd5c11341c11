import type { Constraint } from '../decision-step.js'
import { percent, scaled } from '../exposures.js'
import { requireNumber, requirePositive, requireWhole } from '../require-params.js'
import { portfolioVolatility } from './portfolio-volatility.js'

export interface VolatilityTargetParams {
  /** Annual volatility, fraction. */
  readonly target: number
  /** Sessions that it is estimated on. */
  readonly lookback: number
  /** Sessions after which an observation counts half; 0: all count alike. Fewer sessions see a crash sooner. */
  readonly halfLife: number
  /** Largest factor: 1 never adds to the weights, 2 may double them. */
  readonly most: number
}

/**
 * Scales the portfolio by min(most, target / its volatility); the rest is cash, or borrowed. Volatility is that of the weights over the
 * lookback (`portfolioVolatility` says how gaps are dealt with). A portfolio that never moved is scaled by `most`. Where fewer than
 * half of the lookback's sessions can tell, the risk is not known, and nothing is held.
 * @see Moreira and Muir (2017), "Volatility-Managed Portfolios", Journal of Finance 72; Harvey et al. (2018), "The Impact of
 *   Volatility Targeting", Journal of Portfolio Management 45
 */
export const volatilityTarget: Constraint<VolatilityTargetParams> = {
  name: 'volatility-target',
  defaults: { target: 0.1, lookback: 63, halfLife: 0, most: 1 },
  check({ target, lookback, halfLife, most }) {
    requirePositive('volatility-target: target', target, 10)
    requireWhole('volatility-target: lookback', lookback, 2)
    requireNumber('volatility-target: halfLife', halfLife, 0, 1e6)
    requirePositive('volatility-target: most', most, 10)
  },
  constrain({ returns, sessionsPerYear }, given, { target, lookback, halfLife, most }) {
    if (given.every((weight) => weight === 0)) return { weights: given.slice(), note: '' }
    const { volatility, sessions } = portfolioVolatility(returns(lookback), given, { sessionsPerYear, halfLife })
    if (sessions < Math.max(2, lookback / 2) || !Number.isFinite(volatility))
      return { weights: scaled(given, 0), note: `volatility unknown (${sessions} of ${lookback} sessions): cash` }
    const factor = volatility > 0 ? Math.min(most, target / volatility) : most
    const note = `volatility ${percent(volatility)} to ${percent(volatility * factor)}, times ${factor.toFixed(2)}`
    return { weights: scaled(given, factor), note: factor === 1 ? '' : note }
  },
}
