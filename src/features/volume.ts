import { plainFamily } from './family.js'
import { logarithm } from './kernel-compute.js'
import { acrossAssets, cellwise } from './stage-compute.js'
import { appliedName, type StageFamily } from './stage.js'
import { rollingOf, windowedFamily } from './windowed.js'

const LO_AND_WANG = 'Lo and Wang (2000), Review of Financial Studies 13(2)'
const AMIHUD = 'Amihud (2002), Journal of Financial Markets 5(1)'

/** Natural log of the shares traded; NaN where nothing traded. */
const logVolume = plainFamily('log_volume', {
  inputs: ['volume'],
  lookback: 1,
  width: 'asset',
  isLevel: true,
  formula: 'log(volume[t]), NaN where volume is 0',
  source: 'sectorcast',
  compute: logarithm,
})

/**
 * Money traded, at the close; 0 where nothing traded. A level where distributions are adjusted here, though not for splits, which divide the
 * price by what they multiply the shares with.
 */
const dollarVolume = plainFamily('dollar_volume', {
  inputs: ['close', 'volume'],
  lookback: 1,
  width: 'asset',
  isLevel: true,
  formula: 'close[t] x volume[t]',
  source: LO_AND_WANG,
  compute: cellwise((close, volume) => close * volume),
})

/** Natural log of the money traded; NaN where nothing traded. */
const logDollarVolume = plainFamily('log_dollar_volume', {
  inputs: ['dollar_volume'],
  lookback: 1,
  width: 'asset',
  isLevel: true,
  formula: 'log(close[t] x volume[t]), NaN where volume is 0',
  source: 'elementary statistics',
  compute: logarithm,
})

/**
 * Robust z-score of log volume against the sessions before it. The session itself is not part of its own baseline, and the
 * window rolls because volumes of funds grow by orders of magnitude over decades. NaN where a session looked back on had no volume.
 */
const volumeAnomaly = windowedFamily('volume_anomaly', 3, 63, (window) => ({
  inputs: ['log_volume'],
  lookback: window + 1,
  width: 'asset',
  formula: '(log_volume[t] - median) / (1.4826 MAD), both over rows t-window ... t-1',
  source: 'Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers',
  rolling: { statistic: 'robustZ', window: window + 1 },
}))

/**
 * Z-score of the log of the money traded, which unlike that of the shares is also comparable across a change of the price's level.
 * The session is part of its window; NaN where a session of it had no volume, or none differed.
 */
const dollarVolumeZ = rollingOf('dollar_volume_z', 'z', ['log_dollar_volume'], 63, {
  formula: '(log_dollar_volume[t] - mean) / deviation, both over the last window rows',
  source: 'elementary statistics',
})

/** Volume as a multiple of the usual; 0 where nothing traded today, NaN where nothing did in the whole window before. */
const relativeVolume = windowedFamily('relative_volume', 1, 50, (window) => ({
  inputs: ['volume', appliedName('lag', [1], [appliedName('rolling_mean', [window], ['volume'])])],
  lookback: 1,
  width: 'asset',
  formula: 'volume[t] / mean of volume over rows t-window ... t-1',
  source: 'Gervais, Kaniel and Mingelgrin (2001), Journal of Finance 56(3)',
  compute: cellwise((volume, usual) => (usual > 0 ? volume / usual : NaN)),
}))

/** Growth of volume: the slope of its log, per session; NaN where a session of the window had no volume. */
const volumeTrend = rollingOf('volume_trend', 'slope', ['log_volume'], 63, {
  formula: 'least-squares slope of log_volume on the row number over the last window rows',
  source: 'ordinary least squares',
})

/** Whether volume comes with rising or with falling prices; NaN where it did not vary, and where a session had no volume. */
const priceVolumeCorrelation = rollingOf(
  'price_volume_correlation',
  'correlation',
  ['momentum_1', appliedName('change', [1], ['log_volume'])],
  63,
  {
    formula: 'correlation of momentum_1 with log(volume[t] / volume[t-1]) over the last window rows',
    source: 'Karpoff (1987), Journal of Financial and Quantitative Analysis 22(1)',
  },
)

/** How far a million of money traded moved the price on a session; NaN where nothing traded. */
const illiquidity = plainFamily('illiquidity', {
  inputs: ['momentum_1', 'dollar_volume'],
  lookback: 1,
  width: 'asset',
  isLevel: true,
  formula: '1e6 x |close[t] / close[t-1] - 1| / (close[t] x volume[t])',
  source: AMIHUD,
  compute: cellwise((move, turnover) => (turnover > 0 ? (1e6 * Math.abs(Math.expm1(move))) / turnover : NaN)),
})

/**
 * Amihud's illiquidity, per million of the currency: splits do not rescale it, distributions do, and it falls as turnover grows over the decades, and
 * levels of two currencies are not comparable; its rank across assets is. Amihud leaves sessions without volume out; here they make
 * the window NaN.
 */
const amihud = rollingOf('amihud', 'mean', ['illiquidity'], 21, {
  isLevel: 'inherited',
  formula: 'mean of 1e6 x |return| / (close x volume) over the last window rows',
  source: AMIHUD,
})

/** Share of a session's turnover that an asset drew, among the assets listed; NaN where nobody traded. 1 for an asset alone. */
const dollarVolumeShare = plainFamily('dollar_volume_share', {
  inputs: ['dollar_volume'],
  lookback: 1,
  width: 'asset',
  isLevel: 'mixed',
  formula: 'dollar_volume[t] / sum of dollar_volume[t] over the assets listed',
  source: LO_AND_WANG,
  compute: acrossAssets((out, turnovers) => {
    let total = 0
    for (const turnover of turnovers) if (!Number.isNaN(turnover)) total += turnover
    for (let i = 0; i < out.length; i++) out[i] = turnovers[i] / total
  }),
})

/** Attention that an asset draws: its share of the turnover, averaged. A listing takes from all the others. */
const turnoverShare = rollingOf('turnover_share', 'mean', ['dollar_volume_share'], 21, {
  formula: 'mean of dollar_volume_share over the last window rows',
  source: LO_AND_WANG,
})

/** How much was traded. */
export const volumeStages: readonly StageFamily[] = [
  logVolume,
  dollarVolume,
  logDollarVolume,
  volumeAnomaly,
  dollarVolumeZ,
  relativeVolume,
  volumeTrend,
  priceVolumeCorrelation,
  illiquidity,
  amihud,
  dollarVolumeShare,
  turnoverShare,
]
