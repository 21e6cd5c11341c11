import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseHoldingsCsv, type Holdings } from '../datasets/holdings-csv.js'
import { decodeText } from '../datasets/text/decode-text.js'
import { ConfigError, DataError } from '../src/core/errors.js'
import { ENSEMBLE } from '../src/forecast/ensemble.js'
import { decodeForecasts, encodeForecasts, type Forecasts } from '../src/forecast/forecasts.js'
import {
  hasArtifact,
  inArtifact,
  openRunFolder,
  readText,
  removeArtifacts,
  requireRunFolder,
  RUN_FILES,
  writeArtifact,
  writeJson,
} from './artifacts.js'
import { backtest, requireBenchmarkWeights } from './backtest.js'
import { checkWarnings } from './decisions/check-warnings.js'
import { decisionLog, runIdentity } from './decisions/decision-log.js'
import { parseExperiment, type ParsedExperiment } from './experiment.js'
import { exportRun, type Artifacts } from './export-run.js'
import { holdInverseFunds } from './hold-instruments.js'
import { holdNow } from './hold-now.js'
import { inverseFunds } from './inverse-funds.js'
import { requireRateSymbols } from './ledger-rates.js'
import { asConfig } from './located.js'
import { prepare, type Prepared } from './prepare.js'
import type { Progress } from './progress.js'
import { buildReport, type RunReport } from './report.js'
import { defaultThreads } from './run-jobs.js'
import { readRunHead, writeRunHead } from './run-folder.js'
import { lateStartWarnings } from './strategies/late-start.js'
import { afterRuin, tradeWarnings } from './trade-warnings.js'
import { foldsOf, requireTrainingRows, walkForward, walkWarnings } from './walk-forward.js'
import { writeBacktest } from './write-backtest.js'

/** What a person may say about a run, beside the experiment itself. */
export interface RunOptions {
  /** Folder of the data files. */
  readonly data?: string | undefined
  /** Run folder; experiments/runs/<name> when absent. */
  readonly out?: string | undefined
  /** Worker threads; all cores when absent. Results do not depend on it. */
  readonly threads?: number | undefined
  /** Overrides the experiment's seed. */
  readonly seed?: number | undefined
  /** CSV file of present holdings. */
  readonly holdings?: string | undefined
  readonly progress?: Progress | undefined
}

/** The document that a run ends with. */
export type RunDocument = RunReport & { readonly artifacts: Artifacts }

const DEFAULT_EXPERIMENT = 'experiments/simulated-market.yaml'

/** What is wrong with a path, where a person is likely to have meant another one. */
function inWords(what: string, path: string, code: string): string {
  if (code === 'ENOENT') return ': no such file or folder'
  if (code !== 'EISDIR') return ''
  if (what !== 'experiment') return ': is a folder, expected a file'
  const run = hasArtifact(path, RUN_FILES.manifest) ? 'is a run folder' : `is a folder without ${RUN_FILES.manifest}`
  return `: ${run}, expected a file`
}

/** Text of a file that the command line names. */
function readInput(path: string | URL, what: string): string {
  const name = typeof path === 'string' ? path : fileURLToPath(path)
  try {
    return decodeText({ file: name, bytes: readFileSync(path) })
  } catch (error) {
    if (error instanceof DataError) throw error
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new ConfigError(`${what} "${name}" can not be read (${code})${inWords(what, name, code)}`)
  }
}

function packaged(name: string): URL {
  const base = import.meta.url.endsWith('.ts') ? '../' : '../../'
  return new URL(base + name, import.meta.url)
}

/**
 * Reads an experiment; a packaged one when none is named.
 * @param fallback - name of the packaged one within this package
 * @throws ConfigError naming file, line and field
 */
export async function openPackagedExperiment(path: string | undefined, fallback: string): Promise<ParsedExperiment> {
  const text = asConfig(() => readInput(path ?? packaged(fallback), 'experiment'))
  return parseExperiment(text, path ?? fallback)
}

/**
 * Reads an experiment; the simulated market when none is named.
 * @param seed - overrides the experiment's own
 * @throws ConfigError naming file, line and field
 */
export async function openExperiment(path: string | undefined, seed?: number): Promise<ParsedExperiment> {
  const parsed = await openPackagedExperiment(path, DEFAULT_EXPERIMENT)
  return seed === undefined ? parsed : { ...parsed, experiment: { ...parsed.experiment, seed } }
}

/** The run folder of an experiment. */
function runFolderOf(parsed: ParsedExperiment, out: string | undefined): string {
  return out ?? `experiments/runs/${parsed.experiment.name}`
}

function silent(): void {
  // Progress is for those who ask for it.
}

/** Data, run folder and holdings of a run that has begun. */
export interface StartedRun {
  readonly folder: string
  readonly prepared: Prepared
  readonly holdings: Holdings | undefined
}

/** Holdings of a file that the command line names. */
export function openHoldings(path: string | undefined, { panel }: Prepared): Holdings | undefined {
  if (path === undefined) return undefined
  return parseHoldingsCsv(readInput(path, '--holdings'), path, [...panel.assets, panel.benchmark])
}

/** Opens everything that a run needs and checks it, before the run folder is touched; then writes the head of the run. */
export async function startRun(parsed: ParsedExperiment, options: RunOptions): Promise<StartedRun> {
  const folder = runFolderOf(parsed, options.out)
  requireRunFolder(folder)
  const prepared = await prepare(parsed, { folder: options.data }, options.progress ?? silent)
  requireTrainingRows(parsed, foldsOf(parsed, prepared.panel.dates), prepared.target)
  const { assets, benchmark } = prepared.panel
  requireBenchmarkWeights(parsed, assets)
  const funds = [...inverseFunds(parsed.experiment).values()].map(({ symbol }) => symbol)
  requireRateSymbols(parsed, [...assets, benchmark, ...funds])
  const holdings = openHoldings(options.holdings, prepared)
  openRunFolder(folder)
  writeRunHead(folder, parsed.experiment, prepared.provenance, options.data)
  if (prepared.truth !== undefined) writeJson(folder, RUN_FILES.truth, prepared.truth)
  return { folder, prepared, holdings }
}

/** First step: out-of-sample forecasts into the run folder. */
export async function walkForwardStep(
  parsed: ParsedExperiment,
  options: RunOptions,
): Promise<StartedRun & { readonly forecasts: Forecasts }> {
  const started = await startRun(parsed, options)
  const { forecasts } = await walkForward(
    parsed,
    started.prepared,
    options.threads ?? defaultThreads(),
    options.progress ?? silent,
  )
  writeArtifact(started.folder, RUN_FILES.forecasts, encodeForecasts(forecasts))
  return { ...started, forecasts }
}

/** Second step: decisions, ledger, risk metrics and verdict into the run folder. */
export function backtestStep(
  parsed: ParsedExperiment,
  { folder, prepared, holdings, forecasts }: StartedRun & { readonly forecasts: Forecasts },
  progress: Progress = silent,
): RunReport {
  const { experiment } = parsed
  const { panel, target, provenance } = prepared
  progress('deciding and trading')
  const results = backtest(experiment, prepared, forecasts)
  const decided = holdNow(experiment, prepared, forecasts, holdings, results[ENSEMBLE].weights)
  const now = afterRuin(decided, results[ENSEMBLE], panel.dates)
  const folds = foldsOf(parsed, panel.dates).length
  const told = checkWarnings(experiment, panel, results[ENSEMBLE].weights)
  for (const warning of told) progress(`warning: ${warning}`)
  const late = lateStartWarnings(results, panel.dates, experiment.report.sessionsPerYear)
  const warnings = [...walkWarnings(parsed, prepared), ...tradeWarnings(results, panel.dates), ...late, ...told]
  const identity = runIdentity(readText(folder, RUN_FILES.experiment), provenance.sha256)
  const { text, summary: decisions } = decisionLog(results[ENSEMBLE].weights, panel, identity)
  const report = buildReport({
    experiment,
    provenance,
    folds,
    warnings,
    forecasts,
    target,
    panel,
    raw: prepared.raw,
    results,
    decisions,
    now,
    instruments: holdInverseFunds(experiment, now),
  })
  // They are drawn one by one when asked for: of earlier numbers, they would contradict these.
  removeArtifacts(folder, [RUN_FILES.tearSheets])
  writeBacktest(folder, panel, results, experiment.backtest.fill)
  writeArtifact(folder, RUN_FILES.decisions, text)
  writeJson(folder, RUN_FILES.report, report)
  return report
}

/**
 * The second step on a run folder that the first step wrote.
 * @throws DataError when the data are not those that the forecasts were made from
 */
export async function backtestRun(folder: string, options: RunOptions): Promise<RunReport> {
  const { manifest, parsed } = await readRunHead(folder)
  const prepared = await prepare(
    parsed,
    { folder: options.data ?? manifest.data.folder ?? undefined },
    options.progress ?? silent,
  )
  if (prepared.provenance.sha256 !== manifest.data.sha256)
    throw new DataError(
      { file: options.data ?? manifest.data.folder ?? folder },
      `the data differ from those of the run (sha256 ${prepared.provenance.sha256.slice(0, 12)}, expected ${manifest.data.sha256.slice(0, 12)})`,
    )
  const holdings = openHoldings(options.holdings, prepared)
  const forecasts = inArtifact(folder, RUN_FILES.forecasts, decodeForecasts)
  return backtestStep(parsed, { folder, prepared, holdings, forecasts }, options.progress)
}

/**
 * One complete run: prices, features, models, walk-forward, decisions, risk metrics, heatmap.
 * @param experiment - path of the YAML file; the packaged simulated market when absent
 * @throws ConfigError, DataError as the command line documents them
 */
export async function runExperiment(experiment?: string, options: RunOptions = {}): Promise<RunDocument> {
  const parsed = await openExperiment(experiment, options.seed)
  const walked = await walkForwardStep(parsed, options)
  const report = backtestStep(parsed, walked, options.progress)
  options.progress?.('drawing the heatmap and the report')
  return { ...report, artifacts: await exportRun(walked.folder) }
}
