import { yearlyCost, type Holding, type YearlyCost } from '../../src/allocate/fees.js'
import { apportion, roundToUnit, toCents, tradeLots, type InstrumentOrder } from '../../src/allocate/lots.js'
import { productOf, quotientOf, sumOf } from '../../src/allocate/rational.js'
import { mapRecord } from '../../src/core/map-record.js'
import type { Allocation } from './schema.js'
import { sizePlan, type Infeasible, type Sized } from './size.js'
import type { TargetRow, TargetWeight } from './table.js'
import type { YamlSource } from '../yaml-source.js'

/** Shares of one fund; all null where it has no price. */
export interface Traded {
  readonly price: number | null
  /** Shares that the amount is worth. */
  readonly shares: number | null
  readonly lot: number | null
  /** Whole lots of them. */
  readonly bought: number | null
  /** Money of what is bought; the amount itself where there is no price. */
  readonly boughtAmount: number
}

/** One row carried out. Money in whole cents, weights as fractions of the capital. */
export interface PlanLine extends TargetWeight, Traded {
  /** Exposure: through the core and in the row's own fund. */
  readonly amount: number
  readonly coreAmount: number
  readonly satelliteAmount: number
  /** Exposure of what is bought. */
  readonly actualWeight: number
}

/** The fund of the whole index in a plan. */
export interface PlanCore extends Traded {
  readonly symbol: string
  readonly amount: number
  readonly weight: number
  /** Weight of what is bought. */
  readonly actualWeight: number
}

/** Costs of a year in whole cents. */
export interface PlanCost {
  readonly fees: YearlyCost['fees']
  readonly borrow: number
  readonly proceeds: number
  /** Fees on long holdings and borrow, less proceeds. */
  readonly annualCost: number
}

/** A plan carried out. */
export interface PlanDone extends PlanCost {
  readonly name: string
  readonly method: string
  readonly feasible: true
  readonly core: PlanCore | null
  /** Net money in the rows' own funds, and its two sides. */
  readonly satellites: { readonly net: number; readonly grossLong: number; readonly short: number }
  /** Money that core and satellites leave. */
  readonly cash: number
  /** Funds that are needed. */
  readonly instruments: number
  readonly lines: readonly PlanLine[]
  /** What is bought after rounding to lots, what is left, and what it costs. */
  readonly bought: { readonly amount: number; readonly cash: number } & PlanCost
  /** The same exposures in the rows' own funds alone. */
  readonly direct: { readonly instruments: number; readonly fees: YearlyCost['fees'] }
  /** Of bets: weight of what is not bet on, as a multiple of its benchmark weight. */
  readonly residualRatio: number | null
  readonly largestFeasibleCore: number | null
}

/** A plan that can not be carried out. */
export interface PlanNot extends Infeasible {
  readonly name: string
  readonly method: string
  readonly feasible: false
}

export type PlanDocument = PlanDone | PlanNot

/** What the command line says in place of the document. */
export interface Overrides {
  readonly lot?: number | undefined
  readonly round?: number | undefined
  readonly longOnly?: boolean | undefined
}

function costInCents(holdings: readonly Holding[], proceedsRate: number): PlanCost {
  const { fees, borrow, proceeds, total } = yearlyCost(holdings, proceedsRate)
  return {
    fees: mapRecord(fees, toCents),
    ...{ borrow: toCents(borrow), proceeds: toCents(proceeds), annualCost: toCents(total) },
  }
}

interface Fund {
  readonly price?: number | undefined
  readonly lot?: number | undefined
  readonly expenseRatio: number
  readonly borrowRate: number
}

/** Buys amounts of funds in lots; of what is bought, the money is shown in cents that add up to the capital. */
function buy(funds: readonly Fund[], amounts: readonly number[], capital: number, lotOf: (fund: Fund) => number) {
  const orders = funds.map((fund, i): InstrumentOrder => ({ amount: amounts[i], price: fund.price, lot: lotOf(fund) }))
  const { trades, cash } = tradeLots(orders, capital)
  const bought = trades.map(({ amount }) => amount)
  const spent = apportion([...bought, cash], 0.01)
  const traded = orders.map(({ price, lot }, i): Traded => {
    const { shares, bought: whole } = trades[i]
    if (price === undefined || shares === undefined || whole === undefined)
      return { price: null, shares: null, lot: null, bought: null, boughtAmount: spent[i] }
    return { price, shares: roundToUnit(shares, Math.min(0.01, lot)), lot, bought: whole, boughtAmount: spent[i] }
  })
  return { bought, traded, cash: spent[funds.length] }
}

function carriedOut(
  { capital, proceedsRate, core }: Allocation,
  rows: readonly TargetRow[],
  sized: Sized,
  { method, round, lotOf }: { method: string; round: number | undefined; lotOf: (fund: Fund) => number },
): Omit<PlanDone, 'name' | 'method' | 'feasible'> {
  // The core comes last: it takes up what the lots of the satellites leave too little of.
  const last = rows.length
  const funds: readonly Fund[] = [...rows, { expenseRatio: 0, ...core, borrowRate: 0 }]
  const exact = [...sized.satellites, sized.core]
  const amounts = round === undefined ? exact : apportion(exact, round)
  const shown = apportion(amounts, 0.01)
  const { bought, traded, cash } = buy(funds, amounts, capital, lotOf)
  const costOf = (money: readonly number[]): PlanCost =>
    costInCents(
      funds.map(({ expenseRatio, borrowRate }, i) => ({ amount: money[i], expenseRatio, borrowRate })),
      proceedsRate,
    )
  const lines = rows.map(({ symbol, sector, benchmarkWeight }, i): PlanLine => {
    const targetWeight = sized.targetWeights[i]
    const inCore = productOf(benchmarkWeight, amounts[last])
    return {
      ...{ symbol, sector, benchmarkWeight, tilt: sumOf([targetWeight, -benchmarkWeight]), targetWeight },
      amount: toCents(sumOf([inCore, amounts[i]])),
      coreAmount: toCents(inCore),
      satelliteAmount: shown[i],
      ...traded[i],
      actualWeight: quotientOf(sumOf([productOf(benchmarkWeight, bought[last]), bought[i]]), capital),
    }
  })
  const coreWeight = quotientOf(amounts[last], capital)
  const satellites = shown.slice(0, last)
  const direct = rows.map((row, i) => ({ ...row, amount: productOf(sized.targetWeights[i], capital) }))
  return {
    core:
      core === undefined || method === 'direct'
        ? null
        : {
            ...{ symbol: core.symbol, amount: shown[last], weight: coreWeight, ...traded[last] },
            actualWeight: quotientOf(bought[last], capital),
          },
    satellites: {
      net: sumOf(satellites),
      grossLong: sumOf(satellites.filter((amount) => amount > 0)),
      short: sumOf(satellites.filter((amount) => amount < 0).map((amount) => -amount)),
    },
    cash: sumOf([capital, ...shown.map((amount) => -amount)]),
    instruments: shown.filter((amount) => amount !== 0).length,
    lines,
    ...costOf(amounts),
    bought: { amount: sumOf(traded.map(({ boughtAmount }) => boughtAmount)), cash, ...costOf(bought) },
    direct: {
      instruments: direct.filter(({ amount }) => amount !== 0).length,
      fees: costInCents(direct, proceedsRate).fees,
    },
    residualRatio: method === 'bets' ? coreWeight : null,
    largestFeasibleCore: sized.largestFeasibleCore,
  }
}

/**
 * Carries a plan of the document out: sizes, rounding, lots, costs.
 * @throws ConfigError with file, line and field for what can not be right; a plan that its limits forbid is an answer, not an error
 */
export function planOf(
  allocation: Allocation,
  rows: readonly TargetRow[],
  name: string,
  overrides: Overrides,
  source: YamlSource,
): PlanDocument {
  const written = allocation.plans[name]
  const plan = overrides.longOnly === true ? { ...written, shorts: 'forbid' as const } : written
  const lotOf = ({ lot }: { readonly lot?: number | undefined }): number =>
    overrides.lot ?? lot ?? plan.lot ?? allocation.lot ?? 1
  const sized = sizePlan({ allocation, rows, name, plan, coreLot: lotOf(allocation.core ?? {}), source })
  const { method } = plan
  if ('reason' in sized) return { name, method, feasible: false, ...sized }
  const round = overrides.round ?? plan.round ?? allocation.round
  return { name, method, feasible: true, ...carriedOut(allocation, rows, sized, { method, round, lotOf }) }
}
