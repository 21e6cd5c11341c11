// What the module offers. Memory below the first 64 KiB belongs to the compiler, all above to the caller.

export { add, higherHalves, higherNewest, momentsHalves, momentsNewest, trendHalves, trendNewest } from './moments'
export { beta, coHalves, coNewest, correlation } from './pairs'
export { larger, latestMax, latestMin, present, smaller } from './extremes'
export { deviation, kurtosis, meanPlusScaled, robustZ, scaled, skewness, zScore } from './finish'
export { rollingMedian, rollingRank } from './order'
export { logRatio } from './logarithm'
export { rankRows } from './rank'
export { rotate } from './rotation'
export { addGrowth, rankTop } from './rotation-orders'
