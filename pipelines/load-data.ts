import { panelOfMarket } from '../datasets/simulated/panel-of-market.js'
import type { SimulatedMarket } from '../datasets/simulated/simulate-market.js'
import { openDataFolder, type DataFolder } from '../datasets/text/data-folder.js'
import { truthDocument } from '../datasets/simulated/truth.js'
import { ConfigError } from '../src/core/errors.js'
import type { Panel } from '../src/panel/panel.js'
import type { Experiment } from './experiment-schema.js'
import { joinFeeds } from './feeds/join-feeds.js'
import type { Progress } from './progress.js'
import { checksumOfFiles, summaryOfPanel, type DataProvenance } from './provenance.js'
import { loadCsv } from './sources/csv.js'
import { loadFrench } from './sources/french.js'
import { checksumOfMarket, simulatedMarketOf } from './sources/simulated.js'
import type { RawMarkets } from './sources/raw-market.js'
import { loadStocks } from './sources/stocks.js'
import type { SourceData } from './sources/source-data.js'

export interface LoadedData {
  readonly panel: Panel
  readonly provenance: DataProvenance
  /** The planted truth of a simulated market, ready for JSON. */
  readonly truth?: object
  /** Raw shares on the panel's sessions, where the ledger pays distributions in cash. */
  readonly raw?: RawMarkets
}

/** Where the data are, beside what the experiment says. */
export interface DataPlace {
  /** Folder that an experiment on files reads from; nothing outside of it is opened. */
  readonly folder?: string | undefined
}

function loadSimulated(market: SimulatedMarket): LoadedData {
  const panel = panelOfMarket(market)
  const provenance = { ...summaryOfPanel(panel, checksumOfMarket(market)), files: {} }
  return { panel, provenance, truth: truthDocument(market.truth) }
}

async function loadSource(experiment: Experiment, folder: DataFolder, progress: Progress): Promise<SourceData> {
  switch (experiment.data.source) {
    case 'csv':
      return loadCsv(experiment, folder, progress)
    case 'french':
      return loadFrench(experiment, folder)
    case 'stocks':
      return loadStocks(experiment, folder)
    case 'simulated':
      throw new Error('bug: a simulated market reads no files')
  }
}

async function loadFiles(experiment: Experiment, root: string, progress: Progress): Promise<LoadedData> {
  const read = new Map<string, string>()
  const folder = openDataFolder(root, (name, sha256) => read.set(name, sha256))
  const { data, feeds } = experiment
  const prices = await loadSource(experiment, folder, progress)
  const exchange = data.source === 'simulated' ? undefined : data.exchange
  const { panel, coverage } = await joinFeeds(feeds, folder, prices, exchange, progress)
  const { notes } = prices
  const files = { ...prices.files, ...Object.fromEntries(read) }
  const provenance = {
    ...summaryOfPanel(panel, checksumOfFiles(files)),
    files,
    ...(Object.keys(coverage).length === 0 ? {} : { feeds: coverage }),
    ...(notes.length === 0 ? {} : { notes }),
  }
  return { panel, provenance, ...(prices.raw === undefined ? {} : { raw: prices.raw }) }
}

/**
 * The panel of an experiment, with its provenance.
 * @throws ConfigError when files are needed and no folder is given, or the other way round
 * @throws DataError on anything wrong in the files
 */
export async function loadData(
  experiment: Experiment,
  { folder }: DataPlace,
  progress: Progress = () => undefined,
): Promise<LoadedData> {
  const market = simulatedMarketOf(experiment)
  if (market !== undefined) {
    if (folder !== undefined)
      throw new ConfigError(
        `--data "${folder}": experiment "${experiment.name}" runs on a simulated market and reads no files; give an experiment with data.source "csv"`,
      )
    return loadSimulated(market)
  }
  if (folder === undefined)
    throw new ConfigError(`experiment "${experiment.name}" reads files: say where they are with --data DIR`)
  return loadFiles(experiment, folder, progress)
}
