import { cellwise } from './stage-compute.js'
import { appliedName, requireAtLeast, stageName, type StageFamily } from './stage.js'

/** Log of an asset's price over the benchmark's: the relative strength line. */
const relativePrice: StageFamily = {
  family: 'relative_price',
  parameters: [],
  example: 'relative_price',
  create() {
    return {
      name: 'relative_price',
      inputs: ['close', 'benchmark.close'],
      lookback: 1,
      width: 'asset',
      isLevel: true,
      formula: 'log(close[t] / benchmark.close[t])',
      source: 'Levy (1967), Journal of Finance 22(4)',
      compute([close, benchmark], out, rows, kernels) {
        kernels.logRatio({ matrix: close, lag: 0 }, { matrix: benchmark, lag: 0 }, out, rows)
      },
    }
  },
}

/** Change of the relative strength line: the asset's log return less the benchmark's. Zero for the benchmark itself. */
const relativeStrength: StageFamily = {
  family: 'relative_strength',
  parameters: ['lookback'],
  example: 'relative_strength_63',
  create([lookback]) {
    requireAtLeast('relative_strength', 'lookback', lookback, 1)
    return {
      name: stageName('relative_strength', lookback),
      inputs: ['relative_price'],
      lookback: lookback + 1,
      width: 'asset',
      formula: 'relative_price[t] - relative_price[t-lookback]',
      source: 'Levy (1967), Journal of Finance 22(4)',
      compute([line], out, rows, kernels) {
        kernels.difference(line, lookback, out, rows)
      },
    }
  },
}

/** Trend of the relative strength line: the slope of its least-squares line, log units per session. */
const relativeStrengthSlope: StageFamily = {
  family: 'relative_strength_slope',
  parameters: ['window'],
  example: 'relative_strength_slope_63',
  create([window]) {
    requireAtLeast('relative_strength_slope', 'window', window, 2)
    return {
      name: stageName('relative_strength_slope', window),
      inputs: ['relative_price'],
      lookback: window,
      width: 'asset',
      formula: 'least-squares slope of relative_price over the last window rows',
      source: 'ordinary least squares on the session number',
      rolling: { statistic: 'slope', window },
    }
  },
}

/** How unusual the relative strength line is among its last w values; missing where it is flat. */
const relativeStrengthZ: StageFamily = {
  family: 'relative_strength_z',
  parameters: ['window'],
  example: 'relative_strength_z_63',
  create([window]) {
    requireAtLeast('relative_strength_z', 'window', window, 3)
    return {
      name: stageName('relative_strength_z', window),
      inputs: ['relative_price'],
      lookback: window,
      width: 'asset',
      formula: '(relative_price[t] - mean) / sample deviation over the last w rows',
      source: 'Levy (1967), Journal of Finance 22(4), standardised',
      rolling: { statistic: 'z', window },
    }
  },
}

/** The relative strength line as charts draw it: price over the benchmark's price; missing unless positive and finite. */
const relativePriceRatio: StageFamily = {
  family: 'relative_price_ratio',
  parameters: [],
  example: 'relative_price_ratio',
  create: () => ({
    name: 'relative_price_ratio',
    inputs: ['close', 'benchmark.close'],
    lookback: 1,
    width: 'asset',
    isLevel: true,
    formula: 'close[t] / benchmark.close[t]',
    source: 'Weinstein (1988), Secrets for Profiting in Bull and Bear Markets',
    compute: cellwise((close, benchmark) => {
      const ratio = close / benchmark
      return ratio > 0 && ratio < Infinity ? ratio : NaN
    }),
  }),
}

/** Mansfield's relative strength in its daily form: percent by which the line lies above its own average; 0 for a flat line. */
const mansfield: StageFamily = {
  family: 'mansfield',
  parameters: ['window'],
  example: 'mansfield_252',
  create([window]) {
    requireAtLeast('mansfield', 'window', window, 2)
    return {
      name: stageName('mansfield', window),
      inputs: ['relative_price_ratio', appliedName('rolling_mean', [window], ['relative_price_ratio'])],
      lookback: 1,
      width: 'asset',
      formula: '100 * (relative_price_ratio[t] / mean over the last w rows - 1)',
      source: 'Mansfield charts (52 weeks), in Weinstein (1988), Secrets for Profiting in Bull and Bear Markets',
      compute: cellwise((line, mean) => 100 * (line / mean - 1)),
    }
  },
}

/** Nearness of the relative strength line to its highest value of the last w sessions: 1 at a new high or where it is flat. */
const relativeHighNearness: StageFamily = {
  family: 'relative_high_nearness',
  parameters: ['window'],
  example: 'relative_high_nearness_252',
  create([window]) {
    requireAtLeast('relative_high_nearness', 'window', window, 2)
    return {
      name: stageName('relative_high_nearness', window),
      inputs: ['relative_price_ratio', appliedName('rolling_max', [window], ['relative_price_ratio'])],
      lookback: 1,
      width: 'asset',
      formula: 'relative_price_ratio[t] / its highest value of the last w rows',
      source: 'George and Hwang (2004), Journal of Finance 59(5), of the price relative to the benchmark',
      compute: cellwise((line, high) => line / high),
    }
  },
}

/** The price against the benchmark. */
export const relativeStrengthStages: readonly StageFamily[] = [
  relativePrice,
  relativeStrength,
  relativeStrengthSlope,
  relativeStrengthZ,
  relativePriceRatio,
  mansfield,
  relativeHighNearness,
]
