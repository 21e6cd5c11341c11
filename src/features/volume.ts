import { acrossAssets, cellwise } from './stage-compute.js'
import { appliedName, requireAtLeast, stageName, type RollingStage, type StageFamily } from './stage.js'

/** A rolling statistic of fixed columns: no measure in units of shares. */
function rollingOf(
  family: string,
  inputs: readonly string[],
  { statistic, leastWindow }: { statistic: RollingStage['rolling']['statistic']; leastWindow: number },
  { example, formula, source }: { example: number; formula: string; source: string },
): StageFamily {
  return {
    family,
    parameters: ['window'],
    example: stageName(family, example),
    create([window]) {
      requireAtLeast(family, 'window', window, leastWindow)
      return {
        name: stageName(family, window),
        inputs,
        lookback: window,
        width: 'asset',
        formula,
        source,
        rolling: { statistic, window },
      }
    },
  }
}

/** Natural log of the shares traded; NaN where nothing traded. */
const logVolume: StageFamily = {
  family: 'log_volume',
  parameters: [],
  example: 'log_volume',
  create() {
    return {
      name: 'log_volume',
      inputs: ['volume'],
      lookback: 1,
      width: 'asset',
      isLevel: true,
      formula: 'log(volume[t]), NaN where volume is 0',
      source: 'sectorcast',
      compute([volume], out, rows, kernels) {
        kernels.logRatio({ matrix: volume, lag: 0 }, undefined, out, rows)
      },
    }
  },
}

/** Money traded, at the close; 0 where nothing traded. No level: a split divides the price by what it multiplies the shares with. */
const dollarVolume: StageFamily = {
  family: 'dollar_volume',
  parameters: [],
  example: 'dollar_volume',
  create: () => ({
    name: 'dollar_volume',
    inputs: ['close', 'volume'],
    lookback: 1,
    width: 'asset',
    formula: 'close[t] x volume[t]',
    source: 'Lo and Wang (2000), Review of Financial Studies 13(2)',
    compute: cellwise((close, volume) => close * volume),
  }),
}

/** Natural log of the money traded; NaN where nothing traded. */
const logDollarVolume: StageFamily = {
  family: 'log_dollar_volume',
  parameters: [],
  example: 'log_dollar_volume',
  create: () => ({
    name: 'log_dollar_volume',
    inputs: ['dollar_volume'],
    lookback: 1,
    width: 'asset',
    formula: 'log(close[t] x volume[t]), NaN where volume is 0',
    source: 'elementary statistics',
    compute([turnover], out, rows, kernels) {
      kernels.logRatio({ matrix: turnover, lag: 0 }, undefined, out, rows)
    },
  }),
}

/**
 * Robust z-score of log volume against the sessions before it. The session itself is not part of its own baseline, and the
 * window rolls because volumes of funds grow by orders of magnitude over decades. NaN where a session looked back on had no volume.
 */
const volumeAnomaly: StageFamily = {
  family: 'volume_anomaly',
  parameters: ['window'],
  example: 'volume_anomaly_63',
  create([window]) {
    requireAtLeast('volume_anomaly', 'window', window, 3)
    return {
      name: stageName('volume_anomaly', window),
      inputs: ['log_volume'],
      lookback: window + 1,
      width: 'asset',
      formula: '(log_volume[t] - median) / (1.4826 MAD), both over rows t-window ... t-1',
      source: 'Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers',
      rolling: { statistic: 'robustZ', window: window + 1 },
    }
  },
}

/** Z-score of log volume, the session being part of its window; NaN where a session of it had no volume, or none differed. */
const volumeZ = rollingOf(
  'volume_z',
  ['log_volume'],
  { statistic: 'z', leastWindow: 2 },
  {
    example: 63,
    formula: '(log_volume[t] - mean) / deviation, both over the last window rows',
    source: 'elementary statistics',
  },
)

/** The same of the money traded: also comparable across a change of the price's level. */
const dollarVolumeZ = rollingOf(
  'dollar_volume_z',
  ['log_dollar_volume'],
  { statistic: 'z', leastWindow: 2 },
  {
    example: 63,
    formula: '(log_dollar_volume[t] - mean) / deviation, both over the last window rows',
    source: 'elementary statistics',
  },
)

/** Volume as a multiple of the usual; 0 where nothing traded today, NaN where nothing did in the whole window before. */
const relativeVolume: StageFamily = {
  family: 'relative_volume',
  parameters: ['window'],
  example: 'relative_volume_50',
  create([window]) {
    requireAtLeast('relative_volume', 'window', window, 1)
    return {
      name: stageName('relative_volume', window),
      inputs: ['volume', appliedName('lag', [1], [appliedName('rolling_mean', [window], ['volume'])])],
      lookback: 1,
      width: 'asset',
      formula: 'volume[t] / mean of volume over rows t-window ... t-1',
      source: 'Gervais, Kaniel and Mingelgrin (2001), Journal of Finance 56(3)',
      compute: cellwise((volume, usual) => (usual > 0 ? volume / usual : NaN)),
    }
  },
}

/** Growth of volume: the slope of its log, per session; NaN where a session of the window had no volume. */
const volumeTrend = rollingOf(
  'volume_trend',
  ['log_volume'],
  { statistic: 'slope', leastWindow: 2 },
  {
    example: 63,
    formula: 'least-squares slope of log_volume on the row number over the last window rows',
    source: 'ordinary least squares',
  },
)

/** Whether volume comes with rising or with falling prices; NaN where it did not vary, and where a session had no volume. */
const priceVolumeCorrelation = rollingOf(
  'price_volume_correlation',
  ['momentum_1', appliedName('change', [1], ['log_volume'])],
  { statistic: 'correlation', leastWindow: 2 },
  {
    example: 63,
    formula: 'correlation of momentum_1 with log(volume[t] / volume[t-1]) over the last window rows',
    source: 'Karpoff (1987), Journal of Financial and Quantitative Analysis 22(1)',
  },
)

/** How far a million of money traded moved the price on a session; NaN where nothing traded. */
const illiquidity: StageFamily = {
  family: 'illiquidity',
  parameters: [],
  example: 'illiquidity',
  create: () => ({
    name: 'illiquidity',
    inputs: ['momentum_1', 'dollar_volume'],
    lookback: 1,
    width: 'asset',
    formula: '1e6 x |close[t] / close[t-1] - 1| / (close[t] x volume[t])',
    source: 'Amihud (2002), Journal of Financial Markets 5(1)',
    compute: cellwise((move, turnover) => (turnover > 0 ? (1e6 * Math.abs(Math.expm1(move))) / turnover : NaN)),
  }),
}

/**
 * Amihud's illiquidity, per million of the currency: splits do not rescale it, but it falls as turnover grows over the decades, and
 * levels of two currencies are not comparable; its rank across assets is. Amihud leaves sessions without volume out; here they make
 * the window NaN.
 */
const amihud = rollingOf(
  'amihud',
  ['illiquidity'],
  { statistic: 'mean', leastWindow: 1 },
  {
    example: 21,
    formula: 'mean of 1e6 x |return| / (close x volume) over the last window rows',
    source: 'Amihud (2002), Journal of Financial Markets 5(1)',
  },
)

/** Share of a session's turnover that an asset drew, among the assets listed; NaN where nobody traded. 1 for an asset alone. */
const dollarVolumeShare: StageFamily = {
  family: 'dollar_volume_share',
  parameters: [],
  example: 'dollar_volume_share',
  create: () => ({
    name: 'dollar_volume_share',
    inputs: ['dollar_volume'],
    lookback: 1,
    width: 'asset',
    formula: 'dollar_volume[t] / sum of dollar_volume[t] over the assets listed',
    source: 'Lo and Wang (2000), Review of Financial Studies 13(2)',
    compute: acrossAssets((out, turnovers) => {
      let total = 0
      for (const turnover of turnovers) if (!Number.isNaN(turnover)) total += turnover
      for (let i = 0; i < out.length; i++) out[i] = turnovers[i] / total
    }),
  }),
}

/** Attention that an asset draws: its share of the turnover, averaged. A listing takes from all the others. */
const turnoverShare = rollingOf(
  'turnover_share',
  ['dollar_volume_share'],
  { statistic: 'mean', leastWindow: 1 },
  {
    example: 21,
    formula: 'mean of dollar_volume_share over the last window rows',
    source: 'Lo and Wang (2000), Review of Financial Studies 13(2)',
  },
)

/** How much was traded. */
export const volumeStages: readonly StageFamily[] = [
  logVolume,
  dollarVolume,
  logDollarVolume,
  volumeAnomaly,
  volumeZ,
  dollarVolumeZ,
  relativeVolume,
  volumeTrend,
  priceVolumeCorrelation,
  illiquidity,
  amihud,
  dollarVolumeShare,
  turnoverShare,
]
