import { difference } from './kernel-compute.js'
import { cellwise, withLag } from './stage-compute.js'
import { requireAtLeast, stageName, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** Simple return over the last `window` sessions; NaN where either close is missing. */
const simpleReturn = windowedFamily('return', 1, 21, (window) => ({
  inputs: ['close'],
  lookback: window + 1,
  width: 'asset',
  formula: 'close[t] / close[t-window] - 1',
  source: 'elementary finance',
  compute: withLag(window, (now, before) => now / before - 1),
}))

/**
 * Log return from t-lookback to t-skip; the skip leaves out the latest sessions, which tend to revert. NaN where either close, or
 * the one at t, is missing.
 */
const momentum: StageFamily = {
  family: 'momentum',
  parameters: ['lookback', 'skip'],
  optional: 1,
  example: 'momentum_126',
  create([lookback, skip = 0]) {
    requireAtLeast('momentum', 'lookback', lookback, 1)
    requireAtLeast('momentum', 'skip', skip, 0)
    requireAtLeast('momentum', 'lookback - skip', lookback - skip, 1)
    return {
      name: skip === 0 ? stageName('momentum', lookback) : stageName('momentum', lookback, skip),
      inputs: ['close'],
      lookback: lookback + 1,
      width: 'asset',
      formula: 'log(close[t-skip] / close[t-lookback])',
      source: 'Jegadeesh and Titman (1993), Journal of Finance 48(1)',
      compute([close], out, rows, kernels) {
        kernels.logRatio({ matrix: close, lag: skip }, { matrix: close, lag: lookback }, out, rows)
        if (skip === 0) return
        // A delisted asset has no momentum, though the sessions before the skip still have prices.
        for (let i = rows.from * close.cols; i < rows.to * close.cols; i++)
          if (Number.isNaN(close.data[i])) out.data[i] = NaN
      },
    }
  },
}

/**
 * Mean of the annualised simple returns over 1, 3, 6 and 12 months, known as 13612W; `month` is the number of sessions that stand
 * for a month (at most so many that the longest return, over twelve, is one that exists). NaN where one of the five closes is
 * missing.
 */
const weightedMomentum = windowedFamily(
  'weighted_momentum',
  [1, 8_333],
  21,
  (month) => ({
    inputs: [1, 3, 6, 12].map((months) => stageName('return', months * month)),
    lookback: 1,
    width: 'asset',
    formula: '(12 return_m + 4 return_3m + 2 return_6m + return_12m) / 4, m = month',
    source: 'Keller and Keuning (2017), Breadth Momentum and Vigilant Asset Allocation (13612W)',
    compute: cellwise((one, three, six, twelve) => (12 * one + 4 * three + 2 * six + twelve) / 4),
  }),
  'month',
)

/** Momentum less the momentum of the `window` sessions before; NaN where one of the two is missing. */
const acceleration = windowedFamily('acceleration', 1, 63, (window) => ({
  inputs: [stageName('momentum', window)],
  lookback: window + 1,
  width: 'asset',
  formula: 'momentum_window[t] - momentum_window[t-window]',
  source: 'Ardila-Alvarez, Forro and Sornette (2021), Physica A 569',
  compute: difference(window),
}))

/** What fell lately, expected to recover: the simple return with its sign turned; NaN where the return is. */
const reversal = windowedFamily('reversal', 1, 21, (window) => ({
  inputs: [stageName('return', window)],
  lookback: 1,
  width: 'asset',
  formula: '-return_window[t]',
  source: 'Jegadeesh (1990), Journal of Finance 45(3)',
  // Not -own, which of 0 is -0.
  compute: cellwise((own) => 0 - own),
}))

/** Returns over windows. */
export const momentumStages: readonly StageFamily[] = [simpleReturn, momentum, weightedMomentum, acceleration, reversal]
