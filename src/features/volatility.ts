import { requireAtLeast, stageName, type Stage, type StageFamily } from './stage.js'

/** Realised volatility: sample standard deviation of daily log returns, per session (not annualised). */
export const volatility: StageFamily = {
  family: 'volatility',
  parameters: ['window'],
  example: [21],
  create(window: number): Stage {
    requireAtLeast('volatility', 'window', window, 2)
    return {
      name: stageName('volatility', window),
      inputs: ['momentum_1'],
      lookback: window,
      width: 'asset',
      formula: 'sample standard deviation of momentum_1 over the last window rows',
      source: 'sample standard deviation, n - 1 in the denominator',
      compute([returns], out, kernels) {
        kernels.rollingDeviation(returns, window, out)
      },
    }
  },
}
