/** Names of the portfolios that follow no model. */
export const EQUAL_WEIGHT = 'equal-weight'
export const BENCHMARK = 'benchmark'
/** All strategies of the experiment together. */
export const COMBINED = 'strategies combined'

/** The portfolio of one strategy: models have no space in their names. */
export function strategyName(name: string): string {
  return `strategy ${name}`
}
