import type { StageTraits } from '../stage-contract.js'

/** Sums over assets: their order shows in the last bits. */
const SUMS = { permutationTolerance: 1e-13 }

export const acrossTraits: Readonly<Record<string, StageTraits>> = {
  benchmark_return: { flat: 0 },
  rank: { names: ['rank(momentum_3)'], flat: 2.5 / 4 },
  gaussian_rank: { names: ['gaussian_rank(momentum_3)'], flat: 0 },
  z: { names: ['z(momentum_3)'], flat: 0, ...SUMS },
  demean: { names: ['demean(momentum_3)'], flat: 0, ...SUMS },
  // A single asset is its own median: no spread to measure in.
  robust_cross_z: { names: ['robust_cross_z(momentum_3)'], flat: NaN, needsOthers: true },
  winsorise: { names: ['winsorise_5(momentum_3)', 'winsorise_49(close)'] },
  sector_demean: { names: ['sector_demean(momentum_3)'], flat: 0, ...SUMS },
  // Fewer than three assets fit a line exactly.
  neutralise: { names: ['neutralise(momentum_3,volatility_3)'], flat: 0, needsOthers: true, ...SUMS },
  beta: { names: ['beta_7'], flat: NaN },
  // No beta where the benchmark fell on fewer than two sessions.
  downside_beta: { names: ['downside_beta_9'], flat: NaN, isSometimesMissing: true },
  correlation: { names: ['correlation_7'], flat: NaN },
  alpha: { names: ['alpha_7'], flat: NaN },
  tracking_error: { names: ['tracking_error_7'], flat: 0 },
  information_ratio: { names: ['information_ratio_7'], flat: NaN },
  idiosyncratic_volatility: { names: ['idiosyncratic_volatility_7', 'idiosyncratic_volatility_3'], flat: NaN },
  idiosyncratic_share: { names: ['idiosyncratic_share_7'], flat: NaN },
  market_volatility: { names: ['market_volatility_7'], flat: 0 },
  market_trend: { names: ['market_trend_7'], flat: 0 },
  market_drawdown: { names: ['market_drawdown_7'], flat: 0 },
  breadth: { names: ['breadth_7'], flat: 0 },
  advance_share: { flat: 0 },
  new_high_share: { names: ['new_high_share_4', 'new_high_share_2'], flat: 0 },
  dispersion: { names: ['dispersion_3'], flat: 0, needsOthers: true, ...SUMS },
  average_correlation: { names: ['average_correlation_7'], flat: NaN, needsOthers: true, ...SUMS },
  // The last one of a sector has no peers.
  sector_peer_return: { flat: 0, needsPeers: true, needsOthers: true },
  variance_share_market: { names: ['variance_share_market_7'], flat: NaN },
  // No return is between nothing and something: only that one is missing reaches back.
  has_sector_peers: { flat: 1, lookbackIsBound: true },
  // Without peers on any row the share is 0; a late or dead peer leaves a window of which a part has none.
  variance_share_sector: { names: ['variance_share_sector_7'], flat: NaN, needsPeers: true },
  variance_share_specific: { names: ['variance_share_specific_7'], flat: NaN, needsPeers: true },
}
