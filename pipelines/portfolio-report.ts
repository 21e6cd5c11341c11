import { annualTurnover } from '../src/backtest/annual-turnover.js'
import { averageUnderWater, longestUnderWater, maxDrawdown, ulcerIndex } from '../src/risk/drawdown.js'
import { cagr } from '../src/risk/growth.js'
import { calmarRatio, informationRatio, sharpeRatio, sortinoRatio } from '../src/risk/ratios.js'
import { alpha, beta } from '../src/risk/regression.js'
import type { Fraction, Ratio, Sessions } from '../src/risk/units.js'
import { downsideDeviation, downsideVolatility, volatility } from '../src/risk/volatility.js'
import { dailyReturns, type PortfolioResult } from './backtest.js'
import type { Experiment } from './experiment-schema.js'

/** Risk and return of one equity curve. Against the benchmark: information ratio, alpha, beta. */
export interface CurveReport {
  readonly cagr: Fraction
  readonly volatility: Fraction
  readonly downsideVolatility: Fraction
  readonly downsideDeviation: Fraction
  readonly sharpe: Ratio
  readonly sortino: Ratio
  readonly calmar: Ratio
  /** Negative, or 0. */
  readonly maxDrawdown: Fraction
  readonly ulcerIndex: Fraction
  readonly longestUnderWater: Sessions
  readonly averageUnderWater: Sessions
  readonly informationRatio: Ratio
  readonly alpha: Fraction
  readonly beta: Ratio
}

/** One portfolio before and after costs. */
export interface PortfolioReport {
  readonly gross: CurveReport
  readonly net: CurveReport
  /** One-way turnover a year, as a fraction of equity. */
  readonly turnover: number
}

function curveReport(
  returns: Float64Array,
  benchmark: Float64Array,
  { riskFree, sessionsPerYear: periodsPerYear }: Experiment['report'],
): CurveReport {
  const convention = { periodsPerYear, riskFreeAnnual: riskFree }
  return {
    cagr: cagr(returns, periodsPerYear),
    volatility: volatility(returns, periodsPerYear),
    downsideVolatility: downsideVolatility(returns, periodsPerYear),
    downsideDeviation: downsideDeviation(returns, { target: 0, periodsPerYear }),
    sharpe: sharpeRatio(returns, convention),
    sortino: sortinoRatio(returns, convention),
    calmar: calmarRatio(returns, periodsPerYear),
    maxDrawdown: maxDrawdown(returns),
    ulcerIndex: ulcerIndex(returns),
    longestUnderWater: longestUnderWater(returns),
    averageUnderWater: averageUnderWater(returns),
    informationRatio: informationRatio(returns, benchmark, periodsPerYear),
    alpha: alpha(returns, benchmark, convention),
    beta: beta(returns, benchmark),
  }
}

/**
 * The report of one portfolio.
 * @param benchmark - net returns of the benchmark over the same sessions
 */
export function portfolioReport(
  result: PortfolioResult,
  benchmark: Float64Array,
  report: Experiment['report'],
): PortfolioReport {
  const { gross, net } = dailyReturns(result)
  return {
    gross: curveReport(gross, benchmark, report),
    net: curveReport(net, benchmark, report),
    turnover: annualTurnover(result.net, report.sessionsPerYear),
  }
}
