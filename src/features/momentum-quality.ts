import { cellwise } from './stage-compute.js'
import { appliedName, requireAtLeast, stageName, type StageFamily } from './stage.js'

/** Natural log of the close. */
const logPrice: StageFamily = {
  family: 'log_price',
  parameters: [],
  example: 'log_price',
  create: () => ({
    name: 'log_price',
    inputs: ['close'],
    lookback: 1,
    width: 'asset',
    isLevel: true,
    formula: 'log(close[t])',
    source: 'elementary finance',
    compute([close], out, rows, kernels) {
      kernels.logRatio({ matrix: close, lag: 0 }, undefined, out, rows)
    },
  }),
}

/** Direction of the session: 1, 0 or -1. */
const returnSign: StageFamily = {
  family: 'return_sign',
  parameters: [],
  example: 'return_sign',
  create: () => ({
    name: 'return_sign',
    inputs: ['momentum_1'],
    lookback: 1,
    width: 'asset',
    formula: '1 where momentum_1[t] > 0, -1 where it is below, 0 where it is 0',
    source: 'Cowles and Jones (1937), Econometrica 5(3)',
    compute: cellwise(Math.sign),
  }),
}

/** Momentum per unit of risk; NaN where the prices of the window did not move, as there is no risk to measure by. */
const riskAdjustedMomentum: StageFamily = {
  family: 'risk_adjusted_momentum',
  parameters: ['lookback', 'window'],
  example: 'risk_adjusted_momentum_126_63',
  create([lookback, window]) {
    requireAtLeast('risk_adjusted_momentum', 'lookback', lookback, 1)
    requireAtLeast('risk_adjusted_momentum', 'window', window, 2)
    return {
      name: stageName('risk_adjusted_momentum', lookback, window),
      inputs: [stageName('momentum', lookback), stageName('volatility', window)],
      lookback: 1,
      width: 'asset',
      formula: 'momentum_lookback[t] / volatility_window[t], NaN where the latter is 0',
      source: 'Rachev, Jasic, Stoyanov and Fabozzi (2007), Journal of Banking and Finance 31(8)',
      compute: cellwise((own, risk) => (risk > 0 ? own / risk : NaN)),
    }
  },
}

/**
 * Information discreteness: whether a return came in few large steps (towards 1) or in many small ones of its own direction (towards
 * -1), which go unnoticed like the water that warms around the frog. Sessions without a move count for neither side; 0 where
 * the momentum is 0.
 */
const frogInThePan: StageFamily = {
  family: 'frog_in_the_pan',
  parameters: ['window'],
  example: 'frog_in_the_pan_126',
  create([window]) {
    // One step alone is always of its own direction.
    requireAtLeast('frog_in_the_pan', 'window', window, 2)
    return {
      name: stageName('frog_in_the_pan', window),
      inputs: [stageName('momentum', window), appliedName('rolling_mean', [window], ['return_sign'])],
      lookback: 1,
      width: 'asset',
      formula: 'sign(momentum_window[t]) x (share of falling - share of rising sessions) over the last window returns',
      source: 'Da, Gurun and Warachka (2014), Review of Financial Studies 27(7)',
      compute: cellwise((own, rising) => -Math.sign(own) * rising),
    }
  },
}

/**
 * Slope of the log price times the R squared of its line, per session (not annualised). NaN where the closes of the window are all
 * equal: a flat line explains nothing of nothing.
 */
const trendStrength: StageFamily = {
  family: 'trend_strength',
  parameters: ['window'],
  example: 'trend_strength_90',
  create([window]) {
    // Two points always lie on their line.
    requireAtLeast('trend_strength', 'window', window, 3)
    const varianceOfRows = (window * (window + 1)) / 12
    return {
      name: stageName('trend_strength', window),
      inputs: [
        appliedName('rolling_slope', [window], ['log_price']),
        appliedName('rolling_deviation', [window], ['log_price']),
      ],
      lookback: 1,
      width: 'asset',
      formula: 'slope x R squared of the least-squares line of log(close) over the last window rows',
      source: 'Clenow (2015), Stocks on the Move',
      compute: cellwise((slope, deviation) => {
        const correlation = (slope * Math.sqrt(varianceOfRows)) / deviation
        return slope * Math.min(1, correlation * correlation)
      }),
    }
  },
}

/** Nearness to the high of the last `window` closes, t among them: 1 at the high; NaN where one of them is missing. */
const highNearness: StageFamily = {
  family: 'high_nearness',
  parameters: ['window'],
  example: 'high_nearness_252',
  create([window]) {
    requireAtLeast('high_nearness', 'window', window, 2)
    return {
      name: stageName('high_nearness', window),
      inputs: ['close', appliedName('rolling_max', [window], ['close'])],
      lookback: 1,
      width: 'asset',
      formula: 'close[t] / largest close of the last window rows',
      source: 'George and Hwang (2004), Journal of Finance 59(5)',
      compute: cellwise((close, high) => close / high),
    }
  },
}

/** How a return came about. */
export const momentumQualityStages: readonly StageFamily[] = [
  logPrice,
  returnSign,
  riskAdjustedMomentum,
  frogInThePan,
  trendStrength,
  highNearness,
]
