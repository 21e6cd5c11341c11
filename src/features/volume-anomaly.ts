import { requireAtLeast, stageName, type Stage, type StageFamily } from './stage.js'

/** Natural log of the shares traded; NaN where nothing traded. */
export const logVolume: StageFamily = {
  family: 'log_volume',
  parameters: [],
  example: [],
  create(): Stage {
    return {
      name: 'log_volume',
      inputs: ['volume'],
      lookback: 1,
      width: 'asset',
      isLevel: true,
      formula: 'log(volume[t]), NaN where volume is 0',
      source: 'sectorcast',
      compute([volume], out) {
        for (let i = 0; i < volume.data.length; i++) out.data[i] = volume.data[i] > 0 ? Math.log(volume.data[i]) : NaN
      },
    }
  },
}

/**
 * Robust z-score of log volume against the sessions before it. The session itself is not part of its own baseline, and the
 * window rolls because volumes of funds grow by orders of magnitude over decades.
 */
export const volumeAnomaly: StageFamily = {
  family: 'volume_anomaly',
  parameters: ['window'],
  example: [63],
  create(window: number): Stage {
    requireAtLeast('volume_anomaly', 'window', window, 3)
    return {
      name: stageName('volume_anomaly', window),
      inputs: ['log_volume'],
      lookback: window + 1,
      width: 'asset',
      formula: '(log_volume[t] - median) / (1.4826 MAD), both over rows t-window ... t-1',
      source: 'Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers',
      compute([volume], out, kernels) {
        kernels.rollingRobustZ(volume, window + 1, out)
      },
    }
  },
}
