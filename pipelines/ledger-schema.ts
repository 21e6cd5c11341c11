import { z } from 'zod'
import { INVERSE_FUND_FEE } from '../datasets/registry/instruments.js'
import { ratesSchema } from './ledger-rates.js'

const MOST_RATE = 10

/** What an experiment may say of its ledger beyond fills, basis points and capital; the defaults change nothing. */
export const ledgerSchema = {
  /** Costs beside costBps. Counted in shares, they are exact for raw prices: distributions: cash. */
  costs: z
    .strictObject({
      /** Currency per share, and the least of it per order. */
      perShare: z.number().min(0).max(1e6).default(0),
      minPerOrder: z.number().min(0).max(1e12).default(0),
      /** Half of the difference between ask and bid, basis points of the traded value: of all, or by symbol `{ default: 2, XLRE: 5 }`. */
      halfSpreadBps: ratesSchema(1000),
      /** Y of Y x daily volatility x sqrt(shares / volume of the session), as a fraction of the traded value. */
      impact: z.number().min(0).max(100).default(0),
      /** Largest part of a session's volume that an order takes; the rest is carried to the next sessions. */
      maxParticipation: z.number().gt(0).max(1).exactOptional(),
    })
    .prefault({}),
  /** Shares a lot: 10, 1, 0.001; any fraction of a share at 0. The benchmark is held in fractions, with all distributions reinvested. */
  lot: z.number().min(0).max(1e9).default(0),
  /** Annual rates, as fractions: on cash, on what is borrowed, on the value of what is short (of all, or by symbol). */
  cashRate: z.number().min(-1).max(MOST_RATE).default(0),
  debitRate: z.number().min(0).max(MOST_RATE).default(0),
  borrowRate: ratesSchema(MOST_RATE),
  /** Equity as a part of gross exposure: that a decision must leave, and below which positions are scaled back to it. */
  margin: z
    .strictObject({
      initial: z.number().min(0.01).max(1).default(0.5),
      maintenance: z.number().min(0).max(1).default(0.25),
    })
    .refine(({ initial, maintenance }) => maintenance <= initial, {
      path: ['maintenance'],
      error: 'is above the initial margin',
    })
    .prefault({}),
  /**
   * How a decision to be short is carried out. `direct`: shares are borrowed and sold. `inverse`: a fund that moves the other way is
   * bought, simulated from the asset it is the inverse of; its collateral earns `cashRate`, as the proceeds of a short do.
   */
  shorts: z.enum(['direct', 'inverse']).default('direct'),
  inverseFunds: z
    .strictObject({
      /** Fraction of the fund's assets. */
      annualFee: z.number().min(0).max(1).default(INVERSE_FUND_FEE.value),
      /** Assets without such a fund: `refuse` the experiment, or `keep` their shorts as they are, borrowed and sold. */
      missing: z.enum(['refuse', 'keep']).default('refuse'),
    })
    .prefault({}),
  /** Sessions without a price after which a holding is paid out, and the return from its last price to that. */
  delisting: z
    .strictObject({
      after: z.int().min(1).max(1000).default(1),
      return: z.number().min(-1).max(10).default(0),
    })
    .prefault({}),
  /**
   * `reinvested`: the panel's prices, total return where the files are adjusted for distributions or have them. `cash`: raw prices, made of
   * the files' adjusted ones, with splits and distributions as events of the ledger.
   */
  distributions: z.enum(['reinvested', 'cash']).default('reinvested'),
}
