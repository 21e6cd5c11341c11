import { sectorLabel, sectorOf as sectorNamed } from '../datasets/registry/sectors.js'
import { openDataFolder } from '../datasets/text/data-folder.js'
import { formatSession, parseSession, type SessionDay } from '../src/core/calendar.js'
import { ConfigError } from '../src/core/errors.js'
import { nearestName } from '../src/core/nearest.js'
import type { Panel } from '../src/panel/panel.js'
import { featureSources } from './experiment-data.js'
import { askedDay } from './asked-day.js'
import type { Experiment } from './experiment-schema.js'
import { rankAssets, type RankedAsset } from './rank-assets.js'
import { assemblePanel } from './sources/assemble-panel.js'
import { readExperimentStocks, sectorsOfStocks, type ExperimentStocks } from './sources/stocks.js'

/** What to look for. */
export interface ScreenOptions {
  /** Sector by any of its names. */
  readonly sector: string
  /** Members shown. */
  readonly top: number
  /** Features that make the score. */
  readonly by: readonly string[]
  /** Session at whose close members are ranked; the last one when absent. */
  readonly asOf?: string | undefined
}

/** One member of the sector against the others. */
export interface ScreenedMember extends Omit<RankedAsset, 'column'> {
  readonly symbol: string
  /** Close of the session. */
  readonly close: number
}

/** The sector's own index against those of the other sectors, by the same features. */
export interface ScreenedSector extends Omit<RankedAsset, 'column'> {
  /** Sectors that could be scored. */
  readonly of: number
  /** Share of its members that rose; null without members. */
  readonly breadth: number | null
  /** Standard deviation of its members' returns of the session; null below two. */
  readonly dispersion: number | null
}

/** The members of a sector by score. */
export interface ScreenDocument {
  readonly sector: string
  readonly label: string
  readonly asOf: string
  readonly by: readonly string[]
  /** Members as known at the session, and how many of them could be scored. */
  readonly members: number
  readonly scored: number
  /** null where the sector's index lacks one of the features. */
  readonly index: ScreenedSector | null
  readonly top: readonly ScreenedMember[]
  readonly notes: readonly string[]
}

/** First and last session of an experiment's data, YYYY-MM-DD. */
interface Range {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

const WEEK = 7

/** The session asked for: the last one by then on which both the benchmark and a stock traded. */
function sessionOf({ stocks, benchmark }: ExperimentStocks, { from, to }: Range, asOf?: string): SessionDay {
  const day = asOf === undefined ? Infinity : askedDay(asOf, 'as-of')
  const traded = new Set(stocks.flatMap(({ bars }) => [...bars.dates]))
  const first = from === undefined ? -Infinity : parseSession(from)
  const end = to === undefined ? Infinity : parseSession(to)
  const sessions = benchmark.bars.dates.filter((date) => traded.has(date) && date >= first && date <= end)
  const last = sessions.at(-1)
  // A weekend or a holiday after the last session still means it; a later day does not.
  if (asOf !== undefined && last !== undefined && day > last + WEEK)
    throw new ConfigError(`--as-of "${asOf}" lies after the last session, ${formatSession(last)}`)
  const session = sessions.findLast((date) => date <= day)
  if (session !== undefined) return session
  throw new ConfigError(
    sessions.length === 0
      ? 'stocks and benchmark have no session together'
      : `--as-of "${asOf ?? ''}" lies before the first session, ${formatSession(sessions[0])}`,
  )
}

/** The stocks that belonged to a sector, as known at the close of a session. */
function membersOf(
  { stocks, sectorOf }: ExperimentStocks,
  sector: string,
  session: SessionDay,
): ExperimentStocks['stocks'] {
  const members = stocks.filter(({ bars }) => sectorOf(bars.symbol, session) === sector)
  if (members.length > 0) return members
  const held = [...new Set(stocks.flatMap(({ bars }) => sectorOf(bars.symbol, session) ?? []))].sort()
  throw new ConfigError(
    held.length === 0
      ? `no stock had a sector on ${formatSession(session)}: the first membership is later`
      : `sector "${sector}" had no member on ${formatSession(session)}, the nearest is "${nearestName(sector, held) ?? ''}"`,
  )
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function sectorIn(
  panel: Panel,
  sector: string,
  session: SessionDay,
  rank: (row: number) => readonly RankedAsset[],
): ScreenedSector | null {
  const row = panel.dates.indexOf(session)
  const ranked = rank(row)
  const own = ranked.find(({ column }) => panel.sectors[column] === sector)
  if (own === undefined) return null
  const { column, ...figures } = own
  const at = (name: string): number | null =>
    finiteOrNull(panel.assetSeries[name].data[row * panel.assets.length + column])
  return { ...figures, of: ranked.length, breadth: at('sector.breadth'), dispersion: at('sector.dispersion') }
}

/**
 * Ranks the members of a sector by features of their own, each against the other members at one session, and the sector's index
 * against the other sectors. A member without one of the features is not scored.
 * @param root - data folder of an experiment whose sectors are made of stocks
 * @throws ConfigError for an unknown sector, feature or session; DataError for bad files
 */
export function screen(experiment: Experiment, root: string, options: ScreenOptions): ScreenDocument {
  const { data } = experiment
  if (data.source !== 'stocks')
    throw new ConfigError(`experiment "${experiment.name}" has no stocks to screen, expected data.source "stocks"`)
  const { by } = options
  const sector = sectorNamed(options.sector).id
  const folder = openDataFolder(root)
  const read = readExperimentStocks(experiment, folder)
  const session = sessionOf(read, data, options.asOf)
  const members = membersOf(read, sector, session)
  const sources = featureSources({ data, feeds: {} })
  const panel = assemblePanel({
    assets: members,
    sectors: members.map(() => sector),
    benchmark: read.benchmark,
    from: data.from,
    to: formatSession(session),
    adjusted: true,
    allowGaps: true,
  })
  const last = panel.dates.length - 1
  const ranked = rankAssets(panel, last, by, sources)
  const sectors = sectorsOfStocks(experiment, folder, read)
  return {
    sector,
    label: sectorLabel(sector),
    asOf: formatSession(session),
    by,
    members: members.length,
    scored: ranked.length,
    index: sectorIn(sectors.panel, sector, session, (row) => rankAssets(sectors.panel, row, by, sources)),
    top: ranked.slice(0, options.top).map(({ column, ...figures }) => ({
      ...figures,
      symbol: panel.assets[column],
      close: panel.fields.close.data[last * panel.assets.length + column],
    })),
    notes: sectors.notes,
  }
}
