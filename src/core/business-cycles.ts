/**
 * Peaks of the business cycle of the United States, year and month, from the one that ended the war's expansion on.
 * @see National Bureau of Economic Research, US Business Cycle Expansions and Contractions,
 *   https://www.nber.org/research/data/us-business-cycle-expansions-and-contractions
 */
const NBER_PEAKS = [
  [1945, 2],
  [1948, 11],
  [1953, 7],
  [1957, 8],
  [1960, 4],
  [1969, 12],
  [1973, 11],
  [1980, 1],
  [1981, 7],
  [1990, 7],
  [2001, 3],
  [2007, 12],
  [2020, 2],
] as const

/** Mean length of the business cycles of 1945 to 2020, from peak to peak, months: 75. */
export const BUSINESS_CYCLE_MONTHS = meanCycle()

function meanCycle(): number {
  const months = NBER_PEAKS.map(([year, month]) => year * 12 + month)
  return (months[months.length - 1] - months[0]) / (months.length - 1)
}
