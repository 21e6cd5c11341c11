import type { RollingStatistic } from '../kernels/kernels.js'
import { ROLLING_STATISTICS } from '../kernels/kernels.js'
import { cellwise } from './stage-compute.js'
import { appliedName, requireAtLeast, stageName, type StageFamily } from './stage.js'

/** A statistic of the last `window` returns; NaN where one of them is missing. */
function returnStatistic(
  family: string,
  statistic: RollingStatistic,
  returns: string,
  formula: string,
  source: string,
  example: string,
): StageFamily {
  return {
    family,
    parameters: ['window'],
    example,
    create([window]) {
      requireAtLeast(family, 'window', window, ROLLING_STATISTICS[statistic].leastWindow)
      return {
        name: stageName(family, window),
        inputs: [returns],
        lookback: window,
        width: 'asset',
        formula,
        source,
        rolling: { statistic, window },
      }
    },
  }
}

/** Realised volatility, per session (not annualised); 0 where prices did not move. */
const volatility = returnStatistic(
  'volatility',
  'deviation',
  'momentum_1',
  'sample standard deviation of momentum_1 over the last window rows',
  'sample standard deviation, n - 1 in the denominator',
  'volatility_21',
)

/** Skewness of daily returns; NaN where prices did not move. */
const returnSkewness = returnStatistic(
  'return_skewness',
  'skewness',
  'momentum_1',
  'adjusted Fisher-Pearson skewness of momentum_1 over the last window rows',
  'Amaya, Christoffersen, Jacobs and Vasquez (2015), Journal of Financial Economics 118(1)',
  'return_skewness_63',
)

/** Excess kurtosis of daily returns; NaN where prices did not move. */
const returnKurtosis = returnStatistic(
  'return_kurtosis',
  'kurtosis',
  'momentum_1',
  'excess kurtosis G2 of momentum_1 over the last window rows',
  'Amaya, Christoffersen, Jacobs and Vasquez (2015), Journal of Financial Economics 118(1)',
  'return_kurtosis_63',
)

/** Largest simple return of one session: what buyers of lottery tickets look for. */
const maxReturn = returnStatistic(
  'max_return',
  'max',
  'return_1',
  'largest return_1 of the last window rows',
  'Bali, Cakici and Whitelaw (2011), Journal of Financial Economics 99(2)',
  'max_return_21',
)

/** The losing side of the log return of a session. */
const downsideReturn: StageFamily = {
  family: 'downside_return',
  parameters: [],
  example: 'downside_return',
  create: () => ({
    name: 'downside_return',
    inputs: ['momentum_1'],
    lookback: 1,
    width: 'asset',
    formula: 'min(momentum_1[t], 0)',
    source: 'Sortino and van der Meer (1991), Journal of Portfolio Management 17(4)',
    compute: cellwise((own) => Math.min(own, 0)),
  }),
}

/**
 * Root mean square of x over the last `window` rows, of its mean and sample deviation. Their squares add up without cancelling, and
 * the kernels compute the two together, without a column of squares.
 */
export function rootMeanSquare(window: number): (mean: number, deviation: number) => number {
  const share = (window - 1) / window
  return (mean, deviation) => Math.sqrt(mean * mean + share * deviation * deviation)
}

/**
 * Downside deviation of daily log returns from a target of 0, per session (not annualised): over all sessions of the window, of which
 * rising ones count as 0.
 */
const downsideVolatility: StageFamily = {
  family: 'downside_volatility',
  parameters: ['window'],
  example: 'downside_volatility_21',
  create([window]) {
    requireAtLeast('downside_volatility', 'window', window, 2)
    return {
      name: stageName('downside_volatility', window),
      inputs: ['rolling_mean', 'rolling_deviation'].map((each) => appliedName(each, [window], ['downside_return'])),
      lookback: 1,
      width: 'asset',
      formula: 'root mean square of min(momentum_1, 0) over the last window rows',
      source: 'Sortino and van der Meer (1991), Journal of Portfolio Management 17(4)',
      compute: cellwise(rootMeanSquare(window)),
    }
  },
}

/** Recent volatility in units of its longer past; NaN where prices did not move over the long window. */
const volatilityRatio: StageFamily = {
  family: 'volatility_ratio',
  parameters: ['short', 'long'],
  example: 'volatility_ratio_5_63',
  create([short, long]) {
    requireAtLeast('volatility_ratio', 'short', short, 2)
    requireAtLeast('volatility_ratio', 'long', long, 2)
    requireAtLeast('volatility_ratio', 'long - short', long - short, 1)
    return {
      name: stageName('volatility_ratio', short, long),
      inputs: [stageName('volatility', short), stageName('volatility', long)],
      lookback: 1,
      width: 'asset',
      formula: 'volatility_short[t] / volatility_long[t], NaN where the latter is 0',
      source: 'horizons of volatility: Corsi (2009), Journal of Financial Econometrics 7(2)',
      // The long window holds the short one: where it has no volatility, neither has, and the quotient of the two is missing.
      compute: cellwise((recent, past) => recent / past),
    }
  },
}

/**
 * How uncertain the risk itself is: deviation of realised volatility over its mean, so that it is comparable between assets. NaN where
 * prices did not move.
 */
const volatilityOfVolatility: StageFamily = {
  family: 'volatility_of_volatility',
  parameters: ['window', 'span'],
  example: 'volatility_of_volatility_21_63',
  create([window, span]) {
    requireAtLeast('volatility_of_volatility', 'window', window, 2)
    requireAtLeast('volatility_of_volatility', 'span', span, 2)
    return {
      name: stageName('volatility_of_volatility', window, span),
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
    }
  },
}

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
