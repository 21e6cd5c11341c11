import type {
  ActiveReturn,
  ActiveSpan,
  MeasuredCurve,
  PortfolioLine,
  SheetDistributions,
  StrategiesClaim,
} from '../src/export/tear-sheet-content.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import type { BrinsonSpan } from './brinson-report.js'
import type { Experiment } from './experiment-schema.js'
import { BENCHMARK, EQUAL_WEIGHT, strategyName } from './portfolio-names.js'
import type { RunReport } from './report.js'
import { sectorNames } from './universe-family.js'

/** Symbol of the benchmark; a folder of an older version names it last among the symbols alone. */
export function benchmarkSymbol({
  data,
  benchmark,
}: Pick<RunReport, 'data'> & { readonly benchmark?: string }): string {
  return benchmark ?? data.symbols.at(-1) ?? BENCHMARK
}

/** Numbers of one portfolio; a folder of an older version may lack metrics, which read "n/a". */
export function measuredCurve({ portfolios }: RunReport, name: string, side: 'net' | 'gross'): MeasuredCurve {
  const numbers = portfolios[name]?.[side] ?? {}
  return { values: numbers, ...('intervals' in numbers ? { intervals: numbers.intervals } : {}) }
}

/** A portfolio's name as a reader knows it. */
export function portfolioLabel(report: RunReport, name: string): string {
  const models = Object.keys(report.models).filter((model) => model !== ENSEMBLE)
  if (name === ENSEMBLE) return models.length === 1 ? `Model ${models[0]}` : 'Mean of the models'
  if (name === EQUAL_WEIGHT) return 'Equal weight'
  if (name === BENCHMARK) return benchmarkSymbol(report)
  return models.includes(name) ? `Model ${name}` : `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

/**
 * Every portfolio of the run; none where there is only the ensemble's beside equal weight and the benchmark. The one model of a run is
 * its ensemble, and stands there once.
 * @param own - name of the portfolio that the sheet is about
 */
export function portfolioLines(report: RunReport, own: string): PortfolioLine[] {
  const models = Object.keys(report.models).filter((model) => model !== ENSEMBLE)
  const only = models.length === 1 ? models[0] : undefined
  const names = Object.keys(report.portfolios).filter((name) => name !== only)
  const isOwn = (name: string): boolean => name === (own === only ? ENSEMBLE : own)
  if (names.every((name) => [ENSEMBLE, EQUAL_WEIGHT, BENCHMARK].includes(name))) return []
  return names.map((name) => ({
    label: `${portfolioLabel(report, name)}${isOwn(name) ? ' (this sheet)' : ''}`,
    gross: measuredCurve(report, name, 'gross'),
    net: measuredCurve(report, name, 'net'),
    turnover: report.portfolios[name].turnover,
  }))
}

/** Whether the strategies are better together, if the run has any. */
export function strategiesClaim(report: RunReport, { strategies }: Experiment): StrategiesClaim | undefined {
  const claim = report.strategies
  if (claim === undefined) return undefined
  const parts = new Set(Object.keys(strategies).map(strategyName))
  return {
    verdict: claim.verdict,
    comparisons: claim.comparisons.map(({ than, difference, low, high }) => ({
      than: portfolioLabel(report, than),
      isPart: parts.has(than),
      difference,
      low,
      high,
    })),
  }
}

/** Why the ensemble's portfolio did otherwise than the benchmark weights; undefined in a folder of an older version. */
export function activeReturn(report: RunReport, { universe, decision }: Experiment): ActiveReturn | undefined {
  const { brinson }: Partial<Pick<RunReport, 'brinson'>> = report
  if (brinson === undefined) return undefined
  const nameOf = sectorNames(universe)
  const spanOf = ({ sectors, ...effects }: BrinsonSpan): ActiveSpan => ({
    ...effects,
    sectors: Object.entries(sectors).map(([sector, value]) => ({
      label: sector === 'cash' ? 'Cash' : nameOf(sector),
      value,
    })),
  })
  return {
    benchmark: decision.benchmarkWeights === 'equal' ? 'Equal weights' : 'Benchmark weights',
    whole: spanOf(brinson.whole),
    years: brinson.years.map((span) => ({ ...spanOf(span), year: span.year })),
  }
}

/**
 * What distributions in cash did, if they are paid in cash.
 * @param labelOf - of a symbol
 */
export function sheetDistributions(
  { distributions }: RunReport,
  labelOf: (symbol: string) => string,
): SheetDistributions | undefined {
  if (distributions === undefined) return undefined
  const { funds = {}, ...whole } = distributions
  return { ...whole, funds: Object.entries(funds).map(([symbol, effect]) => ({ ...effect, label: labelOf(symbol) })) }
}
