import type { Step } from './decision-step.js'
import { requireChoice } from './require-params.js'

/** A decision as an order: what is held, what is wanted, and what is known of the market it would go to. */
export interface Order {
  readonly assets: readonly string[]
  /** [nAssets] fractions of equity held, and wanted. */
  readonly held: Float64Array
  readonly weights: Float64Array
  /** [nAssets] last closes; NaN where there is none. */
  readonly prices: Float64Array
  /** [nAssets] the same as the market quoted them on that day, adjusted for nothing that came later; NaN where that is not known. */
  readonly quotes: Float64Array
  /** [nAssets] mean volume of the latest sessions, shares a session; NaN where none of them has a volume. */
  readonly averageVolume: (sessions: number) => Float64Array
  /** Worth of the portfolio, currency. */
  readonly equity: number
}

/** What becomes of a decision that is at fault: it is not traded, or traded with a warning. */
export type Consequence = 'block' | 'warn'

/** Parameters of every check. */
export interface CheckParams {
  readonly outcome: Consequence
}

/** A rule that a decision has to pass before it is traded. */
export interface PreTradeCheck<Params extends CheckParams> extends Step<Params> {
  /** Whether it is in units of price, and needs prices as they were quoted. */
  readonly readsQuotes?: boolean
  /** What is wrong with the order, a few words for each fault without a line break; nothing when it passes. */
  faults(order: Order, params: Params): readonly string[]
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- one list holds checks of different parameters
export type AnyCheck = PreTradeCheck<any>

/** What one check said. */
export interface CheckResult {
  readonly check: string
  readonly outcome: 'pass' | Consequence
  readonly faults: readonly string[]
}

/** @throws ConfigError when it is neither "block" nor "warn" */
export function requireOutcome(check: string, { outcome }: CheckParams): void {
  requireChoice(`${check}: outcome`, outcome, ['block', 'warn'])
}
