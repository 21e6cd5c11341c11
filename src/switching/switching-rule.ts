import { ConfigError } from '../core/errors.js'
import type { Matrix } from '../core/matrix.js'

/** Which column may be switched to: the one of the largest gMA, or the one of the smallest. */
export const SELECTIONS = ['largest', 'smallest'] as const
export type Selection = (typeof SELECTIONS)[number]

/** What happens where gMA equals the hurdle exactly, as that of cash at a constant price does. */
export const TIES = ['keep', 'switch'] as const
export type Tie = (typeof TIES)[number]

/**
 * The switching rule: switch to the selected column where M gMA(selected) > M Factor gMA(Favourite), keep what is held otherwise.
 * M = 1 asks for more than the hurdle, M = -1 for less. M turns the condition alone and never the selection: with M = -1 the
 * selected one is still the largest. What buys the smallest is `select: 'smallest'`.
 */
export interface SwitchingRule {
  /** M. */
  readonly magic: 1 | -1
  /** Any finite number. */
  readonly factor: number
  /** Column whose gMA times the factor is the hurdle; `current` is whatever is held. */
  readonly favourite: number | 'current'
  readonly select: Selection
  readonly tie: Tie
}

/** What the rule sees. */
export interface SwitchingTable {
  /** Periods x columns; NaN where a column has no price and can not be held. */
  readonly prices: Matrix
  /** Periods x columns; NaN where a column is not to be compared. */
  readonly gma: Matrix
  /** Columns that may be selected, in the order that decides ties. */
  readonly candidates: readonly number[]
  /** Column of the cash that a holding without a price turns into. */
  readonly cash: number
}

/** What came of one step, by the first that holds. */
export type SwitchOutcome =
  /** Nothing has a gMA. */
  | 'no-candidate'
  /** The Favourite has none. */
  | 'no-hurdle'
  /** The condition fails. */
  | 'kept'
  /** It holds for what is held. */
  | 'held'
  | 'switched'

/** One step of the machine. */
export interface SwitchStep {
  /** Row of the table. */
  readonly row: number
  readonly outcome: SwitchOutcome
  /** Column of the largest (or smallest) gMA; undefined where there is none. */
  readonly selected: number | undefined
  /** Column of the Favourite. */
  readonly favourite: number
  /** Factor times gMA(Favourite); NaN where it has none. */
  readonly hurdle: number
  /** Column held before the step. */
  readonly before: number
  /** Column held from this step on. */
  readonly held: number
  /** The holding before had no price any more, and was cash when the rule decided. */
  readonly isPaidOut: boolean
  /** M = 1, Factor > 1 and a negative gMA(Favourite): the product is below gMA(Favourite), so that the factor makes it easier. */
  readonly isEasier: boolean
}

/** Column of the best gMA among the candidates; the earlier one of equals. */
export function selectedAt(
  { gma: { data, cols }, candidates }: SwitchingTable,
  row: number,
  sign: 1 | -1,
): number | undefined {
  let best: number | undefined
  let most = -Infinity
  for (const col of candidates) {
    const value = sign * data[row * cols + col]
    if (value > most) {
      best = col
      most = value
    }
  }
  return best
}

/** @throws ConfigError when M or the factor is out of range */
export function checkRule({ magic, factor }: SwitchingRule): void {
  if (magic !== 1 && magic !== -1) throw new ConfigError(`switching: M "${String(magic)}", expected 1 or -1`)
  if (!Number.isFinite(factor)) throw new ConfigError(`switching: factor "${factor}", expected a finite number`)
}

/**
 * Runs the machine over the rows of a table: one step a row, from `start.row` to the last.
 * @param start - first row, and the column held before it
 * @throws ConfigError as {@link checkRule}
 */
export function runSwitching(
  table: SwitchingTable,
  rule: SwitchingRule,
  start: { readonly row: number; readonly held: number },
): SwitchStep[] {
  checkRule(rule)
  const { prices, gma, cash } = table
  const { magic, factor, tie } = rule
  const steps: SwitchStep[] = []
  let held = start.held
  for (let row = start.row; row < prices.rows; row++) {
    const before = held
    const isPaidOut = Number.isNaN(prices.data[row * prices.cols + before])
    const current = isPaidOut ? cash : before
    const favourite = rule.favourite === 'current' ? current : rule.favourite
    const level = gma.data[row * gma.cols + favourite]
    const hurdle = factor * level
    const selected = selectedAt(table, row, rule.select === 'largest' ? 1 : -1)
    const gap = selected === undefined ? NaN : magic * (gma.data[row * gma.cols + selected] - hurdle)
    const isMet = gap > 0 || (tie === 'switch' && gap === 0)
    held = isMet && selected !== undefined ? selected : current
    steps.push({
      row,
      outcome: outcomeOf(selected, hurdle, isMet, held === current),
      selected,
      favourite,
      hurdle,
      before,
      held,
      isPaidOut,
      isEasier: magic === 1 && factor > 1 && level < 0,
    })
  }
  return steps
}

function outcomeOf(selected: number | undefined, hurdle: number, isMet: boolean, isSame: boolean): SwitchOutcome {
  if (selected === undefined) return 'no-candidate'
  if (Number.isNaN(hurdle)) return 'no-hurdle'
  if (!isMet) return 'kept'
  return isSame ? 'held' : 'switched'
}
