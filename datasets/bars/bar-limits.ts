/** Adjusted prices are products of factors: rounding breaks low <= close <= high by some units in the last place. */
export const ROUNDING = 1e-9

/**
 * Prices beyond these are mistakes whatever the currency and the splits behind them, and returns made of them would not be numbers.
 * Both limits are within.
 */
export const LEAST_PRICE = 1e-12
export const MOST_PRICE = 1e12

/** More shares than this were never traded in a session; 64-bit numbers fit. */
export const MOST_VOLUME = 1e19
