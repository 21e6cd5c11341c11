/** Names of the portfolios that follow no model. */
export const EQUAL_WEIGHT = 'equal-weight'
export const BENCHMARK = 'benchmark'
