import { formatSession } from '../core/calendar.js'
import { ConfigError, ShapeError } from '../core/errors.js'
import { rowOf, type Matrix } from '../core/matrix.js'
import { standardDeviation } from '../core/statistics.js'
import { selectTop } from '../decide/select/select-top.js'
import { robustLimit } from './colour-scale.js'

/** Sign of a change: 1 up, -1 down, 0 none. */
export type Direction = -1 | 0 | 1

/** One sector at one session. */
export interface HeatmapCell {
  /** The score, in units of the forecast. */
  readonly value: number
  /** Of the change since the column before. */
  readonly direction: Direction
  /** Agreement between the models, 0 to 1; NaN when unknown. */
  readonly confidence: number
}

/** A row or column: a key that is unique in the picture, and what people read. */
export interface HeatmapHeading {
  readonly id: string
  readonly label: string
}

/** Scores of sectors over sessions, ready to be drawn. */
export interface Heatmap {
  readonly title: string
  /** True when the market is simulated: every drawing says so. */
  readonly simulated: boolean
  /** Sessions that the scores speak about. */
  readonly horizon: number
  /** Sectors, strongest latest score first, those without one last; the id is the symbol. */
  readonly rows: readonly HeatmapHeading[]
  /** Sessions, oldest first; id and label are the ISO date. */
  readonly columns: readonly HeatmapHeading[]
  /** [rows][columns]; null where the sector was not scored. */
  readonly cells: readonly (readonly (HeatmapCell | null)[])[]
  /** Score at which the colours are full. */
  readonly limit: number
}

/** What a heatmap is made of. */
export interface HeatmapOptions {
  /** Session days; shape [nDates]. */
  readonly dates: Int32Array
  /** Sector names or canonical ids; shape [nAssets]. */
  readonly sectors: readonly string[]
  /** Unique symbols; shape [nAssets]. */
  readonly symbols: readonly string[]
  /** nDates x nAssets, NaN where nothing was forecast. */
  readonly scores: Matrix
  /** nDates x nAssets in [0, 1]. */
  readonly confidence: Matrix
  /** Rows of `scores` to show as columns, ascending; the last is the session of the picture. */
  readonly sessions: readonly number[]
  readonly horizon: number
  readonly title: string
  readonly simulated: boolean
  /** Changes up to this share of the deviation of the session's scores across sectors have no direction; 0 or more. */
  readonly deadBand: number
}

/**
 * Direction of a change.
 * @param deadBand - changes up to this size count as none, in units of the score; NaN counts as 0
 * @returns 0 within the dead band or when either value is NaN
 */
export function directionOf(current: number, previous: number, deadBand: number): Direction {
  const change = current - previous
  if (Number.isNaN(change) || Math.abs(change) <= deadBand || change === 0) return 0
  return change > 0 ? 1 : -1
}

/** A canonical id as a title ("real-estate" is "Real Estate"); any other name as it is. */
function sectorTitle(sector: string): string {
  if (!/^[a-z]+([-_][a-z]+)*$/.test(sector)) return sector
  return sector.replace(/(^|[-_])([a-z])/g, (_, gap: string, letter: string) => (gap && ' ') + letter.toUpperCase())
}

function checkOptions(options: HeatmapOptions): void {
  const { dates, sectors, symbols, scores, confidence, sessions, deadBand } = options
  for (const [name, matrix] of Object.entries({ scores, confidence }))
    if (matrix.rows !== dates.length || matrix.cols !== symbols.length)
      throw new ShapeError(
        `buildHeatmap: ${name} is ${matrix.rows} x ${matrix.cols}, expected ${dates.length} x ${symbols.length}`,
      )
  if (sectors.length !== symbols.length)
    throw new ShapeError(`buildHeatmap: ${sectors.length} sectors, expected one for each of ${symbols.length} symbols`)
  if (sessions.length === 0) throw new ConfigError('buildHeatmap: sessions "" is empty, expected at least one row')
  for (const [i, row] of sessions.entries())
    if (!Number.isInteger(row) || row < 0 || row >= dates.length || (i > 0 && row <= sessions[i - 1]))
      throw new ConfigError(
        `buildHeatmap: session "${row}" is out of place, expected ascending rows from 0 to ${dates.length - 1}`,
      )
  if (!(deadBand >= 0)) throw new ConfigError(`buildHeatmap: deadBand "${deadBand}" is unusable, expected 0 or more`)
}

/**
 * The heatmap of some sessions, rows ordered by the latest score.
 * @throws ShapeError when the arrays do not fit together
 * @throws ConfigError when there is no session, when they are not ascending rows, or when the dead band is negative
 */
export function buildHeatmap(options: HeatmapOptions): Heatmap {
  checkOptions(options)
  const { dates, sectors, symbols, scores, confidence, sessions, horizon, title, simulated, deadBand } = options
  const picture = sessions.map((row) => rowOf(scores, row))
  const bands = picture.map((row) => {
    const present = row.filter((score) => !Number.isNaN(score))
    return deadBand * standardDeviation(present, 0)
  })
  const latest = picture[picture.length - 1]
  const ranked = selectTop(latest, latest.length)
  const order = [...ranked, ...[...symbols.keys()].filter((asset) => Number.isNaN(latest[asset]))]
  const cellOf = (asset: number, column: number): HeatmapCell | null => {
    const value = picture[column][asset]
    if (Number.isNaN(value)) return null
    const previous = column > 0 ? picture[column - 1][asset] : NaN
    return {
      value,
      direction: directionOf(value, previous, bands[column]),
      confidence: rowOf(confidence, sessions[column])[asset],
    }
  }
  const columns = sessions.map((row) => formatSession(dates[row]))
  return {
    title,
    simulated,
    horizon,
    rows: order.map((asset) => ({ id: symbols[asset], label: sectorTitle(sectors[asset]) })),
    columns: columns.map((date) => ({ id: date, label: date })),
    cells: order.map((asset) => sessions.map((_, column) => cellOf(asset, column))),
    limit: robustLimit(picture.flatMap((row) => [...row])),
  }
}
