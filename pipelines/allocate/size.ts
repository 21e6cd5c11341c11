import { allowsShorts, cheapestCore, largestCore, type ShortLimits } from '../../src/allocate/cheapest-core.js'
import { betsOnCore, coreSatellite, floorsOf, type CoreTarget, type Floor } from '../../src/allocate/core-satellite.js'
import { decimalText, percentageText } from '../../src/allocate/decimal-text.js'
import { roundToLot } from '../../src/allocate/lots.js'
import { productOf } from '../../src/allocate/rational.js'
import { nearestName } from '../../src/core/nearest.js'
import type { Allocation, AllocationPlan } from './schema.js'
import type { TargetRow } from './table.js'
import { located } from '../located.js'
import type { YamlSource } from '../yaml-source.js'

/** What a plan holds before it is rounded. */
export interface Sized {
  readonly core: number
  /** Money, one a row; negative = short. */
  readonly satellites: readonly number[]
  /** What is wanted of each row under this plan, as a fraction. */
  readonly targetWeights: readonly number[]
  /** Largest core that the limits on shorts allow, to the cent below; null where no core will do, or its size is no choice. */
  readonly largestFeasibleCore: number | null
}

/** A plan that can not be carried out, and why. */
export interface Infeasible {
  readonly reason: string
  /** Rows that can not come down to their targets. */
  readonly floors: readonly Floor[]
  readonly largestFeasibleCore: number | null
}

/** A plan of a document, as it is to be sized. */
export interface PlanToSize {
  readonly allocation: Allocation
  readonly rows: readonly TargetRow[]
  readonly name: string
  readonly plan: AllocationPlan
  /** Shares of the core that are traded at once. */
  readonly coreLot: number
  readonly source: YamlSource
}

type CoreFund = NonNullable<Allocation['core']>
type PlanOf<Method> = Extract<AllocationPlan, { readonly method: Method }>

function limitsOf({ shorts }: AllocationPlan): ShortLimits {
  if (shorts === 'allow') return {}
  if (shorts === 'forbid') return { total: 0 }
  const { max, count } = shorts
  return { ...(max === undefined ? {} : { total: max }), ...(count === undefined ? {} : { count }) }
}

function limitsText({ total, count }: ShortLimits): string {
  if (total === 0) return 'without shorts'
  const parts = [
    ...(total === undefined ? [] : [`$${decimalText(total, 2)}`]),
    ...(count === undefined ? [] : [`${count} ${count === 1 ? 'position' : 'positions'}`]),
  ]
  return `with shorts of at most ${parts.join(' in ')}`
}

function largestInCents(rows: readonly TargetRow[], capital: number, limits: ShortLimits): number | null {
  const largest = largestCore(rows, capital, limits)
  return largest === undefined ? null : roundToLot(largest, 0.01)
}

/** The answer for positions that break the limits on shorts. */
function infeasible(
  { allocation: { capital, core: fund }, plan }: PlanToSize,
  targets: readonly CoreTarget[],
  core: number,
  largestFeasibleCore: number | null,
): Infeasible {
  const floors = floorsOf(targets, capital, core)
  const below = floors.map(
    ({ symbol, floorWeight, targetWeight }) =>
      `${symbol} is held at ${percentageText(floorWeight, 2)} at least, and its target is ${percentageText(targetWeight, 2)}`,
  )
  const held = core === 0 || fund === undefined ? '' : `with $${decimalText(core, 2)} in ${fund.symbol} `
  const largest =
    largestFeasibleCore === null ? '' : `; the largest feasible core is $${decimalText(largestFeasibleCore, 2)}`
  const reason = `${held}${below.join('; ')}: infeasible ${limitsText(limitsOf(plan))}${largest}`
  return { reason, floors, largestFeasibleCore }
}

function sizeCheapest(asked: PlanToSize, fund: CoreFund): Sized | Infeasible {
  const { allocation, rows, plan, coreLot } = asked
  const { capital, proceedsRate } = allocation
  const limits = limitsOf(plan)
  const found = cheapestCore(rows, {
    ...{ capital, proceedsRate, shorts: limits, coreExpenseRatio: fund.expenseRatio },
    ...(fund.price === undefined ? {} : { coreLot: productOf(fund.price, coreLot) }),
  })
  const largestFeasibleCore = largestInCents(rows, capital, limits)
  if (found === undefined) return infeasible(asked, rows, 0, largestFeasibleCore)
  const { core, satellites } = found
  return { core, satellites, targetWeights: targetsOf(rows), largestFeasibleCore }
}

function targetsOf(rows: readonly TargetRow[]): number[] {
  return rows.map(({ targetWeight }) => targetWeight)
}

function sizeBets(asked: PlanToSize, { bets }: PlanOf<'bets'>): Sized | Infeasible {
  const { allocation, rows, name, plan, source } = asked
  const path = ['plans', name, 'bets']
  const symbols = rows.map(({ symbol }) => symbol)
  for (const bet of Object.keys(bets))
    if (!symbols.includes(bet))
      throw source.errorAt(
        [...path, bet],
        `"${bet}" is no row of the table, the nearest is "${nearestName(bet, symbols) ?? ''}"`,
      )
  const targets = rows
    .filter(({ symbol }) => Object.hasOwn(bets, symbol))
    .map((row): CoreTarget => ({ ...row, targetWeight: bets[row.symbol] }))
  const { core, satellites, residualRatio } = located(source, path, () => betsOnCore(targets, allocation.capital))
  if (!allowsShorts(limitsOf(plan), satellites)) return infeasible(asked, targets, core, null)
  const amounts = new Map(targets.map(({ symbol }, i) => [symbol, satellites[i]]))
  return {
    core,
    satellites: symbols.map((symbol) => amounts.get(symbol) ?? 0),
    targetWeights: rows.map(({ symbol, benchmarkWeight }) => bets[symbol] ?? productOf(benchmarkWeight, residualRatio)),
    largestFeasibleCore: null,
  }
}

/** A core of a stated size; 0 for the rows' own funds alone. */
function sizeStated(asked: PlanToSize, core: number): Sized | Infeasible {
  const { allocation, rows, name, plan, source } = asked
  const limits = limitsOf(plan)
  const path = ['plans', name, 'coreAmount']
  const { satellites } = located(source, path, () => coreSatellite(rows, allocation.capital, core))
  const largestFeasibleCore = plan.method === 'direct' ? null : largestInCents(rows, allocation.capital, limits)
  if (!allowsShorts(limits, satellites)) return infeasible(asked, rows, core, largestFeasibleCore)
  return { core, satellites, targetWeights: targetsOf(rows), largestFeasibleCore }
}

/**
 * Sizes of core and satellites of a plan, exact and not yet rounded.
 * @throws ConfigError with file, line and field for a plan without its core fund, a bet on no row, and a core that can not be
 */
export function sizePlan(asked: PlanToSize): Sized | Infeasible {
  const { allocation, name, plan, source } = asked
  if (plan.method === 'direct') return sizeStated(asked, 0)
  if (allocation.core === undefined)
    throw source.errorAt(['plans', name, 'method'], `"${plan.method}" needs a core, the document has none`)
  if (plan.method === 'bets') return sizeBets(asked, plan)
  return plan.coreAmount === 'cheapest' ? sizeCheapest(asked, allocation.core) : sizeStated(asked, plan.coreAmount)
}
