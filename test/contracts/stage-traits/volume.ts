import type { StageTraits } from '../stage-contract.js'

/** Dates are no values that a perturbation could move. */
const ofDate: StageTraits = { lookbackIsBound: true }

export const volumeTraits: Readonly<Record<string, StageTraits>> = {
  log_volume: { flat: Math.log(1000), needsVolume: true },
  dollar_volume: { flat: 100 },
  log_dollar_volume: { flat: Math.log(100), needsVolume: true },
  // Without any spread there is no unit to measure an anomaly in.
  volume_anomaly: { names: ['volume_anomaly_63', 'volume_anomaly_7'], flat: NaN, needsVolume: true },
  dollar_volume_z: { names: ['dollar_volume_z_7'], flat: NaN, needsVolume: true },
  relative_volume: { names: ['relative_volume_7', 'relative_volume_2'], flat: 1 },
  volume_trend: { names: ['volume_trend_7'], flat: 0, needsVolume: true },
  price_volume_correlation: { names: ['price_volume_correlation_7'], flat: NaN, needsVolume: true },
  // The return looks back on a session of which the volume does not matter.
  illiquidity: { flat: 0, isSometimesMissing: true },
  amihud: { names: ['amihud_7'], flat: 0, isSometimesMissing: true },
  // Sums over assets: their order shows in the last bits.
  dollar_volume_share: { flat: 0.25, permutationTolerance: 1e-15 },
  turnover_share: { names: ['turnover_share_7'], flat: 0.25, permutationTolerance: 1e-15 },
  // A session without volume has no log; as part of a baseline it is left out.
  weekday_volume_anomaly: {
    names: ['weekday_volume_anomaly_25', 'weekday_volume_anomaly_30'],
    flat: NaN,
    isSometimesMissing: true,
  },
  signed_volume: { flat: 0 },
  on_balance_volume: { names: ['on_balance_volume_7', 'on_balance_volume_2'], flat: 0 },
  money_flow_volume: { flat: 0 },
  money_flow: { names: ['money_flow_7'], flat: 0 },
  // Without a rise or without a fall in the window there is nothing to compare.
  up_down_volume: { names: ['up_down_volume_12'], flat: NaN, isSometimesMissing: true },
  close_location: { flat: 0 },
  large_trade: { names: ['large_trade_21', 'large_trade_5'], flat: NaN, needsVolume: true },
  trend_sign: { names: ['trend_sign_7(close)'], flat: 0 },
  divergence: { names: ['divergence_7(benchmark.close)', 'divergence_7(feed.macro)', 'divergence_2(feed.flow)'] },
  price_volume_divergence: { names: ['price_volume_divergence_7'], flat: 0, needsVolume: true },
  divergence_strength: { names: ['divergence_strength_7(feed.macro)'], flat: NaN },
  // A feed that is scaled keeps its sign; a price of the oldest row does not leave the return its own.
  sign: { names: ['sign(momentum_1)'], flat: 0 },
  per_turnover: { names: ['per_turnover_7(feed.flow)', 'per_turnover_7(feed.macro)'] },
  per_volume: { names: ['per_volume_7(feed.flow)'] },
  flow_persistence: { names: ['flow_persistence_7(momentum_1)'], flat: 0 },
  sensitivity: { names: ['sensitivity_7(feed.macro)', 'sensitivity_7(feed.flow)'], flat: 0 },
  growth: { names: ['growth_7(feed.macro)', 'growth_3(close)'] },
  yield_to_price: { names: ['yield_to_price(feed.macro)', 'yield_to_price(feed.flow)'] },
  // These series change on every session, whatever the oldest row holds; that it is missing still counts.
  changed: { names: ['changed(feed.macro)', 'changed(feed.flow)'], lookbackIsBound: true },
  since_change: { names: ['since_change_7(feed.macro)', 'since_change_5(feed.flow)'], lookbackIsBound: true },
  surprise: { names: ['surprise_7(feed.macro)', 'surprise_9(feed.flow)'] },
  year_sine: ofDate,
  year_cosine: ofDate,
  weekday: ofDate,
  winter_half: ofDate,
  turn_of_month: ofDate,
  same_month_return: { names: ['same_month_return_1'], flat: 0 },
}
