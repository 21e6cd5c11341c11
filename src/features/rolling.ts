import { ROLLING_STATISTICS, type RollingStatistic } from '../kernels/kernels.js'
import { difference } from './kernel-compute.js'
import { withLag } from './stage-compute.js'
import type { RollingStage, StageFamily } from './stage.js'
import { rollingTerms, windowedAppliedFamily } from './windowed.js'

/** A rolling statistic of any column; a level where its unit is the column's. */
function rollingFamily(
  family: string,
  statistic: RollingStatistic,
  exampleOperands: readonly string[],
  exampleWindow: number,
  terms: Pick<RollingStage, 'formula' | 'source' | 'isLevel'>,
): StageFamily {
  const { leastWindow } = ROLLING_STATISTICS[statistic]
  return windowedAppliedFamily(family, leastWindow, exampleWindow, exampleOperands, (window, ...inputs) =>
    rollingTerms(statistic, window, inputs, { width: 'inputs', ...terms }),
  )
}

const ELEMENTARY = 'elementary statistics'

/** A column as it was; missing where it is missing now, since a delisted asset has no past worth knowing. */
const lagged = windowedAppliedFamily(
  'lag',
  1,
  5,
  ['momentum_21'],
  (lag, x) => ({
    inputs: [x],
    lookback: lag + 1,
    width: 'inputs',
    isLevel: 'inherited',
    formula: 'x[t-rows], missing where x[t] is',
    source: ELEMENTARY,
    compute: withLag(lag, (now, before) => (Number.isNaN(now) ? NaN : before)),
  }),
  'rows',
)

/** A column less its past. */
const change = windowedAppliedFamily(
  'change',
  1,
  5,
  ['log_volume'],
  (lag, x) => ({
    inputs: [x],
    lookback: lag + 1,
    width: 'inputs',
    isLevel: 'inherited',
    formula: 'x[t] - x[t-rows]',
    source: ELEMENTARY,
    compute: difference(lag),
  }),
  'rows',
)

/** Rolling statistics of any column, and a column's past. */
export const rollingStages: readonly StageFamily[] = [
  rollingFamily('rolling_sum', 'sum', ['momentum_1'], 21, {
    isLevel: 'inherited',
    formula: 'x[t-w+1] + ... + x[t]',
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_mean', 'mean', ['momentum_1'], 21, {
    isLevel: 'inherited',
    formula: 'mean of x over the last w rows',
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_deviation', 'deviation', ['momentum_1'], 21, {
    isLevel: 'inherited',
    formula: 'sample standard deviation of x over the last w rows',
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_z', 'z', ['momentum_1'], 21, {
    formula: '(x[t] - mean) / deviation, both over the last w rows, t among them',
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_skewness', 'skewness', ['momentum_1'], 63, {
    formula: 'adjusted Fisher-Pearson skewness G1 of x over the last w rows',
    source: 'Joanes and Gill (1998), The Statistician 47(1)',
  }),
  rollingFamily('rolling_kurtosis', 'kurtosis', ['momentum_1'], 63, {
    formula: 'excess kurtosis G2 of x over the last w rows',
    source: 'Joanes and Gill (1998), The Statistician 47(1)',
  }),
  rollingFamily('rolling_weighted_mean', 'weightedMean', ['momentum_1'], 21, {
    isLevel: 'inherited',
    formula: 'sum of k x[k] / (w (w + 1) / 2), k = 1 oldest ... w newest',
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_slope', 'slope', ['relative_price'], 63, {
    isLevel: 'inherited',
    formula: 'least-squares slope of x on the row number over the last w rows',
    source: 'ordinary least squares',
  }),
  rollingFamily('rolling_max', 'max', ['momentum_1'], 21, {
    isLevel: 'inherited',
    formula: 'largest x of the last w rows',
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_min', 'min', ['momentum_1'], 21, {
    isLevel: 'inherited',
    formula: 'smallest x of the last w rows',
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_since_max', 'sinceMax', ['close'], 63, {
    formula: 'rows since the latest maximum of the last w rows',
    source: 'Aroon oscillator: Chande (1995)',
  }),
  rollingFamily('rolling_since_min', 'sinceMin', ['close'], 63, {
    formula: 'rows since the latest minimum of the last w rows',
    source: 'Aroon oscillator: Chande (1995)',
  }),
  rollingFamily('rolling_rank', 'rank', ['momentum_1'], 63, {
    formula: '(rows below x[t] + (rows equal + 1) / 2) / w over the last w rows',
    source: 'fractional rank, ties averaged',
  }),
  rollingFamily('rolling_median', 'median', ['momentum_1'], 21, {
    isLevel: 'inherited',
    formula: 'median of x over the last w rows',
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_median_deviation', 'medianDeviation', ['momentum_1'], 21, {
    isLevel: 'inherited',
    formula: 'median of |x - median| over the last w rows',
    source: 'Hampel (1974), JASA 69',
  }),
  rollingFamily('rolling_robust_z', 'robustZ', ['log_volume'], 64, {
    formula: '(x[t] - median) / (1.4826 MAD), both over rows t-w+1 ... t-1',
    source: 'Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers',
  }),
  rollingFamily('rolling_covariance', 'covariance', ['momentum_1', 'benchmark_return'], 63, {
    isLevel: 'inherited',
    formula: 'sample covariance of x and y over the last w rows',
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_correlation', 'correlation', ['momentum_1', 'benchmark_return'], 63, {
    formula: "Pearson's correlation of x and y over the last w rows",
    source: ELEMENTARY,
  }),
  rollingFamily('rolling_beta', 'beta', ['momentum_1', 'benchmark_return'], 63, {
    isLevel: 'inherited',
    formula: 'covariance of x and y / variance of y over the last w rows',
    source: 'ordinary least squares',
  }),
  lagged,
  change,
]
