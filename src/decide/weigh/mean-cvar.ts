import { columnOf } from '../../core/matrix.js'
import { mean } from '../../core/statistics.js'
import type { DecisionContext } from '../decision-context.js'
import type { Weighed, Weigher } from '../decision-step.js'
import { requireChoice, requirePositive } from '../require-params.js'
import { cashNote } from './cash-note.js'
import { minimiseCvar } from './minimise-cvar.js'
import { checkRiskSample, weighByRisk, type RiskSample, type RiskSampleParams } from './risk-sample.js'

interface MeanCvarParams extends RiskSampleParams {
  /** Probability beyond which a loss is among the worst, above 0, below 1: the mean loss of the worst 5% of sessions at 0.95. */
  readonly confidence: number
  /** `minimum` of CVaR alone; the minimum at which the expectation reaches the `target`; or `utility`, the largest expectation - aversion CVaR. */
  readonly form: string
  /** What is expected of an asset: its `score`, or the `mean` return of the lookback. */
  readonly expected: string
  /** Of `target`: expectation of the portfolio, in the unit of what is expected. */
  readonly target: number
  /** Of `utility`: expectation, in its unit, that is given for a unit of CVaR; above 0. */
  readonly aversion: number
  /** Largest weight of one position in size, above 0, at most 1. */
  readonly most: number
}

const FORMS = ['minimum', 'target', 'utility']
const EXPECTATIONS = ['score', 'mean']
/** From here on the worst session alone counts, whatever the lookback. */
const MOST_CONFIDENCE = 0.999999
const MOST_AVERSION = 1e12
/** Beside expectations of this size over the aversion risk counts for nothing. */
const MOST_REWARD = 1e200

/** [n] what is expected of positions: of a short the opposite of its score. */
function expectationsOf({ scores }: DecisionContext, { assets, sign, returns }: RiskSample, by: string): Float64Array {
  return Float64Array.from(assets, (asset, k) => (by === 'score' ? sign * scores[asset] : mean(columnOf(returns, k))))
}

function weighSample(context: DecisionContext, sample: RiskSample, params: MeanCvarParams): Weighed {
  const { returns: scenarios, most } = sample
  // Beyond rounding: where bounds leave no choice there is nothing to minimise.
  if (most.reduce((sum, bound) => sum + bound, 0) <= 1 + 1e-12) return { weights: most, note: cashNote(most) }
  const { confidence, form, aversion, target } = params
  const expected = expectationsOf(context, sample, params.expected)
  const largest = expected.reduce((size, value) => Math.max(size, Math.abs(value)), 0)
  const price = form === 'utility' && largest > 0 ? Math.min(1 / aversion, MOST_REWARD / largest) : 0
  const reward = expected.map((value) => price * value)
  const demand = form === 'target' ? { demand: { values: expected, least: target } } : {}
  const { weights, reached } = minimiseCvar({ scenarios, confidence, most, reward, ...demand })
  const isMissed = form === 'target' && reached < target
  return { weights, note: isMissed ? `target ${target} is out of reach, taken at ${reached.toPrecision(4)}` : '' }
}

/**
 * The least conditional value at risk of one session over the returns of the lookback, alone or with an expectation; what is bought and what is sold
 * short each on its own, no position above `most` times its share over the largest share. Where these bounds sum to less than the side, each is at
 * its bound and the rest is cash. A target that is out of reach is replaced by the most that can be reached.
 * @see Rockafellar and Uryasev (2000), Journal of Risk 2(3)
 */
export const meanCvar: Weigher<MeanCvarParams> = {
  name: 'mean-cvar',
  defaults: {
    lookback: 252,
    least: 63,
    confidence: 0.95,
    form: 'minimum',
    expected: 'score',
    target: 0,
    aversion: 1,
    most: 1,
  },
  check(params) {
    checkRiskSample('mean-cvar', params)
    requireChoice('mean-cvar: form', params.form, FORMS)
    requireChoice('mean-cvar: expected', params.expected, EXPECTATIONS)
    requirePositive('mean-cvar: confidence', params.confidence, MOST_CONFIDENCE)
    requirePositive('mean-cvar: aversion', params.aversion, MOST_AVERSION)
    requirePositive('mean-cvar: most', params.most, 1)
  },
  weigh: (context, selection, params) =>
    weighByRisk(context, selection, params, (sample) => weighSample(context, sample, params)),
}
