import { panelOfMarket } from '../datasets/simulated/panel-of-market.js'
import type { SimulatedMarket } from '../datasets/simulated/simulate-market.js'
import { truthDocument } from '../datasets/simulated/truth.js'
import { ConfigError } from '../src/core/errors.js'
import type { Panel } from '../src/panel/panel.js'
import type { Experiment } from './experiment-schema.js'
import { checksumOfFiles, summaryOfPanel, type DataProvenance } from './provenance.js'
import { loadCsv } from './sources/csv.js'
import { checksumOfMarket, simulatedMarketOf } from './sources/simulated.js'
import type { SourceData } from './sources/source-data.js'

export interface LoadedData {
  readonly panel: Panel
  readonly provenance: DataProvenance
  /** The planted truth of a simulated market, ready for JSON. */
  readonly truth?: object
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

function loadSource(experiment: Experiment, folder: string): SourceData {
  switch (experiment.data.source) {
    case 'csv':
      return loadCsv(experiment, folder)
    case 'simulated':
      throw new Error('bug: a simulated market reads no files')
  }
}

function loadFiles(experiment: Experiment, folder: string): LoadedData {
  const { panel, files } = loadSource(experiment, folder)
  return { panel, provenance: { ...summaryOfPanel(panel, checksumOfFiles(files)), files } }
}

/**
 * The panel of an experiment, with its provenance.
 * @throws ConfigError when files are needed and no folder is given, or the other way round
 * @throws DataError on anything wrong in the files
 */
export function loadData(experiment: Experiment, { folder }: DataPlace): LoadedData {
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
  return loadFiles(experiment, folder)
}
