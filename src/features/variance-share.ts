import { plainFamily } from './family.js'
import { acrossAssets, cellwise } from './stage-compute.js'
import { appliedName, stageName, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

/** A sector whose variance the market explains but for rounding has nothing to add. */
const COLLINEAR = 1e-10
const SOURCE = 'sequential R^2 after Campbell, Lettau, Malkiel and Xu (2001), Journal of Finance 56(1)'

/** Mean log return of the other assets of the own sector. Missing where nobody else of it has a return, or the asset has none. */
const sectorPeerReturn = plainFamily('sector_peer_return', {
  inputs: ['momentum_1', 'sector'],
  lookback: 1,
  width: 'asset',
  formula: 'mean of momentum_1 across the other assets present of the same sector',
  source: 'leave-one-out mean; Moskowitz and Grinblatt (1999), Journal of Finance 54(4)',
  compute: acrossAssets((out, returns, sectors) => {
    // Sums of those before and of those after: taking an asset out of the whole sum would round.
    const sums = new Map<number, number>()
    const counts = new Map<number, number>()
    const isPresent = (i: number): boolean => !Number.isNaN(returns[i])
    const addPeers = (i: number): void => {
      if (!isPresent(i)) return
      const sector = sectors[i]
      out[i] = (Number.isNaN(out[i]) ? 0 : out[i]) + (sums.get(sector) ?? 0)
      sums.set(sector, (sums.get(sector) ?? 0) + returns[i])
      counts.set(sector, (counts.get(sector) ?? 0) + 1)
    }
    for (let i = 0; i < returns.length; i++) addPeers(i)
    sums.clear()
    counts.clear()
    for (let i = returns.length - 1; i >= 0; i--) addPeers(i)
    for (let i = 0; i < returns.length; i++) {
      const peers = (counts.get(sectors[i]) ?? 0) - 1
      out[i] = isPresent(i) && peers > 0 ? out[i] / peers : NaN
    }
  }),
})

/** Whether anybody else of the own sector has a return. Missing where the asset has none. */
const hasSectorPeers = plainFamily('has_sector_peers', {
  inputs: ['momentum_1', 'sector_peer_return'],
  lookback: 1,
  width: 'asset',
  formula: '1 where another asset present is of the same sector, else 0',
  source: 'sectorcast',
  compute: cellwise((own, peers) => (Number.isNaN(own) ? NaN : Number.isNaN(peers) ? 0 : 1)),
})

/** Missing where the asset or the benchmark is flat, as are the other two shares. */
const market = windowedFamily('variance_share_market', 4, 252, (window) => ({
  inputs: [stageName('correlation', window)],
  lookback: 1,
  width: 'asset',
  formula: 'R^2 of momentum_1 on benchmark_return over the last window rows',
  source: SOURCE,
  compute: cellwise((r) => r * r),
}))

/**
 * What the sector adds to the market: of the sector's return, only the part that the market does not explain. 0 where that part
 * has no variance, and where the asset had no peers on any of the rows: a sector of one has nothing to add. Missing where it had
 * peers on some of the rows only: what they share with it is not known over the window, and is not 0.
 */
const sector = windowedFamily('variance_share_sector', 4, 252, (window) => ({
  inputs: [
    stageName('correlation', window),
    appliedName('rolling_correlation', [window], ['momentum_1', 'sector_peer_return']),
    appliedName('rolling_correlation', [window], ['sector_peer_return', 'benchmark_return']),
    appliedName('rolling_mean', [window], ['has_sector_peers']),
  ],
  lookback: 1,
  width: 'asset',
  formula:
    'R^2 of momentum_1 on benchmark_return and sector_peer_return - R^2 on benchmark_return, last window rows; 0 without peers',
  source: SOURCE,
  compute: cellwise((toMarket, toSector, sectorToMarket, withPeers) => {
    // The mean of equal values is exact: anything between 0 and 1 is a window of which a part has peers.
    if (Number.isNaN(toMarket) || (withPeers > 0 && withPeers < 1)) return NaN
    const left = 1 - sectorToMarket * sectorToMarket
    if (Number.isNaN(toSector) || !(left > COLLINEAR)) return 0
    const partial = toSector - toMarket * sectorToMarket
    return Math.min((partial * partial) / left, 1 - toMarket * toMarket)
  }),
}))

/** What neither the market nor the sector explains, missing where one of those is; the three shares add up to 1. */
const specific = windowedFamily('variance_share_specific', 4, 252, (window) => ({
  inputs: [stageName('variance_share_market', window), stageName('variance_share_sector', window)],
  lookback: 1,
  width: 'asset',
  formula: '1 - variance_share_market - variance_share_sector',
  source: SOURCE,
  compute: cellwise((ofMarket, ofSector) => Math.max(0, 1 - ofMarket - ofSector)),
}))

/** Where the variance of an asset comes from. */
export const varianceShareStages: readonly StageFamily[] = [sectorPeerReturn, hasSectorPeers, market, sector, specific]
