import { formatSession, type SessionDay } from '../core/calendar.js'
import { DataError } from '../core/errors.js'
import { BAR_FIELDS, type BarField, type Panel } from '../panel/panel.js'
import { sectorCodes } from './run-stages.js'

/** One row of a panel: what a session, or a bar of it that still runs, is made of. NaN = missing. */
export interface Session {
  readonly date: SessionDay
  /** Per field, one value per asset. */
  readonly fields: Readonly<Record<BarField, ArrayLike<number>>>
  readonly series: Readonly<Record<string, number>>
  /** Per name, one value per asset. */
  readonly assetSeries: Readonly<Record<string, ArrayLike<number>>>
}

/** Values of a source at a session: one per asset, or a single one. */
type SessionReader = (session: Session) => ArrayLike<number>

function fault({ date }: Session, field: string, problem: string): DataError {
  return new DataError({ file: `session ${formatSession(date)}`, field }, problem)
}

function checked(
  session: Session,
  name: string,
  values: ArrayLike<number> | undefined,
  nAssets: number,
): ArrayLike<number> {
  if (values === undefined) throw fault(session, name, 'is missing, expected one value per asset')
  if (values.length !== nAssets)
    throw fault(session, name, `${values.length} values, expected ${nAssets}, one per asset`)
  return values
}

/**
 * How a source of a panel is read from later sessions. The reader throws a DataError when the session has not the source, or not
 * for every asset.
 */
export function sessionReader(name: string, { assets, sectors, series }: Panel): SessionReader {
  const nAssets = assets.length
  if (name === 'date') return ({ date }) => [date]
  if (name === 'sector') {
    const codes = sectorCodes(sectors)
    return () => codes
  }
  const field = BAR_FIELDS.find((candidate) => candidate === name)
  if (field !== undefined) return (session) => checked(session, name, session.fields[field], nAssets)
  if (Object.hasOwn(series, name))
    return (session) => {
      if (!Object.hasOwn(session.series, name)) throw fault(session, name, 'is missing, expected one value')
      return [session.series[name]]
    }
  return (session) => {
    const values = Object.hasOwn(session.assetSeries, name) ? session.assetSeries[name] : undefined
    return checked(session, name, values, nAssets)
  }
}

function wrongDay(date: number, expected: string): DataError {
  const day = Number.isSafeInteger(date) ? formatSession(date) : `"${date}"`
  return new DataError({ file: 'session', field: 'date' }, `is ${day}, expected ${expected}`)
}

/**
 * Refuses a session that does not come after the latest one.
 * @throws DataError
 */
export function requireAfter({ date }: Session, latest: SessionDay | undefined): void {
  if (!Number.isSafeInteger(date)) throw wrongDay(date, 'whole days since 1970-01-01')
  if (latest !== undefined && date <= latest) throw wrongDay(date, `a day after ${formatSession(latest)}`)
}

/**
 * Refuses a session of another day than the latest one.
 * @throws DataError
 */
export function requireSameDay({ date }: Session, latest: SessionDay | undefined): void {
  if (latest === undefined) throw wrongDay(date, 'no session: there is none yet to be amended')
  if (date !== latest) throw wrongDay(date, `${formatSession(latest)}, the latest session`)
}
