import type { StageTraits } from '../stage-contract.js'

export const trendTraits: Readonly<Record<string, StageTraits>> = {
  sma: { names: ['sma_7', 'sma_1'], flat: 0.1 },
  wma: { names: ['wma_20', 'wma_1', 'wma_7'], flat: 0.1 },
  sma_gap: { names: ['sma_gap_7'], flat: 0 },
  wma_gap: { names: ['wma_gap_7'], flat: 0 },
  average_gap: { names: ['average_gap_3_8', 'average_gap_2_3'], flat: 0 },
  gma: { names: ['gma_20_1', 'gma_5_2', 'gma_6_0'], flat: 0 },
  gma_normalised: { names: ['gma_normalised_20_1', 'gma_normalised_5_2', 'gma_normalised_6_0'], flat: 0 },
  // Only a touch makes the sessions before the last one matter.
  crossing: { names: ['crossing_3_8', 'crossing_2_3'], flat: 0, lookbackIsBound: true },
  price_crossing: { names: ['price_crossing_7', 'price_crossing_2'], flat: 0, lookbackIsBound: true },
  // Weeks of six sessions would need all of the lookback, those of five do not.
  weekly_wma: { names: ['weekly_wma_4', 'weekly_wma_1'], flat: 0.1, lookbackIsBound: true },
  weekly_gma: { names: ['weekly_gma_4_1', 'weekly_gma_2_0'], flat: 0, lookbackIsBound: true },
  weekly_gma_normalised: { names: ['weekly_gma_normalised_4_2'], flat: 0, lookbackIsBound: true },
  absolute: { names: ['absolute(momentum_1)'], flat: 0 },
  // Without a spread or a move there is no unit to measure in.
  rsi: { names: ['rsi_7', 'rsi_2'], flat: NaN },
  aroon: { names: ['aroon_7'], flat: 0 },
  stochastic: { names: ['stochastic_7', 'stochastic_2'], flat: NaN },
  relative_price: { flat: 0 },
  relative_price_ratio: { flat: 1 },
  relative_strength: { names: ['relative_strength_63', 'relative_strength_1'], flat: 0 },
  relative_strength_slope: { names: ['relative_strength_slope_63', 'relative_strength_slope_2'], flat: 0 },
  mansfield: { names: ['mansfield_7'], flat: 0 },
  relative_high_nearness: { names: ['relative_high_nearness_7'], flat: 1 },
  rotation_ratio: { names: ['rotation_ratio_7'], flat: NaN },
  rotation_momentum: { names: ['rotation_momentum_7_3', 'rotation_momentum_5_1'], flat: NaN },
  rotation_angle: { names: ['rotation_angle_7_3'], flat: NaN },
  rotation_distance: { names: ['rotation_distance_7_3'], flat: NaN },
  momentum_differential: { names: ['momentum_differential_5'], flat: 0 },
  // A mean over assets: the order of the sum shows in the last bits.
  momentum_differential_mean: { names: ['momentum_differential_mean_5'], flat: 0, permutationTolerance: 1e-15 },
  momentum_differential_rank: { names: ['momentum_differential_rank_5'], flat: 0.5 },
  momentum_differential_leader: { names: ['momentum_differential_leader_5'], flat: 0 },
  momentum_differential_laggard: { names: ['momentum_differential_laggard_5'], flat: 0 },
  momentum_differential_spread: { names: ['momentum_differential_spread_5'], flat: 0 },
}
