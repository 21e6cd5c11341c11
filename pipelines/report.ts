import { join } from 'node:path'
import { z } from 'zod'
import { ArtifactError } from '../src/core/errors.js'
import type { Target } from '../src/samples/target.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { NOTICE } from '../src/export/notice.js'
import type { Forecasts } from '../src/forecast/forecasts.js'
import { skillVerdict } from '../src/overfit/verdict.js'
import type { Panel } from '../src/panel/panel.js'
import { returnsOf } from '../src/backtest/returns-of.js'
import { activeReturns } from '../src/risk/active.js'
import { cagr } from '../src/risk/growth.js'
import { readJson, RUN_FILES } from './artifacts.js'
import { dailyReturns, type PortfolioResult, type PortfolioResults } from './backtest.js'
import { bootstrapTerms } from './bootstrap-terms.js'
import { brinsonReport, type BrinsonReport } from './brinson-report.js'
import { BENCHMARK, EQUAL_WEIGHT } from './portfolio-names.js'
import { blockedSentence } from './decisions/check-warnings.js'
import type { DecisionsSummary } from './decisions/decision-log.js'
import { fundDistributions } from './distributions-report.js'
import type { Experiment } from './experiment-schema.js'
import type { HoldInstruments } from './hold-instruments.js'
import type { HoldNow } from './hold-now.js'
import { dataSummary, type DataProvenance, type DataSummary, type FeedCoverage } from './provenance.js'
import { modelReports, type ModelReport } from './model-report.js'
import { periodReport, type PeriodReport } from './period-report.js'
import { shortsReport, type ShortsReport } from './shorts-report.js'
import type { RawMarkets } from './sources/raw-market.js'
import { strategiesReport, type StrategiesReport } from './strategies/strategies.js'
import { portfolioReport, type PortfolioReport } from './portfolio-report.js'

/** Whether the ensemble's portfolio differs from equal weight, as numbers. */
export interface SkillReport {
  /** Mean daily net active return over equal weight, annualised; with its bootstrap interval. */
  readonly activeReturn: number
  readonly low: number
  readonly high: number
  readonly level: number
  /** True when the interval lies above 0. */
  readonly evidence: boolean
}

/** What becomes of the ensemble's portfolio, net of costs, where distributions are paid in cash: growth a year, as fractions. */
export interface DistributionsReport {
  /** They stay in cash until the next decision. */
  readonly cash: number
  /** The same decisions at prices in which they are reinvested. */
  readonly reinvested: number
  /** Cash less reinvested. */
  readonly difference: number
  /** The same of each fund held alone, by symbol. */
  readonly funds?: Readonly<
    Record<string, { readonly cash: number; readonly reinvested: number; readonly difference: number }>
  >
}

/** All that a run found out. Fractions, not percent; no times, so that equal runs are equal bytes. */
export interface RunReport extends PeriodReport {
  readonly experiment: string
  readonly hypothesis: string
  readonly seed: number
  readonly data: DataSummary
  /** Symbol of what portfolios are held against. */
  readonly benchmark: string
  /** How much of each feed was there, and what to know of it; absent without feeds. */
  readonly feeds?: Readonly<Record<string, FeedCoverage>>
  readonly horizon: number
  readonly folds: number
  /** What a reader has to be warned of, a sentence each; most often nothing. */
  readonly warnings: readonly string[]
  readonly models: Readonly<Record<string, ModelReport>>
  readonly portfolios: Readonly<Record<string, PortfolioReport>>
  /** One plain sentence. */
  readonly verdict: string
  readonly skill: SkillReport
  /** What the ledger was run and the metrics were measured with. */
  readonly conventions: Experiment['backtest'] & { readonly riskFree: number; readonly sessionsPerYear: number }
  /** Absent where distributions are not paid in cash. */
  readonly distributions?: DistributionsReport
  /** Absent where shorts are carried out directly. */
  readonly shorts?: ShortsReport
  /** Why the ensemble's portfolio did otherwise than the experiment's benchmark weights. */
  readonly brinson: BrinsonReport
  /** The experiment's strategies beside each other; absent where there is none. */
  readonly strategies?: StrategiesReport
  /** How many decisions the ensemble's portfolio made, what the checks before the trade said, and the last hash of their log. */
  readonly decisions?: DecisionsSummary
  readonly now: HoldNow
  /** The same in inverse funds where shorts are carried out through them; absent where they are carried out directly. */
  readonly instruments?: HoldInstruments
  readonly notice: string
}

/** What a report is made of. */
export interface ReportInput {
  readonly experiment: Experiment
  readonly provenance: DataProvenance
  readonly folds: number
  readonly warnings: readonly string[]
  readonly forecasts: Forecasts
  readonly target: Target
  readonly panel: Panel
  readonly raw?: RawMarkets | undefined
  readonly results: PortfolioResults
  readonly decisions?: DecisionsSummary
  readonly now: HoldNow
  readonly instruments?: HoldInstruments | undefined
}

function distributionsReport(
  { net, reinvested }: PortfolioResult,
  { experiment, panel, raw }: ReportInput,
): DistributionsReport | undefined {
  if (reinvested === undefined || raw === undefined) return undefined
  const { sessionsPerYear } = experiment.report
  const [inCash, bought] = [net, reinvested].map((performance) => cagr(returnsOf(performance), sessionsPerYear))
  const funds = fundDistributions(raw.bars, panel.dates, net, experiment)
  return { cash: inCash, reinvested: bought, difference: inCash - bought, funds }
}

/** Measures everything and passes the verdict. */
export function buildReport(input: ReportInput): RunReport {
  const { experiment, provenance, folds, warnings, forecasts, target, panel, results, now, instruments } = input
  const { riskFree, sessionsPerYear } = experiment.report
  const data = dataSummary(provenance)
  const benchmark = dailyReturns(results[BENCHMARK])
  const portfolios = Object.fromEntries(
    Object.entries(results).map(([name, result]) => [
      name,
      portfolioReport(result, benchmark.net, { ...experiment, dates: forecasts.dates }),
    ]),
  )
  const net = new Map(Object.entries(results).map(([name, result]) => [name, dailyReturns(result).net]))
  const strategies = strategiesReport(experiment, net)
  const equal = dailyReturns(results[EQUAL_WEIGHT]).net
  const active = activeReturns(dailyReturns(results[ENSEMBLE]).net, equal)
  const distributions = distributionsReport(results[ENSEMBLE], input)
  const shorts = shortsReport(results[ENSEMBLE], sessionsPerYear)
  const { sentence, ...skill } = skillVerdict(active, {
    ...bootstrapTerms(experiment),
    periodsPerYear: sessionsPerYear,
  })
  return {
    experiment: experiment.name,
    hypothesis: experiment.hypothesis,
    seed: experiment.seed,
    data,
    benchmark: panel.benchmark,
    ...(provenance.feeds === undefined ? {} : { feeds: provenance.feeds }),
    horizon: experiment.horizon,
    folds,
    warnings,
    models: modelReports(forecasts, target),
    portfolios,
    verdict: `${data.simulated ? 'On the simulated market: ' : ''}${sentence}${blockedSentence(input.decisions)}`,
    skill,
    conventions: { riskFree, sessionsPerYear, ...experiment.backtest },
    ...periodReport(results, panel, sessionsPerYear),
    ...(distributions === undefined ? {} : { distributions }),
    ...(shorts === undefined ? {} : { shorts }),
    brinson: brinsonReport({ experiment, panel, forecasts, result: results[ENSEMBLE] }),
    ...(strategies === undefined ? {} : { strategies }),
    ...(input.decisions === undefined ? {} : { decisions: input.decisions }),
    now,
    ...(instruments === undefined ? {} : { instruments }),
    notice: NOTICE,
  }
}

const record = z.record(z.string(), z.looseObject({}))
/** A number of a JSON document: null stands for one that is not known. */
const known = z.number().nullable()
const span = z.looseObject({
  net: known,
  benchmark: known,
  allocation: known,
  selection: known,
  interaction: known,
  other: known,
  sectors: z.record(z.string(), known),
})
const reportSchema = z.looseObject({
  experiment: z.string(),
  data: z.looseObject({ symbols: z.array(z.string()) }),
  // Folders of older versions have none: it is their last symbol.
  benchmark: z.string().optional(),
  feeds: z.record(z.string(), z.looseObject({ coverage: z.number(), notes: z.array(z.string()) })).optional(),
  warnings: z.array(z.string()).default([]),
  models: record,
  portfolios: z.record(z.string(), z.looseObject({ gross: z.looseObject({}), net: z.looseObject({}) })),
  verdict: z.string(),
  conventions: z.looseObject({}),
  // Folders of older versions have none.
  brinson: z.looseObject({ whole: span, years: z.array(span.extend({ year: z.number() })) }).optional(),
  now: z.looseObject({ asOf: z.string(), lines: z.array(z.looseObject({})) }),
})

/**
 * The report that the second step left in a run folder.
 * @throws ArtifactError when the file is not one
 */
export function readReport(folder: string): RunReport {
  const report = reportSchema.safeParse(readJson(folder, RUN_FILES.report))
  if (!report.success) throw new ArtifactError(`${join(folder, RUN_FILES.report)}: not a report of a run`)
  return report.data as unknown as RunReport
}
