import { parametrisedFamily, plainFamily } from './family.js'
import { logarithm } from './kernel-compute.js'
import { cellwise } from './stage-compute.js'
import { appliedName, stageName, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** Natural log of the close. */
const logPrice = plainFamily('log_price', {
  inputs: ['close'],
  lookback: 1,
  width: 'asset',
  isLevel: true,
  formula: 'log(close[t])',
  source: 'elementary finance',
  compute: logarithm,
})

/** Momentum per unit of risk; NaN where the prices of the window did not move, as there is no risk to measure by. */
const riskAdjustedMomentum = parametrisedFamily(
  'risk_adjusted_momentum',
  { lookback: 1, window: 2 },
  [126, 63],
  (lookback, window) => ({
    inputs: [stageName('momentum', lookback), stageName('volatility', window)],
    lookback: 1,
    width: 'asset',
    formula: 'momentum_lookback[t] / volatility_window[t], NaN where the latter is 0',
    source: 'Rachev, Jasic, Stoyanov and Fabozzi (2007), Journal of Banking and Finance 31(8)',
    compute: cellwise((own, risk) => (risk > 0 ? own / risk : NaN)),
  }),
)

/**
 * Information discreteness: whether a return came in few large steps (towards 1) or in many small ones of its own direction (towards
 * -1), which go unnoticed like the water that warms around the frog. Sessions without a move count for neither side; 0 where
 * the momentum is 0. Two sessions or more: one step alone is always of its own direction.
 */
const frogInThePan = windowedFamily('frog_in_the_pan', 2, 126, (window) => ({
  inputs: [stageName('momentum', window), appliedName('rolling_mean', [window], ['sign(momentum_1)'])],
  lookback: 1,
  width: 'asset',
  formula: 'sign(momentum_window[t]) x (share of falling - share of rising sessions) over the last window returns',
  source: 'Da, Gurun and Warachka (2014), Review of Financial Studies 27(7)',
  // Less than 0, not the negative of it, which could be -0.
  compute: cellwise((own, rising) => 0 - Math.sign(own) * rising),
}))

/**
 * Slope of the log price times the R squared of its line, per session (not annualised). NaN where the closes of the window are all
 * equal: a flat line explains nothing of nothing. Three sessions or more: two points always lie on their line.
 */
const trendStrength = windowedFamily('trend_strength', 3, 90, (window) => {
  const varianceOfRows = (window * (window + 1)) / 12
  return {
    inputs: ['rolling_slope', 'rolling_deviation'].map((each) => appliedName(each, [window], ['log_price'])),
    lookback: 1,
    width: 'asset',
    formula: 'slope x R squared of the least-squares line of log(close) over the last window rows',
    source: 'Clenow (2015), Stocks on the Move',
    compute: cellwise((slope, deviation) => {
      const correlation = (slope * Math.sqrt(varianceOfRows)) / deviation
      return slope * Math.min(1, correlation * correlation)
    }),
  }
})

/** How a return came about. */
export const momentumQualityStages: readonly StageFamily[] = [
  logPrice,
  riskAdjustedMomentum,
  frogInThePan,
  trendStrength,
]
