import { groupCap } from './group-cap.js'

/**
 * |weight| of every asset at most `most`. What finds no room below the caps is cash: eleven sectors at 0.05 each are 55% of a
 * portfolio.
 */
export const assetCap = groupCap('asset-cap', { most: 0.25, rest: 'cash' }, 'each', ({ assets }) => assets)
