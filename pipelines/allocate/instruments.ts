import { substitutesOf } from '../../datasets/registry/instruments.js'
import { toCents } from '../../src/allocate/lots.js'
import { mapInstruments } from '../../src/allocate/map-instruments.js'
import { dailyResetDecay } from '../../src/backtest/daily-reset.js'
import { parseSession } from '../../src/core/calendar.js'
import type { PlanDone } from './plan.js'
import type { Allocation } from './schema.js'
import { familyNamed } from '../family-file.js'
import { replacementOf } from '../universe.js'

/** What resetting every day costs a position that is held for a year. */
export interface ResetDecay {
  readonly symbol: string
  /** The fund whose returns it multiplies. */
  readonly of: string
  readonly leverage: number
  /** Expected loss against the underlying's growth to the power of the leverage, as a fraction of the position a year. */
  readonly decay: number
  /** The same in money, of the position as it is now. */
  readonly costAYear: number
}

/** A plan in other instruments. Money in whole cents. */
export interface PlanInstruments {
  /** etf, inverse, future or family:NAME. */
  readonly instrument: string
  readonly lines: readonly { readonly symbol: string; readonly amount: number; readonly weight: number }[]
  /** Exposure to each row that comes of them. */
  readonly exposures: readonly { readonly symbol: string; readonly amount: number; readonly weight: number }[]
  /** Rows that nothing stands for: they stay as they are. */
  readonly kept: readonly string[]
  /**
   * Money left after buying them, below 0 where a short is replaced by a fund that has to be paid for. Futures are not paid for: their
   * amounts are notional.
   */
  readonly cash: number
  /** Yearly standard deviation that the decay is stated at; null where no fund resets daily. */
  readonly volatility: number | null
  readonly decay: readonly ResetDecay[]
}

/**
 * The same plan in other instruments: the exposures are equal on the day. The core stays what it is; an inverse fund stands for a short
 * position alone, a long one stays what it is.
 * @param instrument - etf, inverse, future or family:NAME
 * @throws ConfigError for anything else, and for a row that is no fund of the document's family on its day
 */
export function planInstruments(
  { capital, family, asOf, volatility }: Allocation,
  { lines, core }: PlanDone,
  instrument: string,
): PlanInstruments {
  const replacement = replacementOf(instrument)
  const substituteOf = substitutesOf(
    familyNamed(family),
    replacement,
    asOf === undefined ? Infinity : parseSession(asOf),
  )
  const held = new Map(
    lines.flatMap(({ symbol, satelliteAmount }) =>
      satelliteAmount === 0 ? [] : [[symbol, satelliteAmount / capital] as const],
    ),
  )
  const { weights, exposures, kept } = mapInstruments(held, {
    substituteOf,
    positions: replacement === 'inverse' ? 'shorts' : 'all',
    missing: 'keep',
  })
  const inMoney = ([symbol, weight]: readonly [string, number]) => ({
    symbol,
    amount: toCents(weight * capital),
    weight,
  })
  const mapped = [...weights].map(inMoney)
  const decay = [...held]
    .filter(([, weight]) => replacement === 'inverse' && weight < 0)
    .flatMap(([of, weight]): ResetDecay[] => {
      const substitute = substituteOf(of)
      if (substitute === undefined) return []
      const { symbol, leverage } = substitute
      const lost = 1 - dailyResetDecay(leverage, volatility, 1)
      return [{ symbol, of, leverage, decay: lost, costAYear: toCents(((weight * capital) / leverage) * lost) }]
    })
  const paid = replacement === 'future' ? mapped.filter(({ symbol }) => kept.includes(symbol)) : mapped
  const spent = paid.reduce((sum, { amount }) => sum + amount, core?.amount ?? 0)
  return {
    instrument,
    lines: mapped,
    exposures: [...exposures].map(inMoney),
    kept,
    cash: toCents(capital - spent),
    volatility: decay.length === 0 ? null : volatility,
    decay,
  }
}
