import type { SymbolBars } from '../bars.js'
import { isSplitRatio } from '../split-ratio.js'
import type { BarFinding } from './finding.js'

/**
 * Stated splits whose ratio no board would declare: a price factor of another event, a spin-off for one (XLF's 1.231 of
 * 2016-09-19 is the spin-off of XLRE).
 */
export function findOddSplits({ symbol, dates, splits }: SymbolBars): BarFinding[] {
  const found: BarFinding[] = []
  for (let i = 0; i < dates.length; i++)
    if (splits[i] > 0 && !isSplitRatio(splits[i])) {
      const detail = `a split of ${splits[i]} is no ratio of small whole numbers: a spin-off?`
      found.push({ kind: 'odd-split', symbol, session: dates[i], detail })
    }
  return found
}
