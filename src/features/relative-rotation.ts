import { parametrisedFamily } from './family.js'
import { cellwise } from './stage-compute.js'
import { appliedName, stageName, type StageFamily } from './stage.js'
import { windowedFamily } from './windowed.js'

// De Kempenaer's own formulas (JdK RS-Ratio and RS-Momentum) are unpublished: these are open approximations with the same reading,
// 100 being the benchmark. They are features; targets are made from forward returns, and nothing here can name one.
const SOURCE =
  'open approximation of the Relative Rotation Graphs of de Kempenaer (2004), whose formulas are unpublished'

/** Horizontal coordinate: how high the relative strength line is among its last w values. Missing where it is flat. */
const rotationRatio = windowedFamily('rotation_ratio', 3, 63, (window) => ({
  inputs: [appliedName('rolling_z', [window], ['relative_price_ratio'])],
  lookback: 1,
  width: 'asset',
  formula: '100 + z-score of relative_price_ratio over the last w rows',
  source: SOURCE,
  compute: cellwise((z) => 100 + z),
}))

function momentumFamily(
  family: string,
  formula: string,
  inputs: (window: number, rows: number) => readonly string[],
  value: (a: number, b: number) => number,
): StageFamily {
  return parametrisedFamily(family, { window: 3, rows: 1 }, [63, 10], (window, rows) => ({
    inputs: inputs(window, rows),
    lookback: 1,
    width: 'asset',
    formula,
    source: SOURCE,
    compute: cellwise(value),
  }))
}

/** Vertical coordinate: how fast the horizontal one rises, against how fast it did in the last w sessions. */
const rotationMomentum = momentumFamily(
  'rotation_momentum',
  '100 + z-score over the last w rows of rotation_ratio_w[t] - rotation_ratio_w[t-rows]',
  (window, rows) => [
    appliedName('rolling_z', [window], [appliedName('change', [rows], [stageName('rotation_ratio', window)])]),
  ],
  (z) => 100 + z,
)

const coordinates = (window: number, rows: number): readonly string[] => [
  stageName('rotation_ratio', window),
  stageName('rotation_momentum', window, rows),
]

/**
 * Direction from the centre (100, 100), counter-clockwise from strong: 0 ... 90 leading, 90 ... 180 improving, -180 ... -90 lagging,
 * -90 ... 0 weakening. It jumps by 360 degrees between improving and lagging.
 */
const rotationAngle = momentumFamily(
  'rotation_angle',
  'degrees of (rotation_ratio - 100, rotation_momentum - 100), counter-clockwise from strong',
  coordinates,
  (ratio, momentum) => (Math.atan2(momentum - 100, ratio - 100) * 180) / Math.PI,
)

/** Distance from the centre (100, 100): how much an asset differs from the benchmark at all. */
const rotationDistance = momentumFamily(
  'rotation_distance',
  'sqrt((rotation_ratio - 100)^2 + (rotation_momentum - 100)^2)',
  coordinates,
  (ratio, momentum) => Math.sqrt((ratio - 100) * (ratio - 100) + (momentum - 100) * (momentum - 100)),
)

/** The two coordinates of a relative rotation graph, and the same as angle and distance. */
export const relativeRotationStages: readonly StageFamily[] = [
  rotationRatio,
  rotationMomentum,
  rotationAngle,
  rotationDistance,
]
