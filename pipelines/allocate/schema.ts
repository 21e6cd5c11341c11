import { z } from 'zod'
import { isoDate, symbol } from '../../datasets/text/schema-parts.js'

const PERCENT = /^[+-]?(\d+\.?\d*|\.\d+) ?%$/
const expected = { error: 'expected a fraction such as 0.086, or a percentage such as 8.6%' }

/** A fraction, or a percentage as a text: 8.6% is the double of 0.086 itself, not one hundredth of 8.6. */
const percentage = z
  .union([z.number(expected), z.string(expected).regex(PERCENT, expected)], expected)
  .transform((value) => (typeof value === 'number' ? value : Number(`${value.replace(/ ?%/, '')}e-2`)))
  .refine(Number.isFinite, expected)
const rate = percentage.refine((value) => value >= 0 && value <= 1, { error: 'expected a fraction from 0 to 1' })
const money = z.number().min(0).max(1e12)
const size = { error: 'expected an amount of money, or cheapest' }
const range = { error: 'expected a number from 1e-9 to 1e12' }
const positive = z.number(range).min(1e-9, range).max(1e12, range)
const text = z.string().min(1).max(1000)

/** `forbid`: long positions alone; `allow`: without limit; or limits. */
const shorts = z.union(
  [
    z.enum(['forbid', 'allow']),
    z.strictObject({
      /** Money of all short positions. */
      max: money.optional(),
      /** Number of short positions. */
      count: z.int().min(0).max(1000).optional(),
    }),
  ],
  { error: 'expected forbid, allow, or limits: { max: MONEY, count: POSITIONS }' },
)

const everyPlan = {
  /** Amounts are multiples of this: 1 for whole dollars, 1000; to the cent when absent. */
  round: positive.optional(),
  /** Shares that can be traded at once, where a price is known. */
  lot: positive.optional(),
  shorts: shorts.default('forbid'),
}

const plan = z.discriminatedUnion(
  'method',
  [
    /** Every target in its own fund. */
    z.strictObject({ method: z.literal('direct'), ...everyPlan }),
    /** A fund of the whole index, and what is missing to the targets beside it. */
    z.strictObject({
      method: z.literal('core-satellite'),
      coreAmount: z.union([z.literal('cheapest', size), z.number(size).min(0, size).max(1e12, size)], size),
      ...everyPlan,
    }),
    /** A fund of the whole index, and one satellite for each bet; the targets of the table do not count. */
    z.strictObject({
      method: z.literal('bets'),
      /** Target by symbol. */
      bets: z.record(symbol, percentage).refine((bets) => Object.keys(bets).length > 0, { error: 'no bet is listed' }),
      ...everyPlan,
    }),
  ],
  { error: 'expected direct, core-satellite or bets' },
)

/** A figure that a text prints, held against the one that is computed. */
const claim = z.strictObject({
  /** Place in the text. */
  row: text,
  /** The computed number: keys of the result apart by dots, elements of a list by their name or symbol. */
  value: text,
  /** As it is printed. */
  printed: text,
  /** As it should have been printed; must agree with the computed number. */
  correct: text.optional(),
  why: text.optional(),
})

/** A portfolio to be carried out; defaults exist here and nowhere else. */
export const allocationSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: 'expected lower-case letters, digits and hyphens' }),
  description: text.optional(),
  /** What the portfolio bets on, in a sentence. */
  hypothesis: text.optional(),
  asOf: isoDate.optional(),
  capital: positive,
  /** Yearly cost of each fund, where its row does not say another. */
  expenseRatio: rate.default(0),
  /** Yearly rate paid on what is sold short, where its row does not say another. */
  borrowRate: rate.default(0),
  /** Yearly rate earned on the proceeds of short sales. */
  proceedsRate: rate.default(0),
  ...{ round: everyPlan.round, lot: everyPlan.lot },
  /** Family of the funds, for other instruments: an id, or a YAML file. */
  family: text.default('spdr'),
  /** Yearly volatility of the funds, for what daily resetting costs. */
  volatility: percentage
    .refine((value) => value >= 0 && value <= 10, { error: 'expected a fraction from 0 to 10' })
    .default(0.2),
  /** Fund of the whole index. */
  core: z
    .strictObject({ symbol, expenseRatio: rate.default(0), price: positive.optional(), lot: positive.optional() })
    .optional(),
  rows: z
    .array(
      z.strictObject({
        symbol,
        /** What it stands for, in any words. */
        sector: text.optional(),
        /** Weight in the index that the core holds; 0 for what is outside of it. */
        benchmarkWeight: rate.default(0),
        /** Target less benchmark weight; 0 when neither this nor the target is given. */
        tilt: percentage.optional(),
        targetWeight: percentage.optional(),
        /** Money a share. */
        price: positive.optional(),
        lot: positive.optional(),
        expenseRatio: rate.optional(),
        borrowRate: rate.optional(),
      }),
    )
    .min(1, { error: 'expected at least one row' })
    .max(1000),
  /** Ways to carry it out, by name. */
  plans: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/), plan)
    .refine((plans) => Object.keys(plans).length > 0, { error: 'no plan is listed' }),
  /** Where the figures are from. */
  source: text.optional(),
  claims: z.array(claim).max(1000).default([]),
})

export type Allocation = z.output<typeof allocationSchema>
export type AllocationPlan = Allocation['plans'][string]
export type Claim = z.output<typeof claim>
