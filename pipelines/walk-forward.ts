import { BUSINESS_CYCLE_MONTHS } from '../src/core/business-cycles.js'
import { formatSession, parseSession } from '../src/core/calendar.js'
import { createMatrix } from '../src/core/matrix.js'
import { agreement, ENSEMBLE, meanOfRanks } from '../src/forecast/ensemble.js'
import { fitSeed } from '../src/forecast/forecast-fold.js'
import type { Forecasts } from '../src/forecast/forecasts.js'
import type { Target } from '../src/samples/target.js'
import { walkForwardFolds, type Fold } from '../src/samples/walk-forward.js'
import type { ParsedExperiment } from './experiment.js'
import { transformNames } from './fold-transforms.js'
import { located } from './located.js'
import type { FoldTask } from './jobs.js'
import type { Prepared } from './prepare.js'
import type { Progress } from './progress.js'
import { runJobs } from './run-jobs.js'

/** Out-of-sample forecasts with the folds they came from. */
export interface WalkForwardResult {
  readonly forecasts: Forecasts
  readonly folds: readonly Fold[]
}

/** The folds of an experiment on a calendar. */
export function foldsOf({ experiment, source }: ParsedExperiment, dates: Int32Array): Fold[] {
  const { from, to, refit, scheme, trainSessions, embargo } = experiment.walkForward
  return located(source, ['walkForward'], () =>
    walkForwardFolds(dates, {
      from: parseSession(from),
      ...(to === undefined ? {} : { to: parseSession(to) }),
      ...(trainSessions === undefined ? {} : { trainSessions }),
      refit,
      scheme,
      embargo,
    }),
  )
}

/**
 * Checks before anything is written that the first fold has something to learn from; later ones have more.
 * @throws ConfigError naming file and line
 */
export function requireTrainingRows({ source }: ParsedExperiment, [first]: readonly Fold[], target: Target): void {
  const { cols, data } = target.values
  const end = Math.max(first.trainStart, first.labelLimit - target.horizon)
  if (data.subarray(first.trainStart * cols, end * cols).every((value) => Number.isNaN(value)))
    throw source.errorAt(
      ['walkForward', 'from'],
      'no labelled row lies before the first test session: begin testing later, or use shorter features or a shorter horizon',
    )
}

/** Mean length of a month, days. */
const MONTH_DAYS = 365.2425 / 12

/**
 * What a reader of the results has to be warned of: a first fold that trains on less than one full business cycle. Nowhere else is
 * this decided.
 */
export function walkWarnings(
  parsed: ParsedExperiment,
  { panel, target }: Pick<Prepared, 'panel' | 'target'>,
): string[] {
  const { dates } = panel
  const [{ trainStart, labelLimit }] = foldsOf(parsed, dates)
  const { cols, data } = target.values
  const labelled = data.subarray(trainStart * cols).findIndex((value) => !Number.isNaN(value))
  if (labelled < 0) return []
  const from = dates[trainStart + Math.floor(labelled / cols)]
  const to = dates[labelLimit - target.horizon - 1]
  const months = (to - from) / MONTH_DAYS
  if (months >= BUSINESS_CYCLE_MONTHS) return []
  return [
    `the first fold trains on ${Math.floor(months)} months (${formatSession(from)} to ${formatSession(to)}), less than one full business cycle ` +
      `(${BUSINESS_CYCLE_MONTHS} months from peak to peak, the mean of the NBER's cycles of 1945 to 2020): what it learns may belong to one phase alone`,
  ]
}

/**
 * Every model on every fold, and the ensemble of their ranks.
 * @param threads - the result does not depend on it
 */
export async function walkForward(
  parsed: ParsedExperiment,
  { panel, features, target }: Pick<Prepared, 'panel' | 'features' | 'target'>,
  threads: number,
  progress: Progress,
): Promise<WalkForwardResult> {
  const { experiment } = parsed
  const folds = foldsOf(parsed, panel.dates)
  for (const warning of walkWarnings(parsed, { panel, target })) progress(`warning: ${warning}`)
  const names = Object.keys(experiment.models)
  const transforms = transformNames(experiment)
  // The longest fits first, so that no thread is left with one of them at the end.
  const tasks = [...folds].reverse().flatMap((fold) =>
    [...names].reverse().map((model): FoldTask => ({
      model,
      params: experiment.models[model],
      fold,
      seed: fitSeed(experiment.seed, model, fold.index),
      trainStride: experiment.walkForward.trainStride,
      transforms,
    })),
  )
  const results = await runJobs('forecast', { features, target }, tasks, threads, ({ model, fold }, done) =>
    progress(`fit ${done}/${tasks.length}: ${model}, fold ${fold.index + 1}`),
  )
  const nAssets = panel.assets.length
  const scores = Object.fromEntries(names.map((name) => [name, createMatrix(panel.dates.length, nAssets)]))
  for (const [i, { model, fold }] of tasks.entries()) scores[model].data.set(results[i], fold.testStart * nAssets)
  const matrices = names.map((name) => scores[name])
  const forecasts: Forecasts = {
    dates: panel.dates,
    assets: panel.assets,
    sectors: panel.sectors,
    horizon: experiment.horizon,
    scores: { ...scores, [ENSEMBLE]: meanOfRanks(matrices) },
    confidence: agreement(matrices),
    simulated: panel.simulated,
  }
  return { forecasts, folds }
}
