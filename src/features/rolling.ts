import { ROLLING_STATISTICS, type RollingStatistic } from '../kernels/kernels.js'
import { withLag } from './stage-compute.js'
import { appliedName, requireAtLeast, type StageFamily } from './stage.js'

/** A rolling statistic of any column. */
function rollingFamily(
  family: string,
  statistic: RollingStatistic,
  formula: string,
  source: string,
  example: string,
  isLevel: 'inherited' | false,
): StageFamily {
  const { inputs, leastWindow } = ROLLING_STATISTICS[statistic]
  return {
    family,
    parameters: ['window'],
    operands: inputs === 1 ? ['x'] : ['x', 'y'],
    example,
    create([window], operands) {
      requireAtLeast(family, 'window', window, leastWindow)
      return {
        name: appliedName(family, [window], operands),
        inputs: operands,
        lookback: window,
        width: 'inputs',
        isLevel,
        formula,
        source,
        rolling: { statistic, window },
      }
    },
  }
}

const ELEMENTARY = 'elementary statistics'

/** A column as it was; missing where it is missing now, since a delisted asset has no past worth knowing. */
const lagged: StageFamily = {
  family: 'lag',
  parameters: ['rows'],
  operands: ['x'],
  example: 'lag_5(momentum_21)',
  create([lag], operands) {
    requireAtLeast('lag', 'rows', lag, 1)
    return {
      name: appliedName('lag', [lag], operands),
      inputs: operands,
      lookback: lag + 1,
      width: 'inputs',
      isLevel: 'inherited',
      formula: 'x[t-rows], missing where x[t] is',
      source: ELEMENTARY,
      compute: withLag(lag, (now, before) => (Number.isNaN(now) ? NaN : before)),
    }
  },
}

/** A column less its past. */
const change: StageFamily = {
  family: 'change',
  parameters: ['rows'],
  operands: ['x'],
  example: 'change_5(log_volume)',
  create([lag], operands) {
    requireAtLeast('change', 'rows', lag, 1)
    return {
      name: appliedName('change', [lag], operands),
      inputs: operands,
      lookback: lag + 1,
      width: 'inputs',
      isLevel: 'inherited',
      formula: 'x[t] - x[t-rows]',
      source: ELEMENTARY,
      compute([x], out, rows, kernels) {
        kernels.difference(x, lag, out, rows)
      },
    }
  },
}

/** Rolling statistics of any column, and a column's past. */
export const rollingStages: readonly StageFamily[] = [
  rollingFamily('rolling_sum', 'sum', 'x[t-w+1] + ... + x[t]', ELEMENTARY, 'rolling_sum_21(momentum_1)', 'inherited'),
  rollingFamily(
    'rolling_mean',
    'mean',
    'mean of x over the last w rows',
    ELEMENTARY,
    'rolling_mean_21(momentum_1)',
    'inherited',
  ),
  rollingFamily(
    'rolling_deviation',
    'deviation',
    'sample standard deviation of x over the last w rows',
    ELEMENTARY,
    'rolling_deviation_21(momentum_1)',
    'inherited',
  ),
  rollingFamily(
    'rolling_z',
    'z',
    '(x[t] - mean) / deviation, both over the last w rows, t among them',
    ELEMENTARY,
    'rolling_z_21(momentum_1)',
    false,
  ),
  rollingFamily(
    'rolling_skewness',
    'skewness',
    'adjusted Fisher-Pearson skewness G1 of x over the last w rows',
    'Joanes and Gill (1998), The Statistician 47(1)',
    'rolling_skewness_63(momentum_1)',
    false,
  ),
  rollingFamily(
    'rolling_kurtosis',
    'kurtosis',
    'excess kurtosis G2 of x over the last w rows',
    'Joanes and Gill (1998), The Statistician 47(1)',
    'rolling_kurtosis_63(momentum_1)',
    false,
  ),
  rollingFamily(
    'rolling_weighted_mean',
    'weightedMean',
    'sum of k x[k] / (w (w + 1) / 2), k = 1 oldest ... w newest',
    ELEMENTARY,
    'rolling_weighted_mean_21(momentum_1)',
    'inherited',
  ),
  rollingFamily(
    'rolling_slope',
    'slope',
    'least-squares slope of x on the row number over the last w rows',
    'ordinary least squares',
    'rolling_slope_63(relative_price)',
    'inherited',
  ),
  rollingFamily(
    'rolling_max',
    'max',
    'largest x of the last w rows',
    ELEMENTARY,
    'rolling_max_21(momentum_1)',
    'inherited',
  ),
  rollingFamily(
    'rolling_min',
    'min',
    'smallest x of the last w rows',
    ELEMENTARY,
    'rolling_min_21(momentum_1)',
    'inherited',
  ),
  rollingFamily(
    'rolling_since_max',
    'sinceMax',
    'rows since the latest maximum of the last w rows',
    'Aroon oscillator: Chande (1995)',
    'rolling_since_max_63(close)',
    false,
  ),
  rollingFamily(
    'rolling_since_min',
    'sinceMin',
    'rows since the latest minimum of the last w rows',
    'Aroon oscillator: Chande (1995)',
    'rolling_since_min_63(close)',
    false,
  ),
  rollingFamily(
    'rolling_rank',
    'rank',
    '(rows below x[t] + (rows equal + 1) / 2) / w over the last w rows',
    'fractional rank, ties averaged',
    'rolling_rank_63(momentum_1)',
    false,
  ),
  rollingFamily(
    'rolling_median',
    'median',
    'median of x over the last w rows',
    ELEMENTARY,
    'rolling_median_21(momentum_1)',
    'inherited',
  ),
  rollingFamily(
    'rolling_median_deviation',
    'medianDeviation',
    'median of |x - median| over the last w rows',
    'Hampel (1974), JASA 69',
    'rolling_median_deviation_21(momentum_1)',
    'inherited',
  ),
  rollingFamily(
    'rolling_robust_z',
    'robustZ',
    '(x[t] - median) / (1.4826 MAD), both over rows t-w+1 ... t-1',
    'Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers',
    'rolling_robust_z_64(log_volume)',
    false,
  ),
  rollingFamily(
    'rolling_covariance',
    'covariance',
    'sample covariance of x and y over the last w rows',
    ELEMENTARY,
    'rolling_covariance_63(momentum_1,benchmark_return)',
    'inherited',
  ),
  rollingFamily(
    'rolling_correlation',
    'correlation',
    "Pearson's correlation of x and y over the last w rows",
    ELEMENTARY,
    'rolling_correlation_63(momentum_1,benchmark_return)',
    false,
  ),
  rollingFamily(
    'rolling_beta',
    'beta',
    'covariance of x and y / variance of y over the last w rows',
    'ordinary least squares',
    'rolling_beta_63(momentum_1,benchmark_return)',
    'inherited',
  ),
  lagged,
  change,
]
