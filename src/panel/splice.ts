import { formatSession, type SessionDay } from '../core/calendar.js'
import { ConfigError, DataError } from '../core/errors.js'
import type { Exchange } from '../core/exchanges/exchange.js'
import { compareSessions } from '../core/exchanges/sessions.js'
import { correlation, mean, standardDeviation } from '../core/statistics.js'
import { keepSessions, type SymbolBars } from './bars.js'

export interface SpliceOptions {
  /** The joint: the first session whose bar is the target's own; the target's first session when absent. */
  readonly at?: SessionDay
  /** Exchange whose sessions the proxy must have before the joint. Without it no two of its sessions may be more than 7 days apart. */
  readonly exchange?: Exchange
  /** Sessions after the joint that both must have; 60 when absent. */
  readonly minOverlap?: number
  /** Least correlation of their daily returns over the overlap; 0.5 when absent. */
  readonly minCorrelation?: number
}

/** How well the proxy stands for the target where both exist: daily log returns from the joint to the end of the shorter one. */
export interface SpliceOverlap {
  /** Number of returns. */
  readonly returns: number
  readonly correlation: number
  /** Slope of the target's return on the proxy's. It is not used for the synthetic rows: they have the proxy's own returns. */
  readonly beta: number
  /** Standard deviation of the difference of returns, a year of 252 sessions; a fraction. */
  readonly trackingError: number
  /** Mean of the target's return less the proxy's, a year of 252 sessions; a fraction. */
  readonly meanDifference: number
}

/** A history extended backwards. */
export interface SplicedBars {
  readonly bars: SymbolBars
  /** 1 where a row is the proxy's, 0 where it is the target's own; [n] */
  readonly synthetic: Uint8Array
  /** The first session of the target's own. */
  readonly joint: SessionDay
  /** Target's / proxy's close at the joint: what the proxy's prices were multiplied by. */
  readonly scale: number
  readonly overlap: SpliceOverlap
}

const SESSIONS_PER_YEAR = 252
const LONGEST_GAP_DAYS = 7

function refuseGap(proxy: SymbolBars, day: SessionDay, problem: string): never {
  throw new DataError({ file: proxy.symbol, field: 'Date' }, `${formatSession(day)} ${problem}`)
}

function requireNoGap(proxy: SymbolBars, joint: SessionDay, exchange: Exchange | undefined): void {
  const history = proxy.dates.filter((date) => date <= joint)
  if (exchange !== undefined) {
    const { missing } = compareSessions(exchange, history)
    if (missing.length > 0) refuseGap(proxy, missing[0], `is missing, a session of ${exchange} before the joint`)
    return
  }
  const row = history.findIndex((date, i) => i > 0 && date - history[i - 1] > LONGEST_GAP_DAYS)
  if (row >= 0) refuseGap(proxy, history[row], `comes ${history[row] - history[row - 1]} days after the session before`)
}

/** Log returns of both from the joint on. Between joint and end either one has every session of the other. */
function overlapReturns(target: SymbolBars, proxy: SymbolBars, joint: SessionDay): readonly [number[], number[]] {
  const end = Math.min(target.dates[target.dates.length - 1], proxy.dates[proxy.dates.length - 1])
  const [own, other] = [target, proxy].map((bars) => keepSessions(bars, (day) => day >= joint && day <= end))
  for (let i = 0; i < Math.max(own.dates.length, other.dates.length); i++)
    if (own.dates[i] !== other.dates[i]) {
      const lacking = !(other.dates[i] <= own.dates[i]) ? proxy : target
      const day = lacking === proxy ? own.dates[i] : other.dates[i]
      refuseGap(lacking, day, 'is missing, a session of the overlap')
    }
  const returns = ({ close }: SymbolBars): number[] =>
    Array.from(close.subarray(1), (price, i) => Math.log(price / close[i]))
  return [returns(own), returns(other)]
}

function describeOverlap(own: readonly number[], other: readonly number[]): SpliceOverlap {
  const differences = own.map((value, i) => value - other[i])
  const rho = correlation(own, other)
  return {
    returns: own.length,
    correlation: rho,
    beta: (rho * standardDeviation(own)) / standardDeviation(other),
    trackingError: standardDeviation(differences) * Math.sqrt(SESSIONS_PER_YEAR),
    meanDifference: mean(differences) * SESSIONS_PER_YEAR,
  }
}

/**
 * Extends a history backwards by a proxy: before the joint, the proxy's bars at the level that makes both closes equal at the joint, so
 * that every return is the proxy's. Synthetic rows have no volume, splits or distributions: none of the target's shares traded.
 * @param target - adjusted for splits and, where the proxy is, for distributions; shape [n]
 * @param proxy - adjusted alike; it must begin before the joint
 * @throws ConfigError when the joint is not a session of both, nothing lies before it, or the overlap is too short or too unlike;
 *   DataError at a gap of the proxy before the joint, or of either one in the overlap
 * @see the practice of fund histories that "have been extended using synthetic data"
 */
export function spliceProxy(target: SymbolBars, proxy: SymbolBars, options: SpliceOptions = {}): SplicedBars {
  const { at: joint = target.dates[0], exchange, minOverlap = 60, minCorrelation = 0.5 } = options
  const what = `proxy "${proxy.symbol}" of "${target.symbol}"`
  const rows = [target, proxy].map(({ dates }) => dates.indexOf(joint))
  if (rows.includes(-1)) throw new ConfigError(`${what}: the joint must be a session of both, "${showDay(joint)}"`)
  if (rows[1] === 0) throw new ConfigError(`${what}: has no session before the joint, "${showDay(joint)}"`)
  requireNoGap(proxy, joint, exchange)
  const overlap = describeOverlap(...overlapReturns(target, proxy, joint))
  if (overlap.returns < minOverlap)
    throw new ConfigError(`${what}: overlap of ${overlap.returns} returns, expected ${minOverlap} or more`)
  if (!(overlap.correlation >= minCorrelation))
    throw new ConfigError(`${what}: correlation ${overlap.correlation.toFixed(3)}, expected ${minCorrelation} or more`)

  const scale = target.close[rows[0]] / proxy.close[rows[1]]
  const before = keepSessions(proxy, (day) => day < joint)
  const own = keepSessions(target, (day) => day >= joint)
  const n = before.dates.length
  const join = (synthetic: Float64Array, real: Float64Array): Float64Array => Float64Array.from([...synthetic, ...real])
  const prices = (field: 'open' | 'high' | 'low' | 'close'): Float64Array =>
    join(
      before[field].map((price) => price * scale),
      own[field],
    )
  const bars: SymbolBars = {
    ...own,
    dates: Int32Array.from([...before.dates, ...own.dates]),
    open: prices('open'),
    high: prices('high'),
    low: prices('low'),
    close: prices('close'),
    volume: join(new Float64Array(n), own.volume),
    splits: join(new Float64Array(n), own.splits),
    ...(own.distributions === undefined ? {} : { distributions: join(new Float64Array(n), own.distributions) }),
    ...(proxy.simulated ? { simulated: true } : {}),
  }
  const synthetic = Uint8Array.from(bars.dates, (_, row) => (row < n ? 1 : 0))
  return { bars, synthetic, joint, scale, overlap }
}

function showDay(day: SessionDay | undefined): string {
  return day === undefined ? 'none' : formatSession(day)
}

/** The target's own rows alone. */
export function withoutSynthetic({ bars, joint }: SplicedBars): SymbolBars {
  return keepSessions(bars, (day) => day >= joint)
}
