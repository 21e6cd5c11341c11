import { statSync } from 'node:fs'
import { quoted } from '../../datasets/text/quoted.js'
import type { SessionDay } from '../../src/core/calendar.js'
import { ConfigError } from '../../src/core/errors.js'
import type { Exchange } from '../../src/core/exchanges/exchange.js'
import type { Panel } from '../../src/panel/panel.js'
import { openBarsFolder } from '../feature-folder.js'
import { isAdjustedHere } from '../experiment-data.js'
import { unknownSectorsNote } from '../feature-notes.js'
import { loadData } from '../load-data.js'
import type { Progress } from '../progress.js'
import { openExperiment } from '../run.js'

/** Where prices come from, as it was asked for. */
export interface GmaPlace {
  /** Experiment file, or folder of bars; the packaged simulated market when absent, or the folder of `data`. */
  readonly source: string | undefined
  /** Data folder of the experiment. */
  readonly data: string | undefined
  /** How a folder of bars is read; an experiment says it itself. */
  readonly file: string | undefined
  readonly dialect: string | undefined
  readonly benchmark: string | undefined
  readonly to: SessionDay | undefined
}

/** Prices, and the conventions that come with them. */
export interface GmaSource {
  readonly name: string
  readonly panel: Panel
  readonly exchange: Exchange | undefined
  readonly sessionsPerYear: number
  /** Flat annual rate, as a fraction. */
  readonly riskFree: number
  readonly costBps: number
  readonly notes: readonly string[]
}

const DEFAULT_COST_BPS = 5
const DEFAULT_SESSIONS = 252
const FOLDER_OPTIONS = ['file', 'dialect', 'benchmark'] as const

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function fromFolder(folder: string, { file, dialect, benchmark, to }: GmaPlace): GmaSource {
  const { panel, notes } = openBarsFolder({ folder, file, dialect, benchmark, family: undefined, leavesOut: false, to })
  // Every symbol is switched to by itself, of whatever sector it is.
  const beside = unknownSectorsNote(panel.sectors.filter((sector) => sector === '').length)
  return {
    name: folder,
    panel,
    exchange: undefined,
    sessionsPerYear: DEFAULT_SESSIONS,
    riskFree: 0,
    costBps: DEFAULT_COST_BPS,
    notes: notes.filter((note) => !beside.includes(note)),
  }
}

async function fromExperiment(path: string | undefined, place: GmaPlace, progress: Progress): Promise<GmaSource> {
  const stray = FOLDER_OPTIONS.find((name) => place[name] !== undefined)
  if (stray !== undefined) throw new ConfigError(`--${stray}: has no effect on an experiment, which says it itself`)
  const { experiment } = await openExperiment(path)
  const { data, report, backtest } = experiment
  const { panel, provenance } = await loadData(experiment, { folder: place.data }, progress)
  const raw = 'prices are adjusted for splits and distributions here: later ones rescale earlier gMA in units of price'
  return {
    name: experiment.name,
    panel,
    exchange: data.source === 'simulated' ? undefined : data.exchange,
    sessionsPerYear: report.sessionsPerYear,
    riskFree: report.riskFree,
    costBps: backtest.costBps,
    notes: [...(provenance.notes ?? []), ...(isAdjustedHere(data) ? [raw] : [])],
  }
}

/**
 * The prices of an experiment or of a folder of daily bars.
 * @throws ConfigError for what does not go together, DataError for what is wrong in the files
 */
export async function openGmaSource(place: GmaPlace, progress: Progress): Promise<GmaSource> {
  const { source, data } = place
  const folder = source ?? data
  if (folder === undefined || (source !== undefined && !isFolder(source))) {
    progress(data === undefined ? 'opening the experiment' : `reading ${data}`)
    return fromExperiment(source, place, progress)
  }
  if (source !== undefined && data !== undefined)
    throw new ConfigError(`--data ${quoted(data)}: the folder is given already, ${quoted(source)}`)
  progress(`reading ${folder}`)
  return fromFolder(folder, place)
}
