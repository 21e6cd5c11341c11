import type { SymbolBars } from './bars.js'

/**
 * Shares of the last session per share of each session: the product of the splits after it.
 * @param splits - new shares per old share effective at the open, 0 where there was no split; shape [n]
 * @returns shape [n]
 */
export function splitFactors(splits: Float64Array): Float64Array {
  const factors = new Float64Array(splits.length)
  let factor = 1
  for (let i = splits.length - 1; i >= 0; i--) {
    factors[i] = factor
    if (splits[i] > 0) factor *= splits[i]
  }
  return factors
}

/**
 * Back-adjusts raw bars for splits: before a split of `ratio` new shares per old one, prices and distributions are divided and
 * volumes multiplied by the ratio, so that neither a return nor a volume jumps on the day. Bars are not changed; the result has no
 * splits left.
 */
export function adjustSplits(bars: SymbolBars): SymbolBars {
  const factors = splitFactors(bars.splits)
  const divided = (values: Float64Array): Float64Array => values.map((value, i) => value / factors[i])
  return {
    ...bars,
    open: divided(bars.open),
    high: divided(bars.high),
    low: divided(bars.low),
    close: divided(bars.close),
    volume: bars.volume.map((volume, i) => volume * factors[i]),
    splits: new Float64Array(bars.dates.length),
    ...(bars.distributions === undefined ? {} : { distributions: divided(bars.distributions) }),
  }
}
