import type { AnyWeigher } from './decision-step.js'
import { equal } from './weigh/equal.js'
import { tilt } from './weigh/tilt.js'

/** Every way to weigh what was chosen. A new one is added here, and experiments, contracts and the audit know it. */
export const weighers: readonly AnyWeigher[] = [equal, tilt]
