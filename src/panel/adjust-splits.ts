import type { SymbolBars } from './bars.js'

/**
 * Back-adjusts raw bars for splits: before a split of `ratio` new shares per old one, prices are divided and volumes multiplied
 * by the ratio, so that neither a return nor a volume jumps on the day. Bars are not changed; the result has no splits left.
 */
export function adjustSplits(bars: SymbolBars): SymbolBars {
  const n = bars.dates.length
  const factors = new Float64Array(n)
  let factor = 1
  for (let i = n - 1; i >= 0; i--) {
    factors[i] = factor
    if (bars.splits[i] > 0) factor *= bars.splits[i]
  }
  const divided = (prices: Float64Array): Float64Array => prices.map((price, i) => price / factors[i])
  return {
    ...bars,
    open: divided(bars.open),
    high: divided(bars.high),
    low: divided(bars.low),
    close: divided(bars.close),
    volume: bars.volume.map((volume, i) => volume * factors[i]),
    splits: new Float64Array(n),
  }
}
