import { ConfigError } from '../core/errors.js'
import { Rational, rationals } from './rational.js'

/** One asset of the table: what the core holds of it, and what is wanted. */
export interface CoreTarget {
  readonly symbol: string
  /** Weight in the index that the core holds, a fraction from 0; 0 for what is outside of the index. */
  readonly benchmarkWeight: number
  /** Wanted exposure, a fraction of the capital; negative = short. */
  readonly targetWeight: number
}

/** A core and what is held beside it. */
export interface CoreSatellite {
  /** Money in the core, from 0. */
  readonly core: number
  /** Money in each asset's own fund, one a target; negative = short. */
  readonly satellites: readonly number[]
  /** Money that is left. */
  readonly cash: number
}

/** An asset of which the core alone holds more than is wanted. */
export interface Floor {
  readonly symbol: string
  /** Exposure through the core, the least there is without a short; fraction of the capital. */
  readonly floorWeight: number
  readonly targetWeight: number
}

/** A table of targets in exact numbers: `wanted` money of each asset, `share` of each in the core. */
export interface ExactTargets {
  readonly capital: Rational
  readonly wanted: readonly Rational[]
  readonly share: readonly Rational[]
}

/** Sums this near to 1 are 1: a seventh is no double. */
const NEAR = Rational.of(1e-9)

/** Fractions in exact numbers; those that sum to nearly 1 are scaled to sum to exactly 1. */
function exactFractions(name: string, fractions: readonly number[]): Rational[] {
  const exact = rationals(fractions)
  const sum = Rational.sum(exact)
  const beyond = sum.minus(Rational.ONE)
  if (beyond.compare(NEAR) > 0)
    throw new ConfigError(`${name}: sums to ${sum.toNumber()}, expected at most 1 (8.6% is written 8.6% or 0.086)`)
  return beyond.sign() === 0 || beyond.compare(NEAR.negated()) < 0 ? exact : exact.map((value) => value.over(sum))
}

/**
 * Targets in exact numbers. Weights that sum to 1 but for rounding (1e-9) are scaled to it.
 * @param name - of the targets, in messages
 * @throws ConfigError for a capital that is not above 0, a weight that is not finite or out of range, and sums above 1
 */
export function exactTargets(targets: readonly CoreTarget[], capital: number, name = 'targetWeight'): ExactTargets {
  if (!(capital > 0 && capital < Infinity))
    throw new ConfigError(`capital: is ${capital}, expected an amount of money above 0`)
  for (const { symbol, benchmarkWeight } of targets)
    if (!(benchmarkWeight >= 0))
      throw new ConfigError(`benchmarkWeight of "${symbol}": is ${benchmarkWeight}, expected a fraction from 0`)
  const share = exactFractions(
    'benchmarkWeight',
    targets.map(({ benchmarkWeight }) => benchmarkWeight),
  )
  const weights = exactFractions(
    name,
    targets.map(({ targetWeight }) => targetWeight),
  )
  const money = Rational.of(capital)
  return { capital: money, wanted: weights.map((weight) => weight.times(money)), share }
}

/** What is held beside a core of a size, in exact numbers. */
export function satellitesAt({ wanted, share }: ExactTargets, core: Rational): Rational[] {
  return wanted.map((amount, i) => amount.minus(core.times(share[i])))
}

/**
 * The satellites that bring a core to its targets: each holds what is wanted less what the core holds of it, so that every exposure
 * equals its target. What the core holds outside of the table comes on top of them.
 * @param coreAmount - money in the core, from 0
 * @returns money; core, satellites and cash add up to the capital
 * @throws ConfigError for a core that is below 0 or costs more than there is, and as {@link exactTargets}
 */
export function coreSatellite(targets: readonly CoreTarget[], capital: number, coreAmount: number): CoreSatellite {
  const exact = exactTargets(targets, capital)
  const size = Rational.of(coreAmount)
  if (size.sign() < 0) throw new ConfigError(`coreAmount: is ${coreAmount}, expected an amount of money from 0`)
  const satellites = satellitesAt(exact, size)
  const cash = exact.capital.minus(size).minus(Rational.sum(satellites))
  if (cash.sign() < 0)
    throw new ConfigError(
      `coreAmount: is ${coreAmount}, with it the targets cost ${cash.negated().toNumber()} more than the capital: the core holds more outside of the table than the targets leave`,
    )
  return { core: coreAmount, satellites: satellites.map((amount) => amount.toNumber()), cash: cash.toNumber() }
}

/** The assets that a core holds more of than is wanted: without a short they can not come down to their targets. */
export function floorsOf(targets: readonly CoreTarget[], capital: number, core: number): Floor[] {
  const exact = exactTargets(targets, capital)
  const size = Rational.of(core)
  const satellites = satellitesAt(exact, size)
  return targets.flatMap(({ symbol, targetWeight }, i) =>
    satellites[i].sign() < 0
      ? [{ symbol, floorWeight: size.times(exact.share[i]).over(exact.capital).toNumber(), targetWeight }]
      : [],
  )
}

/** Bets on single assets, all else held as the index holds it. */
export interface Bets extends CoreSatellite {
  /** Weight of everything that is not bet on, as a multiple of its weight in the index. */
  readonly residualRatio: number
}

/**
 * Holds an index but for bets: the core holds everything that is not bet on, in the index's own proportions, and a satellite brings each
 * bet to its target. Of one bet at the target t on an asset of weight w the satellite is (t - w) / (1 - w) of the capital.
 * @param bets - the assets bet on, with their targets
 * @throws ConfigError naming `bets` where they are the whole index or sum to more than 1, and as {@link exactTargets}
 */
export function betsOnCore(bets: readonly CoreTarget[], capital: number): Bets {
  const exact = exactTargets(bets, capital, 'bets')
  const rest = Rational.ONE.minus(Rational.sum(exact.share))
  if (rest.sign() === 0) throw new ConfigError('bets: are the whole index, expected some of it to be left for the core')
  const size = exact.capital.minus(Rational.sum(exact.wanted)).over(rest)
  return {
    core: size.toNumber(),
    satellites: satellitesAt(exact, size).map((amount) => amount.toNumber()),
    cash: 0,
    residualRatio: size.over(exact.capital).toNumber(),
  }
}
