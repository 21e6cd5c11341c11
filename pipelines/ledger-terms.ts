import { z } from 'zod'
import type { Experiment } from './experiment-schema.js'
import { ratesText } from './ledger-rates.js'
import { ledgerSchema } from './ledger-schema.js'

type LedgerTerms = Experiment['backtest']

/** Rates by symbol: the names below are symbols, and no terms. */
const RATES: readonly string[] = ['costs.halfSpreadBps', 'borrowRate']

/** Values of a record as text, by their dotted names. */
function flat(record: object, prefix = ''): [string, string][] {
  return Object.entries(record).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const name = prefix + key
    if (RATES.includes(name)) return [[name, ratesText(value as LedgerTerms['borrowRate'])]]
    return typeof value === 'object' && value !== null ? flat(value, `${name}.`) : [[name, String(value)]]
  })
}

/**
 * Terms of the ledger that an experiment states otherwise than the defaults, by the names that it states them with: "lot 1",
 * "costs.halfSpreadBps 2 (XLRE 5)".
 */
export function termsBeyondDefaults(terms: Partial<LedgerTerms>): string[] {
  const defaults = z.strictObject(ledgerSchema).parse({})
  const usual = new Map(flat(defaults))
  const stated = Object.fromEntries(Object.entries(terms).filter(([name]) => name in defaults))
  return flat(stated)
    .filter(([name, value]) => value !== usual.get(name))
    .map(([name, value]) => `${name} ${value}`)
}
