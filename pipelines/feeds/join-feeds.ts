import type { DataFolder } from '../../datasets/text/data-folder.js'
import { ConfigError, DataError } from '../../src/core/errors.js'
import type { Exchange } from '../../src/core/exchanges/exchange.js'
import { createMatrix, setColumn, type Matrix } from '../../src/core/matrix.js'
import { joinAsOf, type AsOfSeries, type JoinOptions } from '../../src/panel/as-of-join.js'
import type { Observations } from '../../src/panel/observations.js'
import type { Panel } from '../../src/panel/panel.js'
import { vintageTransform } from '../../src/panel/vintage-transforms.js'
import type { Progress } from '../progress.js'
import type { FeedCoverage } from '../provenance.js'
import type { SourceData } from '../sources/source-data.js'
import { loadDatedFeed } from './dated-feed.js'
import { feedColumn, feedMask } from './feed-columns.js'
import { absentFrom } from './feed-files.js'
import type { FeedConfig } from './feed-schema.js'
import { marketOf, type FeedContext, type FeedData } from './feed-source.js'
import { loadForeignFlowFeed } from './foreign-flow-feed.js'
import { loadFundamentalsFeed } from './fundamentals-feed.js'
import { loadMacroFeed } from './macro-feed.js'
import { loadTextFeed } from './text-feed.js'

async function loadFeed(config: FeedConfig, context: FeedContext): Promise<FeedData> {
  switch (config.source) {
    case 'dated':
      return loadDatedFeed(config, context)
    case 'foreign-flow':
      return loadForeignFlowFeed(config, context)
    case 'fundamentals':
      return loadFundamentalsFeed(config, context)
    case 'text':
      return loadTextFeed(config, context)
    default:
      return loadMacroFeed(config, context)
  }
}

function joinOptions({ transform, maxAge }: FeedConfig): JoinOptions {
  return { reduce: vintageTransform(transform), ...(maxAge === undefined ? {} : { maxAge }) }
}

function coverageOf(present: Float64Array): number {
  return present.length === 0 ? 0 : present.reduce((sum, one) => sum + one, 0) / present.length
}

/** Columns of a feed on a panel's sessions. */
interface JoinedFeed {
  readonly series: Readonly<Record<string, Float64Array>>
  readonly assetSeries: Readonly<Record<string, Matrix>>
  readonly coverage: number
}

function joinMarket(name: string, joined: AsOfSeries): JoinedFeed {
  const { values, present } = joined
  const series = { [feedColumn(name)]: values, [feedMask(name)]: present }
  return { series, assetSeries: {}, coverage: coverageOf(present) }
}

function joinAssets(name: string, list: readonly Observations[], dates: Int32Array, options: JoinOptions): JoinedFeed {
  const values = createMatrix(dates.length, list.length)
  const present = createMatrix(dates.length, list.length)
  for (const [col, observations] of list.entries()) {
    const joined = joinAsOf(observations, dates, options)
    setColumn(values, col, joined.values)
    setColumn(present, col, joined.present)
  }
  const assetSeries = { [feedColumn(name)]: values, [feedMask(name)]: present }
  return { series: {}, assetSeries, coverage: coverageOf(present.data) }
}

async function joinFeed(
  name: string,
  config: FeedConfig,
  context: FeedContext,
): Promise<JoinedFeed & { readonly notes: readonly string[] }> {
  const { dates } = context.panel
  const absent = absentFrom(context.folder, config)
  if (absent !== undefined) {
    if (config.required)
      throw new DataError({ file: context.folder.root }, `holds ${absent}, which feed "${name}" requires`)
    const none = { values: new Float64Array(dates.length).fill(NaN), present: new Float64Array(dates.length) }
    return { ...joinMarket(name, none), notes: [`the data folder holds ${absent}: all missing`] }
  }
  const { series, notes } = await loadFeed(config, context)
  const options = joinOptions(config)
  const joined =
    'valid' in series ? joinMarket(name, joinAsOf(series, dates, options)) : joinAssets(name, series, dates, options)
  return joined.coverage > 0 ? { ...joined, notes } : { ...joined, notes: [...notes, 'has no value at any session'] }
}

/** Says which feed a mistake of the experiment is in: files are read when its lines are no longer known. */
function ofFeed(name: string, error: unknown): unknown {
  return error instanceof ConfigError ? new ConfigError(`feeds.${name}: ${error.message}`) : error
}

/**
 * Joins feeds to a panel, each value from the session on whose close it was known. A feed whose files are absent is all
 * missing, with a mask of 0, unless it is required.
 * @param prices - the panel and the sectors of its stocks
 * @param exchange - whose sessions the panel has; New York's when absent
 * @param progress - told of a feed without any value
 * @throws DataError, ConfigError for what is wrong in a feed's files, or missing and required
 */
export async function joinFeeds(
  feeds: Readonly<Record<string, FeedConfig>>,
  folder: DataFolder,
  { panel, sectorOf }: Pick<SourceData, 'panel' | 'sectorOf'>,
  exchange?: Exchange,
  progress: Progress = () => undefined,
): Promise<{ readonly panel: Panel; readonly coverage: Readonly<Record<string, FeedCoverage>> }> {
  const series: Record<string, Float64Array> = { ...panel.series }
  const assetSeries: Record<string, Matrix> = { ...panel.assetSeries }
  const coverage: Record<string, FeedCoverage> = {}
  const context = { folder, panel, market: marketOf(exchange), sectorOf }
  for (const [name, config] of Object.entries(feeds)) {
    const joined = await joinFeed(name, config, context).catch((error: unknown) => {
      throw ofFeed(name, error)
    })
    Object.assign(series, joined.series)
    Object.assign(assetSeries, joined.assetSeries)
    coverage[name] = { coverage: joined.coverage, notes: joined.notes }
    if (joined.coverage === 0) progress(`feed "${name}": ${joined.notes.join('; ')}`)
  }
  return { panel: { ...panel, series, assetSeries }, coverage }
}
