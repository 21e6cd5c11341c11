import type { AnyWeigher } from './decision-step.js'
import { equal } from './weigh/equal.js'
import { equalRiskContribution } from './weigh/equal-risk-contribution.js'
import { hierarchicalRiskParity } from './weigh/hierarchical-risk-parity.js'
import { inverseVolatility } from './weigh/inverse-volatility.js'
import { maximumDiversification } from './weigh/maximum-diversification.js'
import { meanCvar } from './weigh/mean-cvar.js'
import { minimumVariance } from './weigh/minimum-variance.js'
import { scoreProportional } from './weigh/score-proportional.js'
import { tilt } from './weigh/tilt.js'

/** Every way to weigh what was chosen. A new one is added here, and experiments, contracts and the audit know it. */
export const weighers: readonly AnyWeigher[] = [
  equal,
  scoreProportional,
  inverseVolatility,
  equalRiskContribution,
  hierarchicalRiskParity,
  minimumVariance,
  maximumDiversification,
  meanCvar,
  tilt,
]
