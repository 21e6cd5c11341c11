import { exactTargets, satellitesAt, type CoreSatellite, type CoreTarget, type ExactTargets } from './core-satellite.js'
import { positiveOf } from './lots.js'
import { Rational, rationals } from './rational.js'

/** How much may be sold short; what is absent is not limited. */
export interface ShortLimits {
  /** Money of all short positions; 0 for a portfolio of long positions alone. */
  readonly total?: number
  /** Number of short positions. */
  readonly count?: number
}

/** A target with what its own fund costs, as fractions a year. */
export interface PricedTarget extends CoreTarget {
  readonly expenseRatio: number
  readonly borrowRate: number
}

export interface CheapestCoreOptions {
  readonly capital: number
  readonly coreExpenseRatio: number
  /** Yearly rate earned on the proceeds of short sales, as a fraction. */
  readonly proceedsRate: number
  readonly shorts: ShortLimits
  /** Money of one lot of the core, above 0: only whole lots are considered. Any amount when absent. */
  readonly coreLot?: number
}

export interface CheapestCore extends CoreSatellite {
  /** Largest core that the limits allow, in money. */
  readonly largest: number
  /** Fees on long holdings and borrow, less interest on proceeds; money a year. */
  readonly cost: number
}

/** Sizes of the core at which a satellite is nothing: below it is long, above it short. */
function kinksOf({ wanted, share }: ExactTargets): Rational[] {
  return wanted.flatMap((amount, i) => (share[i].sign() > 0 ? [amount.over(share[i])] : []))
}

/** Size above which the core holds more outside of the table than the targets leave, or is more than the capital. */
function affordableCore({ capital, wanted, share }: ExactTargets): Rational {
  const outside = Rational.ONE.minus(Rational.sum(share))
  return outside.sign() === 0 ? capital : capital.min(capital.minus(Rational.sum(wanted)).over(outside))
}

/** Whether positions keep within the limits. Of a limit on money a sum of exact amounts is compared, not a rounded one. */
export function allowsShorts(limits: ShortLimits, positions: readonly number[]): boolean {
  return allows(limits, rationals(positions))
}

function allows(limits: ShortLimits, positions: readonly Rational[]): boolean {
  const shorts = positions.filter((amount) => amount.sign() < 0)
  if (limits.count !== undefined && shorts.length > limits.count) return false
  return limits.total === undefined || Rational.sum(shorts).negated().compare(Rational.of(limits.total)) <= 0
}

/** Sizes at which the cost bends, from 0 to the largest affordable core, ascending. */
function bendsOf(exact: ExactTargets): Rational[] {
  const end = affordableCore(exact)
  const inside = kinksOf(exact).filter((kink) => kink.sign() > 0 && kink.compare(end) < 0)
  return [Rational.ZERO, ...inside.sort((a, b) => a.compare(b)), end]
}

function largestOf(exact: ExactTargets, limits: ShortLimits): Rational | undefined {
  let last: Rational | undefined
  for (const bend of bendsOf(exact)) {
    const satellites = satellitesAt(exact, bend)
    if (allows(limits, satellites)) {
      last = bend
      continue
    }
    if (last === undefined || limits.total === undefined) return last
    // Between two bends the same assets are short, and they grow in proportion to the core.
    const from = satellitesAt(exact, last)
    const short = satellites.flatMap((amount, i) => (amount.sign() < 0 ? [i] : []))
    if (limits.count !== undefined && short.length > limits.count) return last
    const room = Rational.of(limits.total).plus(Rational.sum(short.map((i) => from[i])))
    return last.plus(room.over(Rational.sum(short.map((i) => exact.share[i]))))
  }
  return last
}

/**
 * The largest core at which the targets can be met. Without shorts it is the least of target / index weight, times the capital.
 * @returns money; undefined where no core will do, because a target is itself a short that the limits forbid
 * @throws ConfigError as {@link exactTargets}
 */
export function largestCore(targets: readonly CoreTarget[], capital: number, shorts: ShortLimits): number | undefined {
  return largestOf(exactTargets(targets, capital), shorts)?.toNumber()
}

/** The whole lots on both sides of each size, up to a largest one. */
function lotsAround(sizes: readonly Rational[], lot: Rational, largest: Rational): Rational[] {
  return sizes
    .flatMap((size) => [size.floorTo(lot), size.floorTo(lot).plus(lot)])
    .filter((size) => size.compare(largest) <= 0)
}

/**
 * The core of the least yearly cost at which every exposure equals its target: among all cores from 0 to the capital that the limits
 * allow, or all whole lots of them, none is cheaper. Of equally cheap ones it has the fewest positions, then the largest core.
 * The cost is linear between the sizes at which a satellite changes its sign, so that only those, the ends, and the whole lots next to
 * them are compared, in exact numbers. That satellites trade in lots too is not looked at: they are cut afterwards.
 * @returns undefined where no core will do, because a target is itself a short that the limits forbid
 * @throws ConfigError for a lot that is not above 0, and as {@link exactTargets}
 */
export function cheapestCore(
  targets: readonly PricedTarget[],
  { capital, coreExpenseRatio, proceedsRate, shorts, coreLot }: CheapestCoreOptions,
): CheapestCore | undefined {
  const exact = exactTargets(targets, capital)
  const largest = largestOf(exact, shorts)
  if (largest === undefined) return undefined
  const coreRate = Rational.of(coreExpenseRatio)
  const fees = targets.map(({ expenseRatio }) => Rational.of(expenseRatio))
  const shortRates = targets.map(({ borrowRate }) => Rational.of(borrowRate).minus(Rational.of(proceedsRate)))
  const judge = (core: Rational) => {
    const satellites = satellitesAt(exact, core)
    const costs = satellites.map((amount, i) =>
      amount.sign() < 0 ? amount.negated().times(shortRates[i]) : amount.times(fees[i]),
    )
    const positions = [core, ...satellites].filter((amount) => amount.sign() !== 0).length
    return { core, satellites, cost: core.times(coreRate).plus(Rational.sum(costs)), positions }
  }
  const bends = [...bendsOf(exact).filter((bend) => bend.compare(largest) < 0), largest]
  const sizes = coreLot === undefined ? bends : lotsAround(bends, positiveOf(coreLot, 'coreLot'), largest)
  const [best] = sizes
    .map(judge)
    .sort((a, b) => a.cost.compare(b.cost) || a.positions - b.positions || b.core.compare(a.core))
  return {
    core: best.core.toNumber(),
    satellites: best.satellites.map((amount) => amount.toNumber()),
    cash: exact.capital.minus(best.core).minus(Rational.sum(best.satellites)).toNumber(),
    largest: largest.toNumber(),
    cost: best.cost.toNumber(),
  }
}
