import { join } from 'node:path'
import type { z } from 'zod'
import { parseSession } from '../src/core/calendar.js'
import { ArtifactError, ConfigError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import { activeReturns } from '../src/risk/active.js'
import { returnsOf } from '../src/backtest/returns-of.js'
import { withTrueMinus } from '../src/export/number-text.js'
import type { TearSheet, TearSheetDecision } from '../src/export/tear-sheet-content.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { skillVerdict } from '../src/overfit/verdict.js'
import { readText, RUN_FILES } from './artifacts.js'
import { bootstrapTerms } from './bootstrap-terms.js'
import { blockedSentence } from './decisions/check-warnings.js'
import type { Experiment } from './experiment-schema.js'
import { inverseFundLabels } from './inverse-funds.js'
import { decisionSchema, readPerformance, type PerformanceRecord } from './performance-record.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'
import type { RunReport } from './report.js'
import {
  activeReturn,
  benchmarkSymbol,
  measuredCurve,
  portfolioLabel,
  portfolioLines,
  sheetDistributions,
  strategiesClaim,
} from './tear-sheet-parts.js'
import { sectorNames } from './universe-family.js'

/** The symbol and, where it has another name, the sector's: "XLE Energy"; of an inverse fund, what it is. */
function labelsOf({ assets, sectors }: PerformanceRecord, experiment: Experiment): string[] {
  const nameOf = sectorNames(experiment.universe)
  const funds = inverseFundLabels(experiment)
  return assets.map((symbol, i) => {
    const name = nameOf(sectors[i])
    const fund = funds.get(symbol)
    if (fund !== undefined) return withTrueMinus(fund)
    return name.toLowerCase() === symbol.toLowerCase() ? name : `${symbol} ${name}`
  })
}

/**
 * The decisions of the log in the run folder.
 * @throws ConfigError when there is no log, ArtifactError naming the line that is no record of one
 */
function readDecisions(folder: string): z.infer<typeof decisionSchema>[] {
  const lines = readText(folder, RUN_FILES.decisions)
    .split('\n')
    .filter((line) => line !== '')
  return lines.map((line, i) => {
    const parsed = decisionSchema.safeParse(parsedLine(line))
    if (parsed.success) return parsed.data
    throw new ArtifactError(`${join(folder, RUN_FILES.decisions)}:${i + 1}: is not a record of a decision`)
  })
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

/** The verdict on a portfolio that the report passes none on, reached as that on the ensemble's. */
function verdictOn(
  name: string,
  experiment: Experiment,
  { net, decisions }: PerformanceRecord,
  run: RunReport,
): string {
  const [own, equal] = [net.get(name), net.get(EQUAL_WEIGHT)].map((equity = new Float64Array(0)) =>
    returnsOf({ equity }),
  )
  const { sentence } = skillVerdict(activeReturns(own, equal), {
    ...bootstrapTerms(experiment),
    periodsPerYear: experiment.report.sessionsPerYear,
    ...(name in run.models ? { model: name } : { subject: name }),
  })
  const blocked = decisions.filter((decision) => decision.blocked).length
  const held = blockedSentence({ blocked, count: decisions.length })
  return `${run.data.simulated ? 'On the simulated market: ' : ''}${sentence}${held}`
}

/** The report's warnings for the sheet of another portfolio: those that name none are of the run, or of the ensemble's portfolio alone. */
function ofTheRun(report: RunReport): string[] {
  const names = Object.keys(report.portfolios)
  const main = portfolioLabel(report, ENSEMBLE)
  return report.warnings.map((warning) =>
    names.some((name) => warning.startsWith(`${name} `))
      ? warning
      : `of the run or of its main portfolio (${main}): ${warning}`,
  )
}

/** What sets the sheet of another portfolio apart from the ensemble's, which the experiment is about. */
function aboutOther(
  name: string,
  experiment: Experiment,
  report: RunReport,
  performance: PerformanceRecord,
): Pick<TearSheet, 'title' | 'verdict' | 'warnings'> {
  const warning = `this portfolio is one of ${Object.keys(report.portfolios).length} of the run; intervals and verdict know nothing of its having been chosen`
  return {
    title: `${report.experiment}, ${portfolioLabel(report, name)}`,
    verdict: verdictOn(name, experiment, performance, report),
    warnings: [...ofTheRun(report), warning],
  }
}

/**
 * Reads the record with the holdings of a portfolio that the command line names.
 * @throws ConfigError for a name that the run does not have, or that only others are held against
 */
export function readPortfolio(folder: string, portfolio: string): PerformanceRecord {
  const { net, followed } = readPerformance(folder)
  if (followed.includes(portfolio)) return readPerformance(folder, portfolio)
  if (net.has(portfolio))
    throw new ConfigError(
      `--portfolio "${portfolio}" is what the others are held against: its holdings are not recorded, expected one of ${followed.join(', ')}`,
    )
  const nearest = nearestName(portfolio, followed) ?? ''
  throw new ConfigError(
    `--portfolio "${portfolio}" is no portfolio of the run, the nearest is "${nearest}"; expected one of ${followed.join(', ')}`,
  )
}

/**
 * Everything that the tear sheet of a portfolio says, from what the steps before left.
 * @param performance - with the holdings of that portfolio
 * @param portfolio - the ensemble's when absent: the attribution of the active return and the distributions are known of it alone
 * @throws ConfigError when the decision log is missing, ArtifactError when it is damaged
 */
export function tearSheetOf(
  folder: string,
  experiment: Experiment,
  report: RunReport,
  performance: PerformanceRecord,
  portfolio: string = ENSEMBLE,
): TearSheet {
  const { dates, net, gross, assets } = performance
  const isEnsemble = portfolio === ENSEMBLE
  const labels = labelsOf(performance, experiment)
  const labelOf = (symbol: string): string => labels[assets.indexOf(symbol)] ?? symbol
  const curve = (of: ReadonlyMap<string, Float64Array>, name: string): Float64Array =>
    of.get(name) ?? new Float64Array(dates.length).fill(NaN)
  const decisions = isEnsemble ? readDecisions(folder) : performance.decisions
  const { data, conventions } = report
  const strategies = strategiesClaim(report, experiment)
  const active = isEnsemble ? activeReturn(report, experiment) : undefined
  const distributions = isEnsemble ? sheetDistributions(report, labelOf) : undefined
  return {
    title: report.experiment,
    hypothesis: report.hypothesis,
    simulated: data.simulated,
    verdict: report.verdict,
    warnings: report.warnings,
    ...(isEnsemble ? {} : aboutOther(portfolio, experiment, report, performance)),
    benchmark: benchmarkSymbol(report),
    dates,
    equity: {
      net: curve(net, portfolio),
      gross: curve(gross, portfolio),
      equalWeight: curve(net, EQUAL_WEIGHT),
      benchmark: curve(net, BENCHMARK),
    },
    metrics: {
      net: measuredCurve(report, portfolio, 'net'),
      gross: measuredCurve(report, portfolio, 'gross'),
      equalWeight: measuredCurve(report, EQUAL_WEIGHT, 'net'),
      benchmark: measuredCurve(report, BENCHMARK, 'net'),
    },
    labels,
    weights: performance.weights,
    contributions: performance.contributions,
    decisions: decisions.map(({ date, reason, weights }): TearSheetDecision => ({
      date: parseSession(date),
      reason,
      weights: Object.entries(weights).map(([symbol, weight]) => ({ label: labelOf(symbol), weight })),
    })),
    turnover: performance.turnover,
    costs: performance.costs,
    terms: { ...conventions, level: experiment.report.level, turnover: report.portfolios[portfolio]?.turnover },
    portfolios: portfolioLines(report, portfolio),
    ...(strategies === undefined ? {} : { strategies }),
    ...(active === undefined ? {} : { active }),
    ...(distributions === undefined ? {} : { distributions }),
    ...(isEnsemble && report.shorts !== undefined ? { shorts: report.shorts } : {}),
  }
}
