import { requireAtLeast, stageName, type Stage, type StageFamily } from './stage.js'

/** Log of an asset's price over the benchmark's: the relative strength line. */
export const relativePrice: StageFamily = {
  family: 'relative_price',
  parameters: [],
  example: [],
  create(): Stage {
    return {
      name: 'relative_price',
      inputs: ['close', 'benchmark.close'],
      lookback: 1,
      width: 'asset',
      isLevel: true,
      formula: 'log(close[t] / benchmark.close[t])',
      source: 'Levy (1967), Journal of Finance 22(4)',
      compute([close, benchmark], out) {
        for (let row = 0; row < close.rows; row++)
          for (let i = row * close.cols; i < (row + 1) * close.cols; i++)
            out.data[i] = Math.log(close.data[i] / benchmark.data[row])
      },
    }
  },
}

/** Change of the relative strength line: the asset's log return less the benchmark's. Zero for the benchmark itself. */
export const relativeStrength: StageFamily = {
  family: 'relative_strength',
  parameters: ['lookback'],
  example: [63],
  create(lookback: number): Stage {
    requireAtLeast('relative_strength', 'lookback', lookback, 1)
    return {
      name: stageName('relative_strength', lookback),
      inputs: ['relative_price'],
      lookback: lookback + 1,
      width: 'asset',
      formula: 'relative_price[t] - relative_price[t-lookback]',
      source: 'Levy (1967), Journal of Finance 22(4)',
      compute([line], out) {
        const offset = lookback * line.cols
        for (let i = offset; i < line.data.length; i++) out.data[i] = line.data[i] - line.data[i - offset]
      },
    }
  },
}

/** Trend of the relative strength line: the slope of its least-squares line, log units per session. */
export const relativeStrengthSlope: StageFamily = {
  family: 'relative_strength_slope',
  parameters: ['window'],
  example: [63],
  create(window: number): Stage {
    requireAtLeast('relative_strength_slope', 'window', window, 2)
    return {
      name: stageName('relative_strength_slope', window),
      inputs: ['relative_price'],
      lookback: window,
      width: 'asset',
      formula: 'least-squares slope of relative_price over the last window rows',
      source: 'ordinary least squares on the session number',
      compute([line], out, kernels) {
        kernels.rollingSlope(line, window, out)
      },
    }
  },
}
