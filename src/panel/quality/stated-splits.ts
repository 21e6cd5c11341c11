import type { SymbolBars } from '../bars.js'
import type { BarFinding } from './finding.js'

/** Largest number in a ratio such as 3:2; n:1 and 1:n may be larger. */
const MOST_IN_RATIO = 10
/** Sources cut decimals: 0.3333 is one for three. */
const ROUNDING = 5e-4

/** Whether a split is a ratio of small whole numbers, as boards declare them. */
function isSimpleRatio(split: number): boolean {
  const isWhole = (value: number): boolean =>
    Math.round(value) >= 1 && Math.abs(value / Math.round(value) - 1) < ROUNDING
  if (isWhole(split) || isWhole(1 / split)) return true
  for (let old = 2; old <= MOST_IN_RATIO; old++)
    if (split * old < MOST_IN_RATIO + 0.5 && isWhole(split * old)) return true
  return false
}

/**
 * Stated splits whose ratio no board would declare: a price factor of another event, a spin-off for one (XLF's 1.231 of
 * 2016-09-19 is the spin-off of XLRE).
 */
export function findOddSplits({ symbol, dates, splits }: SymbolBars): BarFinding[] {
  const found: BarFinding[] = []
  for (let i = 0; i < dates.length; i++)
    if (splits[i] > 0 && !isSimpleRatio(splits[i])) {
      const detail = `a split of ${splits[i]} is no ratio of small whole numbers: a spin-off?`
      found.push({ kind: 'odd-split', symbol, session: dates[i], detail })
    }
  return found
}
