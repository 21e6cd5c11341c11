import { CASH } from '../datasets/holdings-csv.js'
import { substitutesOf } from '../datasets/registry/instruments.js'
import { quoted } from '../datasets/text/quoted.js'
import { mapInstruments } from '../src/allocate/map-instruments.js'
import { parseSession } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import type { Experiment } from './experiment-schema.js'
import type { HoldNow } from './hold-now.js'
import { universeFamily } from './universe-family.js'
import { replacementOf } from './universe.js'

/** The same decision in other instruments. */
export interface HoldInstruments {
  /** As it was asked for: etf, inverse, future or family:NAME. */
  readonly instrument: string
  /** Fractions of equity to be held, by instrument; the exposure is that of the decision. */
  readonly lines: readonly { readonly symbol: string; readonly weight: number }[]
  /** Funds that nothing stands for: they stay. */
  readonly kept: readonly string[]
}

/**
 * What to hold now in other instruments. An inverse fund stands for a short position alone; a long one stays what it is.
 * @param instrument - etf, inverse, future or family:NAME
 * @throws ConfigError for anything else, or when the experiment's universe is no family
 */
export function holdInstruments({ universe }: Experiment, now: HoldNow, instrument: string): HoldInstruments {
  const replacement = replacementOf(instrument)
  const family = universe === undefined ? undefined : universeFamily(universe)
  if (family === undefined)
    throw new ConfigError(`--instrument ${quoted(instrument)}: needs an experiment whose universe is a family of funds`)
  const substituteOf = substitutesOf(family, replacement, parseSession(now.asOf))
  const positions = now.lines.filter(({ symbol, weight }) => symbol !== CASH && weight !== 0)
  const { weights, kept } = mapInstruments(new Map(positions.map(({ symbol, weight }) => [symbol, weight])), {
    substituteOf,
    positions: replacement === 'inverse' ? 'shorts' : 'all',
    missing: 'keep',
  })
  return { instrument, lines: [...weights].map(([symbol, weight]) => ({ symbol, weight })), kept }
}
