import { plainFamily } from './family.js'
import { logRatio } from './kernel-compute.js'
import { cellwise } from './stage-compute.js'
import { appliedName, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

const PARKINSON = 'Parkinson (1980), Journal of Business 53(1)'
const GARMAN_KLASS = 'Garman and Klass (1980), Journal of Business 53(1), practical estimator'
const ROGERS_SATCHELL = 'Rogers and Satchell (1991), Annals of Applied Probability 1(4)'
const YANG_ZHANG = 'Yang and Zhang (2000), Journal of Business 73(3)'
const LOU = 'Lou, Polk and Skouras (2019), Journal of Financial Economics 134(1)'

/** Log return from the close before to the open: what the market learnt while it was closed. */
const overnightReturn = plainFamily('overnight_return', {
  inputs: ['open', 'close'],
  lookback: 2,
  width: 'asset',
  formula: 'log(open[t] / close[t-1])',
  source: LOU,
  compute: logRatio(1),
})

/** Log return from the open to the close. */
const intradayReturn = plainFamily('intraday_return', {
  inputs: ['close', 'open'],
  lookback: 1,
  width: 'asset',
  formula: 'log(close[t] / open[t])',
  source: LOU,
  compute: logRatio(0),
})

/**
 * An estimator of the variance within one session, and the volatility that its mean over a window gives: `<estimator>_variance` and
 * `<estimator>_<window>`, the latter per session (not annualised). NaN where one of the bars' prices is missing, throughout
 * where the source has closes alone; 0 where no session moved. The variance is never below 0: adjusted prices are rounded, and may
 * put the close beyond the high by a unit in the last place.
 */
function estimator(
  name: string,
  inputs: readonly string[],
  formula: string,
  source: string,
  variance: (high: number, low: number, open: number, close: number) => number,
): StageFamily[] {
  const ofSession = `${name}_variance`
  return [
    plainFamily(ofSession, {
      inputs,
      lookback: 1,
      width: 'asset',
      formula,
      source,
      compute: cellwise((high, low, open, close) => Math.max(0, variance(high, low, open, close))),
    }),
    windowedFamily(name, 1, 21, (window) => ({
      inputs: [appliedName('rolling_mean', [window], [ofSession])],
      lookback: 1,
      width: 'asset',
      formula: `square root of the mean of ${ofSession} over the last window rows`,
      source,
      compute: cellwise(Math.sqrt),
    })),
  ]
}

const parkinson = estimator(
  'parkinson',
  ['high', 'low'],
  'log(high / low)^2 / (4 log 2)',
  PARKINSON,
  (high, low) => Math.log(high / low) ** 2 / (4 * Math.LN2),
)

const garmanKlass = estimator(
  'garman_klass',
  ['high', 'low', 'open', 'close'],
  'log(high / low)^2 / 2 - (2 log 2 - 1) log(close / open)^2',
  GARMAN_KLASS,
  (high, low, open, close) => Math.log(high / low) ** 2 / 2 - (2 * Math.LN2 - 1) * Math.log(close / open) ** 2,
)

const rogersSatchell = estimator(
  'rogers_satchell',
  ['high', 'low', 'open', 'close'],
  'log(high / close) log(high / open) + log(low / close) log(low / open)',
  ROGERS_SATCHELL,
  (high, low, open, close) =>
    Math.log(high / close) * Math.log(high / open) + Math.log(low / close) * Math.log(low / open),
)

/**
 * Volatility of whole sessions, the jump to the open included, whatever their drift; per session (not annualised). NaN as for the
 * estimators within sessions; 0 where nothing moved.
 */
const yangZhang = windowedFamily('yang_zhang', 2, 21, (window) => {
  // The weight at which the variance of the estimate is least.
  const k = 0.34 / (1.34 + (window + 1) / (window - 1))
  return {
    inputs: [
      appliedName('rolling_deviation', [window], ['overnight_return']),
      appliedName('rolling_deviation', [window], ['intraday_return']),
      appliedName('rolling_mean', [window], ['rogers_satchell_variance']),
    ],
    lookback: 1,
    width: 'asset',
    formula:
      'root of var(overnight_return) + k var(intraday_return) + (1 - k) mean(rogers_satchell_variance) over the last ' +
      'window rows, k = 0.34 / (1.34 + (window + 1) / (window - 1))',
    source: YANG_ZHANG,
    compute: cellwise((overnight, intraday, within) =>
      Math.sqrt(overnight * overnight + k * intraday * intraday + (1 - k) * within),
    ),
  }
})

/** How much prices move, by the whole bar. */
export const rangeVolatilityStages: readonly StageFamily[] = [
  overnightReturn,
  intradayReturn,
  ...parkinson,
  ...garmanKlass,
  ...rogersSatchell,
  yangZhang,
]
