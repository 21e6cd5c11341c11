import type { Family } from '../../datasets/registry/families.js'
import { toCents } from '../../src/allocate/lots.js'
import { dailyResetDecay } from '../../src/backtest/daily-reset.js'
import { parseSession } from '../../src/core/calendar.js'
import type { PlanDone, PlanLine } from './plan.js'
import type { Allocation } from './schema.js'
import { located } from '../located.js'
import { inInstruments, standFor, standInsOf, type InstrumentLine, type StandIns } from '../stand-ins.js'
import type { YamlSource } from '../yaml-source.js'

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
  /**
   * Funds that stay are held in the lots that are bought. What stands for others has no price here: it is not cut to lots.
   */
  readonly lines: readonly (InstrumentLine & { readonly amount: number })[]
  /** Exposure to each row that comes of them. */
  readonly exposures: readonly { readonly symbol: string; readonly amount: number; readonly weight: number }[]
  /** Rows that nothing stands for: they stay as they are. */
  readonly kept: readonly string[]
  /** Instruments in place of funds that are bought in lots. */
  readonly uncut: readonly string[]
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
 * What stands for each row on the day of the allocation.
 * @throws ConfigError for anything but etf, inverse, future or family:NAME, and, with file, line and field, for a row that is no fund of
 *   the document's family on its day, also where it would stay
 */
export function standInsOfRows({
  allocation: { rows, asOf },
  family,
  instrument,
  source,
}: {
  readonly allocation: Allocation
  readonly family: Family
  readonly instrument: string
  readonly source: YamlSource
}): StandIns {
  const standIns = standInsOf(family, instrument, asOf === undefined ? Infinity : parseSession(asOf))
  for (const [i, { symbol }] of rows.entries()) located(source, ['rows', i, 'symbol'], () => standIns.standOf(symbol))
  return standIns
}

/**
 * The same plan in other instruments: the exposures are equal on the day. The core stays what it is; an inverse fund stands for a short
 * position alone, a long one stays what it is.
 */
export function planInstruments(
  { capital, volatility }: Allocation,
  { lines, core }: PlanDone,
  standIns: StandIns,
): PlanInstruments {
  const { instrument, replacement, standOf } = standIns
  const standInOf = ({ symbol, satelliteAmount }: PlanLine): string =>
    standFor(standIns, symbol, satelliteAmount)?.symbol ?? symbol
  const held = new Map(
    lines.flatMap((line) => {
      const amount = standInOf(line) === line.symbol ? line.boughtAmount : line.satelliteAmount
      return amount === 0 ? [] : [[line.symbol, amount / capital] as const]
    }),
  )
  const uncut = lines.filter(
    (line) => line.price !== null && line.satelliteAmount !== 0 && standInOf(line) !== line.symbol,
  )
  const { lines: positions, exposures, kept } = inInstruments(held, standIns)
  const inMoney = (weight: number): number => toCents(weight * capital)
  const mapped = positions.map(({ symbol, ...line }) => ({ symbol, amount: inMoney(line.weight), ...line }))
  const decay = [...held]
    .filter(([, weight]) => replacement === 'inverse' && weight < 0)
    .flatMap(([of, weight]): ResetDecay[] => {
      const substitute = standOf(of)
      if (substitute === undefined) return []
      const { symbol, leverage } = substitute
      const lost = 1 - dailyResetDecay(leverage, volatility, 1)
      return [{ symbol, of, leverage, decay: lost, costAYear: toCents(((weight * capital) / leverage) * lost) }]
    })
  const spent = mapped.reduce((sum, { amount, notional }) => sum + (notional ? 0 : amount), core?.boughtAmount ?? 0)
  return {
    instrument,
    lines: mapped,
    exposures: [...exposures].map(([symbol, weight]) => ({ symbol, amount: inMoney(weight), weight })),
    kept,
    uncut: uncut.map(standInOf),
    cash: toCents(capital - spent),
    volatility: decay.length === 0 ? null : volatility,
    decay,
  }
}
