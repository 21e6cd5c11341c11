import { z } from 'zod'
import type { Experiment } from './experiment-schema.js'
import { ledgerSchema } from './ledger-schema.js'

type LedgerTerms = Experiment['backtest']

/** Values of a record by their dotted names. */
function flat(record: object, prefix = ''): [string, unknown][] {
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? flat(value, `${prefix}${name}.`) : [[prefix + name, value]],
  )
}

/** Terms of the ledger that an experiment states otherwise than the defaults, by the names that it states them with: "lot 1". */
export function termsBeyondDefaults(terms: Partial<LedgerTerms>): string[] {
  const defaults = z.strictObject(ledgerSchema).parse({})
  const usual = new Map(flat(defaults))
  const stated = Object.fromEntries(Object.entries(terms).filter(([name]) => name in defaults))
  return flat(stated)
    .filter(([name, value]) => value !== usual.get(name))
    .map(([name, value]) => `${name} ${String(value)}`)
}
