import { absoluteMomentum } from './constrain/absolute-momentum.js'
import { assetCap } from './constrain/asset-cap.js'
import { drawdownBrake } from './constrain/drawdown-brake.js'
import { exposure } from './constrain/exposure.js'
import { noTradeBand } from './constrain/no-trade-band.js'
import { sectorCap } from './constrain/sector-cap.js'
import { turbulenceBrake } from './constrain/turbulence-brake.js'
import { turnoverCap } from './constrain/turnover-cap.js'
import { volatilityTarget } from './constrain/volatility-target.js'
import type { AnyConstraint } from './decision-step.js'

/** Every constraint on weights. A new one is added here, and experiments, contracts and the audit know it. */
export const constraints: readonly AnyConstraint[] = [
  assetCap,
  sectorCap,
  exposure,
  volatilityTarget,
  drawdownBrake,
  turbulenceBrake,
  absoluteMomentum,
  turnoverCap,
  noTradeBand,
]
