import type { StepLength } from '../../src/switching/switching-steps.js'
import type { Fill } from '../../src/switching/switched-growth.js'
import type { Selection, Tie } from '../../src/switching/switching-rule.js'

/** What the machine is set to. */
export interface GmaParameters {
  readonly x: number
  readonly y: number
  readonly M: 1 | -1
  readonly factor: number
  /** A symbol, `CASH` or `current`. */
  readonly favourite: string
  readonly select: Selection
  readonly tie: Tie
  /** gMA as a fraction of the mean. */
  readonly normalised: boolean
  readonly every: StepLength
  /** Price of the session after a decision at which it is filled. */
  readonly fill: Fill
  readonly costBps: number
  /** Annual rate that cash earns and the Sharpe ratio is measured over, as a fraction. */
  readonly cashRate: number
}

/** Where decisions are filled, in words. */
export function fillText(fill: Fill): string {
  return `the next session's ${fill}`
}
