import type { Family } from '../datasets/registry/families.js'
import { substitutesOf, type Replacement, type Stand } from '../datasets/registry/instruments.js'
import { mapInstruments } from '../src/allocate/map-instruments.js'
import type { SessionDay } from '../src/core/calendar.js'
import { replacementOf } from './universe.js'

/** What is asked to stand for funds, and what does. */
export interface StandIns {
  /** As it was asked for: etf, inverse, future or family:NAME. */
  readonly instrument: string
  readonly replacement: Replacement
  /** Undefined where nothing stands for a fund. */
  readonly standOf: (symbol: string) => Stand | undefined
}

/** A position in an instrument. */
export interface InstrumentLine {
  readonly symbol: string
  /** Fraction of the money to be held in it; of a future, to be stood for by it. */
  readonly weight: number
  /** Return per unit of the return of what it stands for; 1 for a fund that stays. */
  readonly leverage: number
  /** What it stands for; itself for a fund that stays. */
  readonly for: readonly string[]
  /** Whether the weight is a notional one, which is not paid for: that of a future. */
  readonly notional: boolean
}

/** Positions in other instruments. */
export interface InInstruments {
  readonly lines: readonly InstrumentLine[]
  /** Fraction of each fund that comes of them, by fund: what was to be held. */
  readonly exposures: ReadonlyMap<string, number>
  /** Funds that nothing stands for: they stay. */
  readonly kept: readonly string[]
}

/**
 * What stands for each fund of a family on a day.
 * @param instrument - etf, inverse, future or family:NAME
 * @param asOf - session day; Infinity takes everything there ever was
 * @throws ConfigError for anything else
 */
export function standInsOf(family: Family, instrument: string, asOf: SessionDay): StandIns {
  const replacement = replacementOf(instrument)
  return { instrument, replacement, standOf: substitutesOf(family, replacement, asOf) }
}

/** What stands for a position: an inverse fund for a short one alone, a long one stays what it is. */
export function standFor({ replacement, standOf }: StandIns, symbol: string, weight: number): Stand | undefined {
  return replacement === 'inverse' && weight > 0 ? { symbol, leverage: 1 } : standOf(symbol)
}

/**
 * The same positions in other instruments: the exposures are equal on the day.
 * @param held - fractions by fund, none of them 0
 * @throws ConfigError for a fund that is not known where its stand-in is asked for
 */
export function inInstruments(held: ReadonlyMap<string, number>, standIns: StandIns): InInstruments {
  const { weights, exposures, kept } = mapInstruments(held, {
    substituteOf: standIns.standOf,
    positions: standIns.replacement === 'inverse' ? 'shorts' : 'all',
    missing: 'keep',
  })
  const stands = [...held].map(([symbol, weight]) => ({
    of: symbol,
    ...(standFor(standIns, symbol, weight) ?? { symbol, leverage: 1 }),
  }))
  const lines = [...weights].map(([symbol, weight]): InstrumentLine => {
    const own = stands.filter((stand) => stand.symbol === symbol)
    const notional = standIns.replacement === 'future' && !kept.includes(symbol)
    return { symbol, weight, leverage: own[0].leverage, for: own.map(({ of }) => of), notional }
  })
  return { lines, exposures, kept }
}
