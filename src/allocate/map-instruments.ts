import { ConfigError } from '../core/errors.js'

/** What a position is carried out with instead. */
export interface Substitute {
  readonly symbol: string
  /** Return per unit of the replaced symbol's return, neither 0 nor infinite: -2 for an inverse fund that moves twice as far. */
  readonly leverage: number
}

export interface MapInstrumentsOptions {
  /** What stands for a symbol; undefined where nothing does. */
  readonly substituteOf: (symbol: string) => Substitute | undefined
  /** Which positions are replaced: an inverse fund is for shorts, a long position stays what it is. */
  readonly positions: 'all' | 'shorts'
  /** A position without a substitute: `refuse` it (nothing is held that was not asked for), or `keep` it as it is. */
  readonly missing: 'refuse' | 'keep'
}

/** A decision in other instruments. */
export interface MappedWeights {
  /** Fractions of equity by symbol, to be held. Positions in the same instrument are added. */
  readonly weights: ReadonlyMap<string, number>
  /** Exposure to each symbol of the decision that comes of them: equal to the decision's weights up to rounding. */
  readonly exposures: ReadonlyMap<string, number>
  /** Symbols that were to be replaced and had no substitute. */
  readonly kept: readonly string[]
}

function substituteFor(symbol: string, weight: number, options: MapInstrumentsOptions): Substitute | undefined {
  if (weight === 0 || (options.positions === 'shorts' && weight > 0)) return { symbol, leverage: 1 }
  const substitute = options.substituteOf(symbol)
  if (substitute !== undefined && (!Number.isFinite(substitute.leverage) || substitute.leverage === 0))
    throw new ConfigError(
      `leverage of "${substitute.symbol}": is ${substitute.leverage}, expected a number other than 0`,
    )
  return substitute
}

/**
 * The same decision in other instruments: a weight w of a symbol becomes w / leverage of its substitute, so a short of w is a long of
 * w/2 in a fund of -2x. The exposures are equal on the day of the decision; a fund that resets daily drifts away from them
 * afterwards (`backtest/daily-reset.ts`), so the decision holds until the next rebalancing only in part. Positions of 0 stay.
 * @param weights - fractions of equity by symbol, finite; negative = short
 * @throws ConfigError for a weight that is not finite, a leverage of 0, and, with `missing: 'refuse'`, a position that nothing stands for
 */
export function mapInstruments(weights: ReadonlyMap<string, number>, options: MapInstrumentsOptions): MappedWeights {
  const mapped = new Map<string, number>()
  const exposures = new Map<string, number>()
  const kept: string[] = []
  for (const [symbol, weight] of weights) {
    if (!Number.isFinite(weight)) throw new ConfigError(`weight of "${symbol}": is ${weight}, expected a finite number`)
    const substitute = substituteFor(symbol, weight, options)
    if (substitute === undefined) {
      if (options.missing === 'refuse') throw new ConfigError(`"${symbol}" has no such instrument to be replaced with`)
      kept.push(symbol)
    }
    const { symbol: held, leverage } = substitute ?? { symbol, leverage: 1 }
    const position = weight / leverage
    mapped.set(held, (mapped.get(held) ?? 0) + position)
    exposures.set(symbol, position * leverage)
  }
  return { weights: mapped, exposures, kept }
}
