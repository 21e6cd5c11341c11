import { findSector } from '../datasets/registry/sectors.js'
import { ConfigError } from '../src/core/errors.js'
import { formatSession } from '../src/core/calendar.js'
import { columnOf, matrixOver } from '../src/core/matrix.js'
import { nearestName } from '../src/core/nearest.js'
import { NOTICE } from '../src/export/notice.js'
import { requireFeatures } from '../src/features/plan-outputs.js'
import { planStages } from '../src/features/plan.js'
import { panelSources, type FeaturePanel } from '../src/features/run-stages.js'
import { stageOf } from '../src/features/stage-families.js'
import {
  scanFactors,
  sessionReturns,
  type CrossSectionFactor,
  type FactorScan,
  type ReturnKind,
  type ScanOptions,
  type SeriesFactor,
} from '../src/overfit/factor-scan.js'
import { benchmarkSeries, BAR_FIELDS, type Panel } from '../src/panel/panel.js'
import { featureSources, isAdjustedHere } from './experiment-data.js'
import type { ParsedExperiment } from './experiment.js'
import type { Experiment } from './experiment-schema.js'
import { counted } from './feature-text.js'
import { loadData } from './load-data.js'
import { featuresAndTarget } from './prepare.js'
import type { Progress } from './progress.js'

/** What is asked of a scan. */
export interface FactorsOptions extends Omit<ScanOptions, 'horizon'> {
  readonly data: string | undefined
  /** Sessions of the return; the experiment's when absent. */
  readonly horizon: number | undefined
  /** Features to scan; the experiment's when absent. */
  readonly features: readonly string[] | undefined
  /** Sectors whose returns may lead those of others, by any of their names; "all" of them, or none. */
  readonly leaders: readonly string[]
  readonly progress: Progress
}

/** What a scan of an experiment found. */
export interface FactorsDocument extends FactorScan {
  readonly experiment: string
  readonly simulated: boolean
  /** First and last session, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  readonly returns: ReturnKind
  readonly lags: readonly number[]
  /** What it comes to, in plain words. */
  readonly sentence: string
  readonly notice: string
}

/** Masks of feeds tell when something was known, and are no factors. */
const isMask = (name: string): boolean => name.endsWith('.present')

/** Refuses features that were asked for beside the experiment, as the experiment's own are. */
function checkAsked(experiment: Experiment, features: readonly string[]): void {
  const sources = featureSources(experiment)
  const told = (problem: string): ConfigError => new ConfigError(`--features: ${problem}`)
  for (const name of features) {
    try {
      requireFeatures(planStages([name], sources, stageOf), isAdjustedHere(experiment.data))
    } catch (error) {
      throw error instanceof ConfigError ? told(error.message) : error
    }
  }
  const twice = features.find((name, i) => features.indexOf(name) !== i)
  if (twice !== undefined) throw told(`feature "${twice}" is listed twice`)
}

/** Whether a feature has one value per session, the same for all assets: what is made of a feed has the width of the feed. */
function isPerSession(panel: Panel, name: string): boolean {
  if (Object.hasOwn(panel.series, name) || name === 'date') return true
  if (panelSources(panel).includes(name) || name === 'sector') return false
  const { width, inputs } = stageOf(name)
  return width === 'inputs' ? isPerSession(panel, inputs[0]) : width === 'session'
}

/** Features that differ between the assets, where the assets belong to the universe. */
function crossSectionFactors(panel: Panel, { names, values, seasoned }: FeaturePanel): CrossSectionFactor[] {
  return names.flatMap((name, f) => {
    if (isMask(name) || isPerSession(panel, name)) return []
    const { rows, cols, data } = values[f]
    return [{ name, values: matrixOver(rows, cols, data.map((value, i) => (seasoned[i] === 1 ? value : NaN))) }] // prettier-ignore
  })
}

function logChange(levels: Float64Array): Float64Array {
  return levels.map((level, row) => {
    const before = row === 0 ? NaN : levels[row - 1]
    return level > 0 && before > 0 ? Math.log(level / before) : NaN
  })
}

/** The benchmark's own series, as changes: its prices and volumes wander and correlate with anything that does. */
function benchmarkFactors({ series }: Panel): SeriesFactor[] {
  const close = benchmarkSeries('close')
  const volume = benchmarkSeries('volume')
  return [
    { name: 'benchmark.return', values: logChange(series[close]) },
    ...(Object.hasOwn(series, volume) ? [{ name: 'benchmark.volume_change', values: logChange(series[volume]) }] : []),
  ]
}

/** Columns of the sectors that are to lead. */
function leaderColumns({ sectors, assets }: Panel, leaders: readonly string[]): number[] {
  const cols = leaders.flatMap((leader) => {
    if (leader === 'all') return sectors.map((_, col) => col)
    const id = findSector(leader)?.id ?? leader
    const matching = sectors.flatMap((sector, col) => (sector === id || assets[col] === leader ? [col] : []))
    if (matching.length > 0) return matching
    const nearest = nearestName(leader, [...sectors, ...assets, 'all']) ?? ''
    throw new ConfigError(`--leaders: sector "${leader}" is unknown here, the nearest is "${nearest}"`)
  })
  return [...new Set(cols)]
}

/** Everything with one value per session. */
function seriesFactors(panel: Panel, features: FeaturePanel, options: FactorsOptions): SeriesFactor[] {
  const own = BAR_FIELDS.map(benchmarkSeries)
  const feeds = Object.keys(panel.series).filter((name) => !own.includes(name) && !isMask(name))
  const made = features.names.filter(
    (name) => !Object.hasOwn(panel.series, name) && !isMask(name) && isPerSession(panel, name),
  )
  const returns = sessionReturns(panel, options.returns)
  return [
    ...benchmarkFactors(panel),
    ...feeds.map((name) => ({ name, values: panel.series[name] })),
    ...made.map((name) => ({ name, values: columnOf(features.values[features.names.indexOf(name)], 0) })),
    ...leaderColumns(panel, options.leaders).map((col) => ({
      name: `${new Set(panel.sectors).size === panel.sectors.length ? panel.sectors[col] : panel.assets[col]}.return`,
      values: columnOf(returns, col),
      asset: col,
    })),
  ]
}

function conclusion({ tests, fdr, discoveries, stricter, factors }: FactorScan): string {
  if (discoveries === 0)
    return `Nothing found: none of ${tests} tests has a q-value of at most ${fdr}; what leads here can not be told from chance.`
  const stable = factors.filter(({ isDiscovery, isStable }) => isDiscovery && isStable).length
  return (
    `${discoveries} of ${tests} tests pass at a false discovery rate of ${fdr} ` +
    `(Benjamini-Yekutieli ${stricter.benjaminiYekutieli}, Bonferroni ${stricter.bonferroni}), ` +
    `${stable} with one sign in every sub-period; found in the whole sample, not out of it.`
  )
}

/**
 * Scans the features and series of an experiment for key factors and leading indicators.
 * @throws ConfigError for unknown features or leaders, lags beyond the data, or when nothing can be tested; DataError as the data
 */
export async function scanExperiment(parsed: ParsedExperiment, options: FactorsOptions): Promise<FactorsDocument> {
  const features = options.features ?? parsed.experiment.features
  const horizon = options.horizon ?? parsed.experiment.horizon
  const experiment = { ...parsed.experiment, features: [...features], horizon }
  if (options.features !== undefined) checkAsked(experiment, features)
  const { panel } = await loadData(experiment, { folder: options.data }, options.progress)
  const sessions = panel.dates.length
  for (const lag of options.lags)
    if (lag + horizon >= sessions)
      throw new ConfigError(
        `--lags: "${lag}" with a horizon of ${horizon} lies beyond the data, expected together less than its ${sessions} sessions`,
      )
  const computed = featuresAndTarget(experiment, panel).features
  const crossSection = crossSectionFactors(panel, computed)
  const series = seriesFactors(panel, computed, options)
  options.progress(
    `${counted(crossSection.length, 'factor')} across sectors, ${series.length} series, ${counted(options.lags.length, 'lag')}`,
  )
  const scan = scanFactors(panel, crossSection, series, { ...options, horizon })
  if (scan.tests === 0)
    throw new ConfigError(
      `factors: nothing can be tested on "${sessions}" sessions, expected at least ${Math.max(32, 8 * horizon)} (and 8 horizons) at which factor and return are known`,
    )
  return {
    experiment: experiment.name,
    simulated: panel.simulated,
    from: formatSession(panel.dates[0]),
    to: formatSession(panel.dates[sessions - 1]),
    returns: options.returns,
    lags: options.lags,
    ...scan,
    sentence: conclusion(scan),
    notice: NOTICE,
  }
}
