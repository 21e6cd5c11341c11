import { requireAtLeast, stageName, type Stage, type StageFamily } from './stage.js'

/** Log return from t-lookback to t-skip; the skip leaves out the latest sessions, which tend to revert. */
export const momentum: StageFamily = {
  family: 'momentum',
  parameters: ['lookback', 'skip'],
  optional: 1,
  example: [126],
  create(lookback: number, skip = 0): Stage {
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
      compute([close], out) {
        const { cols, data } = close
        for (let i = lookback * cols; i < data.length; i++) {
          const change = Math.log(data[i - skip * cols] / data[i - lookback * cols])
          // A delisted asset has no momentum, though the sessions before the skip still have prices.
          out.data[i] = Number.isNaN(data[i]) ? NaN : change
        }
      },
    }
  },
}
