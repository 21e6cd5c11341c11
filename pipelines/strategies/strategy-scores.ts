import { phaseTableOf } from '../../datasets/registry/phase-preferences.js'
import { civilOf } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import { columnOf, matrixOver, type Matrix } from '../../src/core/matrix.js'
import type { FeaturePanel } from '../../src/features/run-stages.js'
import { signedName } from '../../src/regimes/cycle-phases.js'
import { regimeScores } from '../../src/regimes/phase-preferences.js'
import { phasesOf } from '../regimes/market-regimes.js'
import type { GivenStrategy } from './schema.js'

/** A feature as scores, turned over where the lowest values are wanted. */
function featureScores({ names, values }: FeaturePanel, feature: string, order: 'highest' | 'lowest'): Matrix {
  const { rows, cols, data } = values[names.indexOf(feature)]
  return matrixOver(rows, cols, order === 'highest' ? data : data.map((value) => -value))
}

/** @throws ConfigError where the values of a session differ between assets */
function seriesOf(name: string, values: Matrix): Float64Array {
  const series = columnOf(values, 0)
  if (values.data.some((value, i) => !Object.is(value, series[Math.floor(i / values.cols)])))
    throw new ConfigError(`phases: "${name}" has a value per asset, expected one of the session`)
  return series
}

/** What a published table expects of each sector, given the phase known at each session; nothing until the year after it was published. */
function phaseScores(
  { dates, sectors, names, values }: FeaturePanel,
  phases: GivenStrategy['phases'] & object,
): Matrix {
  const { preferences, published } = phaseTableOf(phases.table)
  const indicators = [...phases.level, ...phases.direction].map((indicator) => signedName(indicator).name)
  const series = Object.fromEntries(indicators.map((name) => [name, seriesOf(name, values[names.indexOf(name)])]))
  const scores = regimeScores(phasesOf(dates, phases, series).phases, preferences, sectors)
  for (const [row, date] of dates.entries())
    if (civilOf(date).year <= published) scores.data.fill(NaN, row * sectors.length, (row + 1) * sectors.length)
  return scores
}

/** Scores of a strategy; nDates x nAssets, NaN where the asset is not in the universe. */
export function strategyScores(features: FeaturePanel, { feature, phases, order }: GivenStrategy): Matrix {
  const scores = phases === undefined ? featureScores(features, feature ?? '', order) : phaseScores(features, phases)
  const { rows, cols, data } = scores
  return matrixOver(
    rows,
    cols,
    data.map((value, i) => (features.seasoned[i] === 1 ? value : NaN)),
  )
}
