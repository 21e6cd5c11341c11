import { ConfigError, ShapeError } from '../core/errors.js'

/** How an index weights its companies. */
export type Weighting = 'market-cap' | 'equal' | 'fundamental'

/** A company of an index; figures in one currency, undefined or NaN = not known. */
export interface Constituent {
  readonly symbol: string
  readonly marketCap?: number
  readonly sales?: number
  readonly cashFlow?: number
  readonly bookValue?: number
  readonly dividends?: number
}

const FIGURES = ['sales', 'cashFlow', 'bookValue', 'dividends'] as const

function normalised(sizes: readonly number[], what: string): Float64Array {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (!(total > 0) || !Number.isFinite(total))
    throw new ConfigError(`${what}: sums to ${total}, expected a positive number`)
  return Float64Array.from(sizes, (size) => size / total)
}

function marketCapWeights(constituents: readonly Constituent[]): Float64Array {
  const sizes = constituents.map(({ symbol, marketCap = NaN }) => {
    if (!(marketCap > 0) || !Number.isFinite(marketCap))
      throw new ConfigError(`market capitalisation of "${symbol}": is ${marketCap}, expected a positive number`)
    return marketCap
  })
  return normalised(sizes, 'market capitalisation')
}

/** A loss, a payout that never was and a figure nobody published all count nothing: none of them is a size. */
function sizeOf(figure: number | undefined): number {
  return figure !== undefined && figure > 0 && Number.isFinite(figure) ? figure : 0
}

function fundamentalWeights(constituents: readonly Constituent[]): Float64Array {
  const shares = FIGURES.map((figure) => constituents.map((constituent) => sizeOf(constituent[figure])))
    .filter((sizes) => sizes.some((size) => size > 0))
    .map((sizes) => normalised(sizes, 'figures'))
  const means = constituents.map((_, i) => shares.reduce((sum, share) => sum + share[i], 0) / shares.length)
  return normalised(means, 'sales, cash flow, book value and dividends')
}

/**
 * Weights of the companies of an index.
 *
 * - `market-cap`: in proportion to market capitalisation.
 * - `equal`: 1/n each.
 * - `fundamental`: the mean of four shares of the index's total: sales, cash flow, book value and dividends. A figure that is
 *   missing, zero or negative counts 0; a figure that no company has is left out of the mean. (The published FTSE RAFI index leaves
 *   out the dividend of a company that never paid one, and smooths over five years; this is the plain rule.)
 * @returns shape [n], each 0 or more, summing to 1 up to rounding
 * @throws ConfigError without constituents, for a market capitalisation that is not positive, and where no company has any figure
 * @see Arnott, Hsu and Moore (2005), "Fundamental Indexation", Financial Analysts Journal 61(2)
 */
export function constituentWeights(weighting: Weighting, constituents: readonly Constituent[]): Float64Array {
  if (constituents.length === 0) throw new ConfigError('weights: there are no constituents')
  if (weighting === 'equal') return new Float64Array(constituents.length).fill(1 / constituents.length)
  return weighting === 'market-cap' ? marketCapWeights(constituents) : fundamentalWeights(constituents)
}

/**
 * Weights of sectors: the sum over their companies.
 * @param sectors - sector of each company; shape [n]
 * @param weights - shape [n]
 * @returns in order of first appearance
 * @throws ShapeError when the lengths differ
 */
export function sectorWeights(sectors: readonly string[], weights: ArrayLike<number>): Map<string, number> {
  if (sectors.length !== weights.length)
    throw new ShapeError(`sectorWeights: ${weights.length} weights, expected ${sectors.length}`)
  const out = new Map<string, number>()
  for (const [i, sector] of sectors.entries()) out.set(sector, (out.get(sector) ?? 0) + weights[i])
  return out
}
