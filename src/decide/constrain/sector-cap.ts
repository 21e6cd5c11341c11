import { groupCap } from './group-cap.js'

/** Sum of |weight| over the assets of a sector at most `most`, for universes with several funds to a sector. */
export const sectorCap = groupCap('sector-cap', { most: 0.3, rest: 'cash' }, 'a sector', ({ sectors }) => sectors)
