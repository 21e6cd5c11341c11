import type { AnySelector } from './decision-step.js'
import { all } from './select/all.js'
import { avoid } from './select/avoid.js'
import { longShort } from './select/long-short.js'
import { threshold } from './select/threshold.js'
import { topK } from './select/top-k.js'

/** Every way to choose assets. A new one is added here, and experiments, contracts and the audit know it. */
export const selectors: readonly AnySelector[] = [topK, threshold, avoid, longShort, all]
