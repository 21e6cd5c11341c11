import { maxGross } from './check/max-gross.js'
import { maxParticipation } from './check/max-participation.js'
import { maxShort } from './check/max-short.js'
import { maxTurnover } from './check/max-turnover.js'
import { maxWeight } from './check/max-weight.js'
import { minPrice } from './check/min-price.js'
import { restricted } from './check/restricted.js'
import type { AnyCheck } from './pre-trade-check.js'

/** Every check before a trade. A new one is added here, and experiments and contracts know it. */
export const checks: readonly AnyCheck[] = [
  restricted,
  maxWeight,
  maxGross,
  maxShort,
  maxTurnover,
  minPrice,
  maxParticipation,
]
