import { nearestName } from '../src/core/nearest.js'
import { planStages } from '../src/features/plan.js'
import { stageOf } from '../src/features/stage-families.js'
import { ConfigError } from '../src/core/errors.js'
import { BAR_FIELDS, benchmarkSeries, type BarField } from '../src/panel/panel.js'
import { checkFiles } from './check-files.js'
import { checkLedger } from './check-ledger.js'
import type { Experiment } from './experiment-schema.js'
import { feedColumns } from './feeds/feed-columns.js'
import type { YamlSource } from './yaml-source.js'

type Source = Experiment['data']['source']

/** Fields of the bars that a source has; the others are missing throughout. */
const FIELDS: Readonly<Record<Source, readonly BarField[]>> = {
  csv: BAR_FIELDS,
  simulated: BAR_FIELDS,
  stocks: ['open', 'close', 'volume'],
  french: ['close'],
}

/** Values of a sector made of its stocks, beside its bars. */
export const SECTOR_SERIES = ['sector.breadth', 'sector.dispersion', 'sector.members'] as const

/** Fields of the assets and of the benchmark, by the names that features are made of. */
function columnsOf(fields: readonly BarField[]): string[] {
  return fields.flatMap((field) => [field, benchmarkSeries(field)])
}

/** Everything that a feature may be made of, or be, without a stage of that name. */
export function featureSources({ data, feeds }: Pick<Experiment, 'data' | 'feeds'>): string[] {
  const made = data.source === 'stocks' ? SECTOR_SERIES : []
  return [...columnsOf(FIELDS[data.source]), ...made, ...Object.keys(feeds).flatMap(feedColumns)]
}

/** Whether raw prices are adjusted here, which rescales the past when a split or a distribution comes. */
export function isAdjustedHere(data: Experiment['data']): boolean {
  return data.source === 'simulated' || (data.source === 'csv' && !data.adjusted)
}

/** Inputs of a feature, of whatever depth; none where the feature is wrong, which is told elsewhere. */
function inputsOf(name: string, sources: readonly string[]): string[] {
  try {
    return planStages([name], sources, stageOf).stages.flatMap(({ inputs }) => inputs)
  } catch (error) {
    if (error instanceof ConfigError) return []
    throw error
  }
}

/** Refuses features made of what the source does not have, and feeds or sector series that do not exist. */
function checkSources(experiment: Experiment, source: YamlSource): void {
  const kind = experiment.data.source
  const known = featureSources(experiment)
  const lacking = columnsOf(BAR_FIELDS.filter((field) => !FIELDS[kind].includes(field)))
  for (const [i, name] of experiment.features.entries()) {
    const missing = [name, ...inputsOf(name, [...known, ...lacking])].find((input) => lacking.includes(input))
    if (missing !== undefined)
      throw source.errorAt(['features', i], `feature "${name}" needs "${missing}", which data.source "${kind}" has not`)
    // What is applied to others names them in its brackets; the plan finds what they lack.
    if (!name.includes('.') || name.includes('(') || known.includes(name)) continue
    const nearest = nearestName(name, known) ?? ''
    throw source.errorAt(['features', i], `feature "${name}" is unknown, the nearest is "${nearest}"`)
  }
}

/** What does not go with a simulated market. */
function checkSimulated({ universe, feeds, decision }: Experiment, source: YamlSource): void {
  if (decision.on === 'last') throw source.errorAt(['decision', 'on'], 'a simulated market has no exchange calendar')
  if (universe !== undefined)
    throw source.errorAt(['universe'], 'a simulated market brings its own universe: leave it out')
  if (Object.keys(feeds).length > 0)
    throw source.errorAt(['feeds'], 'a simulated market reads no files: it has no feeds')
}

/**
 * Checks data, universe and what features are made of: that they fit each other, and that every name in them is known.
 * @throws ConfigError naming file, line and field
 */
export function checkUniverse(experiment: Experiment, source: YamlSource): void {
  const { data, backtest } = experiment
  if (data.source === 'simulated') checkSimulated(experiment, source)
  else checkFiles(experiment, data, source)
  checkSources(experiment, source)
  checkLedger(experiment, source)
  if (backtest.fill === 'open' && !FIELDS[data.source].includes('open'))
    throw source.errorAt(['backtest', 'fill'], `data.source "${data.source}" has no opening prices, expected "close"`)
}
