import type { AnyConstraint } from './decision-step.js'

/** Every constraint on weights. A new one is added here, and experiments, contracts and the audit know it. */
export const constraints: readonly AnyConstraint[] = []
