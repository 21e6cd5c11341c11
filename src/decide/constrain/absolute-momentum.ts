import { ConfigError } from '../../core/errors.js'
import type { Matrix } from '../../core/matrix.js'
import type { Constraint } from '../decision-step.js'
import { requireWhole } from '../require-params.js'

export interface AbsoluteMomentumParams {
  /** Sessions over which an asset's return is compounded. */
  readonly lookback: number
  /** Annual rate of cash, fraction: what a return has to beat. */
  readonly rate: number
}

/** Compounded return of one asset; NaN where a session is missing. */
function compounded({ rows, cols, data }: Matrix, asset: number): number {
  let growth = 1
  for (let t = 0; t < rows; t++) growth *= 1 + data[t * cols + asset]
  return growth - 1
}

/**
 * Holds long only what has done better than cash itself, and sells short only what has done worse; the rest goes to cash. With a
 * selection by score it is dual momentum. An asset without a return in every session of the lookback has not shown it.
 * @see Antonacci (2014), "Dual Momentum Investing"; Moskowitz, Ooi and Pedersen (2012), "Time Series Momentum", Journal of Financial
 *   Economics 104
 */
export const absoluteMomentum: Constraint<AbsoluteMomentumParams> = {
  name: 'absolute-momentum',
  defaults: { lookback: 252, rate: 0 },
  check({ lookback, rate }) {
    requireWhole('absolute-momentum: lookback', lookback, 1)
    if (!(rate > -1 && rate <= 1))
      throw new ConfigError(`absolute-momentum: rate "${rate}", expected above -1, at most 1`)
  },
  constrain({ returns, assets, sessionsPerYear }, given, { lookback, rate }) {
    const history = returns(lookback)
    const hurdle = (1 + rate) ** (lookback / sessionsPerYear) - 1
    const weights = given.map((weight, i) => {
      if (weight === 0 || history.rows < lookback) return 0
      const own = compounded(history, i)
      return (weight > 0 ? own > hurdle : own < hurdle) ? weight : 0
    })
    const left = assets.filter((_, i) => given[i] !== 0 && weights[i] === 0)
    return { weights, note: left.length === 0 ? '' : `no absolute momentum, cash instead: ${left.join(' ')}` }
  },
}
