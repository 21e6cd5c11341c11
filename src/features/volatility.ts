import { parametrisedFamily, plainFamily } from './family.js'
import { cellwise } from './stage-compute.js'
import { appliedName, stageName, type ComputedStage, type StageFamily } from './stage.js'
import { rollingOf, windowedFamily } from './windowed.js'

const SORTINO = 'Sortino and van der Meer (1991), Journal of Portfolio Management 17(4)'
const AMAYA = 'Amaya, Christoffersen, Jacobs and Vasquez (2015), Journal of Financial Economics 118(1)'

/** Realised volatility, per session (not annualised); 0 where prices did not move. */
const volatility = rollingOf('volatility', 'deviation', ['momentum_1'], 21, {
  formula: 'sample standard deviation of momentum_1 over the last window rows',
  source: 'sample standard deviation, n - 1 in the denominator',
})

/** Skewness of daily returns; NaN where prices did not move. */
const returnSkewness = rollingOf('return_skewness', 'skewness', ['momentum_1'], 63, {
  formula: 'adjusted Fisher-Pearson skewness of momentum_1 over the last window rows',
  source: AMAYA,
})

/** Excess kurtosis of daily returns; NaN where prices did not move. */
const returnKurtosis = rollingOf('return_kurtosis', 'kurtosis', ['momentum_1'], 63, {
  formula: 'excess kurtosis G2 of momentum_1 over the last window rows',
  source: AMAYA,
})

/** Largest simple return of one session: what buyers of lottery tickets look for. */
const maxReturn = rollingOf('max_return', 'max', ['return_1'], 21, {
  formula: 'largest return_1 of the last window rows',
  source: 'Bali, Cakici and Whitelaw (2011), Journal of Financial Economics 99(2)',
})

/** The losing side of the log return of a session. */
const downsideReturn = plainFamily('downside_return', {
  inputs: ['momentum_1'],
  lookback: 1,
  width: 'asset',
  formula: 'min(momentum_1[t], 0)',
  source: SORTINO,
  compute: cellwise((own) => Math.min(own, 0)),
})

/**
 * Root mean square of a column over the last `window` rows, of its mean and sample deviation. Their squares add up without
 * cancelling, and the kernels compute the two together, without a column of squares.
 */
export function rootMeanSquare(
  column: string,
  window: number,
): Pick<ComputedStage, 'inputs' | 'lookback' | 'width' | 'compute'> {
  const share = (window - 1) / window
  return {
    inputs: ['rolling_mean', 'rolling_deviation'].map((each) => appliedName(each, [window], [column])),
    lookback: 1,
    width: 'asset',
    compute: cellwise((mean, deviation) => Math.sqrt(mean * mean + share * deviation * deviation)),
  }
}

/**
 * Downside deviation of daily log returns from a target of 0, per session (not annualised): over all sessions of the window, of which
 * rising ones count as 0.
 */
const downsideVolatility = windowedFamily('downside_volatility', 2, 21, (window) => ({
  formula: 'root mean square of min(momentum_1, 0) over the last window rows',
  source: SORTINO,
  ...rootMeanSquare('downside_return', window),
}))

/** Recent volatility in units of its longer past; NaN where prices did not move over the long window. */
const volatilityRatio = parametrisedFamily(
  'volatility_ratio',
  { short: 2, long: (short) => short + 1 },
  [5, 63],
  (short, long) => ({
    inputs: [stageName('volatility', short), stageName('volatility', long)],
    lookback: 1,
    width: 'asset',
    formula: 'volatility_short[t] / volatility_long[t], NaN where the latter is 0',
    source: 'horizons of volatility: Corsi (2009), Journal of Financial Econometrics 7(2)',
    // The long window holds the short one: where it has no volatility, neither has, and the quotient of the two is missing.
    compute: cellwise((recent, past) => recent / past),
  }),
)

/**
 * How uncertain the risk itself is: deviation of realised volatility over its mean, so that it is comparable between assets. NaN where
 * prices did not move.
 */
const volatilityOfVolatility = parametrisedFamily(
  'volatility_of_volatility',
  { window: 2, span: 2 },
  [21, 63],
  (window, span) => ({
    inputs: ['rolling_deviation', 'rolling_mean'].map((each) =>
      appliedName(each, [span], [stageName('volatility', window)]),
    ),
    lookback: 1,
    width: 'asset',
    formula: 'sample standard deviation / mean of volatility_window over the last span rows',
    source:
      'Baltussen, van Bekkum and van der Grient (2018), Journal of Financial and Quantitative Analysis 53(4), realised',
    // Volatilities of mean 0 are all 0: their deviation is too, and the quotient of the two is missing.
    compute: cellwise((deviation, mean) => deviation / mean),
  }),
)

/** How much closes move, and how unevenly. */
export const volatilityStages: readonly StageFamily[] = [
  volatility,
  downsideReturn,
  downsideVolatility,
  volatilityRatio,
  volatilityOfVolatility,
  returnSkewness,
  returnKurtosis,
  maxReturn,
]
